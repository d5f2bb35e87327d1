"""Runs in the student's process: calls that need array objects, and a look at figures. Nothing here is secret."""

import sys

import numpy as np


def in_turn(function, first, second, options):
    """Both answers, looked at only after the second call. The second call gets the same array object, refilled."""
    array = np.array(first)
    one = function(array, **options)
    array[...] = second
    two = function(array, **options)
    return [one, two]


def on_views(function, array, options):
    """The answers for arrays that are equal but lie differently in memory: column by column, backwards, with gaps."""
    turned = tuple(slice(None, None, -1) for _ in array.shape)
    every_other = tuple(slice(None, None, 2) for _ in array.shape)
    wide = np.full([2 * n for n in array.shape], 77, dtype=array.dtype)
    wide[every_other] = array
    views = np.array(array, order="F"), np.array(array[turned])[turned], wide[every_other]
    return [function(view, **options) for view in views]


def describe(figure):
    """What a Matplotlib figure shows: a list of its panels that hold images, colour bars left out.

    A panel has `arrays` (the images in drawing order), `box` (left, bottom, right, top as fractions of the figure),
    `upright`: False where the drawing turns an array upside down, and `whole`: False where the axes' limits cut the
    last image. Anything but a figure gives the name of its type.
    """
    if not (hasattr(figure, "get_axes") and hasattr(figure, "savefig")):
        return type(figure).__name__
    panels = [_panel(axes, figure.bbox) for axes in figure.get_axes() if _counts(axes)]
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
    return [panel for panel in panels if panel["arrays"]]


def _counts(axes):
    colour_bar = hasattr(axes, "_colorbar") or axes.get_label() == "<colorbar>"
    return axes.get_visible() and not colour_bar


def _panel(axes, whole):
    images = [image for image in axes.images if image.get_visible()]
    meshes = [mesh for mesh in axes.collections if type(mesh).__name__ in ("QuadMesh", "PolyQuadMesh")]
    arrays = [np.ma.getdata(image.get_array()) for image in images] + [_mesh_array(mesh) for mesh in meshes]
    return {
        "arrays": arrays,
        "box": [float(side) for side in _box(axes) / np.tile([whole.width, whole.height], 2)],
        "upright": not meshes and all(image.origin == "upper" for image in images),
        "whole": not arrays or _seen_whole(axes, [*images, *meshes][-1], arrays[-1].shape),
    }


def _box(axes):
    """Left, bottom, right and top in pixels. What a grid of images lays out has its place only when it is drawn."""
    locate = axes.get_axes_locator()
    return locate(axes, None).transformed(axes.figure.transSubfigure).extents if locate else axes.bbox.extents


def _seen_whole(axes, drawing, shape):
    """Whether the middle of every pixel lies within the axes' limits."""
    if hasattr(drawing, "get_coordinates"):
        corners = np.asarray(drawing.get_coordinates())
        extents = corners[..., 0], corners[..., 1]
    else:
        extents = drawing.get_extent()[:2], drawing.get_extent()[2:]
    for extent, limits, pixels in zip(extents, (axes.get_xlim(), axes.get_ylim()), shape[1::-1], strict=True):
        half = np.ptp(extent) / (2 * pixels)
        if np.min(extent) + half < min(limits) or np.max(extent) - half > max(limits):
            return False
    return True


def _mesh_array(mesh):
    """A mesh's values as rows and columns; older Matplotlib keeps them in one row."""
    values = np.ma.getdata(mesh.get_array())
    if values.ndim == 1:
        rows, columns = mesh.get_coordinates().shape[:2]
        values = values.reshape((rows, columns) if values.size == rows * columns else (rows - 1, columns - 1))
    return values

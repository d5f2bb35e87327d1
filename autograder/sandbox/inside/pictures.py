"""What Matplotlib figures show, as plain data. For the ``props.py`` of suites whose answers are figures; needs Matplotlib.

Runs in the student's process: nothing here is secret, and nothing it says is trusted. Nothing is drawn: where a picture lies, which way
up, and whether it can be seen, follows from limits and transforms. `autograder.suite.figures` judges what is told here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakSet

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.ticker import FixedFormatter, NullFormatter
from matplotlib.transforms import Affine2D, Bbox

FEWEST_PIXELS = 4
"""A picture less wide or high than this on the screen cannot be seen."""
NEARLY_ALL = 0.98
"""A picture with this share of its pixels in one shade is an even area."""
MOST_NUMBERS = 1 << 18
"""A picture of more numbers than this is no answer to any question; it is told as one of none."""
_NUMBER_OF_OURS = 9000
_described: WeakSet[Figure] = WeakSet()
"""The figures of former calls, as long as student code holds on to them."""


def show(function: Callable[..., Any], *calls: Sequence[Any]) -> list[Any]:
    """What the figures of some calls show (see `describe`), looked at only after the last call; and the calls' arguments, as they
    are now.

    A call is a list of arguments. Each is to make a figure of its own, so a later call does not change what an earlier one shows, and an
    empty figure that is open already is not drawn on.
    """
    known = [*map(plt.figure, plt.get_fignums()), *_described, plt.figure(_NUMBER_OF_OURS)]
    try:
        answers = [function(*arguments) for arguments in calls]
        told = [describe(answer, known) for answer in answers]
        _described.update(answer for answer in answers if type(answer) is Figure)
        return [told, list(calls)]
    finally:
        plt.close("all")


def describe(answer: Any, known: Sequence[Any] = ()) -> dict[str, Any]:
    """A figure as plain data: its ``kind`` ("Figure", or in words what came back instead), whether it was ``wrapped`` in a tuple,
    whether it is one of the ``known`` figures that were there ``before``, its ``panels``.

    Panels are axes in reading order, without colour bars; each has the pictures drawn in it (``pictures``, topmost last, see
    `_picture`), its ``title``, its other ``texts``, whether its axes are ``off`` and grey is used (``grey``), its cell (``grid``: rows,
    columns, row, column, where it stands in a grid), its ``centre`` and ``size`` in the figure, from the top left, its ``place`` (row
    and column among the panels), and whether it is ``hidden``: beside the figure, or behind other panels.
    """
    found = [part for part in answer if isinstance(part, Figure)] if isinstance(answer, (tuple, list)) else []
    figure = found[0] if len(found) == 1 else answer
    told = {"kind": "Figure", "wrapped": len(found) == 1, "before": any(figure is one for one in known), "panels": []}
    if not isinstance(figure, Figure):
        return told | {"kind": _kind(answer), "wrapped": False}
    try:
        shown = [axes for axes in figure.axes if _is_visible(axes) and not _is_colour_bar(axes)]
        panels = [_panel(axes, figure.bbox) for axes in shown]
        _hide(panels, shown)
        _place_texts(panels, figure)
        return told | {"panels": _in_reading_order(_without_twins(panels))}
    except Exception:  # code of the student's own in its place
        return told | {"kind": "a Figure that cannot be looked at"}


def _kind(answer: Any) -> str:
    """What came back in place of a figure, in words."""
    if isinstance(answer, np.ndarray):
        return "an array of Axes" if any(isinstance(part, Axes) for part in answer.flat) else "an array"
    if isinstance(answer, (tuple, list)):
        name, parts = "list" if isinstance(answer, list) else "tuple", list(_flat(answer))
        for kind, told in ((Figure, "several Figures"), (Axes, "Axes")):
            if parts and all(isinstance(part, kind) for part in parts):
                return f"a {name} of {told}"
        return f"a {name} without a Figure in it"
    known = {
        type(None): "None",
        type(...): "`...`",
        str: "a text",
        dict: "a dict",
        int: "a number",
        float: "a number",
        AxesImage: "one picture (`AxesImage`)",
    }
    return "Axes" if isinstance(answer, Axes) else known.get(type(answer), "something else")


def _flat(parts: Any) -> Any:
    for part in parts:
        yield from part if isinstance(part, (tuple, list)) else [part]


def _is_visible(axes: Any) -> bool:
    return bool(axes.get_visible() and axes.figure.get_visible())


def _is_colour_bar(axes: Any) -> bool:
    return hasattr(axes, "_colorbar") or axes.get_label() == "<colorbar>"


def _panel(axes: Any, whole: Any) -> dict[str, Any]:
    drawn = sorted((child for child in axes.get_children() if _is_picture(child)), key=lambda child: child.get_zorder())
    axes.get_xlim(), axes.get_ylim()  # brings the transforms up to date
    locate, spec = axes.get_axes_locator(), axes.get_subplotspec()
    box = locate(axes, None) if locate else axes.get_position(original=True)
    box = box.transformed(axes.figure.transSubfigure)
    pixels = np.array([box.width, box.height])
    box = box.transformed(Affine2D().scale(1 / whole.width, 1 / whole.height))
    titles = (axes._left_title, axes.title, axes._right_title)
    labels = [axis.get_label_text() for axis in (axes.xaxis, axes.yaxis) if axes.axison and axis.get_visible()]
    return {
        "pictures": [_picture(child, axes, pixels) for child in drawn],
        "grey": all(_is_grey(child) for child in drawn),
        "title": " ".join(title.get_text() for title in titles if title.get_visible()).strip(),
        "texts": [*labels, *(text.get_text() for text in axes.texts if text.get_visible())],
        "off": not axes.axison or all(map(_is_bare, (axes.xaxis, axes.yaxis))),
        "grid": _cell(spec) if spec is not None else None,
        "centre": [float((box.x0 + box.x1) / 2), float(1 - (box.y0 + box.y1) / 2)],
        "size": [float(box.width), float(box.height)],
    }


# ---------------------------------------------------------------- one picture


def _is_picture(child: Any) -> bool:
    of_an_image = hasattr(child, "get_extent") or hasattr(child, "get_coordinates")
    if not (of_an_image and hasattr(child, "get_array")) or child.get_array() is None:
        return False
    return child.get_visible() and not _is_transparent(child)


def _is_transparent(child: Any) -> bool:
    alpha, values = child.get_alpha(), child.get_array()
    return (alpha is not None and np.max(alpha) < 0.05) or (values.shape[2:] == (4,) and not values[..., 3].any())


def _picture(child: Any, axes: Any, pixels: Any) -> dict[str, Any]:
    """A picture: its ``array`` as it lies on the screen (first row on top, first column on the left), whether it is a ``mesh``, whether
    it was drawn ``upward`` (the array's first row at the bottom), is seen ``whole``, is ``blank`` or too ``tiny`` to see anything, and
    whether what is below zero has a single shade (``unsigned``).
    """
    mesh = hasattr(child, "get_coordinates")
    values = np.ma.filled(np.ma.asarray(child.get_array()).astype(np.float64), np.nan)
    edges: Any  # the first pixel's outer corner, that at the end of its row, that at the end of its column
    if mesh:
        corners = np.asarray(child.get_coordinates())
        values = _as_grid(values, corners.shape[:2])
        edges = corners[[0, 0, -1], [0, -1, 0]]
    else:
        left, right, bottom, top = child.get_extent()
        top, bottom = (top, bottom) if getattr(child, "origin", "upper") == "upper" else (bottom, top)
        edges = [(left, top), (right, top), (left, bottom)]
    told = {"mesh": mesh, "blank": _is_blank(child, values), "unsigned": _is_unsigned(child, values)}
    values = _one_tone(values)
    first, row, column = (child.get_transform() - axes.transAxes).transform(edges)  # in fractions of the axes
    along, down = row - first, column - first
    half = along / (2 * values.shape[1]) + down / (2 * values.shape[0])
    middles = np.array([first + half, first + along + down - half])  # of the first pixel and of the last
    if abs(along[0]) < abs(along[1]):  # a quarter turn
        values, along, down = values.T, down, along
    values = values if down[1] < 0 else values[::-1]
    if values.size > MOST_NUMBERS:
        values = np.empty((0, 0))
    return told | {
        "array": np.ascontiguousarray(values if along[0] > 0 else values[:, ::-1]),
        "upward": bool(down[1] > 0),
        "whole": bool(np.all((middles >= -1e-6) & (middles <= 1 + 1e-6))),
        "tiny": not np.all(np.abs(along + down) * pixels >= FEWEST_PIXELS),
    }


def _as_grid(values: Any, corners: Any) -> Any:
    """A mesh's values as rows and columns; older Matplotlib keeps them in one row."""
    if values.ndim == 1:
        return values.reshape(corners if values.size == corners[0] * corners[1] else (corners[0] - 1, corners[1] - 1))
    return values


def _one_tone(values: Any) -> Any:
    """Red, green and blue as one number: grey where they agree, NaN where they do not."""
    if values.ndim == 2:
        return values
    same = np.ptp(values[..., :3], axis=-1).max() <= 1e-6 * max(1.0, np.abs(values).max())
    return values[..., 0] if same else np.full(values.shape[:2], np.nan)


def _is_blank(child: Any, values: Any) -> bool:
    """Nothing can be seen: limits far off (`vmin`, `vmax`) or the colour map give its values one colour, or black and white."""
    if values.ndim != 2 or _most_alike(values) > 0.5:
        return False
    try:
        colours = child.to_rgba(values, bytes=True).astype(np.uint32) @ np.array([1, 256, 65536, 0], np.uint32)
    except ValueError:  # a lower limit above the upper one: drawing it fails
        return True
    two_shades = len(np.unique(values)) > 8 and len(np.unique(colours)) <= 2
    return two_shades or _most_alike(colours) >= NEARLY_ALL


def _most_alike(values: Any) -> float:
    """The share of the commonest value."""
    return float(np.unique(values, return_counts=True)[1].max() / values.size)


def _is_unsigned(child: Any, values: Any) -> bool:
    """Limits that begin at zero or above give all the numbers below one shade."""
    lowest = child.get_clim()[0] if values.ndim == 2 else None
    return lowest is not None and lowest >= 0 and bool(np.mean(values < min(lowest, 0)) > 0.1)


def _is_grey(child: Any) -> bool:
    if np.ndim(child.get_array()) == 3:
        return True
    colours = child.get_cmap()(np.linspace(0, 1, 9))
    return bool(np.ptp(colours[:, :3], axis=1).max() < 0.02)


# ---------------------------------------------------------------- panels


def _is_bare(axis: Any) -> bool:
    """No ticks, or none that can be seen."""
    if not axis.get_visible() or len(axis.get_ticklocs()) == 0:
        return True
    drawn, formatter = axis.get_tick_params(), axis.get_major_formatter()
    empty = isinstance(formatter, NullFormatter) or (isinstance(formatter, FixedFormatter) and not any(formatter.seq))
    sides = ("bottom", "top", "left", "right")
    marks = any(drawn.get(side, False) for side in sides) and drawn.get("length") != 0
    return not marks and (empty or not any(drawn.get(f"label{side}", False) for side in sides))


def _cell(spec: Any) -> list[int] | None:
    top = spec.get_topmost_subplotspec()
    rows, columns, start, _ = top.get_geometry()
    return [int(rows), int(columns), int(start // columns), int(start % columns)] if top is spec else None


def _hide(panels: list[dict[str, Any]], shown: Sequence[Any]) -> None:
    """Note which panels cannot be seen: their middle is beside the figure, or behind a panel that is drawn later."""
    order = sorted(range(len(shown)), key=lambda number: shown[number].get_zorder())
    covers: list[Bbox] = []
    for number in reversed(order):
        panel, axes = panels[number], shown[number]
        middle = panel["centre"]
        beside = not all(0 <= part <= 1 for part in middle)
        panel["hidden"] = beside or any(box.contains(*middle) for box in covers)
        (x, y), (width, height) = middle, panel["size"]
        patch = axes.patch
        if any(not one["blank"] for one in panel["pictures"]) or (
            axes.axison and axes.get_frame_on() and patch.get_visible() and patch.get_facecolor()[3] > 0.5
        ):
            covers.append(Bbox.from_bounds(x - width / 2, y - height / 2, width, height))


def _place_texts(panels: list[dict[str, Any]], figure: Any) -> None:
    """Texts of the figure (`fig.text`, a sub-figure's heading) belong to the panel whose upper or lower edge they are next to."""
    parts, heading = [figure, *_parts(figure)], figure.get_suptitle()
    for text in (text for part in parts for text in part.texts if text.get_visible()):
        if text.get_text() == heading and len(panels) > 1:
            continue
        x, y = figure.transFigure.inverted().transform(text.get_transform().transform(text.get_position()))
        near = [
            (min(abs(1 - y - (panel["centre"][1] + side * panel["size"][1] / 2)) for side in (-1, 1)), number)
            for number, panel in enumerate(panels)
            if abs(x - panel["centre"][0]) <= panel["size"][0] / 2
        ]
        if near and min(near)[0] < 0.2:
            panels[min(near)[1]]["texts"].append(text.get_text())


def _parts(figure: Any) -> list[Any]:
    return [part for one in figure.subfigs for part in (one, *_parts(one))]


def _without_twins(panels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without empty panels that lie exactly over one with a picture: a second axis (`twinx`), no frame of its own."""
    places = [panel["centre"] for panel in panels if panel["pictures"]]
    return [panel for panel in panels if panel["pictures"] or panel["centre"] not in places]


def _in_reading_order(panels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Row by row: panels whose centres are level belong to one row."""
    rows: list[list[dict[str, Any]]] = []
    for panel in sorted(panels, key=lambda panel: panel["centre"][1]):
        level = rows and abs(rows[-1][0]["centre"][1] - panel["centre"][1]) < 0.4 * panel["size"][1]
        if level:
            rows[-1].append(panel)
        else:
            rows.append([panel])
    for number, row in enumerate(rows):
        row.sort(key=lambda panel: panel["centre"][0])
        for place, panel in enumerate(row):
            panel["place"] = [number, place]
    return [panel for row in rows for panel in row]

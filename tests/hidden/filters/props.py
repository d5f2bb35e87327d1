"""Runs in the student's process: draws figures there and says what they show. Nothing here is secret."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D


def show(function, *calls):
    """What the figures of some calls show (see `describe`), looked at only after the last call; and the calls' arguments, as they are now.

    A call is a list of arguments. Each has a figure of its own, so a later call does not change what an earlier one shows.
    """
    try:
        return [[describe(figure) for figure in [function(*arguments) for arguments in calls]], calls]
    finally:
        plt.close("all")


def watched(function, *arguments):
    """The answer, and after it the arguments as they are now."""
    return [function(*arguments), *arguments]


def in_turn(function, first, second):
    """Both answers, looked at only after the second call."""
    return [function(*first), function(*second)]


def describe(answer):
    """A figure as plain data: its ``kind`` ("Figure", or what came back instead), whether it was ``wrapped`` in a
    tuple, its ``panels``.

    Panels are axes in reading order, without colour bars; each has the pictures drawn in it (``pictures``, topmost
    last: ``array`` as it is seen, first row on top, and whether it is a ``mesh``), its ``title``, its other
    ``texts``, whether its axes are ``off`` and grey is used (``grey``), its cell (``grid``: rows, columns, row,
    column, where it stands in a grid) and its ``centre`` and ``size`` in the figure, from the top left.
    """
    wrapped = isinstance(answer, (tuple, list)) and any(isinstance(part, Figure) for part in answer)
    figure = next(part for part in answer if isinstance(part, Figure)) if wrapped else answer
    if not isinstance(figure, Figure):
        return {"kind": "None" if answer is None else type(answer).__name__, "wrapped": False, "panels": []}
    panels = [_panel(axes, figure.bbox) for axes in figure.axes if axes.get_visible() and not _is_colour_bar(axes)]
    return {"kind": "Figure", "wrapped": wrapped, "panels": _in_reading_order(panels)}


def _is_colour_bar(axes):
    return hasattr(axes, "_colorbar") or axes.get_label() == "<colorbar>"


def _panel(axes, whole):
    drawn = sorted((child for child in axes.get_children() if _is_picture(child)), key=lambda child: child.get_zorder())
    locate, spec = axes.get_axes_locator(), axes.get_subplotspec()
    box = locate(axes, None) if locate else axes.get_position(original=True)
    box = box.transformed(axes.figure.transSubfigure).transformed(Affine2D().scale(1 / whole.width, 1 / whole.height))
    return {
        "pictures": [{"array": _seen(child, axes), "mesh": hasattr(child, "get_coordinates")} for child in drawn],
        "grey": all(_is_grey(child) for child in drawn),
        "title": " ".join(filter(None, (axes.get_title(loc=side) for side in ("left", "center", "right")))),
        "texts": [axes.get_xlabel(), axes.get_ylabel(), *(text.get_text() for text in axes.texts)],
        "off": not axes.axison or all(map(_is_bare, (axes.xaxis, axes.yaxis))),
        "grid": _cell(spec) if spec is not None else None,
        "centre": [float((box.x0 + box.x1) / 2), float(1 - (box.y0 + box.y1) / 2)],
        "size": [float(box.width), float(box.height)],
    }


def _is_picture(child):
    of_an_image = hasattr(child, "get_extent") or hasattr(child, "get_coordinates")
    return child.get_visible() and of_an_image and hasattr(child, "get_array") and not _is_blank(child)


def _is_blank(child):
    """Nothing can be seen: it is transparent, or limits far off (`vmin`, `vmax`) give all its values one colour."""
    alpha = child.get_alpha()
    if alpha is not None and np.max(alpha) == 0:
        return True
    values = np.ma.filled(np.ma.asarray(child.get_array()).astype(np.float64), np.nan)
    if values.ndim != 2 or not np.ptp(values) > 0:
        return False
    return not np.ptp(child.to_rgba(values).reshape(-1, 4), axis=0).any()


def _seen(child, axes):
    """The array as it lies on the screen: first row on top, first column on the left."""
    values = np.ma.filled(np.ma.asarray(child.get_array()).astype(np.float64), np.nan)
    if hasattr(child, "get_coordinates"):
        corners = np.asarray(child.get_coordinates())
        values = _as_grid(values, corners.shape[:2])
        right, down = corners[0, -1, 0] - corners[0, 0, 0], corners[-1, 0, 1] - corners[0, 0, 1]
    else:
        left, right, bottom, top = child.get_extent()
        right, down = right - left, bottom - top
        down = down if getattr(child, "origin", "upper") == "upper" else -down
    if values.ndim == 3:  # red, green, blue: grey where they agree
        same = np.ptp(values[..., :3], axis=-1).max() <= 1e-6 * max(1.0, np.abs(values).max())
        values = values[..., 0] if same else np.full(values.shape[:2], np.nan)
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    values = values[::-1] if down * (y0 - y1) < 0 else values
    return np.ascontiguousarray(values[:, ::-1] if right * (x1 - x0) < 0 else values)


def _as_grid(values, corners):
    """A mesh's values as rows and columns; older Matplotlib keeps them in one row."""
    if values.ndim == 1:
        return values.reshape(corners if values.size == corners[0] * corners[1] else (corners[0] - 1, corners[1] - 1))
    return values


def _is_grey(child):
    if np.ndim(child.get_array()) == 3:
        return True
    colours = child.get_cmap()(np.linspace(0, 1, 9))
    return bool(np.ptp(colours[:, :3], axis=1).max() < 0.02)


def _is_bare(axis):
    """No ticks, or none that can be seen."""
    drawn = axis.get_tick_params()
    sides = ("bottom", "top", "left", "right")
    return (
        not axis.get_visible()
        or len(axis.get_ticklocs()) == 0
        or not any(drawn.get(name, False) for side in sides for name in (side, f"label{side}"))
    )


def _cell(spec):
    top = spec.get_topmost_subplotspec()
    rows, columns, start, _ = top.get_geometry()
    return [int(rows), int(columns), int(start // columns), int(start % columns)] if top is spec else None


def _in_reading_order(panels):
    """Row by row: panels whose centres are level belong to one row."""
    rows = []
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

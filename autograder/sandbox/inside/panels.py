"""What a figure says of itself: its axes, the pictures in them, its texts. Raw facts; `autograder.suite.figures` makes sense of them.

Places are in pixels of the drawn figure, from its top left; of a figure that is not drawn, in those it would have.
Runs in the student's process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.colors import Normalize
from matplotlib.ticker import FixedFormatter, NullFormatter

FEWEST_PIXELS = 4
"""A picture less wide or high than this on the screen cannot be seen."""
GREY = 5
"""Steps of 255 between red, green and blue that nobody sees."""
NEARLY_ALL = 0.98
"""A picture with this share of its pixels in one shade is an even area."""
MOST_NUMBERS = 1 << 18
"""A picture of more numbers than this is no answer to any question; it is told as one of none."""
SHADES = 256
"""Numbers between a picture's limits whose colours are told: as many as a colour map has."""
_EVENLY = np.linspace(0, 1, SHADES)


def facts(figure: Any, lines: Sequence[tuple[Any, ...]] | None = None) -> dict[str, Any]:
    """``size`` (width and height in pixels); ``faces``, the colours that lie behind everything; ``axes``, a dict each (see `_axes`),
    those that can be seen, without colour bars; ``bars``, the boxes of colour bars; ``texts`` (see `_told`) and their ``lines``.

    A box is left, top, right, bottom. ``lines`` are the lines of text of a figure that was drawn, each behind the font properties of the
    text it belongs to, which no two texts share; its axes have their final places then.
    """
    laid_out = lines is not None
    height = float(figure.bbox.height)
    visible = [axes for axes in figure.axes if axes.get_visible() and axes.figure.get_visible()]
    shown = [axes for axes in visible if not _is_colour_bar(axes)]
    faces = {_bytes(part.get_facecolor()) for part in [figure, *(axes for axes in shown if axes.get_frame_on())]}
    texts = list(_texts(figure, shown))
    number = {id(text._fontproperties): place for place, (text, *_) in enumerate(texts)}
    return {
        "size": [float(figure.bbox.width), height],
        "faces": [list(face) for face in faces],
        "axes": [_axes(axes, height, laid_out) for axes in shown],
        "bars": [_box(axes.bbox, height) for axes in visible if _is_colour_bar(axes)],
        "texts": [_told(*text, height) for text in texts],
        "lines": [[number.get(id(font), -1), *line] for font, *line in lines or ()],
    }


def _bytes(colour: Any) -> tuple[int, ...]:
    """A colour as it looks on white: red, green, blue, from 0 to 255."""
    rgba = np.asarray(colour, float)
    return tuple(int(part) for part in np.round(255 * (1 - rgba[3] + rgba[3] * rgba[:3])))


def _box(box: Any, height: float) -> list[float]:
    return [float(box.x0), height - float(box.y1), float(box.x1), height - float(box.y0)]


def _is_colour_bar(axes: Any) -> bool:
    return hasattr(axes, "_colorbar") or axes.get_label() == "<colorbar>"


def _axes(axes: Any, height: float, laid_out: bool) -> dict[str, Any]:
    """Its ``frame``; its ``pictures``, topmost last (see `_picture`); whether its axes are ``off``; whether it is ``opaque``, so that
    what lies behind it cannot be seen; its ``order`` among those drawn; what may lie over its pictures (``covers``, boxes)."""
    drawn = sorted((child for child in axes.get_children() if _is_picture(child)), key=lambda child: child.get_zorder())
    axes.get_xlim(), axes.get_ylim()  # brings the transforms up to date
    frame = axes.bbox if laid_out else _place(axes)
    return {
        "frame": _box(frame, height),
        "pictures": [_picture(child, axes, height, laid_out) for child in drawn],
        "off": not axes.axison or all(map(_is_bare, (axes.xaxis, axes.yaxis))),
        "opaque": bool(
            axes.axison and axes.get_frame_on() and axes.patch.get_visible() and axes.patch.get_facecolor()[3] > 0.5
        ),
        "order": float(axes.get_zorder()),
        "covers": [*_covers(axes, height)] if laid_out else [],
    }


def _place(axes: Any) -> Any:
    """Where the axes are put before a picture's own shape makes them smaller."""
    locate = axes.get_axes_locator()
    box = locate(axes, None) if locate else axes.get_position(original=True)
    return box.transformed(axes.figure.transSubfigure)


def _covers(axes: Any, height: float) -> Any:
    """What may lie over a part of a picture: axes set into it, and filled shapes."""
    for inner in axes.child_axes:
        box = inner.get_tightbbox()
        if box is not None:
            yield _box(box, height)
    for patch in axes.patches:
        if patch.get_visible() and patch.get_facecolor()[3] > 0:
            yield _box(patch.get_window_extent(), height)


def _is_bare(axis: Any) -> bool:
    """No ticks, or none that can be seen."""
    if not axis.get_visible() or len(axis.get_ticklocs()) == 0:
        return True
    drawn, formatter = axis.get_tick_params(), axis.get_major_formatter()
    empty = isinstance(formatter, NullFormatter) or (isinstance(formatter, FixedFormatter) and not any(formatter.seq))
    sides = ("bottom", "top", "left", "right")
    marks = any(drawn.get(side, False) for side in sides) and drawn.get("length") != 0
    return not marks and (empty or not any(drawn.get(f"label{side}", False) for side in sides))


# ---------------------------------------------------------------- one picture


def _is_picture(child: Any) -> bool:
    of_an_image = hasattr(child, "get_extent") or hasattr(child, "get_coordinates")
    if not (of_an_image and hasattr(child, "get_array")) or child.get_array() is None:
        return False
    return child.get_visible() and not _is_transparent(child)


def _is_transparent(child: Any) -> bool:
    alpha, values = child.get_alpha(), child.get_array()
    return (alpha is not None and np.max(alpha) < 0.05) or (values.shape[2:] == (4,) and not values[..., 3].any())


def _picture(child: Any, axes: Any, height: float, laid_out: bool) -> dict[str, Any]:
    """A picture: its ``array`` as it lies on the screen (first row on top, first column on the left), whether it is a ``mesh``, whether
    it was drawn ``upward`` (the array's first row at the bottom), is seen ``whole``, is ``blank`` or too ``tiny`` to see anything,
    whether what is below zero has a single shade (``unsigned``), whether its colours are ``grey``.

    Of one that was drawn also where its cells lie: ``columns`` and ``rows``, their edges in pixels from the left and the top (their
    middles, one fewer, where colours flow into each other), and which colours (``shades``, red, green and blue) the numbers from
    ``low`` to ``high`` have.
    """
    mesh = hasattr(child, "get_coordinates")
    values = np.ma.filled(np.ma.asarray(child.get_array()).astype(np.float64), np.nan)
    if mesh:
        corners = np.asarray(child.get_coordinates())
        values = _as_grid(values, corners.shape[:2])
        along, down = corners[0], corners[:, 0]
    else:
        along, down = _edges(child, values.shape[:2])
    drawn = _shades(child, axes, values) if laid_out else {}
    told: dict[str, Any] = {
        "mesh": mesh,
        "blank": _is_blank(child, values, drawn),
        "unsigned": _is_unsigned(child, values),
        "grey": _is_grey(child, drawn),
    }
    values = _one_tone(values)
    along, down = (child.get_transform().transform(part) for part in (along, down))
    if abs(along[-1, 0] - along[0, 0]) < abs(along[-1, 1] - along[0, 1]):  # a quarter turn
        values, along, down = values.T, down, along
    columns, rows = along[:, 0], height - down[:, 1]
    upward = bool(rows[-1] < rows[0])
    if upward:
        values, rows = values[::-1], rows[::-1]
    if columns[-1] < columns[0]:
        values, columns = values[:, ::-1], columns[::-1]
    if values.size > MOST_NUMBERS:
        values, columns, rows = np.empty((0, 0)), np.empty(0), np.empty(0)
    told |= {
        "array": np.ascontiguousarray(values),
        "upward": upward,
        "whole": _is_whole(columns, rows, values.shape, _box(axes.bbox, height)),
        "tiny": bool(np.size(rows) and min(np.ptp(columns), np.ptp(rows)) < FEWEST_PIXELS),
    }
    return told | drawn | ({"columns": np.array(columns), "rows": np.array(rows)} if laid_out else {})


def _edges(child: Any, shape: Sequence[int]) -> tuple[Any, Any]:
    """Points along an image's first row and first column: the edges of its cells."""
    left, right, bottom, top = child.get_extent()
    top, bottom = (top, bottom) if getattr(child, "origin", "upper") == "upper" else (bottom, top)
    x, y = np.linspace(left, right, shape[1] + 1), np.linspace(top, bottom, shape[0] + 1)
    return np.stack([x, np.full(x.shape, top)], 1), np.stack([np.full(y.shape, left), y], 1)


def _is_whole(columns: Any, rows: Any, shape: Sequence[int], frame: Sequence[float]) -> bool:
    """The middles of the first and the last cell lie within the frame."""
    if not np.size(rows):
        return True
    left, top, right, bottom = frame
    x, y = (
        (np.asarray(edges)[:-1] + np.asarray(edges)[1:]) / 2 if len(edges) > n else np.asarray(edges)
        for edges, n in ((columns, shape[1]), (rows, shape[0]))
    )
    slack = 1e-6 * max(right - left, bottom - top)
    inside = (x[[0, -1]] >= left - slack) & (x[[0, -1]] <= right + slack)
    return bool(np.all(inside & (y[[0, -1]] >= top - slack) & (y[[0, -1]] <= bottom + slack)))


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


def _shades(child: Any, axes: Any, values: Any) -> dict[str, Any]:
    """The colours of evenly spaced numbers, as they look on what lies behind the picture."""
    if values.ndim != 2:
        top = 255.0 if child.get_array().dtype == np.uint8 else 1.0
        return {"low": 0.0, "high": top, "shades": np.repeat(np.arange(SHADES, dtype=np.uint8)[:, None], 3, 1)}
    low, high = (float(limit) for limit in child.get_clim())
    if _is_even(child, low, high):  # the same colours for every picture of this map
        colours = child.cmap(_EVENLY, alpha=child.get_alpha(), bytes=True)
    else:
        colours = child.to_rgba(np.linspace(low, high, SHADES), bytes=True)
    if colours[:, 3].min() < 255:
        opaque = colours[:, 3:] / 255
        behind = np.array(_bytes(axes.get_facecolor() if axes.axison else axes.figure.get_facecolor()))
        colours = np.round(opaque * colours[:, :3] + (1 - opaque) * behind).astype(np.uint8)
    return {"low": low, "high": high, "shades": np.ascontiguousarray(colours[:, :3])}


def _is_even(child: Any, low: float, high: float) -> bool:
    """Whether the colours are those of the map, from end to end and evenly, as they are by default."""
    return type(child.norm) is Normalize and low < high


def _is_blank(child: Any, values: Any, drawn: dict[str, Any]) -> bool:
    """Nothing can be seen: limits far off (`vmin`, `vmax`) or the colour map give its values one colour, or black and white."""
    if values.ndim != 2 or _most_alike(values) > 0.5:
        return False
    if drawn and _is_even(child, drawn["low"], drawn["high"]) and np.all(np.isfinite(values)):
        place = np.clip((values - drawn["low"]) * (SHADES / (drawn["high"] - drawn["low"])), 0, SHADES - 1).astype(int)
        rgb = drawn["shades"][place]
    else:
        try:
            rgb = child.to_rgba(values, bytes=True)[..., :3]
        except ValueError:  # a lower limit above the upper one: drawing it fails
            return True
    colours = rgb.astype(np.uint32) @ np.array([1, 256, 65536], np.uint32)
    two_shades = len(np.unique(values)) > 8 and len(np.unique(colours)) <= 2
    return two_shades or _most_alike(colours) >= NEARLY_ALL


def _most_alike(values: Any) -> float:
    """The share of the commonest value."""
    return float(np.unique(values, return_counts=True)[1].max() / values.size)


def _is_unsigned(child: Any, values: Any) -> bool:
    """Limits that begin at zero or above give all the numbers below one shade."""
    lowest = child.get_clim()[0] if values.ndim == 2 else None
    return lowest is not None and lowest >= 0 and bool(np.mean(values < min(lowest, 0)) > 0.1)


def _is_grey(child: Any, drawn: dict[str, Any]) -> bool:
    if np.ndim(child.get_array()) == 3:
        return True
    colours = drawn["shades"] if drawn else child.get_cmap()(np.linspace(0, 1, 9), bytes=True)[:, :3]
    return bool(np.ptp(colours, axis=1).max() <= GREY)


# ---------------------------------------------------------------- texts


def _texts(figure: Any, shown: Sequence[Any]) -> Iterator[tuple[Any, int, str]]:
    """Every text that may name a panel, the number of the axes it belongs to (-1: the figure's own), and its role. A text of a sub-figure
    with one panel in it belongs to that."""
    for number, axes in enumerate(shown):
        titles = [title for title in (axes._left_title, axes.title, axes._right_title) if title.get_visible()]
        labels = [axis.label for axis in (axes.xaxis, axes.yaxis) if axes.axison and axis.get_visible()]
        for role, texts in (("title", titles), ("label", labels), ("text", axes.texts)):
            yield from ((text, number, role) for text in texts if text.get_visible() and text.get_text())
    heading = getattr(figure, "_suptitle", None)
    for part in (figure, *_parts(figure)):
        inside = [number for number, axes in enumerate(shown) if axes.figure is part]
        owner = inside[0] if part is not figure and len(inside) == 1 else -1
        for text in part.texts:
            if text.get_visible() and text.get_text():
                yield text, owner, "heading" if text is heading else "text"


def _told(text: Any, number: int, role: str, height: float) -> list[Any]:
    """What it says, the number of its axes, its role ("title", "label", "text", "heading"), and where it is anchored."""
    x, y = text.get_transform().transform(text.get_position())
    return [text.get_text(), number, role, float(x), float(height - y)]


def _parts(figure: Any) -> list[Any]:
    return [part for one in figure.subfigs for part in (one, *_parts(one))]

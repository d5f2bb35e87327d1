"""What the student's process says of a figure, as `inside.pictures` tells it, taken apart and brought into order.

It is as untrusted as the student: every part is looked at before it is used, and what is none of a figure's is a figure that cannot be
looked at. Which of it counts is decided by the pixels (`autograder.suite.canvas`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.suite.lettering import Box, Line

MOST_PIXELS = 1 << 22
MOST_CELLS = 1 << 18
MOST_PARTS = 4000
"""Axes, texts or lines of one figure; one of thirty-two panels, with the numbers of every axis, has some five hundred lines."""
MOST_AXES = 200
"""As in `inside.pictures`."""
MOST_TEXT = 1000
UNREADABLE = "a Figure that cannot be looked at"


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture as it lies on the screen: its ``array``, first row on top. ``columns`` and ``rows`` are its cells' edges in pixels
    (their middles, one fewer, where colours flow into each other); ``shades`` the colours of the numbers from ``low`` to ``high``."""

    array: NDArray[Any]
    mesh: bool
    upward: bool
    whole: bool
    tiny: bool
    blank: bool
    unsigned: bool
    grey: bool
    columns: NDArray[Any] | None = None
    rows: NDArray[Any] | None = None
    low: float = 0.0
    high: float = 1.0
    shades: NDArray[Any] | None = None


@dataclass(frozen=True)
class Text:
    """A text that may name a panel: whose ``axes`` it is (-1: the figure's own), its ``role`` ("title", "label", "text", "heading"), where
    it is anchored, and its lines in the drawn figure."""

    says: str
    axes: int
    role: str
    x: float
    y: float
    lines: tuple[Line, ...] = ()


@dataclass(eq=False)
class Panel:
    """Axes that can be seen. ``place``: its row and column among the panels; ``hidden``: beside the figure, or behind other panels."""

    number: int
    frame: Box
    pictures: tuple[Picture, ...]
    off: bool
    opaque: bool
    order: float
    covers: tuple[Box, ...]
    hidden: bool = False
    place: tuple[int, int] = (0, 0)
    title: str = ""
    texts: list[str] = field(default_factory=list)
    seen: NDArray[Any] | None = None
    """What its pixels were found to show."""
    counted: bool = False
    """Whether its pixels were found to show the picture that it is said to hold."""
    canvas: Any = None
    """The figure's pixels (`autograder.suite.canvas.Canvas`), where it was drawn."""

    @property
    def box(self) -> Box:
        """Where its picture lies, which the pixels prove; where none is drawn whole, its frame."""
        top = self.pictures[-1] if self.pictures else None
        if (
            top is None
            or not top.whole
            or top.columns is None
            or top.rows is None
            or not len(top.columns) * len(top.rows)
        ):
            return self.frame
        return float(top.columns[0]), float(top.rows[0]), float(top.columns[-1]), float(top.rows[-1])

    @property
    def middle(self) -> tuple[float, float]:
        return _middle(self.box)

    @property
    def size(self) -> tuple[float, float]:
        left, top, right, bottom = self.box
        return right - left, bottom - top

    @property
    def words(self) -> str:
        """Everything that is written at it."""
        return " ".join([self.title, *self.texts])


@dataclass(frozen=True, eq=False)
class Shown:
    """A figure. ``kind`` is "Figure", or in words what came back in its place; ``panels`` are in reading order, without a second axis
    over the first; ``pixels`` (height, width, RGB), where it was drawn, with ``dots`` an inch."""

    kind: str
    wrapped: bool = False
    before: bool = False
    width: float = 0.0
    height: float = 0.0
    panels: tuple[Panel, ...] = ()
    texts: tuple[Text, ...] = ()
    lines: tuple[Line, ...] = ()
    bars: tuple[Box, ...] = ()
    faces: tuple[tuple[int, ...], ...] = ()
    pixels: NDArray[Any] | None = None
    dots: float = 0.0


def read(told: Any) -> Shown:
    """The figure that ``told`` speaks of."""
    try:
        return _shown(told)
    except (_Unusable, KeyError):
        return Shown(UNREADABLE)


class _Unusable(Exception):
    """What was told is not in the form of `inside.pictures`."""


def _shown(told: Any) -> Shown:
    told = _of(dict, told)
    kind, wrapped, before = _of(str, told["kind"]), _of(bool, told["wrapped"]), _of(bool, told["before"])
    if kind != "Figure":
        return Shown(kind, wrapped, before)
    width, height = _numbers(told["size"], 2)
    panels = [_panel(number, part) for number, part in enumerate(_list(told["axes"], MOST_AXES))]
    lines = [_line(part) for part in _list(told["lines"])]
    texts = [_text(part, number, lines) for number, part in enumerate(_list(told["texts"]))]
    faces = [tuple(int(part) for part in _numbers(face, 3)) for face in _list(told["faces"])]
    _hide(panels, width, height)
    shown = tuple(in_reading_order(_without_twins(panels)))
    _entitle(shown, texts, height)
    pixels = _pixels(told["pixels"], width, height) if "pixels" in told else None
    return Shown(
        kind, wrapped, before, width, height, shown, tuple(texts), tuple(line for _, line in lines),
        tuple(_box(part) for part in _list(told["bars"])), tuple(faces), pixels,
        _number(told["dots"]) if pixels is not None else 0.0,
    )  # fmt: skip


# ---------------------------------------------------------------- parts


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise _Unusable
    return value


def _list(value: Any, most: int = MOST_PARTS) -> list[Any]:
    if type(value) is not list or len(value) > most:
        raise _Unusable
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not abs(value) < 1e9:
        raise _Unusable
    return float(value)


def _numbers(value: Any, count: int) -> tuple[float, ...]:
    if len(_list(value)) != count:
        raise _Unusable
    return tuple(map(_number, value))


def _box(value: Any) -> Box:
    left, top, right, bottom = _numbers(value, 4)
    return left, top, right, bottom


def _array(value: Any, dimensions: int, most: int) -> NDArray[Any]:
    if type(value) is not np.ndarray or value.dtype.kind not in "biuf" or value.ndim != dimensions or value.size > most:
        raise _Unusable
    return value


def _panel(number: int, told: Any) -> Panel:
    told = _of(dict, told)
    pictures = tuple(map(_picture, _list(told["pictures"])))
    return Panel(
        number, _box(told["frame"]), pictures, _of(bool, told["off"]), _of(bool, told["opaque"]), _number(told["order"]),
        tuple(map(_box, _list(told["covers"])))[:8],
    )  # fmt: skip


def _picture(told: Any) -> Picture:
    told = _of(dict, told)
    words = ("mesh", "upward", "whole", "tiny", "blank", "unsigned", "grey")
    array = _array(told["array"], 2, MOST_CELLS).astype(np.float64)
    said = {word: _of(bool, told[word]) for word in words}
    if "shades" not in told:
        return Picture(array, **said)
    shades = _array(told["shades"], 2, 3 * 256)
    columns, rows = (_array(told[name], 1, MOST_CELLS).astype(np.float64) for name in ("columns", "rows"))
    low, high = (float(told[name]) if type(told[name]) is float else math.nan for name in ("low", "high"))
    if shades.shape != (256, 3) or shades.dtype != np.uint8:
        raise _Unusable
    return Picture(array, **said, columns=columns, rows=rows, low=low, high=high, shades=shades.astype(np.int16))


def _line(told: Any) -> tuple[int, Line]:
    if len(_list(told)) != 8:
        raise _Unusable
    text, says, x, y, angle, math_, font, points = told
    words = [_of(str, says), _of(str, font)]
    if any(len(word) > MOST_TEXT for word in words):
        raise _Unusable
    return _of(int, text), Line(
        words[0], _number(x), _number(y), _number(angle), _of(bool, math_), words[1], _number(points)
    )


def _text(told: Any, number: int, lines: Sequence[tuple[int, Line]]) -> Text:
    if len(_list(told)) != 5:
        raise _Unusable
    says, axes, role, x, y = told
    if len(_of(str, says)) > MOST_TEXT:
        raise _Unusable
    own = tuple(line for text, line in lines if text == number)
    return Text(says, _of(int, axes), _of(str, role), _number(x), _number(y), own)


def _pixels(value: Any, width: float, height: float) -> NDArray[Any]:
    pixels = _array(value, 3, 4 * MOST_PIXELS)
    if pixels.dtype != np.uint8 or pixels.shape != (max(1, int(height)), max(1, int(width)), 4):
        raise _Unusable
    alpha = pixels[..., 3:]
    if alpha.min() == 255:
        return pixels[..., :3]
    clear = 255 - alpha.astype(np.uint16)
    return (pixels[..., :3] * (alpha / 255) + clear).round().astype(np.uint8)


# ---------------------------------------------------------------- order


def _hide(panels: Sequence[Panel], width: float, height: float) -> None:
    """Note which panels cannot be seen: their middle is beside the figure, or behind a panel that is drawn later."""
    covers: list[Box] = []
    for panel in sorted(panels, key=lambda panel: panel.order)[::-1]:
        x, y = panel.middle
        behind = any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in covers)
        panel.hidden = behind or not (0 <= x <= width and 0 <= y <= height)
        if panel.opaque or any(not one.blank for one in panel.pictures):
            covers.append(panel.frame)


def _without_twins(panels: Sequence[Panel]) -> list[Panel]:
    """Without empty panels that lie exactly over one with a picture: a second axis (`twinx`), no frame of its own."""
    places = [_middle(panel.frame) for panel in panels if panel.pictures]
    return [
        panel
        for panel in panels
        if panel.pictures or not any(math.dist(_middle(panel.frame), place) < 0.5 for place in places)
    ]


def _middle(box: Box) -> tuple[float, float]:
    left, top, right, bottom = box
    return (left + right) / 2, (top + bottom) / 2


def in_reading_order(panels: Sequence[Panel]) -> list[Panel]:
    """Row by row: panels whose middles are level belong to one row."""
    rows: list[list[Panel]] = []
    for panel in sorted(panels, key=lambda panel: panel.middle[1]):
        level = rows and abs(rows[-1][0].middle[1] - panel.middle[1]) < 0.4 * panel.size[1]
        if level:
            rows[-1].append(panel)
        else:
            rows.append([panel])
    for number, row in enumerate(rows):
        row.sort(key=lambda panel: panel.middle[0])
        for place, panel in enumerate(row):
            panel.place = number, place
    return [panel for row in rows for panel in row]


def _entitle(panels: Sequence[Panel], texts: Sequence[Text], height: float) -> None:
    """Give each panel what the process says is written at it."""
    own, around = {panel.number: panel for panel in panels}, grounds(panels)
    for text in texts:
        there = text.x, text.y, text.x, text.y
        panel = own.get(text.axes) if text.axes >= 0 else nearest(panels, around, text, there, height)
        if panel is not None and text.role == "title":
            panel.title = f"{panel.title} {text.says}".strip()
        elif panel is not None:
            panel.texts.append(text.says)


def grounds(panels: Sequence[Panel]) -> list[Box]:
    """What belongs to each panel: its frame, if that lies around its picture and around no other panel's; else where its picture lies."""
    middles = np.array([panel.middle for panel in panels]).reshape(-1, 2)
    return [_ground(panel, np.delete(middles, number, axis=0)) for number, panel in enumerate(panels)]


def _ground(panel: Panel, middles: NDArray[np.float64]) -> Box:
    left, top, right, bottom = panel.frame
    inner = panel.box
    around = left <= inner[0] + 2 and top <= inner[1] + 2 and right >= inner[2] - 2 and bottom >= inner[3] - 2
    if around and not np.any(np.all((middles >= (left, top)) & (middles <= (right, bottom)), axis=1)):
        return panel.frame
    return inner


def nearest(panels: Sequence[Panel], around: Sequence[Box], text: Text, box: Box, height: float) -> Panel | None:
    """Texts of the figure (`fig.text`, a sub-figure's heading) belong to the panel whose upper or lower edge they are next to. ``around``:
    the panels' `grounds`."""
    if text.role == "heading" and len(panels) > 1:
        return None
    left, top, right, bottom = box
    x = (left + right) / 2
    near = [number for number, ground in enumerate(around) if ground[0] <= x <= ground[2]]
    gaps = {number: min(abs(bottom - around[number][1]), abs(top - around[number][3])) for number in near}
    found = min(near, key=gaps.__getitem__, default=None)
    return panels[found] if found is not None and gaps[found] < 0.2 * height else None

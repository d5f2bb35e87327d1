"""What the student's process says of a figure, as `inside.pictures` tells it, taken apart and brought into order.

It is as untrusted as the student: every part is looked at before it is used, and a description of another form is a figure that cannot be
looked at. Which of it counts is decided by the pixels (`autograder.suite.canvas`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.suite.layout import entitle, hide, in_reading_order, without_twins
from autograder.suite.lettering import Box, Line
from autograder.suite.shown import Panel, Picture, Shown, Text

MOST_PIXELS = 1 << 22
MOST_CELLS = 1 << 18
MOST_PARTS = 4000
"""Axes, texts or lines of one figure; one of thirty-two panels, with the numbers of every axis, has some five hundred lines."""
MOST_AXES = 200
"""As in `inside.pictures`."""
MOST_TEXT = 1000
UNREADABLE = "a Figure that cannot be looked at"


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
    hide(panels, width, height)
    shown = tuple(in_reading_order(without_twins(panels)))
    entitle(shown, texts, height)
    pixels = _pixels(told["pixels"], width, height) if "pixels" in told else None
    return Shown(
        kind, wrapped, before, width, height, shown, tuple(texts), tuple(line for _, line in lines),
        tuple(_box(part) for part in _list(told["bars"])), tuple(faces), pixels,
        _number(told["dots"]) if pixels is not None else 0.0,
    )  # fmt: skip


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

"""Text as the grader draws it: whether a line that the student's process speaks of stands in the pixels that came from there.

Matplotlib sets a line the same way in both processes, so nothing has to be read: the line is drawn again, at the same place, and what it
covers is compared with what is there.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.sandbox.protocol.letters import plain_letters

READABLE = 5.0
"""Pixels of a letter's height below which nobody reads it."""
LARGEST = 120.0
"""Pixels above which it is no title."""
CONTRAST = 40
"""Steps of 255 in red, green or blue by which letters stand out from what is behind them."""
_LONGEST_FORMULA = 120
_SMALL = 1 << 16
"""Pixels of a line that is kept: 256 KB."""
_FONTS = re.compile(r"(DejaVu(Sans|Serif|SansMono)|STIXGeneral|cmr10|cmss10|cmtt10|cmb10)(?!Display)[-\w]*\.ttf")
"""Matplotlib's fonts with letters in them; its others hold signs."""
_CLOSE, _EACH = 0.93, 0.8
"""Shares of a line's ink, and of each of its letters', that must be where it should be. Drawn alike they are all there; a letter in place
of another leaves a fifth of its own amiss."""
_LEFT = 0.5
"""Share of a line's ink that may lie under other lines."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Line:
    """One line of text: what it ``says``, where it is set (pixels from the top left), its angle, whether it is a formula."""

    says: str
    x: float
    y: float
    angle: float
    math: bool
    font: str
    points: float

    def reach(self, dots: float) -> Box:
        """A box that holds it whole, and more."""
        size = max(self.points * dots / 72, 1.0)
        most = size * (0.9 * len(self.says) + 4)
        up = 3 * size if self.angle == 0 else most
        left = 2 * size if self.angle == 0 else most
        return self.x - left, self.y - up, self.x + most, self.y + (2.5 * size if self.angle == 0 else most)


@dataclass(frozen=True)
class Ink:
    """How much of each pixel a line covers, from 0 to 1: of the pixels from ``left`` and ``top`` on."""

    left: int
    top: int
    cover: NDArray[Any]

    @property
    def box(self) -> Box:
        """The box of what is covered."""
        rows, columns = (np.flatnonzero(self.cover.any(axis=axis)) for axis in (1, 0))
        return (
            float(self.left + columns[0]), float(self.top + rows[0]), float(self.left + columns[-1] + 1), float(self.top + rows[-1] + 1)
        )  # fmt: skip


def ink(line: Line, dots: float, width: int, height: int) -> Ink | None:
    """What the line covers of a figure of that size; None when it cannot be drawn, or nothing of it can be read."""
    left, top, right, bottom = line.reach(dots)
    small = (right - left) * (bottom - top) <= _SMALL
    return (_kept_ink if small else _ink)(line, dots, width, height)


def _ink(line: Line, dots: float, width: int, height: int) -> Ink | None:
    size = line.points * dots / 72
    if not READABLE <= size <= LARGEST or not line.says.strip() or not _FONTS.fullmatch(line.font):
        return None
    if line.math and len(line.says) > _LONGEST_FORMULA:
        return None
    left, top, right, bottom = line.reach(dots)
    left, top, right, bottom = (
        max(int(left), 0),
        max(int(top), 0),
        min(int(right) + 1, width),
        min(int(bottom) + 1, height),
    )
    if right <= left or bottom <= top:
        return None
    backend: Any = importlib.import_module("matplotlib.backends.backend_agg")
    renderer = backend.RendererAgg(right - left, bottom - top, dots)
    context = renderer.new_gc()
    font = _font(line.font, line.points)
    try:
        with plain_letters():
            renderer.draw_text(context, line.x - left, line.y - top, line.says, font, line.angle, line.math)
    except (
        Exception
    ):  # a formula that is none, a letter the font does not hold: whatever Matplotlib says of what was made up
        return None
    cover = np.asarray(renderer.buffer_rgba())[..., 3] / np.float32(255)
    return Ink(left, top, cover) if cover.any() else None


_kept_ink = lru_cache(maxsize=256)(_ink)
"""Submissions are asked about the same pictures, and most set the same titles at the same places."""


@lru_cache(maxsize=64)
def _font(name: str, points: float) -> Any:
    matplotlib: Any = importlib.import_module("matplotlib")
    manager: Any = importlib.import_module("matplotlib.font_manager")
    return manager.FontProperties(fname=str(Path(matplotlib.get_data_path(), "fonts", "ttf", name)), size=points)


def stands(drawn: Ink, pixels: NDArray[Any], others: NDArray[Any] | None = None) -> bool:
    """Whether the line is there: letters of one colour that stand out from what is behind them, and nothing else of that colour between
    them. ``pixels`` (height, width, RGB) are the whole figure's; ``others`` what further lines cover of the line's own pixels."""
    rows, columns = drawn.cover.shape
    there = pixels[drawn.top : drawn.top + rows, drawn.left : drawn.left + columns].astype(np.int16)
    box = drawn.box
    inner = np.s_[
        max(int(box[1]) - drawn.top - 1, 0) : int(box[3]) - drawn.top + 1,
        max(int(box[0]) - drawn.left - 1, 0) : int(box[2]) - drawn.left + 1,
    ]
    cover, there = drawn.cover[inner], there[inner]
    if cover.shape != there.shape[:2]:
        return False
    behind = _behind(there, cover)
    most = cover >= 0.8 * float(cover.max())
    # What colour, laid over what is behind, makes what is there; thin letters cover no pixel whole.
    colour = np.median(behind[most] + (there[most] - behind[most]) / cover[most][:, None], axis=0)
    stands_out = np.abs(colour - behind).max(axis=-1)
    expected = behind + cover[..., None] * (colour - behind)
    right = (np.abs(there - expected).max(axis=-1) <= 10 + 0.15 * stands_out) & (stands_out >= CONTRAST)
    letters = cover > 0.15
    # Between the letters: what is of their colour there makes other letters of them.
    between = (cover == 0) & _near(letters)
    clean = np.abs(there - colour).max(axis=-1) > 0.5 * stands_out
    free = others[inner] == 0 if others is not None else np.ones(cover.shape, bool)
    asked = (letters | between) & free
    if np.sum(letters & free) < _LEFT * np.sum(letters):
        return False
    fine = np.where(letters, right, clean)
    if fine[asked].mean() < _CLOSE:
        return False
    return all(fine[:, run][asked[:, run]].mean() >= _EACH for run in _letters(letters) if asked[:, run].any())


def _behind(there: NDArray[Any], cover: NDArray[Any]) -> NDArray[Any]:
    """What is behind the letters: of every pixel that is covered the nearest one that is not."""
    behind = there.astype(np.float32)
    known = cover < 0.02
    for _ in range(6):
        if known.all():
            break
        for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
            from_there, is_known = np.roll(behind, step, axis), np.roll(known, step, axis)
            taken = ~known & is_known
            behind[taken], known = from_there[taken], known | taken
    return behind


def _near(letters: NDArray[Any]) -> NDArray[Any]:
    """Within two pixels of a letter."""
    near = letters.copy()
    for axis in (0, 1):
        for step in (1, 2):
            near |= np.roll(letters, step, axis) | np.roll(letters, -step, axis)
    return near


def _letters(letters: NDArray[Any]) -> list[slice]:
    """The columns of each letter, or of letters that touch."""
    inked = np.concatenate([[False], letters.any(axis=0), [False]])
    starts, ends = np.flatnonzero(inked[1:] & ~inked[:-1]), np.flatnonzero(inked[:-1] & ~inked[1:])
    return [slice(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


def reads(line: Line, dots: float) -> str:
    """What a reader sees of the line. Of a formula that are its letters and digits, not its commands and their arguments."""
    if not line.math:
        return line.says
    mathtext: Any = importlib.import_module("matplotlib.mathtext")
    try:
        parsed = mathtext.MathTextParser("path").parse(line.says, dots, _font(line.font, line.points))
    except Exception:
        return ""
    seen = "".join(chr(glyph[2]) for glyph in parsed.glyphs)
    plain = re.sub(r"\\[A-Za-z]+|\\.", " ", line.says)
    same = [re.sub(r"[^A-Za-z0-9]", "", text) for text in (seen, plain)]
    return re.sub(r"[${}^_]", " ", plain) if same[0] == same[1] else seen

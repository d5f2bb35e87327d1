"""The pixels of a drawn figure, and whether they show what the student's process says of it.

Whatever runs beside student code can be replaced by it. So what is said of a figure only tells where to look: a picture counts when its
colours are there, number by number, a title when its letters are there, and axes are off when nothing of them is there. Who forges this
has drawn the figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from autograder.suite.colours import SAME_COLOUR, STEPS, alike, follow, tells_apart
from autograder.suite.lettering import Box
from autograder.suite.shown import Panel, Picture, Shown
from autograder.suite.writing import Writing, meet

FLOWING = 0.06
"""As `STEPS`, where colours flow into each other, or a frame is drawn over the outermost numbers."""
SPREAD = 0.12
"""Share of the colours that a picture's numbers must reach over, so that they can be told apart."""
CUT_OFF = 0.6
"""Share of a picture's numbers that limits (`vmin`, `vmax`) may give the colour of the limit."""
STRAY = 250.0
"""Square points of ink that no text, picture or frame explains: an arrow has a hundred, the marks and numbers of nine panels thousands."""
COVERED = 0.15
"""Share of a picture that may lie under axes or shapes set into it."""
_WITHIN = np.linspace(0.2, 0.8, 5)
"""Where a cell is looked at, along its width and height: away from its edges, which rounding moves."""
_LARGE, _FINELY = 10.0, np.linspace(0.2, 0.8, 13)
"""Cells of so many pixels are looked at in more places."""
_INWARD = np.array([0.0, 1.0, 2.0])
"""Pixels from a number's middle towards that of the picture, where colours flow."""
_NUMBER = re.compile(r"[-\u2212]?\d+(\.\d+)?")
_SAME_PLACE = 0.05
"""Numbers so near, of 255 shades, are looked for in the same ones."""
_SEEN = 4
"""So many places of a cell show its colour, of 25 or more: numbers and grids may be written over it."""


class Canvas(Writing):
    """One figure's pixels."""

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._looked_at: dict[int, tuple[NDArray[np.float64], NDArray[np.bool_] | None]] = {}

    # ------------------------------------------------------------ pictures

    def lacks(
        self, picture: Picture, want: NDArray[np.float64], covers: Sequence[Box] = (), most: float = COVERED
    ) -> str:
        """What keeps the pixels from showing ``want``, as it lies on the screen, where ``picture`` says that it is; "" when nothing does:
        "scale" (its numbers have too few colours), "cells" (it has other colours). At ``most`` this share of it may be amiss; no
        more than `COVERED`, it must lie under texts or ``covers``."""
        place = self._scale(picture, want)
        if place is None or picture.columns is None or picture.rows is None:
            return "scale"
        seen = self._seen(picture, place)
        if seen is None:
            return "cells"
        if not seen.all():
            x, y = (
                _middles(edges, count)
                for edges, count in zip((picture.columns, picture.rows), want.shape[::-1], strict=True)
            )
            under = np.zeros(seen.shape, bool)
            for left, top, right, bottom in [*covers, *self._written_over(picture)]:
                under |= ((y >= top) & (y <= bottom))[:, None] & ((x >= left) & (x <= right))
            if (most <= COVERED and np.any(~seen & ~under)) or np.mean(~seen) > most:
                return "cells"
        return ""

    def _written_over(self, picture: Picture) -> Iterable[Box]:
        """Boxes around the texts that are written on a picture: many lie over each other there, and cannot be read."""
        assert picture.columns is not None
        assert picture.rows is not None
        whole = float(picture.columns[0]), float(picture.rows[0]), float(picture.columns[-1]), float(picture.rows[-1])
        for line in self.shown.lines:
            if meet(line.reach(self.dots), whole) and self.ink_of(line) is not None:
                yield self.grown(line)

    def _scale(self, picture: Picture, want: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Where each number of ``want`` lies among the picture's shades, from 0 to 255; None when they do not tell numbers apart."""
        shades, reach = picture.shades, picture.high - picture.low
        if shades is None or not np.isfinite(reach) or reach == 0 or not tells_apart(shades.tobytes()):
            return None
        own = np.ptp(picture.array)
        # On a scale of its own, as everywhere, and from there on the one that it is drawn on.
        numbers = picture.array.min() + own * (want - want.min()) / (np.ptp(want) or 1.0)
        with np.errstate(all="ignore"):
            place = (numbers - picture.low) / reach
        if not np.all(np.isfinite(place)):
            return None
        if np.mean((place < -STEPS) | (place > 1 + STEPS)) > CUT_OFF or np.ptp(np.clip(place, 0, 1)) < SPREAD:
            return None
        on_the_figure: NDArray[np.float64] = np.clip(place, 0.0, 1.0) * 255
        return on_the_figure

    def _seen(self, picture: Picture, place: NDArray[np.float64]) -> NDArray[np.bool_] | None:
        """`_cells`, looked at once for numbers that nobody could tell apart: what the process says of a picture, and what is right."""
        before = self._looked_at.get(id(picture))
        if before is None or before[0].shape != place.shape or np.abs(before[0] - place).max() > _SAME_PLACE:
            before = self._looked_at[id(picture)] = place, self._cells(picture, place)
        return before[1]

    def _cells(self, picture: Picture, place: NDArray[np.float64]) -> NDArray[np.bool_] | None:
        """Which cells show the colour of their number. None when the picture does not lie on the figure, or what is there does not follow
        the numbers as a whole."""
        assert picture.columns is not None
        assert picture.rows is not None
        assert picture.shades is not None
        spots = [
            _spots(edges, count) for edges, count in zip((picture.rows, picture.columns), place.shape, strict=True)
        ]
        if any(spot is None for spot in spots):
            return None
        y, x = spots
        assert y is not None
        assert x is not None
        if y.min() < 0 or x.min() < 0 or y.max() >= self.height or x.max() >= self.width:
            return None
        there = self.pixels[y[:, None, :, None], x[None, :, None, :]].astype(np.int16)
        flows = y.shape[1] == len(_INWARD)
        reach = int(np.ceil(1 + (FLOWING if flows else STEPS) * np.ptp(place)))
        nearest_shade, enough = np.round(place).astype(int), 1 if flows else _SEEN
        right = alike(there, picture.shades[nearest_shade][:, :, None, None], SAME_COLOUR)
        found: NDArray[np.bool_] = right.sum(axis=(2, 3)) >= enough
        colours, everywhere, cells = picture.shades[nearest_shade], bool(right.all()), there
        if not found.all():  # most cells have their own number's colour; the others are looked at for those beside it
            there, right, shade = there[~found], right[~found], nearest_shade[~found]
            for step in (step for step in range(-reach, reach + 1) if step):
                beside = picture.shades[np.clip(shade + step, 0, 255)][:, None, None]
                right |= alike(there, beside, SAME_COLOUR)
            found[~found] = right.sum(axis=(1, 2)) >= enough
        return found if follow(cells[found], colours[found], everywhere) else None

    # ------------------------------------------------------------ what else is there

    def ticks(self, panel: Panel) -> bool:
        """Whether marks or numbers of axes stand along the panel's edges."""
        point = self.dots / 72
        if self._numbered(panel):
            return True
        close, beyond = 1.2 * point + 1, 3.0 * point
        strips = [self._strip(panel.frame, side, close, beyond) for side in ("left", "right", "top", "bottom")]
        if sum(_marks(strip, point) for strip in strips if strip is not None) >= 2:
            return True
        labels = [self._strip(panel.frame, side, 2.5 * point, 16 * point) for side in ("left", "bottom")]
        return sum(int(strip.sum()) for strip in labels if strip is not None) > 12 * point**2

    def is_empty(self, panel: Panel) -> bool:
        """Whether a panel whose picture cannot be looked for (cut, or of one number) shows nothing but what lies behind it."""
        left, top, right, bottom = panel.frame
        x, y = (start + (end - start) * np.linspace(0.06, 0.94, 16) for start, end in ((left, right), (top, bottom)))
        x, y = np.clip(x.astype(int), 0, self.width - 1), np.clip(y.astype(int), 0, self.height - 1)
        return bool(self._foreign(self.pixels[y[:, None], x]).mean() < 0.25)

    def _numbered(self, panel: Panel) -> bool:
        """Whether a row of numbers stands beside the panel, to the left or below: those are its axes, whoever wrote them."""
        left, top, right, bottom = panel.box
        near = 0.4 * self.dots
        beside = {"left": (left - near, top, left, bottom), "below": (left, bottom, right, bottom + near)}
        numbers = [line for line in self.shown.lines if _NUMBER.fullmatch(line.says)]
        for box in beside.values():
            there = [line for line in numbers if meet((line.x, line.y, line.x + 1, line.y + 1), box)]
            if len(there) >= 3 and sum(map(self.stands, there)) >= 3:
                return True
        return False

    @cached_property
    def stray(self) -> bool:
        """Whether there is more than arrows and lines between the panels: marks and numbers of axes, wherever those are said to be."""
        found = self._foreign(self.pixels)
        for panel in self.shown.panels:
            if panel.pictures:
                _blank(found, _wider(panel.box, 3.0), 0, 0)
            left, top, right, bottom = panel.frame
            for edge in (
                (left, top, left, bottom),
                (right, top, right, bottom),
                (left, top, right, top),
                (left, bottom, right, bottom),
            ):
                _blank(found, _wider(edge, 2.0), 0, 0)
        for bar in self._bars():
            _blank(found, _wider(bar, 0.6 * self.dots), 0, 0)
        for line in self.shown.lines:
            if found.any() and self.is_text(line):
                _blank(found, self.grown(line), 0, 0)
        return int(found.sum()) > STRAY * (self.dots / 72) ** 2

    def _strip(self, frame: Box, side: str, close: float, beyond: float) -> NDArray[np.bool_] | None:
        """What stands beside one side of a frame, from ``close`` to ``beyond`` pixels away, and is neither background, nor text that was
        drawn as such, nor another panel's: a row a pixel of the distance, a column a pixel of the side."""
        left, top, right, bottom = frame
        box = {
            "left": (left - beyond, top, left - close, bottom), "right": (right + close, top, right + beyond, bottom),
            "top": (left, top - beyond, right, top - close), "bottom": (left, bottom + close, right, bottom + beyond),
        }[side]  # fmt: skip
        x0, y0, x1, y1 = (round(part) for part in box)
        x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, self.width), min(y1, self.height)
        if x1 <= x0 or y1 <= y0:
            return None
        found = self._foreign(self.pixels[y0:y1, x0:x1])
        if found.any():
            around = [(panel.frame, 2.0) for panel in self.shown.panels if panel.frame != frame]
            around += [(bar, 0.6 * self.dots) for bar in self._bars()]
            for other, more in around:
                _blank(found, (other[0] - more, other[1] - more, other[2] + more, other[3] + more), x0, y0)
            for line in self.shown.lines:
                if found.any() and meet(line.reach(self.dots), (x0, y0, x1, y1)) and self.is_text(line):
                    _blank(found, self.grown(line), x0, y0)
        return found.T if side in ("left", "right") else found

    def _foreign(self, part: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Which pixels have none of the colours that lie behind everything."""
        found = np.ones(part.shape[:2], bool)
        for face in self._faces():
            found &= ~alike(part.astype(np.int16), face, 24)
        return found

    def _faces(self) -> list[NDArray[np.int16]]:
        """A few colours: more would hide a picture."""
        return [np.array(face, np.int16) for face in {*self.shown.faces[:3], (255, 255, 255)}]

    def _bars(self) -> Iterable[Box]:
        """The colour bars among what is said to be one: their colour changes along one axis only."""
        for bar in self.shown.bars[:100]:
            x, y = (start + (end - start) * _WITHIN for start, end in ((bar[0], bar[2]), (bar[1], bar[3])))
            x, y = x.astype(int), y.astype(int)
            if x[0] < 0 or y[0] < 0 or x[-1] >= self.width or y[-1] >= self.height:
                continue
            inner = self.pixels[y[:, None], x].astype(np.int16)
            if min(np.ptp(inner, axis=axis).max() for axis in (0, 1)) <= 5 * SAME_COLOUR:
                yield bar

    @cached_property
    def more(self) -> bool:
        """Whether a picture stands somewhere that nothing was said of: areas of many colours beside panels and colour bars."""
        every = max(1, round(self.dots / 40))  # a point of two or so
        found = self._foreign(self.pixels[::every, ::every])
        for box in [*(panel.box for panel in self.shown.panels if panel.pictures), *self._bars()]:
            _blank(found, tuple(part / every for part in _wider(box, 3.0)), 0, 0)
        rows, columns = (length // 4 * 4 for length in found.shape)
        blocks = found[:rows, :columns].reshape(rows // 4, 4, columns // 4, 4).all(axis=(1, 3))
        if blocks.sum() < 12:
            return False
        middles = self.pixels[::every, ::every][2 : rows + 2 : 4, 2 : columns + 2 : 4][
            : blocks.shape[0], : blocks.shape[1]
        ]
        colours = middles[blocks].astype(np.uint32) >> 4
        return len(np.unique(colours @ np.array([1, 16, 256], np.uint32))) >= 5


def _middles(edges: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return (edges[:-1] + edges[1:]) / 2 if len(edges) == count + 1 else edges


def _spots(edges: NDArray[np.float64], count: int) -> NDArray[np.int64] | None:
    """The pixels to look at for each of ``count`` cells; None when the edges are none of so many."""
    if len(edges) not in (count, count + 1) or not np.all(np.isfinite(edges)) or np.any(np.diff(edges) <= 0):
        return None
    if len(edges) == count + 1:
        within = _FINELY if np.ptp(edges) >= _LARGE * count else _WITHIN
        inside: NDArray[np.int64] = np.floor(edges[:-1, None] + np.diff(edges)[:, None] * within).astype(int)
        return inside
    # Colours flow: they are right at the middles alone, and the outermost of those may lie under a frame.
    inward = np.sign(edges.mean() - edges)[:, None] * _INWARD if count > 1 else _INWARD[None]
    around: NDArray[np.int64] = np.floor(edges[:, None] + inward).astype(int)
    return around


def _wider(box: Box, more: float) -> Box:
    return box[0] - more, box[1] - more, box[2] + more, box[3] + more


def _blank(found: NDArray[np.bool_], box: Sequence[float], left: int, top: int) -> None:
    """Take a box out of ``found``, whose first pixel lies at ``left``, ``top``."""
    x0, y0 = max(int(np.floor(box[0])) - left, 0), max(int(np.floor(box[1])) - top, 0)
    x1, y1 = max(int(np.ceil(box[2])) - left, 0), max(int(np.ceil(box[3])) - top, 0)
    found[y0:y1, x0:x1] = False


def _marks(strip: NDArray[np.bool_], point: float) -> int:
    """Short marks that go through the whole strip."""
    through = np.concatenate([[False], strip.all(axis=0), [False]])
    starts, ends = np.flatnonzero(through[1:] & ~through[:-1]), np.flatnonzero(through[:-1] & ~through[1:])
    return int(np.sum(ends - starts <= 3 * point))

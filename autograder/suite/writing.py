"""The letters on a figure's pixels: whether a line that the student's process tells of stands there, and at which panel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from autograder.suite.layout import grounds, nearest
from autograder.suite.lettering import Box, Ink, Line, ink, reads, stands
from autograder.suite.shown import Panel, Shown, Text

MOST_INK = 1 << 24
"""Pixels that are drawn to look for the lines of one figure; five hundred numbers and titles take a tenth of them."""


class Writing:
    """One figure's pixels, and which of its lines stand in them."""

    def __init__(self, shown: Shown) -> None:
        assert shown.pixels is not None
        self.shown, self.pixels, self.dots = shown, shown.pixels, shown.dots
        self.height, self.width = self.pixels.shape[:2]
        self._inks: dict[Line, Ink | None] = {}
        self._room = MOST_INK
        self._stands: dict[Line, bool] = {}

    def stands(self, line: Line) -> bool:
        """Whether the line's letters are there."""
        if line not in self._stands:
            drawn = self.ink_of(line)
            self._stands[line] = drawn is not None and (
                stands(drawn, self.pixels) or stands(drawn, self.pixels, self._others(line, drawn))
            )
        return self._stands[line]

    def ink_of(self, line: Line) -> Ink | None:
        """The line as it would be drawn; None where nothing of it lies on the figure, or too much was drawn already."""
        if line not in self._inks:
            left, top, right, bottom = line.reach(self.dots)
            self._room -= int(min(right - left, self.width) * min(bottom - top, self.height))
            self._inks[line] = ink(line, self.dots, self.width, self.height) if self._room > 0 else None
        return self._inks[line]

    def _others(self, line: Line, drawn: Ink) -> NDArray[np.float32]:
        """What other lines cover of this one's pixels."""
        cover = np.zeros(drawn.cover.shape, np.float32)
        mine = drawn.box
        near = [other for other in self.shown.lines if other != line and meet(mine, other.reach(self.dots))]
        for other in near[:20]:
            if (there := self.ink_of(other)) is not None:
                _paint(cover, there, drawn.left, drawn.top)
        return cover

    def written(self, panel: Panel, panels: Sequence[Panel], role: str = "") -> str:
        """What can be read at the panel: of its texts (those of ``role``, where one is given) the lines that stand there."""
        found = []
        around = grounds(panels)
        for text in self.shown.texts:
            if text.axes in (panel.number, -1) and role in ("", text.role):
                seen = [line for line in text.lines if self.stands(line)]
                if seen and self._belongs(text, seen, panel, panels, around):
                    found += [reads(line, self.dots) for line in seen]
        return " ".join(found)

    def _belongs(
        self, text: Text, lines: Sequence[Line], panel: Panel, panels: Sequence[Panel], around: Sequence[Box]
    ) -> bool:
        """Whether these lines stand at the panel: those of its own near it, those of the figure nearest to it."""
        boxes = np.array([self._inks[line].box for line in lines])  # type: ignore[union-attr]
        box: Box = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
        if text.axes < 0:
            return nearest(panels, around, text, self._anchor(text, box), self.height) is panel
        left, top, right, bottom = around[panels.index(panel)]
        x, slack = (box[0] + box[2]) / 2, (right - left) / 4
        gap = max(top - box[3], box[1] - bottom)
        return left - slack <= x <= right + slack and gap <= max(self.dots / 2, (bottom - top) / 4)

    def _anchor(self, text: Text, box: Box) -> Box:
        """Where the text was put, if it stands there: above a panel that is its foot, below one its head."""
        slack = (box[3] - box[1]) / 2
        there = box[0] - slack <= text.x <= box[2] + slack and box[1] - slack <= text.y <= box[3] + slack
        return (text.x, text.y, text.x, text.y) if there else box

    def is_text(self, line: Line) -> bool:
        """Whether the line stands there as a part of one of the figure's texts."""
        return self.stands(line) and any(line in text.lines for text in self.shown.texts)

    def grown(self, line: Line) -> Box:
        """The box around a line that stands there, and what surrounds it."""
        left, top, right, bottom = self._inks[line].box  # type: ignore[union-attr]
        more = 0.07 * self.dots  # a box around a title keeps this distance
        return left - more, top - more, right + more, bottom + more


def meet(one: Box, two: Sequence[float]) -> bool:
    """Whether two boxes share a place."""
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _paint(cover: NDArray[np.float32], there: Ink, left: int, top: int) -> None:
    """Add what a line covers to ``cover``, whose first pixel lies at ``left``, ``top``."""
    x, y = there.left - left, there.top - top
    rows, columns = there.cover.shape
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + columns, cover.shape[1]), min(y + rows, cover.shape[0])
    if x1 > x0 and y1 > y0:
        cover[y0:y1, x0:x1] = np.maximum(cover[y0:y1, x0:x1], there.cover[y0 - y : y1 - y, x0 - x : x1 - x])

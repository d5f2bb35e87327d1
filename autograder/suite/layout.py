"""The panels of a figure in order: which can be seen, in which they are read, and which text belongs to which."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from autograder.suite.lettering import Box
from autograder.suite.shown import Panel, Text, middle


def hide(panels: Sequence[Panel], width: float, height: float) -> None:
    """Note which panels cannot be seen: their middle is beside the figure, or behind a panel that is drawn later."""
    covers: list[Box] = []
    for panel in sorted(panels, key=lambda panel: panel.order)[::-1]:
        x, y = panel.middle
        behind = any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in covers)
        panel.hidden = behind or not (0 <= x <= width and 0 <= y <= height)
        if panel.opaque or any(not one.blank for one in panel.pictures):
            covers.append(panel.frame)


def without_twins(panels: Sequence[Panel]) -> list[Panel]:
    """Without empty panels that lie exactly over one with a picture: a second axis (`twinx`), no frame of its own."""
    places = [middle(panel.frame) for panel in panels if panel.pictures]
    return [
        panel
        for panel in panels
        if panel.pictures or not any(math.dist(middle(panel.frame), place) < 0.5 for place in places)
    ]


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


def entitle(panels: Sequence[Panel], texts: Sequence[Text], height: float) -> None:
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

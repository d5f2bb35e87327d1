"""A figure drawn with Agg, in the student's process: its pixels, and where every line of text was set.

What the pixels are worth is judged elsewhere: whoever replaces a function here sends other pixels, and those are looked at.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.image import AxesImage

from autograder.sandbox.protocol.letters import plain_letters

DOTS = 60.0, 100.0
"""Dots per inch, fewest and most for a figure of usual size: letters of 6 points can be told apart from the first on, and every pixel
costs."""
FEWEST_DOTS = 24.0
"""Below this many nobody could read a title of the usual size."""
MOST_PIXELS = 1 << 20
"""A figure that would have more is drawn with fewer dots per inch: 4 MB cross over."""
FINEST = 1 << 21
"""So many pixels are drawn where the cells of a picture would have less than `CELL` pixels."""
CELL = 4.5
"""From three pixels on Matplotlib gives a cell one even colour; the rest is for the rounding at its edges."""
LONGEST = 200
"""Characters of one line of text: a title has fewer."""
MOST_LINES = 4000
AS_THEY_ARE = ("none", "nearest", "auto", "antialiased")
"""Interpolations that give every number an even area of its own, where it is large enough."""
_FEW = 4096
"""Numbers of a picture that has fewer of them than pixels."""


class Undrawable(Exception):
    """What is the matter with a figure that cannot be drawn, in place of ``Figure`` as its kind."""


def drawn(figure: Any, facts: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """``facts(figure, lines)`` of the drawn figure, with its ``pixels`` (height, width, RGBA) and its ``dots`` per inch."""
    wide, high = (float(inches) for inches in figure.get_size_inches())
    area = wide * high
    if not (math.isfinite(area) and area > 0):
        raise Undrawable("a Figure without any size")
    dots = min(max(DOTS[0], min(DOTS[1], CELL / _smallest_to_be(figure, wide, high))), math.sqrt(MOST_PIXELS / area))
    if dots < FEWEST_DOTS:
        raise Undrawable("a Figure larger than any wall")
    told = _drawn(figure, facts, dots)
    smallest = _smallest(told)
    finer = min(dots * CELL / max(smallest, 0.1), math.sqrt(FINEST / area))
    return told if smallest >= 0.85 * CELL or finer < 1.1 * dots else _drawn(figure, facts, finer)


def _smallest_to_be(figure: Any, wide: float, high: float) -> float:
    """About the width or height in inches of the smallest cell of a picture, before the figure is laid out."""
    cells = [1.0]
    for axes in figure.axes:
        for child in (*axes.images, *axes.collections):
            values = child.get_array()
            if values is not None and np.ndim(values) > 1 and np.size(values):
                box = axes.get_position(original=True)
                cells += [wide * box.width / np.shape(values)[1], high * box.height / np.shape(values)[0]]
    return float(max(min(cells), 1e-3))


def _smallest(told: dict[str, Any]) -> float:
    """The width or height in pixels of the smallest cell that is to be looked at."""
    tops = [axes["pictures"][-1] for axes in told["axes"] if axes["pictures"]]
    sizes = [
        np.ptp(edges) / (len(edges) - 1) for top in tops for edges in (top["columns"], top["rows"]) if len(edges) > 1
    ]
    return float(min(sizes, default=CELL))


def _drawn(figure: Any, facts: Callable[..., dict[str, Any]], dots: float) -> dict[str, Any]:
    before, canvas = figure.get_dpi(), figure.canvas
    try:
        figure._set_dpi(dots, forward=False)
        recorder = _Recorder(max(1, int(figure.bbox.width)), max(1, int(figure.bbox.height)), dots)
        _Canvas(figure).recorder = recorder
        with _number_by_number(figure):
            with (
                warnings.catch_warnings(),
                _without_axes_that_are_off(figure),
                plain_letters(),
                _coloured_first(figure),
            ):
                warnings.simplefilter("ignore")
                try:
                    figure.draw(recorder)
                except Exception as error:
                    raise Undrawable("a Figure that cannot be drawn") from error
            pixels = np.array(recorder.buffer_rgba())  # type: ignore[no-untyped-call]
            return {**facts(figure, recorder.lines), "pixels": pixels, "dots": dots}
    finally:
        figure.set_canvas(canvas)
        figure._set_dpi(before, forward=False)


@contextmanager
def _without_axes_that_are_off(figure: Any) -> Iterator[None]:
    """Axes that are off make their ticks all the same, for nothing but a look at where a title might get into their way: four fifths
    of the time that a panel takes."""
    off = [axes for axes in figure.axes if not axes.axison and not axes.child_axes]
    alone = {axes: axes._autotitlepos for axes in off if len(axes._twinned_axes.get_siblings(axes)) <= 1}
    for axes in alone:
        axes._autotitlepos = False
    try:
        yield
    finally:
        for axes, before in alone.items():
            axes._autotitlepos = before


@contextmanager
def _number_by_number(figure: Any) -> Iterator[None]:
    """A picture that is smoothed (``interpolation="bicubic"``) is drawn as if it were not: that is a matter of taste, and what is looked
    for are its numbers."""
    before = {image: image.get_interpolation() for axes in figure.axes for image in axes.images}
    smoothed = {image: how for image, how in before.items() if how not in AS_THEY_ARE}
    for image in smoothed:
        image.set_interpolation("nearest")
    try:
        yield
    finally:
        for image, how in smoothed.items():
            image.set_interpolation(how)


@contextmanager
def _coloured_first(figure: Any) -> Iterator[None]:
    """Numbers with an even area each become colours before they are enlarged, not after: the same pixels, for less."""
    images: list[Any] = [image for axes in figure.axes for image in axes.images if type(image) is AxesImage]
    before = {
        image: image.get_interpolation_stage()
        for image in images
        if image.get_interpolation() in AS_THEY_ARE and np.size(image.get_array()) <= _FEW
    }
    for image in before:
        image.set_interpolation_stage("rgba")
    try:
        yield
    finally:
        for image, stage in before.items():
            image.set_interpolation_stage(stage)


class _Canvas(FigureCanvasAgg):
    """Layouts measure texts with the renderer that will draw them: what was measured once is known."""

    recorder: Any = None

    def get_renderer(self) -> Any:
        return self.recorder


class _Recorder(RendererAgg):
    """Draws, and notes every line of text: the font properties of its text, what it says, where it is set (x, y), its angle, whether
    it is a formula, its font's file and its size in points."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__(width, height, dpi)  # type: ignore[no-untyped-call]
        self.lines: list[tuple[Any, ...]] = []

    def draw_text(
        self, gc: Any, x: Any, y: Any, s: Any, prop: Any, angle: Any, ismath: Any = False, mtext: Any = None
    ) -> None:
        if len(self.lines) < MOST_LINES and len(s) <= LONGEST:
            font = PurePath(str(font_manager.findfont(prop))).name
            line = prop, str(s), float(x), float(y), float(angle), bool(ismath), font, float(prop.get_size_in_points())
            self.lines.append(line)
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]

    def get_text_width_height_descent(self, s: Any, prop: Any, ismath: Any) -> Any:
        formula = "$" in s if ismath == "TeX" else ismath
        return super().get_text_width_height_descent(s, prop, formula)  # type: ignore[no-untyped-call]

    def draw_tex(self, gc: Any, x: Any, y: Any, s: Any, prop: Any, angle: Any, *, mtext: Any = None) -> None:
        """There is no TeX here: Matplotlib's own formulas."""
        self.draw_text(gc, x, y, s, prop, angle, "$" in s, mtext)

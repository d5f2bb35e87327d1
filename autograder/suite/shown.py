"""A figure as it was shown: its panels, pictures and texts, and where they stand on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from autograder.suite.lettering import Box, Line


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
        return middle(self.box)

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


def middle(box: Box) -> tuple[float, float]:
    """The middle of a box, in pixels."""
    left, top, right, bottom = box
    return (left + right) / 2, (top + bottom) / 2

"""A counterexample's values as small grids of text, which the pages draw as tables and Markdown as aligned columns. Pictures of figures are
grids of shades, and what has parts is drawn part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from autograder.records.sentences import spoken
from autograder.records.text import clean, one_line

MOST_GRIDS = 4
"""Slices drawn of a value with more than two dimensions."""
MOST_SHADE = 15
Cell = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class Grid:
    """One two-dimensional picture. A cell is its text and its marks out of: window, padding, wrong, first, right; or, in a ``picture`` of a
    figure, its shade from ``s0`` (black) to ``s15``."""

    label: str
    rows: tuple[tuple[Cell, ...], ...]
    picture: bool = False


@dataclass(frozen=True)
class Panel:
    """One value: what it is called, its shape in words, and its grids or its ``parts``, and a ``text`` where there is nothing to draw or
    something to be said of it. ``more`` of its grids or parts are left out."""

    title: str
    kind: str
    shape: str = ""
    grids: tuple[Grid, ...] = ()
    text: str = ""
    more: int = 0
    parts: tuple[Panel, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A whole counterexample: the call, its arguments, what came of it, what is right, and sentences about the first wrong place."""

    call: str
    inputs: tuple[Panel, ...]
    outputs: tuple[Panel, ...]
    sentences: tuple[str, ...]


def drawing(case: dict[str, Any]) -> Drawing:
    """The pictures of a counterexample (its form is told in `autograder.diagnosis.counterexample`)."""
    window = case.get("window") or {}
    inputs = tuple(
        _panel(one["name"], "input", one["value"], {"window": window.get(one["name"], [])})
        for one in case["inputs"]
        # What the call spells out needs no picture.
        if f"{one['name']}=" not in case["call"]
    )
    where, wrong = case.get("where"), case.get("wrong") or []
    first = [where] if where is not None else []
    whose = spoken("the same mistake") if case.get("elsewhere") else spoken("your answer")
    got = (
        _panel(whose, "got", case["got"], {"wrong": wrong, "first": first})
        if case.get("got")
        else Panel(whose, "got", text=clean(case.get("error") or spoken("no answer"), 500))
    )
    right = spoken("right answer")
    want = (
        _panel(right, "want", case["want"], {"right": first})
        if case.get("want")
        else Panel(right, "want", text=spoken("raises {kind}", kind=case.get("expected_error") or spoken("an error")))
    )
    changed = tuple(
        _panel(spoken("{name} after the call", name=one["name"]), "changed", one["value"], {})
        for one in case.get("changed", ())
    )
    return Drawing(one_line(case["call"], 400), inputs, (got, want, *changed), tuple(_sentences(case)))


def input_panels(case: dict[str, Any] | None) -> tuple[Panel, ...]:
    """The pictures of what a question about the student's own code is about."""
    return tuple(_panel(one["name"], "input", one["value"], {}) for one in (case or {}).get("inputs", ()))


def number(value: Any) -> str:
    """A cell's text: up to four significant digits, with a true minus sign."""
    if isinstance(value, float):
        value = f"{value:.4g}"
    return clean(value, 24).replace("-", "−")


def as_text(picture: Drawing) -> str:
    """The pictures as aligned text: window cells in brackets, padding in parentheses, wrong ones with a star."""
    parts = [picture.call]
    for panel in (*picture.inputs, *picture.outputs):
        parts += ["", *_as_lines(panel)]
    return "\n".join(parts)


def _as_lines(panel: Panel) -> Iterator[str]:
    shape = spoken(", shape {shape}", shape=panel.shape) if panel.shape else ""
    yield f"{panel.title}{shape}:"
    if panel.text:
        yield f"  {panel.text}"
    for grid in panel.grids:
        if grid.label:
            yield f"  {grid.label}:"
        yield from _shaded(grid) if grid.picture else _aligned(grid)
    for part in panel.parts:
        yield from (f"  {line}" for line in _as_lines(part))
    if panel.more:
        yield "  " + spoken("… and {number} more", number=panel.more)


_SHADES = " .:-=+*#%@"[::-1]
"""From black to white, as dark as letters are."""


def _shaded(grid: Grid) -> list[str]:
    numbers = [[int(next(iter(marks)).removeprefix("s")) for _, marks in row] for row in grid.rows]
    return [f"  |{''.join(_SHADES[number * 9 // MOST_SHADE] * 2 for number in row)}|" for row in numbers]


def _aligned(grid: Grid) -> list[str]:
    texts = [[_marked(text, marks) for text, marks in row] for row in grid.rows]
    width = max((len(text) for row in texts for text in row), default=0)
    return ["  " + " ".join(text.rjust(width) for text in row) for row in texts]


def _marked(text: str, marks: frozenset[str]) -> str:
    if "padding" in marks:
        text = f"({text})"
    if "window" in marks:
        return f"[{text}]"
    return f"*{text}*" if "wrong" in marks else f" {text} "


def _sentences(case: dict[str, Any]) -> Iterator[str]:
    got, want, where = case.get("got"), case.get("want"), case.get("where")
    if got and want and got.get("shape") is not None and got["shape"] != want.get("shape"):
        shapes = {"shape": _shape(got["shape"]), "right": _shape(want.get("shape"))}
        yield (
            spoken("What the mistake gives has the shape {shape}; {right} is right.", **shapes)
            if case.get("elsewhere")
            else spoken("Your answer has the shape {shape}; {right} is right.", **shapes)
        )
    if got and want and {"words"} <= got.keys() & want.keys():
        yield from _other_words(got["words"], want["words"])
    if where:
        place = f"[{', '.join(map(str, where))}]"
        mine, right = _at(got, where), _at(want, where)
        values = {"place": place, "mine": number(mine), "right": number(right)}
        yield (
            spoken(
                "The first wrong value is at {place}, which is made of the marked cells: yours is {mine}, right is {right}.",
                **values,
            )
            if case.get("window")
            else spoken("The first wrong value is at {place}: yours is {mine}, right is {right}.", **values)
        )
    if case.get("working"):
        yield clean(case["working"], 300).replace("-", "−")
    for one in case.get("changed", ()):
        yield spoken("The call changed its argument {name}.", name=one_line(one["name"], 60))
    if case.get("note"):
        yield one_line(case["note"])


def _other_words(got: Sequence[str], want: Sequence[str]) -> Iterator[str]:
    mine, right = ([word for word in one if word not in other] for one, other in ((got, want), (want, got)))
    if mine or right:
        nothing = spoken("nothing else")
        yield spoken(
            "The difference: yours has {mine}; right is {right}.",
            mine=", ".join(mine) or nothing,
            right=", ".join(right) or nothing,
        )


def _at(value: Any, where: Sequence[int]) -> Any:
    cells = value["cells"]
    for index in where:
        cells = cells[index]
    return cells


def _shape(shape: Sequence[int] | None) -> str:
    if shape is None:
        return spoken("another kind of value")
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})" if shape else spoken("of a single number")


def _panel(title: str, kind: str, value: dict[str, Any], marks: dict[str, Sequence[Sequence[int]]]) -> Panel:
    title = one_line(title, 60)
    if "parts" in value:
        parts = tuple(_panel(one["name"], "part", one["value"], {}) for one in value["parts"])
        return Panel(title, kind, text=clean(value.get("kind", ""), 100), parts=parts, more=value.get("more", 0))
    if "shades" in value:
        rows = tuple(tuple(("", frozenset((f"s{int(shade)}",))) for shade in row) for row in value["shades"])
        said = clean(", ".join(value.get("words", ())), 400)
        return Panel(title, kind, _shape(value["shape"]), (Grid("", rows, picture=True),), text=said)
    if "cells" not in value:
        return Panel(title, kind, text=clean(value.get("text", ""), 400))
    shape = tuple(value["shape"])
    marked: dict[tuple[int, ...], set[str]] = {}
    for name, cells in marks.items():
        for cell in cells:
            marked.setdefault(tuple(cell), set()).add(name)
    outer = list(product(*map(range, shape[:-2])))
    touched = [index for index in outer if any(cell[: len(index)] == index for cell in marked)]
    chosen = (touched or outer)[:MOST_GRIDS] if len(outer) > MOST_GRIDS else outer
    grids = tuple(_grid(value["cells"], shape, index, marked) for index in chosen)
    return Panel(title, kind, _shape(shape) if shape else "", grids, more=len(outer) - len(chosen))


def _grid(cells: Any, shape: tuple[int, ...], index: tuple[int, ...], marked: dict[tuple[int, ...], set[str]]) -> Grid:
    for i in index:
        cells = cells[i]
    inner = shape[len(index) :]
    height, width = (1, 1, *inner)[-2:]
    rows = [[cells]] if not inner else ([cells] if len(inner) == 1 else cells)
    # A marked cell outside the value is zero padding: the picture grows by as much.
    here = [cell[len(index) :] for cell in marked if cell[: len(index)] == index]
    places = [((0,) * (2 - len(cell)) + cell) for cell in here]
    top, left = (min([0, *(place[axis] for place in places)]) for axis in (0, 1))
    bottom, right = (max([n - 1, *(place[axis] for place in places)]) for axis, n in enumerate((height, width)))

    def cell_at(i: int, j: int) -> Cell:
        place = (i, j)[2 - len(inner) :] if inner else ()
        marks = set(marked.get((*index, *place), ()))
        if 0 <= i < height and 0 <= j < width:
            return number(rows[i][j]), frozenset(marks)
        return "0", frozenset(marks | {"padding"})

    drawn = tuple(tuple(cell_at(i, j) for j in range(left, right + 1)) for i in range(top, bottom + 1))
    return Grid(f"[{', '.join(map(str, index))}]" if index else "", drawn)

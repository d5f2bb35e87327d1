"""Probes of functions that draw: what their figures show, told in words that do not depend on how they were drawn, with the pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.suite.drawings import look
from autograder.suite.probes import pictured, probe
from autograder.suite.shown import Panel, Shown

Tell = Callable[[Panel, Shown], Sequence[str]]


def sketched(
    text: str,
    known: Mapping[str, Any],
    *calls: Sequence[Any],
    tell: Tell | None = None,
    exact: bool = False,
    upward: bool = False,
    make: Callable[..., Sequence[Any]] | None = None,
    left: Callable[..., str] | None = None,
    inputs: Mapping[str, Any] | None = None,
) -> Callable[..., Any]:
    """A probe that draws these ``calls``, lists of arguments, and tells what every panel shows: the name of the ``known`` picture (up to
    brightness and contrast; ``exact``: number by number), what of it cannot be seen, and what else ``tell`` has to say of it. With
    ``upward`` a picture whose axis runs upward is as good.

    ``make(props, *call)`` makes the arguments in the student's process where a call is not made of arrays, and ``left(props, arguments)``
    says what became of those. ``inputs`` are drawn beside it. The ``props.py`` needs `inside.pictures.sketch`.
    """

    def run(function: Any, props: Any) -> dict[str, Any]:
        given = [list(make(props, *call)) if make else [_copy(one) for one in call] for call in calls]
        told, after = props.sketch(function, *given)
        figures = [look(one, drawn=False) for one in told]
        shown = [
            pictured(
                [_named(panel, known, exact, upward), *_lost(panel), *(tell(panel, one) if tell else ())],
                panel.pictures[-1].array,
            )
            for one in figures
            for panel in one.panels
            if panel.pictures and not panel.pictures[-1].blank
        ]
        returned = [f"{one.kind}{', open before the call' if one.before else ''}" for one in figures]
        changed = left(props, given[0]) if left else _changed(calls, after)
        return {"figure": ", ".join(returned), "panel": shown, "argument": changed}

    return probe(text, run, **(inputs or {}))


def position(panel: Panel, figure: Shown) -> list[str]:
    """Where a panel stands, for `sketched`."""
    row, column = panel.place
    return [f"row {row + 1}", f"column {column + 1}"]


def _copy(argument: Any) -> Any:
    if isinstance(argument, dict):
        return {name: _copy(part) for name, part in argument.items()}
    return argument.copy() if isinstance(argument, np.ndarray) else argument


def _changed(calls: Sequence[Sequence[Any]], after: Sequence[Sequence[Any]]) -> str:
    """What became of the arguments."""
    for before, now in zip(calls, after, strict=True):
        for one, two in zip(before, now, strict=True):
            if isinstance(one, dict) and isinstance(two, dict) and list(one) != list(two):
                return f"the dict holds {', '.join(map(str, two))} after the call"
            if isinstance(one, np.ndarray) and not np.array_equal(one, two):
                return "the array holds other numbers after the call"
    return "as it was"


def _named(panel: Panel, known: Mapping[str, Any], exact: bool, upward: bool) -> str:
    """The name of the picture a panel shows."""
    top = panel.pictures[-1]
    got = top.array
    for name, picture in known.items():
        for way in (got, got[::-1]) if top.upward and (top.mesh or upward) else (got,):
            if way.shape == np.shape(picture) and _same(way, np.asarray(picture, dtype=float), exact):
                return name
    # Two pictures nobody thought of are not the same one: how bright they are tells most of them apart.
    return f"another picture of {got.shape}, brightness {_unit(got).mean():.2f} and {_unit(got).std():.2f}"


def _same(one: Any, other: Any, exact: bool) -> bool:
    return bool(
        np.allclose(one, other, rtol=1e-5, atol=1e-6) if exact else np.abs(_unit(one) - _unit(other)).max() < 0.01
    )


def _lost(panel: Panel) -> list[str]:
    """What of a panel's picture cannot be seen."""
    top = panel.pictures[-1]
    lost = {"behind another panel": panel.hidden, "cut": not top.whole, "negative numbers in one shade": top.unsigned}
    return [what for what, found in lost.items() if found]


def _unit(array: Any) -> Any:
    array = np.asarray(array, dtype=float)
    return (array - array.min()) / (np.ptp(array) or 1)

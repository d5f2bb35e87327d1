"""What Matplotlib figures show, as plain data. For the ``props.py`` of suites whose answers are figures; needs Matplotlib.

Runs in the student's process: nothing here is secret, and nothing it says is trusted. A figure is drawn, and its pixels come back with
what it says of itself: where its panels and texts are, and which colours stand for which numbers. `autograder.suite.figures` believes
that as far as the pixels show it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import WeakSet

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle

from autograder.sandbox.inside.drawing import Undrawable, drawn
from autograder.sandbox.inside.panels import facts

MOST_AXES = 200
"""Axes of one figure: thirty-two maps with a colour bar each are sixty-four, and frames left over come on top."""
_NUMBER_OF_OURS = 9000
_MARKS = 24
"""Coloured marks along two edges of the figure that is open before a call, so that it is known by its pixels."""
_described: WeakSet[Figure] = WeakSet()
"""The figures of former calls, as long as student code holds on to them."""


def show(function: Callable[..., Any], calls: Sequence[Sequence[Any]], read_only: bool = False) -> list[dict[str, Any]]:
    """What the figures of some calls show, drawn and described (see `describe`) only after the last call.

    A call is a list of arguments; with ``read_only`` what is handed over cannot be changed. Each call is to make a figure of its own,
    so a later one does not change what an earlier one shows, and a figure that is open already is not drawn on.
    """
    return _told(function, [[*map(_read_only, call)] for call in calls] if read_only else calls, True)


def sketch(function: Callable[..., Any], *calls: Sequence[Any]) -> list[Any]:
    """As `show`, but nothing is drawn: for probes, which judge nothing. Also the calls' arguments, as they are now."""
    return [_told(function, calls, False), list(calls)]


def _told(function: Callable[..., Any], calls: Sequence[Sequence[Any]], draw: bool) -> list[dict[str, Any]]:
    known = [*map(plt.figure, plt.get_fignums()), *_described, _figure_of_ours()]
    try:
        answers = [function(*arguments) for arguments in calls]
        told = [describe(answer, known, draw) for answer in answers]
        _described.update(answer for answer in answers if type(answer) is Figure)
        return told
    finally:
        for number in plt.get_fignums():
            if number != _NUMBER_OF_OURS or plt.figure(number).axes:
                plt.close(number)


def _figure_of_ours() -> Any:
    """The figure that is open before a call. Who draws on it draws on its marks."""
    is_open = plt.fignum_exists(_NUMBER_OF_OURS)
    figure = plt.figure(_NUMBER_OF_OURS)
    if not is_open:
        for number in range(_MARKS):
            colour = (number % 4 / 3, number // 4 % 3 / 2, number % 2)
            corner = (number / _MARKS, 0.97 if number % 2 else 0.0)
            figure.add_artist(Rectangle(corner, 1 / _MARKS, 0.03, facecolor=colour, transform=figure.transFigure))
    return figure


def describe(answer: Any, known: Sequence[Any] = (), draw: bool = True) -> dict[str, Any]:
    """A figure as plain data.

    ``kind`` is "Figure", or in words what came back instead; ``wrapped``, whether it came in a tuple; ``before``, whether it is one of
    the ``known`` figures that were there before. The rest is that of `panels.facts`, and with ``draw`` that of `drawing.drawn`.
    """
    found = [part for part in answer if isinstance(part, Figure)] if isinstance(answer, (tuple, list)) else []
    figure = found[0] if len(found) == 1 else answer
    told = {"kind": "Figure", "wrapped": len(found) == 1, "before": any(figure is one for one in known)}
    if not isinstance(figure, Figure):
        return told | {"kind": _kind(answer), "wrapped": False}
    try:
        if len(figure.axes) > MOST_AXES:
            return told | {"kind": "a Figure of more panels than anybody could look at"}
        return told | (drawn(figure, facts) if draw else facts(figure))
    except Undrawable as trouble:
        return told | {"kind": str(trouble)}
    except Exception:  # code of the student's own in its place
        return told | {"kind": "a Figure that cannot be looked at"}


def _kind(answer: Any) -> str:
    """What came back in place of a figure, in words."""
    if isinstance(answer, np.ndarray):
        return "an array of Axes" if any(isinstance(part, Axes) for part in answer.flat) else "an array"
    if isinstance(answer, (tuple, list)):
        name, parts = "list" if isinstance(answer, list) else "tuple", list(_flat(answer))
        for kind, told in ((Figure, "several Figures"), (Axes, "Axes")):
            if parts and all(isinstance(part, kind) for part in parts):
                return f"a {name} of {told}"
        return f"a {name} without a Figure in it"
    known = {
        type(None): "None",
        type(...): "`...`",
        str: "a text",
        dict: "a dict",
        int: "a number",
        float: "a number",
        AxesImage: "one picture (`AxesImage`)",
    }
    return "Axes" if isinstance(answer, Axes) else known.get(type(answer), "something else")


def _flat(parts: Any) -> Any:
    for part in parts:
        yield from part if isinstance(part, (tuple, list)) else [part]


class _ReadOnly(dict[Any, Any]):
    """A dict that refuses to be changed, as an array of a buffer that may only be read does."""

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise ValueError("this dict is read-only")

    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _refuse


def _read_only(argument: Any) -> Any:
    if type(argument) is np.ndarray:
        # Over bytes: its flag cannot be turned round either.
        return np.frombuffer(argument.tobytes(), argument.dtype).reshape(argument.shape)
    if isinstance(argument, Mapping):
        return _ReadOnly({key: _read_only(value) for key, value in argument.items()})
    return argument


def _warm() -> None:
    """Draw some pictures before the fork: what Python and Matplotlib learn while they do it first, no process has to learn again."""

    def some() -> Figure:
        figure, axes = plt.subplots(2, 2)
        for panel in axes.flat:
            panel.imshow(np.arange(12.0).reshape(3, 4), cmap="gray")
            panel.set_title("3 x 4")
            panel.set_axis_off()
        return figure

    show(some, [[]] * 3, True)
    _described.clear()


_figure_of_ours()  # here, once for every process that is forked: it is slow to make
_warm()

"""The figures of a student's function: drawn in the student's process, and brought here with their pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autograder.records.errors import StudentError, StudentFailure, StudentTimeout
from autograder.sandbox import RestartableProcess
from autograder.suite.canvas import Canvas
from autograder.suite.parsing import UNREADABLE, read
from autograder.suite.shown import Shown


class Drawn:
    """The figures of several calls of one function, drawn one after the other in the student's process, once for all checks of the
    question: figures are slow, and one shows many things. ``figures[0]`` is that of the first call, made from ``figures.inputs[0]`` by
    way of ``figures.arguments[0]``.

    Where one call fails, each check makes the call that it is about: one accident costs one thing.
    """

    def __init__(
        self, process: RestartableProcess, name: str, inputs: Sequence[Any], arguments: Callable[[Any], Sequence[Any]]
    ) -> None:
        self.inputs, self.changed = inputs, False
        self.arguments: dict[int, list[Any]] = {}
        self._process, self._name, self._make = process, name, arguments
        self._shown: dict[int, Shown] = {}
        self._together = len(inputs) > 1

    def __getitem__(self, number: int) -> Shown:
        if self._together:
            try:
                self._shown = dict(enumerate(self._show(range(len(self.inputs)))))
            except StudentTimeout:
                raise
            except StudentFailure:
                pass
            self._together = False
        if number not in self._shown:
            (self._shown[number],) = self._show([number])
        return self._shown[number]

    def _show(self, numbers: Sequence[int]) -> list[Shown]:
        """Drawn from arguments that cannot be changed; from others for who tries to."""
        process = self._process.process
        function = getattr(process.module, self._name)
        self.arguments |= {number: list(self._make(self.inputs[number])) for number in numbers}
        calls = [self.arguments[number] for number in numbers]
        try:
            told = process.props.show(function, calls, True)
        except StudentError as error:
            if "read-only" not in error.message:
                raise
            self.changed = True
            told = process.props.show(function, calls, False)
        if not isinstance(told, list) or len(told) != len(calls):
            return [read(None) for _ in calls]
        return [look(one) for one in told]


def drawn(
    process: RestartableProcess,
    name: str,
    inputs: Callable[[], Sequence[Any]],
    arguments: Callable[[Any], Sequence[Any]] = list,
) -> Drawn:
    """The figures of the student's function ``name``, the same for all checks that share a process. ``inputs()`` gives what each call is
    made from: its arguments, or what ``arguments`` makes them of, where they hold objects of the student's process."""
    known: dict[str, Drawn] = vars(process).setdefault("_drawn", {})
    if name not in known:
        known[name] = Drawn(process, name, inputs(), arguments)
    return known[name]


def look(told: Any, drawn: bool = True) -> Shown:
    """What the student's process told of a figure, with its pixels. Without any it shows nothing, unless nothing was to be ``drawn``
    (`inside.pictures.sketch`)."""
    shown = read(told)
    if shown.pixels is None:
        return Shown(UNREADABLE) if drawn and shown.kind == "Figure" else shown
    canvas = Canvas(shown)
    for panel in shown.panels:
        panel.canvas = canvas
    return shown

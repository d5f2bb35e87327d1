"""What a running check says of an answer: that it is wrong, and what it notes beside its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, NoReturn


class Notes(NamedTuple):
    """What a running check notes beside its verdict."""

    remarks: list[str]
    flags: list[str]
    figures: list[float]


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


class CheckFailed(AssertionError):
    """A check's verdict: the answer is wrong. ``kind`` is one word (type, shape, finite, values, changed, raises, …)."""

    def __init__(self, kind: str, for_student: str, for_staff: str = "") -> None:
        super().__init__(for_staff or for_student)
        self.kind, self.for_student, self.for_staff = kind, for_student, for_staff or for_student


def fail(kind: str, for_student: str, for_staff: str = "") -> NoReturn:
    """Fail the running check: ``for_student`` must name no hidden number."""
    raise CheckFailed(kind, for_student, for_staff)


def remark(text: str) -> None:
    """Note something the student should know although the answer is right."""
    if (notes := _notes.get()) and text not in notes.remarks:
        notes.remarks.append(text)


def flag(text: str) -> None:
    """Note something for the instructor to look at; it costs no points."""
    if (notes := _notes.get()) and text not in notes.flags:
        notes.flags.append(text)


def measured(figure: float) -> None:
    """Note what the answer reaches in the question's ``measure``, where more is better. It must be worked out from judged values in
    the grader's own process: what student code says of itself is no measurement."""
    if notes := _notes.get():
        notes.figures.append(float(figure))


@contextmanager
def collecting_notes() -> Iterator[Notes]:
    """What is noted inside the block."""
    notes = Notes([], [], [])
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)

"""What can go wrong in or with the student's process, as the grader sees it."""

from __future__ import annotations


class GuestError(Exception):
    """The isolation itself does not work, which is nobody's answer. The text says what happened and what to do."""


class StudentFailure(Exception):
    """The student's process did not give an answer. `str()` is a sentence that may be shown to the student.

    ``limits`` names, in the grader's own words, the assignment's limits that may have stopped it; it holds nothing of the student's.
    """

    limits: str = ""


class StudentError(StudentFailure):
    """Student code raised. Instances are also of the built-in type of the same name (see `student_error`).

    ``type_name`` is the exception's name, ``message`` its text (bounded), ``where`` the student's own line, as
    ``"convolution.py, line 12, in conv2d"`` or empty.
    """

    type_name: str = "Exception"
    message: str = ""
    where: str = ""

    def __str__(self) -> str:
        text = f"{self.type_name}: {self.message}" if self.message else self.type_name
        return f"{text} ({self.where})" if self.where else text


class StudentTimeout(StudentFailure):
    """A call used up its time; the process was killed."""


class StudentCrash(StudentFailure):
    """The process ended (exit, signal, memory) before it answered."""


class MissingName(StudentFailure, AttributeError):
    """The module defines no such name."""


class BadReply(StudentFailure):
    """The process sent something that is not an answer."""


class TooMuch(StudentFailure):
    """The answer is larger than what fits through the wire. The text goes on after the question's name."""


class LimitReached(StudentFailure):
    """A limit (time, calls) was used up before this call. The text goes on after the question's name and "was"."""


_MIXED = (
    ArithmeticError, AssertionError, AttributeError, EOFError, FloatingPointError, ImportError, IndexError, KeyError, LookupError,
    MemoryError, ModuleNotFoundError, NameError, NotImplementedError, OverflowError, RecursionError, RuntimeError, TypeError,
    UnboundLocalError, ValueError, ZeroDivisionError,
)  # fmt: skip
_BY_NAME: dict[str, type[StudentError]] = {
    builtin.__name__: type(f"Student{builtin.__name__}", (StudentError, builtin), {}) for builtin in _MIXED
}


def student_error(type_name: str, message: str, where: str = "", limits: str = "") -> StudentError:
    """A `StudentError` that is also an instance of the built-in exception ``type_name``; a name off the list stays plain."""
    error = _BY_NAME.get(type_name, StudentError)()
    error.type_name, error.message, error.where, error.limits = type_name, message, where, limits
    return error


def crash(text: str, limits: str = "") -> StudentCrash:
    """A `StudentCrash`, with the limits that may have ended the process."""
    error = StudentCrash(text)
    error.limits = limits
    return error

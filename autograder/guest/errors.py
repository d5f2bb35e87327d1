"""What can go wrong in or with the student's process, as the grader sees it."""

from __future__ import annotations


class GuestError(Exception):
    """The isolation itself does not work, which is nobody's answer. The text says what happened and what to do."""


class StudentFailure(Exception):
    """The student's process did not give an answer. `str()` is a sentence that may be shown to the student."""


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


class LimitReached(StudentFailure):
    """The question's or the submission's limit (time, calls) was used up before this call."""


_MIXED = (
    ArithmeticError, AssertionError, AttributeError, EOFError, FloatingPointError, ImportError, IndexError, KeyError, LookupError,
    MemoryError, ModuleNotFoundError, NameError, NotImplementedError, OverflowError, RecursionError, RuntimeError, TypeError,
    UnboundLocalError, ValueError, ZeroDivisionError,
)  # fmt: skip
_BY_NAME: dict[str, type[StudentError]] = {
    builtin.__name__: type(f"Student{builtin.__name__}", (StudentError, builtin), {}) for builtin in _MIXED
}


def student_error(type_name: str, message: str, where: str = "") -> StudentError:
    """A `StudentError` that is also an instance of the built-in exception ``type_name``; a name off the list stays plain."""
    error = _BY_NAME.get(type_name, StudentError)()
    error.type_name, error.message, error.where = type_name, message, where
    return error

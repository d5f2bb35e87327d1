"""Everything that can go wrong, as one tree.

::

    ConvgradeError              for the person at the command line: one sentence and what to do, exit code 2
    ├── CourseError             the course's own files are wrong
    │   └── SuiteError          a suite or the reference is wrong: no mark of it can be trusted
    ├── SandboxError            the isolation does not work on this machine
    ├── IngestError             what was to be graded cannot be read at all
    ├── RunFileError            the run file cannot be used
    ├── NotInRun                the run has no such student, question or check
    ├── ClusterError            the Dask cluster cannot be used
    ├── MarksError              a person's table of marks is not one
    └── LmsError                nothing was written for the LMS, or nothing sent
        └── LmsBusy             no answer came, or only that the LMS is busy: the same again may work

    StudentFailure              a student's process gave no answer: costs a check, never a run
    ├── StudentError            student code raised; also of the built-in type it raised
    ├── StudentTimeout          a call used up its time
    ├── StudentCrash            the process ended
    ├── MissingName             the module defines no such name; also an `AttributeError`
    ├── BadReply                what came back is no answer
    ├── TooMuch                 the answer does not fit through the wire
    └── LimitReached            a limit was used up before the call

The text of every error is for the person who sees it. `CheckFailed` (`autograder.suite.notes`) is what a check says of an answer; it
is a verdict and no error.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from autograder.records.code import Place
from autograder.records.sentences import Sentence


class ConvgradeError(Exception):
    """Something a person has to mend. The text says what is wrong, where, and what to do."""


class CourseError(ConvgradeError):
    """The course's own files are wrong. The text says which, and what to do."""


class Trouble(NamedTuple):
    """What is wrong at a place of the course's files. ``line`` is 0 where it is about the whole file."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}{f', line {self.line}' if self.line else ''}: {self.text}"


class SuiteError(CourseError):
    """A suite, its helpers or the reference is wrong. The text says where; ``troubles`` are the same by place, where that is known."""

    def __init__(self, text: str, troubles: Sequence[Trouble] = ()) -> None:
        super().__init__(text)
        self.troubles = tuple(troubles)

    @staticmethod
    def at(*troubles: Trouble) -> SuiteError:
        """The error of these troubles, a line each."""
        return SuiteError("\n".join(map(str, troubles)), troubles)


class SandboxError(ConvgradeError):
    """The isolation itself does not work, through no fault of a student. The text says what happened and what to do."""


class IngestError(ConvgradeError):
    """An input cannot be read at all: no such path, a broken archive. The text says which, and what to do."""


class RunFileError(ConvgradeError):
    """The run file cannot be used. The text says what to do."""


class NotInRun(ConvgradeError):
    """The run has no student, question or check of that name, or several. The text says which may be meant."""


class ClusterError(ConvgradeError):
    """The cluster cannot be used. The text says why, and what to do."""


class MarksError(ConvgradeError):
    """A table of marks cannot be used. The text says which line, and what to do."""


class LmsError(ConvgradeError):
    """Nothing was written or sent. The text says in plain words why, and what to do."""


class LmsBusy(LmsError):
    """The LMS did not answer, or was too busy to.

    What was sent may have arrived all the same, unless ``unsent``, and may arrive later still, unless ``ended``: an LMS that has answered
    with its own error no longer works on it. ``pause`` is how many seconds the LMS asks us to wait.
    """

    pause: float = 0.0
    unsent: bool = False
    ended: bool = False


class StudentFailure(Exception):
    """The student's process did not give an answer. `str()` is a sentence that may be shown to the student.

    ``limits`` names, in the grader's own words, the assignment's limits that may have stopped it; it holds nothing of the student's.
    """

    limits: str = ""


class StudentError(StudentFailure):
    """Student code raised. Instances are also of the built-in type of the same name (see `student_error`).

    ``type_name`` is the exception's name, ``message`` its text (bounded), ``place`` the student's own line, None where it was none.
    ``spot`` is what was there: the expression that raised, what its names held (``"kernel.shape = (3, 3)"``), and the name that a misspelt
    one resembles. ``ours``: the engine raised it and wrote ``message``, because the exercise forbids what was called.
    """

    type_name: str = "Exception"
    message: str = ""
    place: Place | None = None
    spot: tuple[str, tuple[str, ...], str] = "", (), ""
    ours: bool = False

    def __str__(self) -> str:
        text = f"{self.type_name}: {self.message}" if self.message else self.type_name
        return f"{text} ({self.place})" if self.place else text


class StudentTimeout(StudentFailure):
    """A call used up its time; the process was killed. The text goes on after the question's name."""


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


def student_error(
    type_name: str,
    message: str,
    place: Place | None = None,
    limits: str = "",
    spot: tuple[str, tuple[str, ...], str] = StudentError.spot,
    *,
    ours: bool = False,
) -> StudentError:
    """A `StudentError` that is also an instance of the built-in exception ``type_name``; a name off the list stays plain."""
    error = _BY_NAME.get(type_name, StudentError)()
    error.type_name, error.message, error.place, error.limits = type_name, message, place, limits
    error.spot, error.ours = spot, ours
    return error


def told_by(error: BaseException) -> str:
    """The text of an error; a `Sentence` if it was made from one."""
    told = error.args[0] if len(error.args) == 1 else ""
    return told if isinstance(told, Sentence) else str(error)


def described(error: Exception) -> str:
    """An error in the grader itself, for its maintainers: kind, text and place."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {str(error)[:300]} ({Path(where.filename).name}, line {where.lineno})"


def crash(text: str, limits: str = "") -> StudentCrash:
    """A `StudentCrash`, with the limits that may have ended the process."""
    error = StudentCrash(text)
    error.limits = limits
    return error

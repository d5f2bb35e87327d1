"""What one check said, and what a question's checks add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.grading.asserts import CheckFailed, collecting_notes
from autograder.grading.suite import Check, SuiteError
from autograder.guest.errors import BadReply, LimitReached, StudentCrash, StudentError, StudentFailure, StudentTimeout
from autograder.results.record import QuestionStatus


@dataclass(frozen=True)
class Verdict:
    """``kind`` is ``""`` for passed, else a word: failed, unanswered, timeout, crashed, missing, error.

    ``for_student`` names no hidden value; ``detail`` (staff only) may. ``raised`` is the student's own exception text, shown for
    public checks only: student code can put a hidden input into its message.
    """

    kind: str = ""
    for_student: str = ""
    detail: str = ""
    raised: str = ""
    remark: str = ""
    flags: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.kind

    def message(self, check: Check) -> str:
        """What the student reads of it."""
        if check.visibility == "public" and (self.raised or self.detail):
            return self.raised or self.detail
        return self.for_student or self.remark


def untried(message: str, kind: str) -> Verdict:
    """The verdict of a check that could not be run."""
    return Verdict(kind, message, message)


def judge(check: Check, fixtures: Callable[[], Mapping[str, Any]]) -> Verdict:
    """Run the check. Only a broken suite raises (`SuiteError`)."""
    with collecting_notes() as (remarks, flags):
        verdict = _verdict(check, fixtures)
    notes = {"remark": " ".join(remarks), "flags": (*verdict.flags, *flags)}
    return Verdict(verdict.kind, verdict.for_student, verdict.detail, verdict.raised, **notes)  # type: ignore[arg-type]


def _verdict(check: Check, fixtures: Callable[[], Mapping[str, Any]]) -> Verdict:
    name = check.question
    try:
        check.run(fixtures())
    except SuiteError:
        raise
    except CheckFailed as failed:
        return Verdict("failed", failed.for_student, failed.for_staff)
    except StudentTimeout as error:
        return Verdict("timeout", f"`{name}` did not answer in time: {error}", str(error))
    except LimitReached as error:
        return Verdict("timeout", str(error), str(error))
    except StudentCrash as error:
        return Verdict("crashed", f"`{name}` ended the program: {error}", str(error))
    except StudentError as error:
        return _raised(name, error)
    except BadReply as error:
        return Verdict("crashed", f"`{name}` gave something that is not an answer.", str(error))
    except StudentFailure as error:
        return Verdict("failed", str(error), str(error))
    except AssertionError as error:
        return Verdict("failed", "The answer is not what this check asks.", str(error) or "assertion failed")
    except Exception as error:
        # The suite stumbled over what came back: that is a wrong kind of answer, or a hole in the suite. Staff see which.
        told = f"{type(error).__name__}: {error}"
        flag = f"check {name}::{check.name} stumbled over the answer ({told}); please look at it"
        return Verdict("failed", f"`{name}` gave something of another kind than is asked.", told, flags=(flag,))
    return Verdict()


def _raised(name: str, error: StudentError) -> Verdict:
    if error.type_name == "NotImplementedError":
        return Verdict("unanswered", f"`{name}` is not written yet.", str(error))
    where = f" ({error.where})" if error.where else ""
    return Verdict("error", f"`{name}` raised {error.type_name}{where}.", str(error), raised=str(error))


def question_status(share: float, verdicts: Sequence[Verdict]) -> QuestionStatus:
    """The question's status from the share of its points and what its checks said."""
    if share >= 1:
        return "passed"
    if share > 0:
        return "partial"
    kinds = [verdict.kind for verdict in verdicts]
    if "missing" in kinds:
        return "missing"
    if "timeout" in kinds:
        return "timeout"
    if "crashed" in kinds:
        return "crashed"
    return "unanswered" if "unanswered" in kinds else "failed"

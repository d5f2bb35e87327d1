"""What one check said, and what a question's checks add up to."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from autograder.diagnosis.causes import cause_of, explained, kind_told, usual_cause
from autograder.grading.collect import Check
from autograder.grading.heard import heard
from autograder.grading.laws import in_plain_words, told_by_assertion
from autograder.grading.seat import Ran
from autograder.grading.time_limit import TooLong
from autograder.records.errors import (
    BadReply,
    LimitReached,
    SandboxError,
    StudentCrash,
    StudentError,
    StudentFailure,
    StudentTimeout,
    SuiteError,
    TooMuch,
    told_by,
)
from autograder.records.sentences import Sentence, joined, say
from autograder.records.status import Status
from autograder.sandbox.host.proxy import Handle
from autograder.suite.explain import kind_of
from autograder.suite.notes import CheckFailed, Notes


@dataclass(frozen=True)
class Verdict:
    """``kind`` is ``""`` for passed, else a word: failed, unanswered, timeout, crashed, missing, error.

    ``for_student`` names no hidden value; ``detail`` (staff only) may. ``raised`` is the student's own exception text, shown for
    public checks only: student code can put a hidden input into its message. ``cause`` is what that text means. ``place`` is the
    student's line that the texts name.
    """

    kind: str = ""
    for_student: str = ""
    detail: str = ""
    raised: str = ""
    remark: str = ""
    flags: tuple[str, ...] = ()
    measured: float | None = None
    cause: str = ""
    place: str = ""

    @property
    def passed(self) -> bool:
        return not self.kind

    def message(self, check: Check) -> str:
        """What the student reads of it."""
        if check.visibility == "public" and self.kind != "unanswered" and (self.raised or self.detail):
            told = self.raised or in_plain_words(self.detail)
            return told if told == told.strip() else told.strip()
        return self.for_student or self.remark


def untried(message: str, kind: str) -> Verdict:
    """The verdict of a check that could not be run."""
    return Verdict(kind, message, message)


Causes = dict[str, str]
"""What exceptions of a kind meant that came up in public checks, where nothing hidden could be told by them."""


def verdict_of(check: Check, ran: Ran, student: Callable[[], Any], causes: Causes | None = None) -> Verdict:
    """What a check that has run says, on what is known from the public ``causes``. Only a broken suite (`SuiteError`) and a broken
    sandbox (`SandboxError`) raise."""
    verdict = read(check, ran.error, student, causes or {})
    ran.let_go()
    notes = ran.notes or Notes([], [], [])
    return replace(
        verdict,
        for_student=bounded(verdict.for_student),
        detail=bounded(verdict.detail),
        raised=bounded(verdict.raised),
        remark=bounded(joined(notes.remarks[:_MOST])),
        flags=tuple(map(bounded, (*verdict.flags, *notes.flags)[:_MOST])),
        measured=max(filter(math.isfinite, notes.figures), default=None),
    )


_LONGEST, _MOST = 1200, 20
"""How many characters a text of a verdict may have, and how many flags and remarks there may be: student code can make any of them long."""


def bounded(text: str) -> str:
    """``text``, cut where it is longer than anybody reads."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def read(check: Check, error: BaseException | None, student: Callable[[], Any], causes: Causes) -> Verdict:
    """The verdict of a check that ended in ``error``; ``student()`` is the module that was asked. Raises as `verdict_of` does."""
    if error is None:
        return Verdict()
    name, told = check.question, ""
    try:
        raise error
    except (SandboxError, SuiteError):
        raise
    except CheckFailed as failed:
        return Verdict("failed", failed.for_student, failed.for_staff)
    except StudentTimeout as error:
        told = say("`{name}` {told}", name=name, told=told_by(error))
        return Verdict("timeout", told, told)
    except LimitReached as error:
        return Verdict("timeout", say("`{name}` was {told}", name=name, told=told_by(error)), str(error))
    except TooMuch as error:
        return Verdict("failed", say("`{name}` {told}", name=name, told=told_by(error)), str(error))
    except StudentCrash as error:
        # How it ended is the student's to choose (an exit code has room for a number): only limits are told.
        ended = say("`{name}` ended the program instead of returning an answer.", name=name)
        return Verdict("crashed", joined([ended, _stopped_by(error)]), str(error), raised=told_by(error))
    except StudentError as error:
        if isinstance(error, TypeError) and (told := _unusable(student, name)):
            return Verdict("error", told, str(error), raised=told)
        return _raised(name, error, causes)
    except BadReply as error:
        return Verdict("crashed", say("`{name}` gave something that is not an answer.", name=name), str(error))
    except StudentFailure as error:
        return Verdict("failed", told_by(error), str(error))
    except TooLong:
        told = "took too long to judge"
        return Verdict(
            "failed",
            say("`{name}` gave something that took too long to judge.", name=name),
            told,
            flags=(f"{name}::{check.name} {told}; please look at it",),
        )
    except SystemExit:
        told = f"{check.item.path}: {check.item.name} ends the program: a check says what is wrong by `assert`, and goes on."
        raise SuiteError(told) from None
    except pytest.skip.Exception as error:
        raise SuiteError(f"check {name}::{check.name} skips ({error}): a check must judge every submission.") from None
    except (AssertionError, pytest.fail.Exception) as error:
        if check.visibility == "public" and (told := _unanswered(student, name)):
            return Verdict("unanswered", told, told)
        return Verdict("failed", say("The answer is not what this check expects."), told_by_assertion(error))
    except Exception as error:
        if str(error).endswith("object is not callable") and (bound := _unusable(student, name)):
            return Verdict("unanswered" if "`...`" in bound else "failed", bound, bound)
        # The suite stumbled over what came back: that is a wrong kind of answer, or a hole in the suite. Staff see which.
        told = f"{type(error).__name__}: {error}"
        flags: tuple[str, ...] = ()
        kind = say("`{name}` gave something of another kind than is expected.", name=name)
        stumbled = True
        if isinstance(error, TypeError) and str(error).endswith(" object is not callable"):  # `conv2d = None`
            kind = say("`{name}` is, or holds, a value where a function or a class is expected.", name=name)
            stumbled = False
        if check.visibility == "public":  # a plain test, as students run it themselves: it may stumble
            missing = say("Is a `return` missing?") if stumbled and "NoneType" in told else ""
            told = joined([kind, missing, f"({told})"])
        elif stumbled:
            flags = (f"check {name}::{check.name} stumbled over the answer ({told}); please look at it",)
        return Verdict("failed", kind, told, flags=flags)


def _unusable(student: Callable[[], Any], name: str) -> str:
    """What to say where ``name`` is bound to something that is no function or class; empty where it may be one."""
    try:
        bound = getattr(student(), name)
    except (StudentFailure, LookupError, AttributeError):
        return ""
    if isinstance(bound, Handle):
        told = say(
            "`{name}` is one object of the class; the class itself is expected: leave the parentheses out.", name=name
        )
        return told if bound.type_name == name else ""
    if callable(bound):
        return ""
    if bound is Ellipsis:
        return say("`{name}` is `...`: it is not answered yet.", name=name)
    return say(
        "`{name}` is {kind}, where a function or class is expected: is the name given another value further down?",
        name=name,
        kind="None" if bound is None else kind_of(bound),
    )


def _unanswered(student: Callable[[], Any], name: str) -> str:
    """What to say where a value is still `...`, over which a plain check stumbles in words of its own; else empty."""
    try:
        unanswered = getattr(student(), name) is Ellipsis
        return say("`{name}` is `...`: it is not answered yet.", name=name) if unanswered else ""
    except (StudentFailure, LookupError, AttributeError):
        return ""


def _raised(name: str, error: StudentError, causes: Causes) -> Verdict:
    told = ""
    if error.type_name == "NotImplementedError" and 'required "forward"' in error.message:
        told = say(
            "`{name}` has no `forward`: is it spelled so, and indented so that it stands inside the class?", name=name
        )
        return Verdict("error", told, str(error), raised=told)
    if error.type_name == "NotImplementedError" and "Could not run '" not in error.message:
        return Verdict("unanswered", say("`{name}` is not written yet.", name=name), str(error))
    meant = cause_of(error.type_name, error.message)
    cause = causes.get(error.type_name) or usual_cause(error.type_name)
    raised = say("`{name}` raised {kind}.", name=name, kind=kind_told(error.type_name))
    told = joined([raised, cause, _stopped_by(error)])
    place = str(error.place or "")
    return Verdict("error", told, str(error), raised=_in_their_words(error), cause=meant, place=place)


def _in_their_words(error: StudentError) -> str:
    """The exception as the student's own machine shows it, its first line, and what it means; what the engine itself says, as it is."""
    text = error.message.partition("\n")[0]
    where = Sentence(" ({place})", {"place": heard(str(error.place))}) if error.place else ""
    if error.ours:
        return _ours(text, where)
    text = f"{error.type_name}: {text}" if text else error.type_name
    why = explained(error.type_name, error.message, error.spot)
    parts = {"text": text.rstrip(". ") if where else text, "where": where}
    told = Sentence("{text}{where}." if why else "{text}{where}", parts)
    return joined([told, why]) if why else told


def _ours(text: str, where: str) -> str:
    """What the sandbox says of a library that an exercise is written without (`tripwires`, `standins`), with the place."""
    if found := re.match(r"(\S+) does this exercise for you; ", text):
        return say(
            "{name} does this exercise for you; here it is to be written by hand{where}.", name=found[1], where=where
        )
    if found := re.fullmatch(r"(\S+) is not available: this exercise is written without (\S+?)\.?", text):
        parts = {"name": found[1], "library": found[2], "where": where}
        return say("{name} is not available: this exercise is written without {library}{where}.", **parts)
    return f"{text.rstrip('.')}{where}."


def _stopped_by(error: StudentFailure) -> str:
    """The assignment's limits that may have stopped it: no secret, and not the student's words."""
    return say("Probably stopped by a limit (the limits: {limits}).", limits=error.limits) if error.limits else ""


def question_status(share: float, verdicts: Sequence[Verdict]) -> Status:
    """The question's status from the share of its points and what its checks said."""
    kinds = [verdict.kind for verdict in verdicts]
    telling = (Status.MISSING, Status.TIMEOUT, Status.CRASHED, Status.UNANSWERED)
    return Status.earned(share, 1, next((status for status in telling if status in kinds), None))

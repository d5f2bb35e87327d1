"""The result record: one small immutable value from which every output is rendered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from autograder.records.code import Excerpt, FlaggedLine
from autograder.records.form import of_form, plain
from autograder.records.own_code import OwnQuestion
from autograder.records.owner import Owned, Owner
from autograder.records.status import Status, SubmissionStatus
from autograder.records.submission import Rejection, Submission
from autograder.records.text import points

Visibility = Literal["hidden", "public"]
BY_PERSON = "marked by a person"
"""The name of the only check of a question that a person marked."""


@dataclass(frozen=True)
class CheckResult:
    """What one check said.

    ``message`` may be shown to the student: of a hidden check it names no hidden input and no expected value.
    ``detail`` is for staff only. ``intent`` is the check's own sentence. ``place`` is the student's line where it raised, as both name it.
    """

    name: str
    passed: bool
    visibility: Visibility = "hidden"
    message: str = ""
    intent: str = ""
    weight: float = 1.0
    detail: str = ""
    remark: str = ""
    place: str = ""

    @property
    def said(self) -> str:
        """What it said, for staff."""
        return self.detail or self.message


@dataclass(frozen=True)
class QuestionResult:
    """One question's score. ``score`` is None only while the status is ``manual``; of a written answer that was left empty it is 0.

    ``measured`` is the best figure its checks measured, where the question has a ``measure``; it counts for no points. ``code`` is what
    was handed in for it, with the lines that matter, where the answer is not right. ``own_code`` are questions about it without points.
    ``flags`` are those of the submission's that are about this question.
    """

    name: str
    score: float | None
    max_score: float
    status: Status
    title: str = ""
    checks: tuple[CheckResult, ...] = ()
    diagnosis: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    counterexample: dict[str, Any] | None = None
    output: str = ""
    answer: str = ""
    measured: float | None = None
    code: tuple[Excerpt, ...] = ()
    own_code: tuple[OwnQuestion, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def left_empty(self) -> bool:
        """Whether this is a written answer with nothing in it, that no person has looked at: 0 points."""
        return self.status == Status.UNANSWERED and not self.checks

    @property
    def counts(self) -> bool:
        """Whether its points are part of the submission's. A written answer counts once a person has marked it; an empty one counts
        (as 0) once anybody's answer to the question is marked."""
        return self.score is not None and not self.left_empty

    @property
    def by_person(self) -> bool:
        """Whether this is a written answer, which a person marks with points that come on top of those for checks."""
        return not self.counts or bool(self.answer) or any(check.name == BY_PERSON for check in self.checks)

    def worth(self, check: CheckResult) -> float:
        """The points that ``check`` is worth in this question."""
        every = sum(one.weight for one in self.checks)
        return self.max_score * check.weight / every if every else 0.0

    @staticmethod
    def from_json(data: Any) -> QuestionResult:
        """The record back from plain values. Raises `ValueError` or `TypeError` for what is no such record."""
        values = of_form(QuestionResult, data)
        checks = tuple(_shared(CheckResult(**of_form(CheckResult, check))) for check in _list(values, "checks"))
        code = tuple(map(Excerpt.from_json, _list(values, "code")))
        own = tuple(map(OwnQuestion.from_json, _list(values, "own_code")))
        return QuestionResult(
            **{**values, "status": Status.named(values.get("status")), "checks": checks, "code": code, "own_code": own}
        )


@lru_cache(maxsize=4096)
def _shared(check: CheckResult) -> CheckResult:
    """An equal check, seen before if there was one: in a class nearly all are equal, and so ten thousand results fit into memory."""
    return check


def total(questions: Iterable[QuestionResult]) -> tuple[float, float]:
    """``(score, max_score)`` of a submission, over the questions that count. One that waits for a person counts on neither side until it is
    marked."""
    counted = [(question.score or 0.0, question.max_score) for question in questions if question.counts]
    return round(sum(score for score, _ in counted), 4), sum(most for _, most in counted)


@dataclass(frozen=True)
class Shares:
    """What a maximum is made of: points for ``checks`` and for ``written`` answers that count. ``waiting`` are the points of written
    answers that nobody has marked yet."""

    checks: float
    written: float
    waiting: float

    @staticmethod
    def of(questions: Iterable[QuestionResult]) -> Shares:
        """The shares of these questions."""
        every = list(questions)
        by_person = [question for question in every if question.by_person]
        return Shares(
            sum(question.max_score for question in every if question.counts and not question.by_person),
            sum(question.max_score for question in by_person if question.counts),
            sum(question.max_score for question in by_person if question.score is None),
        )

    @property
    def told(self) -> str:
        """In words, where written answers count: ``100 for checks and 10 on top for written answers``."""
        return (
            f"{points(self.checks)} for checks and {points(self.written)} on top for written answers"
            if self.written
            else ""
        )


@dataclass(frozen=True)
class Result(Owned):
    """One submission's result.

    ``score`` and ``max_score`` are the `total` of the questions.
    ``flags`` are short sentences for the instructor, those of its questions included, and ``skipped`` those of them that say what of the
    code was not read or run; ``lines`` are those that flags are about; ``remarks`` may be shown to the student.
    ``sentences`` are those of its texts that are made of parts, by their English text, for whoever reads them in another language
    (`autograder.records.sentences.kept`); two results that differ in these alone are equal.
    """

    submission: str
    owner: Owner
    assignment: str
    status: SubmissionStatus
    score: float
    max_score: float
    questions: tuple[QuestionResult, ...] = field(default=(), repr=False)
    reason: str = ""
    flags: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    isolation: str = ""
    duration_s: float = 0.0
    skipped: tuple[str, ...] = ()
    lines: tuple[FlaggedLine, ...] = ()
    sentences: dict[str, Any] = field(default_factory=dict, compare=False)

    @staticmethod
    def of(
        submission: Submission | Rejection,
        assignment: str,
        questions: tuple[QuestionResult, ...],
        *,
        flags: tuple[str, ...] = (),
        remarks: tuple[str, ...] = (),
        isolation: str = "",
        duration_s: float = 0.0,
        skipped: tuple[str, ...] = (),
        lines: tuple[FlaggedLine, ...] = (),
    ) -> Result:
        """What came of a submission or a rejection: its score is the `total` of the ``questions``; ``flags`` come after its own, and
        those of the questions last."""
        score, most = total(questions)
        reason = submission.reason if isinstance(submission, Rejection) else ""
        return Result(
            submission=submission.id,
            owner=submission.owner,
            assignment=assignment,
            status=SubmissionStatus.REJECTED if reason else SubmissionStatus.GRADED,
            score=score,
            max_score=most,
            questions=questions,
            reason=reason,
            flags=tuple(dict.fromkeys((*submission.flags, *flags, *(flag for one in questions for flag in one.flags)))),
            remarks=tuple(dict.fromkeys(remarks)),
            isolation=isolation,
            duration_s=round(duration_s, 4),
            skipped=skipped,
            lines=lines,
        )

    @property
    def called(self) -> str:
        """What a line of text calls the student (`Owner.called`), or the submission where it has no owner."""
        return self.owner.called or self.submission

    @property
    def automatic(self) -> float:
        """The score without what people decided (see `autograder.records.decision`)."""
        return self.score

    @property
    def excused(self) -> bool:
        """Whether a person decided that there is no mark (see `autograder.records.decision`)."""
        return False

    def with_questions(self, questions: tuple[QuestionResult, ...]) -> Result:
        """The same result with other questions, and their total."""
        score, most = total(questions)
        return replace(self, questions=questions, score=score, max_score=most)

    def to_json(self) -> dict[str, Any]:
        """The record as plain JSON values."""
        return plain(self)

    @staticmethod
    def from_json(data: Any) -> Result:
        """The record back from `to_json`'s values. Raises `ValueError` or `TypeError` for what is no such record."""
        values = of_form(Result, data)
        return Result(
            **{
                **values,
                "owner": Owner.from_json(values.get("owner")),
                "status": SubmissionStatus(str(values.get("status"))),
                "questions": tuple(map(QuestionResult.from_json, _list(values, "questions"))),
                "lines": tuple(map(FlaggedLine.from_json, _list(values, "lines"))),
            }
        )


def _list(values: dict[str, Any], name: str) -> list[Any]:
    found = values.get(name, ())
    if not isinstance(found, list | tuple):
        raise ValueError(f"the field {name!r} is no list")
    return list(found)

"""The result record: one small immutable value from which every output is rendered."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

SubmissionStatus = Literal["graded", "rejected"]
QuestionStatus = Literal["passed", "partial", "failed", "missing", "timeout", "crashed", "unanswered", "manual"]
Visibility = Literal["hidden", "public"]


@dataclass(frozen=True)
class CheckResult:
    """What one check said.

    ``message`` may be shown to the student: of a hidden check it names no hidden input and no expected value.
    ``detail`` is for staff only. ``intent`` is the check's own sentence.
    """

    name: str
    passed: bool
    visibility: Visibility = "hidden"
    message: str = ""
    intent: str = ""
    weight: float = 1.0
    detail: str = ""
    remark: str = ""


@dataclass(frozen=True)
class QuestionResult:
    """One question's score. ``score`` is None only while the status is ``manual``.

    ``measured`` is the best figure its checks measured, where the question has a ``measure``; it counts for no points.
    """

    name: str
    score: float | None
    max_score: float
    status: QuestionStatus
    title: str = ""
    checks: tuple[CheckResult, ...] = ()
    diagnosis: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    counterexample: dict[str, Any] | None = None
    output: str = ""
    answer: str = ""
    measured: float | None = None


@dataclass(frozen=True)
class Result:
    """One submission's result.

    ``score`` and ``max_score`` count the automatically graded questions, and the manual ones once they are marked.
    ``flags`` are short sentences for the instructor; ``remarks`` may be shown to the student.
    """

    submission: str
    student: str
    assignment: str
    status: SubmissionStatus
    score: float
    max_score: float
    questions: tuple[QuestionResult, ...] = ()
    reason: str = ""
    flags: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    isolation: str = ""
    duration_s: float = 0.0
    display_name: str = ""
    members: tuple[str, ...] = ()
    late: bool = False
    attempt: str = ""
    source: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The record as plain JSON values."""
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> Result:
        """The record back from `to_json`'s values."""
        questions = tuple(
            QuestionResult(
                **{
                    **q,
                    "checks": tuple(CheckResult(**c) for c in q["checks"]),
                    "diagnosis": tuple(q["diagnosis"]),
                    "hints": tuple(q["hints"]),
                }
            )
            for q in data["questions"]
        )
        tuples = {key: tuple(data[key]) for key in ("flags", "remarks", "members")}
        return Result(**{**data, **tuples, "questions": questions})

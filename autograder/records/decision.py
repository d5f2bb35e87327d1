"""What a person decides about marks: records of their own beside the results, and a result as they leave it.

They are kept by student and question, and put into a result when it is read: no regrade or resubmission touches them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from autograder.records.result import QuestionResult, Result, total
from autograder.records.sentences import joined, say
from autograder.records.status import Status, SubmissionStatus
from autograder.records.text import points


class Kind(StrEnum):
    """What is decided. The value is what tables say. The last three are for everybody: a question that was found broken."""

    POINTS = "points"
    ADD = "add"
    EXCUSE = "excuse"
    NOT_LATE = "not late"
    NOTE = "note"
    FULL = "full marks"
    LEFT_OUT = "left out"
    BEST = "best of both"


_WORDS = {
    Kind.EXCUSE: say("excused"),
    Kind.NOT_LATE: say("not late"),
    Kind.NOTE: say("a note"),
    Kind.FULL: say("full marks for everybody"),
    Kind.LEFT_OUT: say("left out, the rest counts as much more"),
    Kind.BEST: say("counts only where that is better"),
}
FOR_EVERYBODY = (Kind.FULL, Kind.LEFT_OUT, Kind.BEST)
OF_POINTS = (Kind.POINTS, Kind.ADD)
"""These two replace each other: a question's points are either set or changed."""


@dataclass(frozen=True)
class Decision:
    """One decision: about a ``student`` (their key; ``""``: everybody) and a ``question`` (``""``: the whole).

    ``value`` is what `Kind.POINTS` sets and `Kind.ADD` adds (a deduction is negative). ``why`` is for the staff, ``note`` for the student;
    ``who`` decided it ``when`` (ISO 8601).
    """

    kind: Kind
    student: str = ""
    question: str = ""
    value: float | None = None
    why: str = ""
    note: str = ""
    who: str = ""
    when: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        """A later decision with the same place replaces this one."""
        what = "points" if self.kind in OF_POINTS else "rule" if self.kind in FOR_EVERYBODY else self.kind
        return self.student, self.question, what

    def __str__(self) -> str:
        return str(self.told)

    @property
    def told(self) -> str:
        """The decision in words, for staff and student alike."""
        where = f"{self.question}: " if self.question else ""
        if self.kind == Kind.POINTS:
            return joined([where, _points(self.value)], "")
        if self.kind == Kind.ADD:
            amount = _points(abs(self.value or 0))
            sign = (
                say("plus {points}", points=amount) if (self.value or 0) >= 0 else say("minus {points}", points=amount)
            )
            return joined([where, sign], "")
        return joined([where, _WORDS[self.kind]], "")

    @property
    def signed(self) -> str:
        """Who decided it when, and why; a note alone needs no reason."""
        return f"{self} ({f'{self.why}; ' if self.why else ''}{self.who}, {self.when[:10]})"

    @property
    def flag(self) -> str:
        """The flag of a result that it concerns."""
        return f"decided: {self.signed}"


@dataclass(frozen=True)
class DecidedResult(Result):
    """A result with what people decided in it. ``automatic`` is the score without that."""

    automatic: float = 0.0
    decisions: tuple[Decision, ...] = ()
    excused: bool = False


def decided(result: Result, decisions: Iterable[Decision]) -> Result:
    """``result`` with people's ``decisions`` applied: those about its student, a member of its team, or everybody. The remarks give the
    automatic mark, each decision and the sum; the flags name those that are not for everybody. A rejected submission also gets full marks
    that are for everybody, but counts as graded only if a person gave it points."""
    mine = tuple(one for one in decisions if one.student in ("", result.student, *result.members))
    if not mine:
        return result
    status = _status(result, mine)
    questions = {question.name: question for question in result.questions}
    own = {one.question for one in mine if one.kind in OF_POINTS}
    for one in mine:
        question = questions.get(one.question)
        if question is None:
            continue
        if one.kind == Kind.FULL and one.question not in own:
            questions[question.name] = _scored(question, question.max_score)
        elif one.kind in OF_POINTS:
            value = one.value or 0.0
            score = value if one.kind == Kind.POINTS else max(0.0, (question.score or 0.0) + value)
            questions[question.name] = _scored(question, score)
    ordered = tuple(questions.values())
    score, most = total(ordered)
    score = _without_broken(ordered, score, mine)
    score += sum(one.value or 0.0 for one in mine if one.kind == Kind.ADD and not one.question)
    score = round(max(0.0, score), 4)
    excused = any(one.kind == Kind.EXCUSE for one in mine)
    not_late = any(one.kind == Kind.NOT_LATE for one in mine)
    owner = replace(result.owner, late=result.late and not not_late)
    told = [
        say(
            "A person decided: {decisions}. Automatic mark: {automatic}; mark: {mark}.",
            decisions=joined([one.told for one in mine], "; "),
            automatic=points(result.score),
            mark=say("excused") if excused else points(score),
        )
    ]
    flags = [one.flag for one in mine if one.kind not in FOR_EVERYBODY]
    flags += [
        f"decided: {one.value:g} points of {one.question}, which counts {questions[one.question].max_score:g} by now: look at it"
        for one in mine
        if one.kind == Kind.POINTS
        and one.question in questions
        and (one.value or 0) > questions[one.question].max_score
    ]
    if result.status != status:
        flags.insert(0, f"graded by a person; it had been rejected: {result.reason}")
    values = {name: getattr(result, name) for name in result.__dataclass_fields__}
    values |= {"owner": owner, "status": status, "score": score, "max_score": most, "questions": ordered}
    values |= {
        "reason": result.reason if status == result.status else "",
        "flags": (*flags, *result.flags),
        "remarks": (*told, *(one.note for one in mine if one.note), *result.remarks),
    }
    return DecidedResult(**values, automatic=result.score, decisions=mine, excused=excused)


def _status(result: Result, mine: Collection[Decision]) -> SubmissionStatus:
    """A rejected submission becomes graded when a person gives it points; taking points off does not do that."""
    by_hand = any(
        one.student and (one.kind == Kind.POINTS or (one.kind == Kind.ADD and (one.value or 0) > 0)) for one in mine
    )
    return SubmissionStatus.GRADED if by_hand else result.status


def _scored(question: QuestionResult, score: float) -> QuestionResult:
    same = score == question.score and question.counts
    status = question.status if same else Status.earned(score, question.max_score)
    return replace(question, score=round(score, 4), status=status)


def _without_broken(questions: Sequence[QuestionResult], score: float, mine: Collection[Decision]) -> float:
    """The score after questions were left out: what the others earn, scaled to the same points. Marks that people gave are not scaled."""
    counted = [question for question in questions if question.counts]
    machine = [question for question in counted if not question.by_person]
    others = sum(question.score or 0.0 for question in counted) - sum(question.score or 0.0 for question in machine)
    every = sum(question.max_score for question in machine)

    def leaving(names: set[str]) -> float:
        rest = [question for question in machine if question.name not in names]
        most = sum(question.max_score for question in rest)
        return sum(question.score or 0.0 for question in rest) * every / most + others if most else score

    out = {one.question for one in mine if one.kind == Kind.LEFT_OUT}
    if out:
        score = leaving(out)
    for one in mine:
        if one.kind == Kind.BEST and leaving({*out, one.question}) > score:
            out.add(one.question)
            score = leaving(out)
    return score


def _points(value: float | None) -> str:
    number = f"{value:g}"
    return say("1 point") if value == 1 else say("{points} points", points=number)

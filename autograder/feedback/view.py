"""A `Result` as its student reads it: cleaned words, chosen and ordered. Every renderer starts here."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.feedback.code import Line, excerpt_lines
from autograder.feedback.drawing import Drawing, Panel, drawing, input_panels
from autograder.grading.heard import heard
from autograder.records.code import Excerpt
from autograder.records.misconception import shown
from autograder.records.own_code import OwnQuestion
from autograder.records.result import BY_PERSON, CheckResult, QuestionResult, Result, Shares
from autograder.records.sentences import say, spoken, tell
from autograder.records.status import SubmissionStatus
from autograder.records.text import clean, one_line, points, visible
from autograder.records.translated import translated

UNDRAWN = say(
    "The smallest case that goes wrong could not be drawn. Please tell your instructor; your points do not depend on it."
)


@dataclass(frozen=True)
class CheckView:
    """One check's sentence and what came of it. ``message`` is empty where there is nothing to add. ``points`` says what it earned of what
    it is worth, nothing where it counts for none."""

    sentence: str
    points: str
    passed: bool
    public: bool
    message: str
    remark: str


@dataclass(frozen=True)
class DiagnosisView:
    """A misconception in words: ``flipped-kernel`` is ``Flipped kernel``, with its hint in paragraphs."""

    name: str
    title: str
    hint: tuple[str, ...]


@dataclass(frozen=True)
class CodeView:
    """What was handed in for a question: the ``lines``, and in words where they are (``place``). ``marked``: some of them matter."""

    place: str
    lines: tuple[Line, ...]
    marked: bool


@dataclass(frozen=True)
class QuestionView:
    """One question. ``score`` is ``"–"`` while a person has still to mark it; ``share`` is 0..1 of its points.

    ``undrawn`` says that the smallest case has no picture though it should have one.
    ``counts``: whether its points are in the mark; ``empty``: a written answer with nothing in it.
    ``common`` is the message where every check failed with the same one (missing, not written, too slow): it is said once.
    """

    name: str
    title: str
    status: str
    tone: str
    score: str
    max_score: str
    share: float
    weight: float
    passed_checks: int
    common: str
    diagnoses: tuple[DiagnosisView, ...]
    checks: tuple[CheckView, ...]
    picture: Drawing | None
    undrawn: str
    output: str
    answer: str
    code: tuple[CodeView, ...]
    counts: bool = True
    empty: bool = False


@dataclass(frozen=True)
class OwnQuestionView:
    """A question about the student's own code, what is drawn beside it, and its answer, which is folded."""

    ask: str
    inputs: tuple[Panel, ...]
    answer: str
    why: str


@dataclass(frozen=True)
class StudentView:
    """A whole result as its student may read it: no flags, no staff detail, no other name."""

    name: str
    rejected: bool
    reason: str
    late: bool
    score: str
    max_score: str
    share: float
    remarks: tuple[str, ...]
    questions: tuple[QuestionView, ...]
    facts: tuple[str, ...] = ()
    contact: str = ""
    bonus: tuple[str, ...] = ()
    own_code: tuple[OwnQuestionView, ...] = ()


def student_view(
    result: Result, name: str | None = None, *, graded: str = "", contact: str = "", file: bool = True
) -> StudentView:
    """What the student reads, in the language that is spoken here. ``name`` replaces the student's own (a pseudonym); ``file``: whether the
    file's name is shown; ``graded`` says when that was, in words, ``contact`` whom to ask."""
    result = translated(result)
    answer = one_line(result.source.get("file", "").replace("\\", "/").rpartition("/")[2], 120) if file else ""
    attempt = spoken("attempt: {attempt}", attempt=one_line(result.attempt, 60)) if result.attempt else ""
    return StudentView(
        name=shown_name(result) if name is None else name,
        rejected=result.status == SubmissionStatus.REJECTED,
        reason=clean(result.reason, 1000),
        late=result.late,
        score=points(result.score),
        max_score=points(result.max_score),
        share=share(result.score, result.max_score),
        remarks=tuple(clean(remark, 600) for remark in result.remarks[:50]),
        questions=tuple(question_view(question) for question in result.questions),
        facts=tuple(filter(None, (answer, attempt, spoken("graded on {day}", day=graded) if graded else ""))),
        contact=" ".join(visible(contact).split())[:300],
        bonus=_bonus(result),
        own_code=tuple(_own_code(asked) for question in result.questions for asked in question.own_code),
    )


def _bonus(result: Result) -> tuple[str, ...]:
    """What the points for written answers have to do with the mark, where there are any."""
    shares, told = Shares.of(result.questions), []
    if shares.written:
        told.append(
            spoken(
                "The {points} points are {checks} for checks and {written} on top for written answers, which a person marks.",
                points=points(result.max_score), checks=points(shares.checks), written=points(shares.written),
            )
        )  # fmt: skip
    if shares.waiting:
        told.append(
            spoken(
                "A person has still to mark what you wrote: up to {points} points on top.",
                points=points(shares.waiting),
            )
        )
    return tuple(told)


def _own_code(asked: OwnQuestion) -> OwnQuestionView:
    try:
        inputs = input_panels(asked.case)
    except Exception:  # one picture costs no page
        inputs = ()
    return OwnQuestionView(clean(asked.ask, 600), inputs, clean(asked.answer, 300), clean(asked.why, 300))


def question_view(question: QuestionResult) -> QuestionView:
    """What the student reads of one question."""
    checks = tuple(_check(check, question.worth(check)) for check in question.checks)
    hints = (*question.hints, *("",) * len(question.diagnosis))
    picture, undrawn = _picture(question)
    return QuestionView(
        name=one_line(question.name, 80),
        title=one_line(question.title, 200),
        status=tell(question.status.label),
        tone=question.status.tone,
        score=points(question.score) if question.score is not None and question.counts else "–",
        max_score=points(question.max_score),
        share=share(question.score or 0.0, question.max_score),
        weight=question.max_score,
        passed_checks=sum(check.passed for check in question.checks),
        common=_common(checks),
        diagnoses=tuple(diagnosis_view(name, hint) for name, hint in zip(question.diagnosis, hints, strict=False)),
        checks=checks,
        picture=picture,
        undrawn=undrawn,
        output=clean(question.output, 8000).strip("\n"),
        answer=clean(question.answer, 20000).strip("\n"),
        code=tuple(map(code_view, question.code)),
        counts=question.counts,
        empty=question.left_empty,
    )


def code_view(excerpt: Excerpt) -> CodeView:
    """The lines of student code as they are shown."""
    shown = excerpt_lines(excerpt)
    file, first, last = one_line(tell(heard(excerpt.file)), 120), shown[0].number, shown[-1].number
    place = (
        spoken("{file}, lines {first} to {last}", file=file, first=first, last=last)
        if len(shown) > 1
        else spoken("{file}, line {line}", file=file, line=first)
    )
    if excerpt.more:
        place += spoken("; {number} more lines of it are not shown", number=excerpt.more)
    return CodeView(place, tuple(shown), bool(excerpt.marks))


def diagnosis_view(name: str, hint: str = "") -> DiagnosisView:
    """A misconception as it is shown."""
    return DiagnosisView(one_line(name, 80), *shown(name, hint))


def shown_name(result: Result) -> str:
    """What a submission is called: the student's name, else the key, else the id; never an e-mail address."""
    return result.owner.shown_name or one_line(result.submission, 40)


def share(score: float, max_score: float) -> float:
    """Points as a share of the maximum, 0..1."""
    return min(max(score / max_score, 0.0), 1.0) if max_score > 0 else 0.0


def _picture(question: QuestionResult) -> tuple[Drawing | None, str]:
    """The drawn smallest case, or the sentence shown instead if it cannot be drawn: one picture must not cost the page."""
    if not question.counterexample:
        return None, ""
    try:
        return drawing(question.counterexample), ""
    except Exception:
        return None, tell(UNDRAWN)


def _common(checks: tuple[CheckView, ...]) -> str:
    # Public checks may word the same failure otherwise.
    messages = {check.message for check in checks if not check.public}
    alone = len(messages) == 1 and not any(check.passed for check in checks) and len(checks) > 1
    return messages.pop() if alone else ""


def _check(check: CheckResult, worth: float) -> CheckView:
    remark = clean(check.remark, 600)
    message = clean(check.message, 2000)
    return CheckView(
        sentence=one_line(check.intent or check.name.replace("_", " "), 400),
        points=f"{points(worth if check.passed else 0.0)} / {points(worth)}"
        if worth and check.name != BY_PERSON
        else "",
        passed=check.passed,
        public=check.visibility == "public",
        message="" if message == remark or (check.passed and not message) else message,
        remark=remark,
    )

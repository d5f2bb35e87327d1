"""The class as numbers: gathered result by result, so that a class of ten thousand costs a few small rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

from autograder.feedback.item_analysis import Alarm, ItemAnalysis, Outcomes
from autograder.feedback.view import DiagnosisView, diagnosis_view, share
from autograder.records.decision import FOR_EVERYBODY, DecidedResult
from autograder.records.result import QuestionResult, Result, Shares
from autograder.records.status import Status, SubmissionStatus, Tone
from autograder.records.text import clean, one_line, points

BINS = 10
MOST_FLAGS = 5
"""Flags told of one submission; the rest are counted."""
MOST_LISTED = 300
"""Submissions in a list beside the table; the rest are counted, and found by the table's filter."""
FAILURES = (Status.UNANSWERED, Status.MISSING, Status.TIMEOUT, Status.CRASHED)
"""The statuses that say that there was nothing to check."""
MOST_SLOW = 5
"""Submissions that are named as slow."""
SHADES = 5


@dataclass(frozen=True)
class Mark:
    """One question of one submission in the table: its points, its tone, and its status if the points do not say it."""

    text: str
    status: str
    tone: str


@dataclass(frozen=True)
class Row:
    """One submission in the table; its marks by question."""

    name: str
    key: str
    page: str
    rejected: bool
    late: bool
    score: float
    text: str
    share: float
    marks: dict[str, Mark]
    diagnoses: tuple[str, ...]
    flags: tuple[str, ...]
    more_flags: int
    reason: str
    seconds: float
    decided: str


@dataclass
class QuestionTally:
    """How the class did on one question; rejected submissions do not count."""

    name: str
    title: str
    max_score: float
    statuses: Counter[Status] = field(default_factory=Counter)
    earned: float = 0.0
    marked: int = 0

    @property
    def share(self) -> float:
        """The mean part of the points earned, 0..1."""
        return share(self.earned, self.max_score * self.marked)

    def parts(self) -> list[tuple[str, int, float]]:
        """The bar's pieces: tone, submissions, share of the submissions."""
        tones: Counter[Tone] = Counter()
        for status, count in self.statuses.items():
            tones[status.tone] += count
        total = self.statuses.total()
        return [(tone, tones[tone], tones[tone] / total) for tone in Tone if tones[tone]]

    def failures(self) -> list[int]:
        """How many submissions had nothing to check here, by the status in `FAILURES`."""
        return [self.statuses[status] for status in FAILURES]

    def told(self) -> str:
        """The statuses in words, most frequent first."""
        return ", ".join(f"{count} {status.words}" for status, count in self.statuses.most_common())


@dataclass(frozen=True)
class Bin:
    """One bar of the histogram: its label, its count, its height as a share of the highest."""

    label: str
    count: int
    height: float


@dataclass
class Found:
    """One misconception in the class: how many submissions show it, and in how many answers to which questions."""

    diagnosis: DiagnosisView
    submissions: int = 0
    questions: Counter[str] = field(default_factory=Counter)

    def shade(self, question: str, most: int) -> int:
        """How dark the question's cell of the heat map is, 0 (empty) to `SHADES` (``most``, the largest count)."""
        return -(-SHADES * self.questions[question] // most)


class ClassTally:
    """What the class page shows, gathered by `add`."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.questions: dict[str, QuestionTally] = {}
        self.max_score = 0.0
        self.bonus = ""
        self.rules: dict[str, None] = {}
        self.waiting = 0
        self.isolation: Counter[str] = Counter()
        self.seconds = 0.0
        self._bins = [0] * BINS
        self._found: dict[str, Found] = {}
        self._outcomes = Outcomes()

    def add(self, result: Result, name: str, page: str, key: str = "") -> None:
        """Count ``result``, which the table calls ``name`` and which has the page ``page`` (a relative address).

        ``key`` tells students of one name apart.
        """
        if isinstance(result, DecidedResult):
            self.rules |= dict.fromkeys(
                one_line(one.signed, 400) for one in result.decisions if one.kind in FOR_EVERYBODY
            )
        shares = Shares.of(result.questions)
        if result.max_score > self.max_score:
            self.max_score, self.bonus = result.max_score, shares.told
        self.waiting += bool(shares.waiting) and result.status == SubmissionStatus.GRADED
        self.seconds += result.duration_s
        self._outcomes.add(result, len(self.rows))
        self.rows.append(_row(result, name, page, key))
        for question in result.questions:
            tally = self.questions.setdefault(
                question.name,
                QuestionTally(one_line(question.name, 80), one_line(question.title, 200), question.max_score),
            )
            if result.status == SubmissionStatus.GRADED:
                self._count(question, tally)
        if result.status == SubmissionStatus.GRADED:
            for name in {name for question in result.questions for name in question.diagnosis}:
                self._found[name].submissions += 1
            self.isolation[one_line(result.isolation, 40) or "unknown"] += 1
            self._bins[min(int(BINS * share(result.score, result.max_score)), BINS - 1)] += 1

    def _count(self, question: QuestionResult, tally: QuestionTally) -> None:
        tally.statuses[question.status] += 1
        if question.score is not None and question.counts:
            tally.earned += question.score
            tally.marked += 1
        hints = (*question.hints, *("",) * len(question.diagnosis))
        for name, hint in zip(question.diagnosis, hints, strict=False):
            found = self._found.setdefault(name, Found(diagnosis_view(name, hint)))
            found.questions[one_line(question.name, 80)] += 1

    @cached_property
    def items(self) -> ItemAnalysis:
        """The figures of checks and questions, once everything was added."""
        return self._outcomes.analysis()

    def alarms(self) -> list[tuple[Alarm, list[Row]]]:
        """The checks that are probably wrong, each with the submissions it concerns."""
        return [(alarm, _by_name([self.rows[number] for number in alarm.students])) for alarm in self.items.alarms]

    def table(self) -> list[Row]:
        """Every submission, by name."""
        return _by_name(self.rows)

    @cached_property
    def graded(self) -> list[Row]:
        return [row for row in self.rows if not row.rejected]

    @cached_property
    def rejected(self) -> list[Row]:
        return [row for row in self.table() if row.rejected]

    @cached_property
    def flagged(self) -> list[Row]:
        return [row for row in self.table() if row.flags]

    def figures(self) -> list[tuple[str, str]]:
        """The class in a handful of figures, each with its name."""
        graded = self.graded
        told = [
            ("submissions", f"{len(self.rows):,}"),
            ("graded", f"{len(graded):,}"),
            ("rejected", f"{len(self.rejected):,}"),
        ]
        if graded:
            scores = [row.score for row in graded]
            told += [
                (f"mean of {points(self.max_score)}", f"{sum(scores) / len(scores):.1f}"),
                ("median", f"{median(scores):.1f}"),
                ("with full marks", f"{sum(row.share >= 1 for row in graded):,}"),
            ]
        if self.items.reliability:
            told.append(("reliability", f"{self.items.reliability.alpha:.2f}"))
        return told

    def times(self) -> list[tuple[str, str]]:
        """How long submissions ran: the middle one, the slow ones, the slowest."""
        seconds = sorted(row.seconds for row in self.graded)
        if not seconds:
            return []
        picked = (("median", 0.5), ("95 of 100 within", 0.95), ("slowest", 1.0))
        return [(name, f"{seconds[int(part * (len(seconds) - 1))]:.2f} s") for name, part in picked]

    def slowest(self) -> list[Row]:
        """The submissions that ran longest, where they took far longer than the others."""
        usual = median(row.seconds for row in self.graded) if self.graded else 0.0
        slow = [row for row in self.graded if row.seconds > max(1.0, 5 * usual)]
        return sorted(slow, key=lambda row: -row.seconds)[:MOST_SLOW]

    def histogram(self) -> list[Bin]:
        """How many graded submissions earned 0–9 %, 10–19 %, … 90–100 %."""
        highest = max(self._bins) or 1
        step = 100 // BINS
        labels = [f"{i * step}–{(i + 1) * step - (i < BINS - 1)}" for i in range(BINS)]
        return [Bin(label, count, count / highest) for label, count in zip(labels, self._bins, strict=True)]

    def found(self) -> list[Found]:
        """The misconceptions, that of most submissions first."""
        return sorted(self._found.values(), key=lambda found: (-found.submissions, found.diagnosis.name))


def _by_name(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.name.casefold())


def _row(result: Result, name: str, page: str, key: str) -> Row:
    named = {diagnosis_view(found).title for question in result.questions for found in question.diagnosis}
    return Row(
        name=name,
        key=key,
        page=page,
        rejected=result.status == SubmissionStatus.REJECTED,
        late=result.late,
        score=result.score,
        text=points(result.score),
        share=share(result.score, result.max_score),
        marks={question.name: _mark(question) for question in result.questions},
        diagnoses=tuple(sorted(named)),
        flags=tuple(one_line(flag, 300) for flag in result.flags[:MOST_FLAGS]),
        more_flags=max(0, len(result.flags) - MOST_FLAGS),
        reason=clean(result.reason, 600),
        seconds=result.duration_s,
        decided=_decided(result),
    )


def _decided(result: Result) -> str:
    if not isinstance(result, DecidedResult):
        return ""
    return "excused" if result.excused else f"decided, automatic {points(result.automatic)}"


def _mark(question: QuestionResult) -> Mark:
    status = "" if question.status in (Status.PASSED, Status.PARTIAL, Status.FAILED) else question.status.label
    counted = question.score is not None and question.counts
    return Mark(points(question.score or 0.0) if counted else "–", status, question.status.tone)

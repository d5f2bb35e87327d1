"""What a person should look at in a graded class, as one queue: made of records, without a file or a page.

A *matter* is one thing to look at: of one submission, or of many that are alike in it and can be settled at once. What makes it is the
automatic result; what people decided does not hide it, it only shows that somebody was there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from autograder.records.result import QuestionResult, Result
from autograder.records.signature import signature
from autograder.records.status import Status, SubmissionStatus
from autograder.records.submission import Ignored
from autograder.records.text import one_line


class Sort(StrEnum):
    """What kind of matter it is, in the order of the queue; ``about`` says what a person can do about it."""

    label: str
    about: str

    def __new__(cls, value: str, label: str, about: str) -> Sort:
        sort = str.__new__(cls, value)
        sort._value_ = value
        sort.label, sort.about = label, about
        return sort

    REJECTED = "rejected", "Rejected", "Scored 0. Points given here count, and it is graded by hand then."
    FLAG = "flag", "Flag", "A flag costs no points; a person decides."
    LOADING = "loading", "Left out at loading", "What could not be read or run was left out; the rest counts."
    TIME = "time", "Time-out or crash", "The call used up its time, or ended the process."
    STEP = "step", "Just under a step", "A little more would lead over the next step."
    ALIKE = "alike", "The same wrong answers", "Their answers went wrong in the very same way in every check."
    WRITTEN = "written", "Written answer", "Marked by the rubric, without the name."
    COPY = "copy", "Near-copy", "More alike than independent right answers are. Evidence, no verdict."
    IGNORED = "ignored", "Files that belong to nobody", "No submission was made of them."


ORDER = tuple(Sort)
STEPS = (50.0, 60.0, 70.0, 80.0, 90.0)
"""Where marks turn into grades, in percent of the points: the most usual ones."""
NEAR = 1.0
"""How many percent below a step are just under it: about one check of one question."""


@dataclass(frozen=True)
class Case:
    """One submission in a matter. ``key`` is another one as soon as there is something new to look at; ``settled``: nothing is left to
    decide (a written answer that has its mark)."""

    key: str
    submission: str
    student: str
    name: str
    settled: bool = False


@dataclass(frozen=True)
class Matter:
    """One thing to look at. ``question`` is ``""`` where it is about the whole; ``told`` says in sentences what there is."""

    id: str
    sort: Sort
    title: str
    question: str
    told: tuple[str, ...]
    cases: tuple[Case, ...] = ()

    def open(self, looked: Iterable[str]) -> list[Case]:
        """The cases that nobody has looked at or settled yet."""
        seen = set(looked)
        return [case for case in self.cases if not case.settled and case.key not in seen]


@dataclass(frozen=True)
class Sighting:
    """One submission's part in a matter: those that agree in ``sort``, ``question`` and ``alike`` are one matter."""

    sort: Sort
    question: str
    alike: str
    title: str
    told: tuple[str, ...]
    rank: float = 0.0


_WRONG = (Status.FAILED, Status.PARTIAL)
_STOPPED = (Status.TIMEOUT, Status.CRASHED)


def sightings(result: Result) -> Iterator[Sighting]:
    """What there is to look at in one automatic result, its mark's place on the scale apart."""
    own = result.submission
    if result.status == SubmissionStatus.REJECTED:
        yield Sighting(Sort.REJECTED, "", f"{own}\n{result.reason}", one_line(result.reason, 90), (result.reason,))
    others = tuple(flag for flag in result.flags if flag not in result.skipped)
    for sort, told in ((Sort.FLAG, others), (Sort.LOADING, result.skipped)):
        if told:
            yield Sighting(sort, "", "\n".join(told), one_line(told[0], 90), told)
    for question in result.questions if result.status == SubmissionStatus.GRADED else ():
        yield from _of_question(question, own)


def _of_question(question: QuestionResult, own: str) -> Iterator[Sighting]:
    if question.status in _STOPPED:
        told = tuple(dict.fromkeys(check.message for check in question.checks if not check.passed and check.message))
        title = f"{question.name}: {question.status.words}"
        yield Sighting(Sort.TIME, question.name, f"{own}\n{question.status}", title, told[:5])
    elif question.status in _WRONG and not question.answer:
        yield Sighting(Sort.ALIKE, question.name, signature(question), _named(question), ())
    elif question.status == Status.MANUAL and question.answer.strip():
        yield Sighting(Sort.WRITTEN, question.name, question.answer.strip(), question.title or question.name, ())


def _named(question: QuestionResult) -> str:
    """What went wrong, in a line: the misconceptions by name, else what a failed check says, a hidden one rather than an example."""
    failed = [check for check in question.checks if not check.passed]
    failed.sort(key=lambda check: check.visibility != "hidden")
    what = ", ".join(name.replace("-", " ") for name in question.diagnosis[:2])
    what = what or next((check.message.replace("`", "") for check in failed if check.message), "")
    what = what or f"{len(failed)} checks failed"
    return one_line(what if what.startswith(question.name) else f"{question.name}: {what}", 90)


def below_a_step(seen: Result, steps: Sequence[float], near: float) -> Sighting | None:
    """The sighting of a mark (with what people decided in it) that is less than ``near`` percent under one of the ``steps``."""
    if seen.status != SubmissionStatus.GRADED or seen.excused or seen.max_score <= 0:
        return None
    percent = 100 * seen.score / seen.max_score
    for step in steps:
        missing = (step - percent) * seen.max_score / 100
        if 0 < round(step - percent, 9) <= near:
            told = f"{seen.score:g} of {seen.max_score:g} points: {missing:.3g} more would be {step:g} %."
            return Sighting(
                Sort.STEP, "", f"{seen.submission}\n{step:g}", f"{missing:.3g} under {step:g} %", (told,), missing
            )
    return None


@dataclass(frozen=True)
class Entry:
    """One submission as the queue needs it: whose it is, and what there is to look at. ``points`` are those of each question and, under
    ``""``, the mark, with what people decided; ``settled`` names its marked written answers."""

    submission: str
    student: str
    name: str
    found: tuple[Sighting, ...]
    step: Sighting | None = None
    points: Mapping[str, float | None] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()

    @staticmethod
    def of(result: Result, seen: Result, steps: Sequence[float] = STEPS, near: float = NEAR) -> Entry:
        """The entry of an automatic ``result``, ``seen`` with what people marked and decided in it."""
        entry = Entry(
            result.submission,
            result.student,
            seen.owner.shown_name or one_line(result.submission, 40),
            tuple(sightings(result)),
        )
        return entry.with_marks(seen, steps, near)

    def with_marks(self, seen: Result, steps: Sequence[float] = STEPS, near: float = NEAR) -> Entry:
        """The same entry after people marked or decided something else."""
        marked = frozenset(one.name for one in seen.questions if one.status != Status.MANUAL and one.answer)
        points = {"": None if seen.excused else seen.score} | {one.name: one.score for one in seen.questions}
        return replace(self, step=below_a_step(seen, steps, near), points=points, settled=marked)


Copies = tuple[Sequence[str], tuple[str, ...]]
"""Submissions that are more alike than independent answers are, and in sentences what is alike."""


def copies_id(submissions: Sequence[str], told: Sequence[str]) -> str:
    """The id of a matter of near-copies."""
    return _id(Sort.COPY, *submissions, *told)


def queue(entries: Iterable[Entry], ignored: Sequence[Ignored] = (), copies: Iterable[Copies] = ()) -> list[Matter]:
    """The matters of a class, in the order in which a person goes through them: by sort, and in it what concerns most first. ``copies``
    come in the order of their evidence."""
    entries = list(entries)
    found: dict[tuple[Sort, str, str], list[tuple[Entry, Sighting]]] = {}
    for entry in entries:
        for one in (*entry.found, *([entry.step] if entry.step else [])):
            found.setdefault((one.sort, one.question, one.alike), []).append((entry, one))
    matters = [
        (_matter(place, them), them[0][1].rank)
        for place, them in found.items()
        # One wrong answer alone is what a grader is for.
        if len(them) > 1 or place[0] != Sort.ALIKE
    ]
    matters += [(one, float(number)) for number, one in enumerate(_near_copies(copies, entries))]
    if ignored:
        told = tuple(f"{one_line(one.path)}: {one_line(one.reason)}" for one in ignored)
        title = f"{len(ignored)} file{'' if len(ignored) == 1 else 's'}"
        key = _id(Sort.IGNORED, *told)
        matters.append((Matter(key, Sort.IGNORED, title, "", told, (Case(key, "", "", ""),)), 0.0))
    matters.sort(key=lambda one: (ORDER.index(one[0].sort), *_place(one[0]), one[1]))
    return [matter for matter, _ in matters]


def _near_copies(copies: Iterable[Copies], entries: Iterable[Entry]) -> Iterator[Matter]:
    known = {entry.submission: entry for entry in entries}
    for submissions, told in copies:
        id_, them = copies_id(submissions, told), [known[one] for one in submissions if one in known]
        cases = tuple(Case(_id(id_, one.submission), one.submission, one.student, one.name) for one in them)
        if len(cases) > 1:
            more = f" and {len(cases) - 2} more" if len(cases) > 2 else ""
            mark = "; " if "," in cases[0].name + cases[1].name else ", "  # between "Baker, Ned" and "Ek, Bo"
            yield Matter(id_, Sort.COPY, f"{cases[0].name}{mark}{cases[1].name}{more}", "", told, cases)


def _place(matter: Matter) -> tuple[str, int, str]:
    """Written answers go question by question in the order of their ids, which says nothing about their authors."""
    if matter.sort == Sort.WRITTEN:
        return matter.question, 0, matter.id
    if matter.sort in (Sort.STEP, Sort.COPY):  # by their rank
        return "", 0, ""
    return "", -len(matter.cases), matter.title.casefold()


def _matter(place: tuple[Sort, str, str], them: Sequence[tuple[Entry, Sighting]]) -> Matter:
    sort, question, _ = place
    id_, first = _id(*place), them[0][1]
    cases = tuple(
        Case(
            _id(id_, entry.submission),
            entry.submission,
            entry.student,
            entry.name,
            sort == Sort.WRITTEN and question in entry.settled,
        )
        for entry, _ in them
    )
    return Matter(id_, sort, first.title or cases[0].name, question, first.told, cases)


def _id(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()[:24]

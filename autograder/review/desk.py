"""The run on a reviewer's desk: the queue kept up to date, and what a person decides carried out, in one thread alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from autograder.course import Question
from autograder.feedback.near_copies import Pair
from autograder.records.decision import FOR_EVERYBODY, Decision, Kind
from autograder.records.errors import ConvgradeError
from autograder.records.result import Result
from autograder.records.submission import Submission
from autograder.review.copies import Search, told
from autograder.review.handed_in import HandedIn
from autograder.review.queue import NEAR, STEPS, Case, Entry, Matter, Sort, copies_id, queue
from autograder.runs.decisions import user
from autograder.runs.run import Run
from autograder.written import written_questions

T = TypeVar("T")


class Overtaken(ConvgradeError):
    """Something was decided or graded there since the page was drawn: nothing is decided blindly over it."""


@dataclass(frozen=True)
class About:
    """What an order is about: a ``matter`` as it was ``seen`` (`Desk.stamp`), and which of its ``cases``, by key (none: all)."""

    matter: str
    seen: str
    cases: tuple[str, ...] = ()


def batch_of(decision: Decision) -> str:
    """What decisions have in common that were taken at once, for several students."""
    facts = replace(decision, student="") if decision.student else decision
    return hashlib.sha256(repr((bool(decision.student), facts)).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _submissions(folder: Path, course: Path | None) -> tuple[Submission, ...]:
    """What was handed in, read as `grade` reads it, by a `Run` of the calling thread."""
    with Run(folder, course) as run:
        intake = run.handed_in()
    return (*intake.submissions, *filter(None, (one.to_look_at for one in intake.rejections)))


class Desk:
    """One run, opened for review by ``who``. All but `call` and `close` is for the desk's own thread: go through `call`."""

    def __init__(
        self,
        folder: Path,
        course: Path | None,
        who: str,
        *,
        steps: Sequence[float] = STEPS,
        near: float = NEAR,
    ) -> None:
        self.who = who or user()
        self.matters: dict[str, Matter] = {}
        self.looked: set[str] = set()
        self.decisions: list[Decision] = []
        self.rubrics: dict[str, Question] = {}
        self.questions: dict[str, float] = {}
        self.pairs: dict[str, Pair] = {}
        self._pairs: Sequence[Pair] = ()
        self.title = ""
        self._steps, self._near = steps, near
        self._entries: dict[str, Entry] = {}
        self._version: int | None = None
        # SQLite's connections belong to a thread, and a person decides one thing after the other.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")
        try:
            self.run = self._thread.submit(Run, folder, course).result()
            self._thread.submit(self._read_course).result()
            self.handed_in = HandedIn(lambda: _submissions(folder, course))
            self._search = Search(folder, course, lambda pairs: self.call(lambda: self._take_in(pairs)))
        except BaseException:
            self._thread.shutdown()
            raise

    def call(self, do: Callable[[], T]) -> T:
        """What ``do`` gives, in the desk's own thread, after everything that others wrote was read."""

        def fresh() -> T:
            if self._version != self.run.version():
                self._read()
            return do()

        return self._thread.submit(fresh).result()

    def close(self) -> None:
        """Finish what is being written, and let go of the run."""
        self._search.close()
        self._thread.submit(self.run.close)
        self._thread.shutdown()

    def _read_course(self) -> None:
        self.title = self.run.title
        try:
            self.rubrics = {question.name: question for question in written_questions(self.run.assignment)}
        except ConvgradeError:  # the course does not lie here: there is all but the rubrics
            self.rubrics = {}

    def _read(self) -> None:
        self._version = self.run.version()
        self._entries, self.questions = {}, {}
        for raw, seen in self.run.both():
            self._entries[raw.submission] = Entry.of(raw, seen, self._steps, self._near)
            self.questions |= {question.name: question.max_score for question in raw.questions}
        self._sort()

    def _sort(self) -> None:
        self.looked = self.run.looked()
        self.decisions = list(self.run.decisions)
        copies = [((pair.one, pair.other, *pair.others), told(pair)) for pair in self._pairs]
        self.pairs = {copies_id(*one): pair for one, pair in zip(copies, self._pairs, strict=True)}
        found = queue(self._entries.values(), self.run.ignored(), copies)
        self.matters = {matter.id: matter for matter in found}

    def _take_in(self, pairs: Sequence[Pair]) -> None:
        """Put near-copies into the queue."""
        self._pairs = pairs
        self._sort()

    def _written(self, submissions: Collection[str]) -> None:
        """Take in what was written just now about these ``submissions``: a decision about one must not cost a class."""
        if self._version != self.run.version():  # somebody else wrote in between
            self._read()
            return
        for raw, seen in self.run.both(submissions):
            self._entries[raw.submission] = self._entries[raw.submission].with_marks(seen, self._steps, self._near)
        self._sort()

    def result(self, case: Case) -> tuple[Result, Result] | None:
        """The automatic result of a case, and with what people marked and decided."""
        return next(self.run.both([case.submission]), None)

    def standing(self, students: Iterable[str]) -> list[Decision]:
        """The decisions about ``students`` or everybody."""
        whose = {"", *students}
        return [one for one in self.decisions if one.student in whose]

    def stamp(self, matter: Matter) -> str:
        """What is another one after anything was decided or marked in a matter, or its cases are others."""
        facts = [repr(one) for one in self.standing(case.student for case in matter.cases)]
        for case in matter.cases:
            facts.append(f"{case.key} {self.points(case)} {self.points(case, matter.question)}")
            if matter.sort == Sort.WRITTEN:
                facts.append(repr(self.mark_of(case, matter.question)))
        return hashlib.sha256("\n".join(facts).encode("utf-8", "surrogatepass")).hexdigest()[:24]

    def points(self, case: Case, question: str = "") -> float | None:
        """The points of a case on a question, or its mark; None where it is excused, or a person has still to mark it."""
        entry = self._entries.get(case.submission)
        return entry.points.get(question) if entry else None

    def mark_of(self, case: Case, question: str) -> tuple[float, str, str] | None:
        """A person's mark for a written answer, the comment, and who gave it when; None while there is none."""
        both = self.result(case)
        for asked in both[1].questions if both and case.settled else ():
            if asked.name == question and asked.score is not None:
                given = asked.checks[0] if asked.checks else None
                return asked.score, given.message if given else "", given.detail if given else ""
        return None

    def decide(
        self, about: About, kind: Kind, question: str = "", value: float | None = None, why: str = "", note: str = ""
    ) -> str:
        """Decide something for the cases, or for everybody where the kind says so; what came of it, in a sentence. Raises `MarksError`
        and `Overtaken`."""
        cases = self._cases(about)
        students = [""] if kind in FOR_EVERYBODY else [case.student for case in cases]
        made = self.run.decisions.make_all(
            kind, students, question=question, value=value, why=why, note=note, who=self.who
        )
        self.run.look([case.key for case in cases], self.who)
        self._taken_in(cases, everybody=kind in FOR_EVERYBODY)
        return f"{self._whom(cases, everybody=kind in FOR_EVERYBODY)}: {made[0]}."

    def take_back(self, about: About, batch: str) -> str:
        """Take back what was decided at once, a `batch_of` decisions, for the cases; what came of it. Raises `Overtaken`."""
        cases = self._cases(about)
        found = [one for one in self.standing(case.student for case in cases) if batch_of(one) == batch]
        if not found:
            raise Overtaken("That decision stands no more. Look once more.")
        everybody = not found[0].student
        gone = self.run.decisions.end(found)
        self._taken_in(cases, everybody=everybody)
        return f"{self._whom(cases, everybody=everybody)}: {gone} decision{'' if gone == 1 else 's'} taken back."

    def mark(self, about: About, points: float | None, comment: str = "") -> str:
        """Mark the written answers of the cases; None takes their mark back. Raises `MarksError` and `Overtaken`."""
        cases = self._cases(about)
        matter = self.matters[about.matter]
        self.run.mark(matter.question, [case.submission for case in cases], points, comment, self.who)
        self._written([case.submission for case in cases])
        return "The mark was taken back." if points is None else f"{points:g} points."

    def look(self, matter: str, *, again: bool = False) -> str:
        """Keep that a person has looked at a matter, all its cases."""
        if matter in self.matters:
            self.run.look([case.key for case in self.matters[matter].cases], self.who, again=again)
            self.looked = self.run.looked()
        return ""

    def _taken_in(self, cases: Sequence[Case], *, everybody: bool) -> None:
        if everybody:
            self._read()
        else:
            self._written([case.submission for case in cases])

    def _cases(self, about: About) -> Sequence[Case]:
        matter = self.matters.get(about.matter)
        if matter is None or self.stamp(matter) != about.seen:
            raise Overtaken("Something has changed here since this page was drawn. Look once more, then decide.")
        cases = [case for case in matter.cases if not about.cases or case.key in about.cases]
        if not cases:
            raise Overtaken("Nobody is left to decide about here. Look once more, then decide.")
        return cases

    @staticmethod
    def _whom(cases: Sequence[Case], *, everybody: bool) -> str:
        if everybody:
            return "Everybody"
        return cases[0].name if len(cases) == 1 else f"{len(cases)} students"

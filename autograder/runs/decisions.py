"""People's decisions about marks, made one by one or by a table; each is checked before any is taken."""

from __future__ import annotations

import csv
import datetime
import getpass
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from autograder.records.decision import FOR_EVERYBODY, OF_POINTS, DecidedResult, Decision, Kind
from autograder.records.errors import MarksError
from autograder.records.result import Result
from autograder.records.text import defuse, points
from autograder.records.whole import whole
from autograder.runs.store import Store
from autograder.written.table import read_rows

COLUMNS = ("student", "question", "decision", "value", "why", "note")
MOST = 10_000.0
"""Points that can be given or taken at once: a slip of the keyboard is more."""
SHOWN = 20


class Decisions:
    """The decisions of a run, in the order they were made; see `autograder.records.decision.Kind` for what can be decided.

    >>> run.decisions.make("points", student="s014", question="conv2d", value=8, why="accepted by mail", note="See my mail.")
    >>> run.decisions.make("left out", question="conv2d_same", why="the check for even kernels was wrong")
    >>> print(*run.decisions, sep="\\n")
    conv2d: 8 points
    conv2d_same: left out, the rest counts as much more
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def __repr__(self) -> str:
        return f"<Decisions: {'; '.join(map(str, self)) or 'none'}>"

    def __iter__(self) -> Iterator[Decision]:
        return iter(self._store.decisions())

    def make(
        self,
        kind: Kind | str,
        *,
        student: str = "",
        question: str = "",
        value: float | None = None,
        why: str = "",
        note: str = "",
        who: str = "",
    ) -> Decision:
        """Decide something, and keep it. It takes the place of what was decided there before. Raises `MarksError`."""
        (made,) = self.make_all(kind, [student], question=question, value=value, why=why, note=note, who=who)
        return made

    def make_all(
        self,
        kind: Kind | str,
        students: Iterable[str],
        *,
        question: str = "",
        value: float | None = None,
        why: str = "",
        note: str = "",
        who: str = "",
    ) -> list[Decision]:
        """Decide the same for each of ``students``: for all of them, or, where one of them has a mistake, for none. Raises `MarksError`."""
        facts = (question, value, why.strip(), note.strip(), who or user(), now())
        made = [Decision(_kind(kind), student, *facts) for student in dict.fromkeys(students)]
        known = self._known_of(made)
        self._store.decide([self._checked(decision, known) for decision in made])
        return made

    def withdraw(self, *, student: str = "", question: str = "") -> int:
        """Take back every decision about just this student and question (`""`: everybody, the whole); how many those were."""
        ended = [one for one in self if (one.student, one.question) == (student, question)]
        self._store.decide([], ended)
        return len(ended)

    def end(self, decisions: Iterable[Decision]) -> int:
        """Take back these ``decisions``, as far as they are still in force; how many that were."""
        standing = set(self)
        ended = [one for one in decisions if one in standing]
        self._store.decide([], ended)
        return len(ended)

    def read(self, path: str | Path, who: str = "") -> int:
        """Take the decisions of a CSV with the columns of `write`, all of them or none; how many it holds. One that exists already keeps
        who made it and when. Raises `MarksError`."""
        known, signed, when = self._known(), who or user(), now()
        standing = {one.place: one for one in self}
        taken: list[Decision] = []
        problems: list[str] = []
        lines: dict[tuple[str, str, str], int] = {}
        for line, cells in read_rows(Path(path), COLUMNS):
            row = {name: _plain(cell) for name, cell in cells.items()}
            try:
                decision = self._checked(_decision(row, signed, when), known)
            except MarksError as error:
                problems.append(f"line {line}: {error}")
                continue
            if decision.place in lines:
                problems.append(f"line {line}: line {lines[decision.place]} decides the same.")
            lines[decision.place] = line
            stood = standing.get(decision.place)
            if stood is None or replace(decision, who=stood.who, when=stood.when) != stood:
                taken.append(decision)
        if problems:
            more = [f"… and {len(problems) - SHOWN} more."] if len(problems) > SHOWN else []
            raise MarksError("\n".join([f"{path} was not used:", *problems[:SHOWN], *more]))
        self._store.decide(taken)
        return len(lines)

    def write(self, path: str | Path) -> int:
        """Write the current decisions as a CSV; how many."""
        path = Path(path)
        decisions = list(self)
        text = io.StringIO(newline="")
        table = csv.writer(text)
        table.writerow(COLUMNS)
        for one in decisions:
            value = "" if one.value is None else f"{one.value:.12g}"
            table.writerow([defuse(one.student), one.question, one.kind, value, defuse(one.why), defuse(one.note)])
        with whole(path) as unfinished:
            unfinished.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        return len(decisions)

    def _known_of(self, decisions: Iterable[Decision]) -> tuple[set[str], Mapping[str, float]]:
        """`_known`, from the results that ``decisions`` are about: a class is too many to be read for one student."""
        found = [result for one in decisions if one.student for result in self._store.results_of(one.student)]
        return self._known(found) if found else self._known()

    def _known(self, results: Iterable[Result] | None = None) -> tuple[set[str], Mapping[str, float]]:
        """The students of the run, and the points of its questions."""
        students: set[str] = set()
        questions: dict[str, float] = {}
        for result in self._store.results() if results is None else results:
            students |= {result.student, *result.members}
            questions |= {question.name: question.max_score for question in result.questions}
        return students, questions

    @staticmethod
    def _checked(decision: Decision, known: tuple[set[str], Mapping[str, float]]) -> Decision:
        students, questions = known
        kind, value, said = decision.kind, decision.value, f"'{decision.kind}'"
        problem = ""
        if kind in FOR_EVERYBODY and decision.student:
            problem = f"{said} is for everybody: leave the student out."
        elif kind not in FOR_EVERYBODY and not decision.student:
            problem = f"{said} is about a student: say whose mark."
        elif kind not in FOR_EVERYBODY and decision.student not in students:
            problem = f"this run has no student {decision.student!r}."
        elif decision.question and decision.question not in questions:
            problem = f"there is no question {decision.question!r}; there is {', '.join(questions)}."
        elif not decision.question and kind in (*FOR_EVERYBODY, Kind.POINTS):
            problem = f"{said} needs a question."
        elif decision.question and kind in (Kind.EXCUSE, Kind.NOT_LATE, Kind.NOTE):
            problem = f"{said} is about the whole: leave the question out."
        elif (value is None) != (kind not in OF_POINTS):
            problem = f"{said} {'needs a number of points' if value is None else 'takes no points'}."
        elif value is not None and not (math.isfinite(value) and abs(value) <= MOST):
            problem = f"{value:g} is not a plausible number of points."
        elif kind == Kind.POINTS and not 0 <= (value or 0) <= questions[decision.question]:
            problem = (
                f"{value:g} is not between 0 and {questions[decision.question]:g}, the points of {decision.question}."
            )
        elif kind == Kind.NOTE and not decision.note:
            problem = "a note needs its text."
        elif kind != Kind.NOTE and not decision.why:
            problem = "say why: whoever asks later will want to know."
        if problem:
            raise MarksError(problem)
        return decision


def notes(results: Iterable[Result]) -> tuple[str, ...]:
    """For those who hand marks on: what people decided in these ``results``, a line each: the mark, the automatic one, the decisions."""
    told, rules = [], dict[str, None]()
    for result in results:
        rules |= dict.fromkeys(str(one) for one in decisions_of(result) if not one.student)
        own = [str(one) for one in decisions_of(result) if one.student]
        if own:
            mark = "excused" if result.excused else points(result.score)
            told.append(
                f"decided by a person: {result.called}: {mark}, automatic {points(result.automatic)} ({'; '.join(own)})"
            )
    more = (
        (f"decided by a person: {len(told) - SHOWN} more; `convgrade adjust RUN` lists all",)
        if len(told) > SHOWN
        else ()
    )
    return (*(f"decided by a person: {rule}" for rule in rules), *told[:SHOWN], *more)


def decisions_of(result: Result) -> tuple[Decision, ...]:
    """What people decided in a result."""
    return result.decisions if isinstance(result, DecidedResult) else ()


def _kind(text: str) -> Kind:
    try:
        return Kind(str(text).strip().casefold())
    except ValueError:
        raise MarksError(f"{text!r} is nothing that can be decided: choose {', '.join(Kind)}.") from None


def _decision(row: Mapping[str, str], who: str, now: str) -> Decision:
    value = None
    if row["value"]:
        try:
            value = float(row["value"].replace(",", "."))
        except ValueError:
            raise MarksError(f"the value {row['value']!r} is not a number.") from None
    return Decision(_kind(row["decision"]), row["student"], row["question"], value, row["why"], row["note"], who, now)


def _plain(cell: str) -> str:
    """A cell without the apostrophe that `defuse` put before it."""
    return cell[1:] if cell.startswith("'") and defuse(cell[1:]) == cell else cell


def user() -> str:
    """The name of whoever runs this, as decisions are signed."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"


def now() -> str:
    """The moment, as decisions carry it (ISO 8601, with the zone)."""
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")

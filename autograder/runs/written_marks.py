"""A person's marks for written answers, as the run file keeps them: by answer, each with who gave it and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, replace
from pathlib import Path

from autograder.course import Assignment, Question
from autograder.records.errors import MarksError
from autograder.records.result import QuestionResult, Result
from autograder.runs.decisions import now, user
from autograder.runs.store import Store
from autograder.written import Mark, answer_id, apply_marks, marked_questions, read_marks

FACT, OLDER = "written_marks", "marks"
"""Under these names they stand in the run file: as this version keeps them, and as versions 2 to 5 did, under ids that only the course's
secret tells."""


_Given = tuple[Result, QuestionResult, Mark | None]
"""An answer, and its mark; None takes the mark back."""


class WrittenMarks:
    """The marks in one run file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def given(self) -> dict[str, Mark]:
        """The marks that stand, by the answer's id without a secret."""
        return self._kept(FACT)

    @property
    def older(self) -> dict[str, Mark]:
        """Those of an older version, by the answer's id with the course's secret."""
        return self._kept(OLDER)

    def _kept(self, fact: str) -> dict[str, Mark]:
        return {key: Mark(*mark) for key, mark in (self._store.meta().get(fact) or {}).items() if mark}

    def by_whom(self) -> dict[str, int]:
        """How many marks each person has given."""
        return dict(Counter(mark.who for mark in (*self.given.values(), *self.older.values())))

    def seen(self, secret: Callable[[], str]) -> Callable[[Result], Result] | None:
        """What puts the marks into a result; None where there are none. The course's ``secret`` is asked for only where it is needed."""
        given, older = self.given, self.older
        if not given and not older:
            return None
        asked, key = marked_questions(given), secret() if older else ""

        def seen(result: Result) -> Result:
            if older:
                result = apply_marks(result, older, key, asked)
            return apply_marks(result, given, "", asked)

        return seen

    def read(self, file: Path, assignment: Assignment, secret: str, who: str) -> int:
        """Take a filled-in ``marks.csv``; how many marks it holds. One that stands already keeps its signature. Raises `MarksError`."""
        marks = read_marks(file, assignment, self._store.results(), secret)
        answers = ((result, question) for result in self._store.results() for question in result.questions)
        named = ((result, question, answer_id(result, question, secret)) for result, question in answers)
        self._keep([(result, one, marks[shown]) for result, one, shown in named if shown in marks], secret, who)
        return len(marks)

    def give(
        self, question: Question, submissions: Iterable[str], points: float | None, comment: str, secret: str, who: str
    ) -> None:
        """Mark the answers of ``submissions`` to one ``question``; None takes their marks back. All or none. Raises `MarksError`."""
        if question.kind != "written":
            raise MarksError(f"{question.name} is marked by checks; what a person gives there is a decision.")
        if points is not None and not 0 <= points <= question.points:
            raise MarksError(f"{points:g} is not between 0 and {question.points:g}, the points of {question.name}.")
        mark = None if points is None else Mark(points, comment)
        marks: list[_Given] = []
        for submission in submissions:
            result = self._store.result(submission)
            answers = [one for one in result.questions if one.name == question.name] if result else []
            if result is None or not answers:
                raise MarksError(f"{submission} has no answer to {question.name}.")
            marks.append((result, answers[0], mark))
        self._keep(marks, secret, who)

    def _keep(self, marks: Sequence[_Given], secret: str, who: str) -> None:
        """Keep marks. In the run file, which no student sees, ids need no secret: so marks are read where the course has been moved or
        deleted, too."""
        before, older, signer, when = self.given, self.older, who or user(), now()
        kept: dict[str, list[object] | None] = {}
        replaced: list[str] = []
        for result, question, mark in marks:
            key, shown = answer_id(result, question), answer_id(result, question, secret)
            stood = before.get(key) or older.get(shown)
            if mark and stood and (stood.points, stood.comment) == (mark.points, mark.comment):
                mark = replace(mark, who=stood.who, when=stood.when, question=question.name)
            elif mark:
                mark = replace(mark, who=signer, when=when, question=question.name)
            kept[key] = [*astuple(mark)] if mark else None
            replaced.append(shown)
        if older:  # what an older version kept has been replaced
            self._store.add_to_meta(OLDER, dict.fromkeys(replaced))
        self._store.add_to_meta(FACT, kept)

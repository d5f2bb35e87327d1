"""A course author's own pytest session: the hidden suite on one file, judged as `convgrade grade` judges it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.grading.collect import Check, check_of
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge, Session
from autograder.grading.seat import Seat
from autograder.grading.verdict import read
from autograder.records.errors import CourseError
from autograder.records.owner import Owner
from autograder.records.submission import SourceFile, Submission


class AuthorSession:
    """Seats one file, the author's choice, in front of whatever checks pytest runs; ``chosen`` is its path, or ``reference``."""

    def __init__(self, chosen: str) -> None:
        self.chosen = chosen
        self._judges: dict[str, Judge] = {}
        self._session: Session | None = None
        self._at = ("", "")

    def seat(self, item: pytest.Function) -> Seat:
        """The seat for ``item``. What keeps the submission from being judged at all fails the item here, in the grader's words."""
        judge, check = self._judge(item.path.parent), self._check(item)
        if problem := judge.hindrance(check.question):
            pytest.fail(problem.for_student, pytrace=False)
        if self._at != (judge.assignment.name, check.question) or self._session is None:
            self._leave()
            self._at = judge.assignment.name, check.question
            self._session = judge.session(check.question)
        if problem := judge.late(self._session):
            pytest.fail(problem.for_student, pytrace=False)
        return judge.seat(check, self._session)

    def told(self, item: pytest.Function, error: BaseException) -> str:
        """What a student would read where ``item`` ends in ``error``."""
        check = self._check(item)
        return read(check, error, self._module, {}).message(check)

    def close(self) -> None:
        """End every process."""
        self._leave()
        for judge in self._judges.values():
            judge.grader.close()

    def _module(self) -> Any:
        return self._session.process.module if self._session else None

    def _leave(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _check(self, item: pytest.Function) -> Check:
        return check_of(item, self._judge(item.path.parent).assignment)

    def _judge(self, folder: Path) -> Judge:
        """The judge of the chosen file by the assignment whose checks lie in ``folder``."""
        if folder.name not in self._judges:
            course = Course.find(folder)
            assignment = course.assignment(folder.name)
            path = assignment.solution if self.chosen == "reference" else Path(self.chosen)
            main, others = _files(path, assignment.name)
            # The second oracle listens to the reference alone: its time is not the student's, and nothing else could teach it anything.
            grader = Grader(course, assignment, rehearsing=self.chosen == "reference", suite=False)
            judge = self._judges[folder.name] = Judge(grader, Submission("author", Owner("author"), main, others))
            judge.load()
        return self._judges[folder.name]


def _files(path: Path, name: str) -> tuple[SourceFile, tuple[SourceFile, ...]]:
    """The file that answers the assignment ``name``, and what was handed in beside it where ``path`` is a folder. Raises `CourseError`."""
    if path.is_file():
        return SourceFile(f"{name}{path.suffix}", path.read_bytes()), ()
    if not path.is_dir():
        raise CourseError(f"--submission: {path} does not exist.")
    files = [
        SourceFile(one.relative_to(path).as_posix(), one.read_bytes())
        for one in sorted(path.rglob("*"))
        if one.is_file()
    ]
    main = next((one for one in files if one.name in (f"{name}.py", f"{name}.ipynb")), None)
    if main is None:
        raise CourseError(f"--submission: there is no {name}.py and no {name}.ipynb in {path}.")
    return main, tuple(one for one in files if one is not main)

"""A run that is there, as it can be read: what it is about, its results, what people decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course import Assignment, Course
from autograder.lms.naming import spelt_out
from autograder.records.closing import Closing
from autograder.records.decision import decided
from autograder.records.errors import RunFileError
from autograder.records.result import Result
from autograder.records.submission import Ignored
from autograder.runs.rows import By, rows
from autograder.runs.store import Store

if TYPE_CHECKING:
    from autograder.runs.decisions import Decisions


NAMES = "names"
"""The fact of the run file that holds names which a download had squeezed (``bakerned``), spelt out."""


class OpenedRun(Closing):
    """The reading half of an `autograder.Run`."""

    def __init__(self, folder: str | Path, course: Course | str | Path | None = None) -> None:
        """Open the run in ``folder``. ``course``: the course, or where it lies now, if it was moved since. Raises `RunFileError`, and
        `CourseError` where no course lies there."""
        self.folder = Path(folder)
        self._course = Course.find(course) if isinstance(course, (str, Path)) else course
        self._store = Store(self.folder)

    def __repr__(self) -> str:
        return f"<Run {self.folder}: {self.assignment_name}, {self._store.count()} results>"

    def close(self) -> None:
        """Let go of the run file."""
        self._store.close()

    @property
    def path(self) -> Path:
        """The run file."""
        return self._store.path

    @property
    def assignment_name(self) -> str:
        """The assignment's name."""
        return str(self._fact("assignment"))

    @property
    def title(self) -> str:
        """The assignment's title, as it was when the run was made."""
        return str(self._store.meta().get("title") or self.assignment_name)

    @property
    def found(self) -> str:
        """In one line, what was read and how much was in it."""
        return str(self._store.meta().get("found", ""))

    @property
    def course(self) -> Course:
        """The course."""
        if self._course is None:
            self._course = Course.find(Path(self._fact("course")))
        return self._course

    @property
    def assignment(self) -> Assignment:
        """The assignment, as the course has it now."""
        return self.course.assignment(self.assignment_name)

    def _fact(self, name: str) -> Any:
        meta = self._store.meta()
        if name not in meta:
            raise RunFileError(f"{self.path} does not say its {name}: grade once more into this folder.")
        return meta[name]

    def results(self) -> Iterator[Result]:
        """Every result, by student, with what people marked and decided; read one at a time."""
        see = self._seen()
        return (see(result) for result in self._store.results())

    def result(self, student: str) -> Result | None:
        """The result of a student (by their key or the submission's id), None where there is none.

        >>> run.result("s014").score
        84.0
        """
        found = next(iter(self._store.results_of(student)), None) or self._store.result(student)
        return self._seen()(found) if found is not None else None

    def both(self, submissions: Iterable[str] | None = None) -> Iterator[tuple[Result, Result]]:
        """Every result twice, or those of ``submissions``: as it was graded, and with what people marked and decided."""
        see = self._seen()
        if submissions is None:
            found: Iterable[Result | None] = self._store.results()
        else:
            found = map(self._store.result, submissions)
        return ((result, see(result)) for result in found if result is not None)

    def version(self) -> int:
        """A number that changes when another process or another `Run` writes to the run file."""
        return self._store.version()

    def looked(self) -> set[str]:
        """What a person has looked at (`convgrade review`), by its ids."""
        return self._store.looked()

    def look(self, matters: Iterable[str], who: str, *, again: bool = False) -> None:
        """Keep that ``who`` has looked at ``matters``, or that they are to be looked at ``again``."""
        self._store.look(matters, who, again=again)

    def rows(self, by: By = "submission") -> list[dict[str, Any]]:
        """The results as rows of plain values, for ``pandas.DataFrame(run.rows())``: one row a ``submission`` with a column for each
        question's points, one a ``question``, or one a ``check``."""
        return list(rows(self.results(), by))

    def kept_parts(self, submission: str) -> dict[str, str]:
        """What the result of a submission depends on, by name (`autograder.runs.keys`); empty where that is not known."""
        return self._store.parts(submission) or {}

    def ignored(self) -> list[Ignored]:
        """The files that belong to no submission, and why."""
        return self._store.ignored()

    @property
    def decisions(self) -> Decisions:
        """What people decided about marks, to be read, added to and withdrawn. They are kept by student and question: no regrade and no
        resubmission loses one."""
        from autograder.runs.decisions import Decisions

        return Decisions(self._store)

    def _seen(self) -> Callable[[Result], Result]:
        """A function that puts what people marked and decided into a result, never into its record. The course need not exist any more."""
        decisions, marked, names = self._store.decisions(), self._written_marks(), self._names()

        def seen(result: Result) -> Result:
            if result.submission in names:
                result = replace(result, owner=spelt_out(result.owner, names[result.submission]))
            if marked is not None:
                result = marked(result)
            return decided(result, decisions) if decisions else result

        return seen

    def _names(self) -> dict[str, str]:
        """Names that a gradebook or an LMS has spelt out, by submission."""
        return dict(self._store.meta().get(NAMES) or {})

    def _keep_names(self, names: Mapping[str, str]) -> None:
        """Keep names that were spelt out, so that pages and lists say them from now on."""
        if names and names.items() - self._names().items():
            with suppress(RunFileError):  # in a folder that may only be read the marks can be handed on all the same
                self._store.add_to_meta(NAMES, names)

    def _written_marks(self) -> Callable[[Result], Result] | None:
        """A function that puts marks of written answers into a result; None if there are none, and then nothing is loaded for them."""
        if not {"written_marks", "marks"} & self._store.meta().keys():
            return None
        from autograder.runs.written_marks import WrittenMarks

        return WrittenMarks(self._store).seen(lambda: self.course.secret)

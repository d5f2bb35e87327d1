"""What a run's results become: pages for students and staff, the file or upload an LMS takes, sheets of written answers."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.languages import day_in, language_here, words_of
from autograder.records.errors import CourseError, RunFileError
from autograder.records.result import Result
from autograder.records.sentences import ENGLISH, Words, speaking
from autograder.records.status import Status, SubmissionStatus
from autograder.runs.decisions import notes
from autograder.runs.opened import OpenedRun

if TYPE_CHECKING:
    from autograder.lms import Reconciliation, UploadReport


SHOWN = "pages.json"
"""The file in the report's folder that says which results its pages were written from."""


@dataclass(frozen=True)
class MarksRead:
    """What came of a ``marks.csv``: how many marks it holds, how many students' results they changed, and the lines with a comment but no
    mark, which was forgotten perhaps."""

    marks: int
    changed: int
    comments_alone: tuple[int, ...]


class RunOutputs(OpenedRun):
    """The half of an `autograder.Run` that hands results on, and takes marks of written answers in."""

    def report(self, *, pseudonymous: bool = False, language: str | None = None) -> Path:
        """Write ``report/index.html`` and a page per student into the run's folder; the path of the index.

        ``pseudonymous``: opaque ids instead of students. ``language``: what students' pages are written in (default: the assignment's). The
        class's page is in English.
        """
        from autograder.feedback import About, write_report

        words, today = self._words(language), day_in(ENGLISH, datetime.date.today())
        about = About(self.found, self.ignored(), today, self._when_graded(words.language), self._contact())
        out = self.folder / "report"
        shown: dict[str, str] = {}

        def noted() -> Iterator[Result]:
            for result in self.results():
                shown[result.submission] = _fingerprint(result)
                yield result

        index = write_report(noted(), out, title=self.title, about=about, pseudonymous=pseudonymous, words=words)
        (out / SHOWN).write_text(json.dumps({} if pseudonymous else shown), encoding="utf-8")
        return index

    def _when_graded(self, language: str) -> dict[str, str]:
        """When each submission was graded, in words."""
        times = ((key, datetime.datetime.fromtimestamp(at)) for key, at in self._store.graded_at().items())
        return {submission: f"{day_in(language, at)}, {at:%H:%M}" for submission, at in times}

    def _words(self, language: str | None) -> Words:
        """The words for students; the engine's own if the course does not exist any more."""
        try:
            assignment = self.assignment
        except (CourseError, RunFileError):
            return words_of(language_here(language, ""))
        return self.course.words(assignment, language)

    def _contact(self) -> str:
        """Whom students may ask; nobody if the course does not exist any more: a report needs only the run file."""
        try:
            return self.course.contact
        except (CourseError, RunFileError):
            return ""

    def pages(self) -> dict[str, Path]:
        """Each submission's page in the run's report, where it has one that shows the result as it is now."""
        from autograder.feedback import student_page_name

        folder = self.folder / "report"
        try:
            shown = dict(json.loads((folder / SHOWN).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return {}
        current = (result for result in self.results() if shown.get(result.submission) == _fingerprint(result))
        found = ((result.submission, folder / "students" / student_page_name(result)) for result in current)
        return {submission: page for submission, page in found if page.is_file()}

    def export(
        self,
        target: str,
        out: str | Path,
        *,
        template: str | Path | None = None,
        scale: float | None = None,
        column: str | None = None,
        partial: bool = False,
        keep_comments: bool = False,
        language: str | None = None,
    ) -> Reconciliation:
        """Write the file an LMS takes; who was matched and who was not. Arguments as in `autograder.lms.export`; comments are in the
        ``language`` (default: the assignment's). Raises `LmsError`.

        >>> print(run.export("canvas", "marks.csv", template="gradebook.csv"))
        """
        from autograder import lms

        with speaking(self._words(language)):
            told = lms.export(
                self.results(), target, Path(out), template=Path(template) if template else None, scale=scale, pages=self.pages(),
                column=column, partial=partial, title=self.title, keep_comments=keep_comments,
            )  # fmt: skip
        self._keep_names(told.names)
        return replace(told, notes=(*told.notes, *lms.scale_told(self.results(), scale), *notes(self.results())))

    def upload(
        self, target: str, *, pages: bool = False, dry_run: bool = True, language: str | None = None, **how: Any
    ) -> UploadReport:
        """Send marks into an LMS, by default only say what would change. ``pages``: with each student's page of the report; ``language`` as
        in `export`; the other arguments are those of `autograder.lms.upload`. Raises `LmsError`.

            >>> print(run.upload("canvas", url="https://canvas.example.edu", course="17", assignment="4"))
        """
        from autograder import lms

        journal = self.folder / "upload.json"
        found = self.pages() if pages else None
        with speaking(self._words(language)):
            told = lms.upload(self.results(), target, pages=found, dry_run=dry_run, journal=journal, **how)
        self._keep_names(told.names)
        more = (*lms.scale_told(self.results(), how.get("scale")), *notes(self.results()))
        return replace(told, notes=(*told.notes, *more))

    def write_sheets(self, out: str | Path) -> tuple[Path, ...]:
        """Write a sheet per written question (rubric, answers without names) and ``marks.csv`` to fill in; the paths."""
        from autograder.written import export_sheets

        return export_sheets(self._store.results(), self.assignment, Path(out), self.course.secret)

    def read_marks(self, file: str | Path, who: str = "") -> MarksRead:
        """Take a filled-in ``marks.csv``, signed by ``who`` (default: the user's name). Marks of earlier files stay; they are kept beside
        the results and outlast every regrade. Raises `MarksError`."""
        from autograder.runs.written_marks import WrittenMarks
        from autograder.written import comments_without_a_mark

        before = {result.submission: result for result in self.results()}
        number = WrittenMarks(self._store).read(Path(file), self.assignment, self.course.secret, who)
        changed = sum(result != before.get(result.submission) for result in self.results())
        return MarksRead(number, changed, tuple(comments_without_a_mark(Path(file))))

    def mark(
        self, question: str, submissions: Iterable[str], points: float | None, comment: str = "", who: str = ""
    ) -> None:
        """Mark the written answers of ``submissions`` to one ``question``, as a ``marks.csv`` would; None takes their marks back. All of
        them or none. Raises `MarksError`."""
        from autograder.runs.written_marks import WrittenMarks

        asked = self.assignment.question(question)
        WrittenMarks(self._store).give(asked, submissions, points, comment, self.course.secret, who)

    def markers(self) -> dict[str, int]:
        """How many written answers each person has marked; ``""`` where an older version did not keep who."""
        from autograder.runs.written_marks import WrittenMarks

        return WrittenMarks(self._store).by_whom()

    def unmarked(self) -> int:
        """How many written answers a person has still to mark."""
        graded = (result for result in self.results() if result.status == SubmissionStatus.GRADED)
        return sum(question.status == Status.MANUAL for result in graded for question in result.questions)


def _fingerprint(result: Result) -> str:
    """A digest of the result, to see whether its page is still up to date."""
    told = {**result.to_json(), "duration_s": 0.0}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]

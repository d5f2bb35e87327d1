"""A class graded, from Python: what the commands do, for a notebook or a script.

>>> from autograder import Course, Run
>>> run = Run.new("runs/week3", Course.find(), "convolution", ["moodle.zip"])
>>> run.grade(workers=4, progress=print)
>>> pandas.DataFrame(run.rows())
>>> run.report()
>>> run.export("moodle", "marks.csv", template="worksheet.csv")
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course import Assignment, Course
from autograder.lms.naming import spelt_out
from autograder.records.errors import RunFileError
from autograder.runs.named import find_result
from autograder.runs.outputs import RunOutputs
from autograder.runs.progress import Progress
from autograder.runs.store import Store

if TYPE_CHECKING:
    from autograder.feedback.fingerprints import Prints
    from autograder.feedback.near_copies import Pair
    from autograder.records.submission import Intake, Rejection, Submission
    from autograder.runs.carry_out import Graded
    from autograder.runs.plan import Step
    from autograder.runs.shown import Shown


class Run(RunOutputs):
    """One assignment's results in a folder. What was graded is kept at once: a run that was stopped goes on where it was.

    ``Run("runs/week3")`` opens a run that is there; `Run.new` makes one. Mistakes raise `ConvgradeError`, in a sentence. Use it as a
    context manager, or `close` it, where many are opened.
    """

    _intake: Intake | None = None
    """What was read already, for the next `grade`."""
    _read: Intake | None = None
    """What was read already, for whoever looks at it."""

    @staticmethod
    def new(
        folder: str | Path,
        course: Course | str | Path,
        assignment: str,
        paths: str | Path | Iterable[str | Path],
        *,
        roster: str | Path | None = None,
        pattern: str | None = None,
        source: str | None = None,
        encoding: str | None = None,
        at: str | None = None,
        unsafe: bool = False,
    ) -> Run:
        """A run over what was handed in, or the one that is in ``folder`` already, gone on with. Nothing is graded yet.

        Args:
            folder: the run's folder; made where it is missing.
            course: the course (see `Course.find`), or its folder.
            assignment: the assignment's name.
            paths: what the LMS gave: zips, folders, modules, notebooks; one of them, or several.
            roster: a CSV of the class, which settles who is who.
            pattern: a regular expression with the groups ``student`` and ``file``, for folders of a form of their own.
            source: the LMS that wrote it (``moodle``, ``plain`` …), where that is guessed wrong.
            at: a tag, a pattern of tags or a date, as of which clones are read.
            encoding: that of file names in zips that do not say it (``cp1252``, ``gbk`` …), where that is guessed wrong.
            unsafe: run student code unconfined in the grader; never on strangers' code.

        Raises `CourseError`, `IngestError` (and then the folder is as it was) and `RunFileError`.

            >>> run = Run.new("runs/week3", Course.find(), "convolution", ["moodle.zip"], roster="class.csv")
            >>> run.found
            'Moodle: 39 students, 41 attempts, 2 late.'
        """
        course = course if isinstance(course, Course) else Course.find(course)
        task = course.assignment(assignment)
        paths = [paths] if isinstance(paths, (str, Path)) else paths
        arguments = {
            "paths": [str(Path(path).resolve()) for path in paths],
            "roster": str(Path(roster).resolve()) if roster else None,
            "pattern": pattern,
            "source": source,
            "encoding": encoding,
            "at": at,
            "unsafe": unsafe,
        }
        intake = _read(task, arguments)  # before the folder is touched: a wrong path must not spoil a run
        with Store(Path(folder), create=True) as store:
            before = store.meta().get("assignment", task.name)
            if before != task.name:
                raise RunFileError(f"{folder} holds a run of {before}, not of {task.name}: choose another --out.")
            dask = (store.meta().get("arguments") or {}).get("dask")
            store.set_meta(
                assignment=task.name, title=task.title, course=str(course.root), found=intake.found,
                arguments={**arguments, "dask": dask},
            )  # fmt: skip
            store.set_ignored(intake.ignored)
        run = Run(folder, course)
        run._intake = intake
        return run

    def grade(
        self,
        *,
        workers: int | None = None,
        dask: str | None = None,
        progress: Callable[[Progress], object] | None = None,
    ) -> Graded:
        """Grade what is not graded yet, and what has changed since: a submission, its suite, the engine. A second call does nothing.

        Args:
            workers: how many processes (default: the cores).
            dask: the address of a Dask scheduler whose workers grade instead.
            progress: called with a `Progress` before the first and after every submission; `lines()` says it in a line now and then.

        Ctrl-C stops it; what was graded is kept. Raises `SuiteError` and `SandboxError` where no mark could be trusted.

            >>> done = run.grade(workers=4, progress=lines())
            3 of 39 graded, 1.9 a second, 19 s left
            39 of 39 graded
            >>> done.rejected
            2
        """
        return self._carry_out((), (), workers, dask, progress)

    def regrade(
        self,
        *,
        questions: Collection[str] = (),
        students: Collection[str] = (),
        workers: int | None = None,
        dask: str | None = None,
        progress: Callable[[Progress], object] | None = None,
    ) -> Graded:
        """Read what was handed in once more, `grade` what changed, and tell every mark that moved.

        Named ``questions`` or ``students`` (by their key or name, or a submission's id) are graded again whether they changed or not, and
        nothing else is. Changed points, weights and texts run no student code. Raises `NotInRun` for a student that is not there.

            >>> for move in run.regrade(questions=["conv2d"]).moves:
            ...     print(move)
            s014: 84 -> 86 (conv2d 12 -> 13.7: 14 → 16 points)
        """
        for name in questions:
            self.assignment.question(name)
        self._intake = None
        return self._carry_out(questions, students, workers, dask, progress)

    def changes(self, *, questions: Collection[str] = (), students: Collection[str] = ()) -> list[Step]:
        """What `regrade` with the same arguments would do, submission by submission, and why; nothing is done.

        >>> for step in run.changes():
        ...     print(step.submission.student, step.questions, step.why)
        s014 ('conv2d',) the checks of conv2d changed
        """
        from autograder.runs.carry_out import keys_of, told
        from autograder.runs.plan import plan

        for name in questions:
            self.assignment.question(name)
        intake = self._handed_in(fresh=True)
        students = self._ids(intake, students)
        keys = keys_of(self.course, self.assignment, self.arguments)
        steps = plan(self._store, keys, intake.submissions, questions=questions, students=students)
        names = self._names()
        return [
            replace(step, submission=_named(step.submission, names))
            for step in told(self._store, list(steps), self.assignment)
        ]

    def _carry_out(
        self,
        questions: Collection[str],
        students: Collection[str],
        workers: int | None,
        dask: str | None,
        progress: Callable[[Progress], object] | None,
    ) -> Graded:
        from autograder.runs.carry_out import carry_out

        arguments = self.arguments
        intake = self._handed_in(fresh=False)
        students = self._ids(intake, students)
        self._store.set_meta(found=intake.found, title=self.assignment.title, arguments={**arguments, "dask": dask})
        self._store.set_ignored(intake.ignored)
        return carry_out(
            self._store, self.course, self.assignment, intake, arguments,
            questions=questions, students=students, workers=workers, dask=dask, progress=progress, see=self._seen(),
        )  # fmt: skip

    def _ids(self, intake: Intake, students: Collection[str]) -> tuple[str, ...]:
        """``students`` by their keys or submissions: those that are named otherwise are looked for among the results. Raises `NotInRun`."""
        there: tuple[Submission | Rejection, ...] = (*intake.submissions, *intake.rejections)
        known = {name for one in there for name in (one.id, one.student, *one.members)}
        return tuple(name if name in known else find_result(self.results(), name).submission for name in students)

    @property
    def arguments(self) -> dict[str, Any]:
        """What the run was made with, beside course and assignment: paths, roster, pattern …"""
        return dict(self._fact("arguments"))

    @property
    def dask(self) -> str | None:
        """The address of the Dask scheduler that graded last, if one did."""
        return self.arguments.get("dask")

    def _handed_in(self, *, fresh: bool) -> Intake:
        intake, self._intake = self._intake, None
        return intake if intake is not None and not fresh else _read(self.assignment, self.arguments)

    def handed_in(self) -> Intake:
        """What was handed in, read as `grade` reads it, once for as long as this object lives. Raises `IngestError`."""
        if self._read is None:
            self._read = _read(self.assignment, self.arguments)
        return self._read

    def show(self, student: str, question: str = "", checks: Collection[str] = ()) -> Shown:
        """What a student handed in and what each check costs; for a ``question`` also what its failed hidden checks (or those named)
        asked, what came back and what is right. For the staff: this is what students may not see.

        ``student`` is a key, a name, an e-mail address or the beginning of one, ``question`` a name or its beginning. The checks are run
        once more, in the sealed process as ever, on the very same inputs. Raises `NotInRun`.

            >>> shown = run.show("s014", "conv2d")
            >>> for one in shown.evidence:
            ...     print(one.check, one.detail)
            oblong conv2d(image, kernel): out[0, 0] = 12.5, but should be 3.25 (30 of 30 differ)
        """
        from autograder.runs.shown import show

        return show(self, student, question, checks)

    def near_copies(self) -> Path:
        """Write ``report/near-copies.html``: submissions that are more alike than the course's own independent right answers are, side by
        side, for the staff to look at; the path of the page. Nothing is marked. Raises `IngestError` where what was handed in is gone."""
        from autograder.feedback import write_near_copies

        results = {result.submission: result for result in self.results()}
        return write_near_copies(
            self.handed_in().submissions, results, self._independent(), self.folder / "report", title=self.title
        )

    def near_pairs(self) -> list[Pair]:
        """The pairs of submissions that `near_copies` shows, the weightiest first."""
        from autograder.feedback.near_copies import Comparison

        comparison = Comparison(self._independent())
        results = {result.submission: result for result in self.results()}
        for submission in self.handed_in().submissions:
            comparison.add(submission, results.get(submission.id))
        return comparison.pairs()

    def _independent(self) -> dict[str, list[Prints]]:
        """The fingerprints of the course's own independent right answers, by question."""
        from autograder.feedback import prints_of_variants

        questions = [one.name for one in self.assignment.graded_questions]
        return {name: prints_of_variants(self.assignment.variants("alternatives", name)) for name in questions}


def _named(submission: Submission, names: Mapping[str, str]) -> Submission:
    name = names.get(submission.id, "")
    return replace(submission, owner=spelt_out(submission.owner, name)) if name else submission


def _read(task: Assignment, arguments: dict[str, Any]) -> Intake:
    from autograder.ingest import Handout, read_submissions

    return read_submissions(
        [Path(path) for path in arguments["paths"]],
        Handout.of(task),
        roster=Path(arguments["roster"]) if arguments["roster"] else None,
        pattern=arguments["pattern"],
        source=arguments.get("source"),
        encoding=arguments.get("encoding") or "",
        at=arguments.get("at"),
    )

"""The bundle's engine: one submission in, one record out, whatever happens.

A small supervisor starts a worker, which grades as ``convgrade grade`` does (`autograder.runs.work.grade_chunk`). Should
the worker itself fall over (out of memory, a broken suite), each question is graded by a worker of its own, so that what
was earned is still scored.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from autograder.bundle.records import write_json
from autograder.bundle.settings import START, TOLD, Settings, seconds_allowed, seconds_in_all
from autograder.course import Assignment, Course, Question
from autograder.course.languages import words_of
from autograder.records.owner import Owner
from autograder.records.result import QuestionResult, Result
from autograder.records.sentences import ENGLISH, language, say, speaking
from autograder.records.status import Status
from autograder.records.submission import Rejection, SourceFile, Submission
from autograder.records.translated import translated

ENGINE = Path(__file__).resolve().parents[2]
"""The bundle's engine folder: it holds ``autograder/``, ``course/``, ``bundle.json`` and ``start.py``."""
UNKNOWN = "whoever handed this in is not in the roster the bundle was made with: judged by the sheet the module names"
APOLOGY = say("The grader itself could not grade this question. Please tell your instructor.")


def main() -> None:
    """``start.py SUBMISSION --out FILE [--student ID]``: supervise. With ``--work`` grade here, one ``--question`` only if it is named."""
    parser = argparse.ArgumentParser(prog=START)
    parser.add_argument("submission", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--student")
    parser.add_argument("--work", action="store_true")
    parser.add_argument("--question")
    given = parser.parse_args()
    # The bundle carries the secret it was made with, whatever this machine's own course uses.
    os.environ.pop("CONVGRADE_SECRET", None)
    settings = Settings.read(ENGINE)
    student = student_of(given.submission, settings.ids) if given.student is None else given.student
    if given.work:
        write_json(given.out, work(settings, given.submission, student, given.question).to_json())
        return
    try:
        result = supervise(settings, given.submission, student)
        record = result.to_json()
        with speaking(words_of(settings.language, ENGINE / "course" / "reference" / "locale")):
            if language() != ENGLISH:
                write_json(given.out.with_name(TOLD.name), translated(result).to_json())
    except Exception as error:
        told = f"The grader could not start ({type(error).__name__}: {error}). Please tell your instructor."
        record = {"error": told}
    write_json(given.out, record)


def student_of(submission: Path, ids: tuple[str, ...]) -> str:
    """The id of the class that the file's name says, or ``""``: only personal numbers need it."""
    return next((student for student in ids if student == submission.stem), "")


def supervise(settings: Settings, submission: Path, student: str) -> Result:
    """The submission's result; a worker that falls over costs no question but those it cannot grade at all."""
    assignment = Course.read(ENGINE / "course").assignment(settings.assignment)
    seconds = assignment.limits.submission_seconds
    until = time.monotonic() + seconds_in_all(seconds)
    whole = _in_worker(submission, student, seconds_allowed(seconds))
    if isinstance(whole, Result):
        return whole
    parts: list[QuestionResult] = []
    flags = [f"the grader fell over and graded question by question: {whole}"]
    for question in assignment.questions:
        part = _in_worker(submission, student, until - time.monotonic(), question.name)
        if isinstance(part, Result):
            parts += part.questions
            flags += [flag for flag in part.flags if flag not in flags]
        else:
            parts.append(_ungraded(question))
            flags.append(f"{question.name} could not be graded: {part}")
    handed_in = Submission("submission", Owner(student), SourceFile(assignment.stub.name, b""))
    return Result.of(handed_in, assignment.name, tuple(parts), flags=tuple(flags))


def _ungraded(question: Question) -> QuestionResult:
    if question.kind == "written":
        return QuestionResult(question.name, None, question.points, Status.MANUAL, question.title)
    return QuestionResult(question.name, 0.0, question.points, Status.CRASHED, question.title, hints=(APOLOGY,))


def _in_worker(submission: Path, student: str, seconds: float, question: str | None = None) -> Result | str:
    """What a worker made of it, or in one line why it made nothing."""
    if seconds <= 0:
        return "there was no time left"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "record.json"
        command = [sys.executable, "-I", str(ENGINE / START), str(submission), "--out", str(out)]
        command += [f"--student={student}", "--work"]
        command += ["--question", question] if question else []
        # Into a file, not a pipe: a process that outlives the worker could hold a pipe open.
        with open(Path(folder) / "said", "w+b") as said:
            worker = subprocess.Popen(
                command,
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,
            )
            try:
                worker.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
                return "it took too long and was stopped"
            said.seek(0)
            last = said.read().decode(errors="replace").strip().splitlines()[-1:]
        if worker.returncode or not out.is_file():
            return f"exit {worker.returncode}: {' '.join(last)[:500]}"
        return Result.from_json(json.loads(out.read_text(encoding="ascii")))


def work(settings: Settings, submission: Path, student: str, question: str | None) -> Result:
    """Grade in this process, as ``convgrade grade`` does."""
    from autograder.grading.grade import Grader
    from autograder.grading.rejection import rejected
    from autograder.runs.job import Job, Task
    from autograder.runs.work import grade_chunk
    from autograder.sandbox.seal import die_with_parent

    die_with_parent()
    course = Course.read(ENGINE / "course")
    assignment = course.assignment(settings.assignment)
    entry = read_one(submission, assignment, student)
    if isinstance(entry, Rejection):
        return rejected(entry, assignment)
    others = settings.ids if student in settings.ids else ()
    if settings.ids and not others:
        entry = replace(entry, flags=(*entry.flags, UNKNOWN))
    if question is None:
        job = Job(root=str(course.root), assignment=assignment.name, secret=course.secret, others=others)
        return grade_chunk(job, [Task(entry)])[0]
    with Grader(course, assignment) as grader:
        return grader.grade(entry, others, [question])


def read_one(submission: Path, assignment: Assignment, student: str) -> Submission | Rejection:
    """What ``convgrade grade`` reads from a class in which one student handed this in."""
    from autograder.ingest import Handout
    from autograder.ingest.own import read_own
    from autograder.records.errors import IngestError

    try:
        entry = read_own(submission, Handout.of(assignment))
    except IngestError:
        nothing = f"There is no {assignment.stub.name} or {assignment.notebook.name} in what was handed in."
        return Rejection("submission", Owner(student), nothing)
    return replace(entry, id="submission", owner=replace(entry.owner, student=student))

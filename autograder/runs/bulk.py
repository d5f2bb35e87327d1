"""A class judged over an executor: worker processes here, or Dask workers elsewhere; the same chunk function for both."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import autograder
from autograder.course import Assignment, Course
from autograder.grading.grade import Grader, rejected
from autograder.records.errors import SandboxError, SuiteError
from autograder.records.owner import NOBODY
from autograder.records.result import Result
from autograder.records.submission import Rejection, Submission
from autograder.sandbox.seal import die_with_parent

CHUNK = 4
"""Submissions per task: small, so that progress is seen and a killed run loses little; the suite stays collected between tasks."""


@dataclass(frozen=True)
class Job:
    """What a worker must know to grade: values only, so that it travels to any machine that has the course at the same path."""

    root: str
    assignment: str
    secret: str
    isolation: str | None = None
    others: tuple[str, ...] = ()

    @property
    def course(self) -> Course:
        return replace(Course.read(Path(self.root)), secret=self.secret)


_graders: dict[Job, Grader] = {}


def grade_chunk(job: Job, submissions: Sequence[Submission]) -> list[dict[str, Any]]:
    """Grade ``submissions`` with this process's grader for the job (made once); the records as JSON values.

    When the process that guests come from was lost (killed for memory, say), the chunk is graded once more with a new one.
    """
    try:
        return _grade(job, submissions)
    except SandboxError:
        _forget_graders()
        return _grade(job, submissions)


def _grade(job: Job, submissions: Sequence[Submission]) -> list[dict[str, Any]]:
    grader = _graders.get(job)
    if grader is None:
        _forget_graders()
        course = job.course
        grader = _graders[job] = Grader(course, course.assignment(job.assignment), job.isolation)
    return [_one(grader, submission, job.others).to_json() for submission in submissions]


def _one(grader: Grader, submission: Submission, others: Sequence[str]) -> Result:
    """The submission's result; a fault of the grader's own that it brings to light costs the class no more than this one result."""
    try:
        return grader.grade(submission, others)
    except (SuiteError, SandboxError):
        raise
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        told = f"grader error, please report it: {type(error).__name__}: {error} ({Path(where.filename).name}, line {where.lineno})"
        reason = (
            "The grader itself failed at this submission, which is no fault of its author: please grade it by hand."
        )
        flagged = replace(submission, flags=(*submission.flags, told))
        return rejected(Rejection.of(flagged, reason), grader.assignment, grader.sandbox.isolation)


def _forget_graders() -> None:
    for old in _graders.values():
        old.close()
    _graders.clear()


def rehearse(job: Job) -> str:
    """Grade the reference with the second oracle listening: ``""`` when it earns 100 and the oracles agree, else what is wrong."""
    course = job.course
    assignment = course.assignment(job.assignment)
    with Grader(course, assignment, job.isolation, rehearsing=True) as grader:
        result = grader.grade(reference_submission(assignment))
    wrong = [
        f"{question.name}::{check.name}: {check.detail or check.message}"
        for question in result.questions
        for check in question.checks
        if not check.passed
    ]
    return "; ".join(wrong) or result.reason


def reference_submission(assignment: Assignment) -> Submission:
    """The reference solution as if a student had handed it in: nobody of the class, so that the shared sheet is asked of it."""
    from autograder.records.submission import SourceFile

    main = SourceFile(f"{assignment.name}.py", assignment.solution.read_bytes())
    return Submission("reference", NOBODY, main)


def engine_hash() -> str:
    """SHA-256 over the engine's own source: a changed engine grades anew."""
    digest = hashlib.sha256(autograder.__version__.encode())
    folder = Path(autograder.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def result_key(submission: Submission | Rejection, course: Course, suite_hash: str, engine: str) -> str:
    """The name of everything a result depends on."""
    content = submission.content_hash if isinstance(submission, Submission) else f"rejected\0{submission.reason}"
    return hashlib.sha256("\0".join((content, course.secret, suite_hash, engine)).encode()).hexdigest()


class Tasks(Protocol):
    """What bulk needs of an executor."""

    def submit(self, function: Callable[..., Any], /, *args: Any) -> Future[Any]: ...


def _start_worker(command: int) -> None:
    """A worker computes on one core, and goes when the command (a process id) goes, however and however early that ends."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    die_with_parent(command)


def local_pool(workers: int) -> ProcessPoolExecutor:
    """Worker processes on this machine; each has its zygote."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(os.getpid(),))


def grade_all(job: Job, submissions: Iterable[Submission], workers: int) -> Iterator[Result]:
    """Results as they come, from ``workers`` processes here. A submission that brings its worker down is tried alone, then rejected."""
    waiting = list(_chunks(submissions, CHUNK))
    suspects: list[Submission] = []
    while waiting:
        with local_pool(workers) as pool:
            broken = yield from _drain(pool, job, waiting, 2 * workers)
        suspects += [submission for chunk in broken for submission in chunk]
    for submission in suspects:
        yield from _alone(job, submission)


def grade_with(
    executor: Executor | Tasks, job: Job, submissions: Iterable[Submission], window: int
) -> Iterator[Result]:
    """Results as they come from any executor whose workers see the course at the same path (Dask)."""
    waiting = list(_chunks(submissions, CHUNK))
    yield from _drain(executor, job, waiting, window)


def _drain(
    pool: Executor | Tasks, job: Job, waiting: list[list[Submission]], window: int
) -> Generator[Result, None, list[list[Submission]]]:
    """Results as they come; returns the chunks that were in flight when the pool broke."""
    flying: dict[Future[Any], list[Submission]] = {}
    try:
        while waiting or flying:
            while waiting and len(flying) < window:
                chunk = waiting.pop(0)
                flying[pool.submit(grade_chunk, job, chunk)] = chunk
            done, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in done:
                records = future.result()
                del flying[future]
                yield from (Result.from_json(record) for record in records)
    except BrokenProcessPool:
        return list(flying.values())
    return []


def _alone(job: Job, submission: Submission) -> Iterator[Result]:
    try:
        with local_pool(1) as pool:
            records = pool.submit(grade_chunk, job, [submission]).result()
            yield from (Result.from_json(record) for record in records)
    except BrokenProcessPool:
        reason = "The grader itself was stopped twice while grading this (out of memory?). Please grade it by hand and report it."
        yield rejected(Rejection.of(submission, reason), job.course.assignment(job.assignment))


def _chunks(submissions: Iterable[Submission], size: int) -> Iterator[list[Submission]]:
    chunk: list[Submission] = []
    for submission in submissions:
        chunk.append(submission)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk

"""What a worker does: grade a few submissions with a grader made once, and rehearse the suite on the reference."""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from autograder.course import Assignment
from autograder.grading.grade import Grader
from autograder.records.errors import SandboxError, SuiteError, described
from autograder.records.keepable import keepable
from autograder.records.owner import NOBODY
from autograder.records.result import Result
from autograder.records.submission import SourceFile, Submission
from autograder.runs import memory
from autograder.runs.job import Job, Task, given_up

if TYPE_CHECKING:
    from autograder.grading.evidence import Evidence
    from autograder.grading.probed import Probed

_graders: dict[Job, Grader] = {}


def prepare(job: Job) -> None:
    """Make this process's grader for the job: what is wrong with the course or the machine is said here, before any submission is
    looked at. Raises `CourseError` and `SandboxError`."""
    if job not in _graders:
        forget_graders()
        course = job.course
        np.ones((256, 256)) @ np.ones(
            (256, 256)
        )  # OpenBLAS ends the process where its first buffer is refused: it has it before any limit
        _graders[job] = Grader(course, course.assignment(job.assignment), job.isolation)
        gc.collect()
        memory.settle()
        gc.freeze()  # what is there for good: a full collection after every few submissions would look through all of it


def forget_graders() -> None:
    """Close this process's graders."""
    if _graders:
        for old in _graders.values():
            old.close()
        _graders.clear()
        gc.unfreeze()  # not what this process was forked with: looking through that copies it


def grade_chunk(job: Job, tasks: Sequence[Task]) -> list[Result]:
    """Grade ``tasks`` with this process's grader. What one submission brings to light costs that one alone."""
    prepare(job)
    results = []
    for task in tasks:
        results.append(_one(job, task))
        memory.settle()
    return results


def _one(job: Job, task: Task) -> Result:
    try:
        result = keepable(_graded(job, task))
        json.dumps(result.to_json())  # what cannot be written is to fail here, where it costs one submission
        return result
    except SuiteError:
        raise
    except SandboxError as error:
        reason = "The process that student code is started from was lost twice while this was graded. Please grade it by hand."
        flag = str(error)
    except Exception as error:
        reason = (
            "The grader itself failed at this submission, which is no fault of its author: please grade it by hand."
        )
        flag = f"grader error, please report it: {described(error)}"
    flagged = replace(task.submission, flags=(*task.submission.flags, flag))
    return given_up(job, flagged, reason)


def _graded(job: Job, task: Task) -> Result:
    """The result; a submission at which the sandbox is lost is tried twice. Raises `SandboxError` of the second time."""
    try:
        return _once(job, task)
    except SandboxError:
        _recover(job)
    try:
        return _once(job, task)
    except SandboxError:
        _recover(job)  # for the others; where that fails it is the machine, and the run ends
        raise


def _once(job: Job, task: Task) -> Result:
    with memory.limited():
        return _graders[job].grade(task.submission, job.others, task.questions or None)


PAUSES = (0.0, 1.0, 3.0, 9.0)
"""Seconds before a lost sandbox is made again: what a submission left behind, a bomb of threads for instance, is gone by then."""


def _recover(job: Job) -> None:
    """A new grader in place of one whose sandbox was lost. Raises `SandboxError` where this machine gives none any more."""
    for pause in PAUSES:
        time.sleep(pause)
        forget_graders()
        try:
            prepare(job)
            grader = _graders[job]
            grader.sandbox.start(reference_submission(grader.assignment).main).close()
        except SandboxError:
            if pause == PAUSES[-1]:
                raise
        else:
            return


def witnessed(job: Job, submission: Submission, question: str, checks: Sequence[str]) -> tuple[Evidence, ...]:
    """What the ``checks`` of ``question`` ask of the submission and get, for the staff (see `autograder.grading.evidence`)."""
    from autograder.grading.evidence import evidence

    prepare(job)
    with memory.limited(), np.errstate(all="ignore"):
        return evidence(_graders[job], submission, job.others, question, checks)


def probed(job: Job, submission: Submission, question: str) -> Probed:
    """How the submission does on the probes and hidden checks of ``question`` (see `autograder.grading.probed`)."""
    from autograder.grading.probed import probed as ask

    prepare(job)
    grader = _graders[job]
    with memory.limited():
        return ask(grader, submission, grader.assignment.question(question))


def rehearse(job: Job, nice: int = 0) -> tuple[str, str]:
    """Grade the reference with the second oracle listening: what is wrong (``""``: it earns 100, and the oracles agree), and why the second
    was not asked, where it was not. In a process of its own, which may be ``nice`` to others."""
    os.nice(nice)
    course = job.course
    assignment = course.assignment(job.assignment)
    with Grader(course, assignment, job.isolation, rehearsing=True) as grader:
        result = grader.grade(reference_submission(assignment))
    wrong = [
        f"{question.name}::{check.name}: {check.said}"
        for question in result.questions
        for check in question.checks
        if not check.passed
    ]
    return "; ".join(wrong) or result.reason, grader.agree.uncompared()


def reference_submission(assignment: Assignment) -> Submission:
    """The reference solution as if a student had handed it in: nobody of the class, so that the shared sheet counts."""
    return Submission("reference", NOBODY, SourceFile(f"{assignment.name}.py", assignment.solution.read_bytes()))

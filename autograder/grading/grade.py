"""What judging takes: the suite, the reference and a sandbox of one assignment, and the result of a submission."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cached_property
from types import ModuleType

import numpy as np

from autograder.course import Assignment, Course
from autograder.diagnosis import Diagnostician
from autograder.grading.collect import Check, Suite
from autograder.grading.explained import explained
from autograder.grading.judge import Judge, Session
from autograder.grading.own_code import Suited
from autograder.grading.rejection import rejected
from autograder.grading.verdict import Verdict
from autograder.records.closing import Closing
from autograder.records.result import Result
from autograder.records.submission import Rejection, Submission
from autograder.sandbox import Budget, RestartableProcess, Sandbox, StudentProcess
from autograder.suite.fixtures import Agree, load_reference


class Grader(Closing):
    """Judges submissions of one assignment. Holds the collected suite, the reference and a sandbox; use it as a context manager."""

    def __init__(
        self,
        course: Course | None,
        assignment: Assignment,
        isolation: str | None = None,
        *,
        rehearsing: bool = False,
        suite: bool = True,
        public_only: bool = False,
    ) -> None:
        """Without a ``course``, or with ``public_only``, it knows the public checks alone, as a student's machine does.

        ``rehearsing``: the second oracle is compared with the reference, and no question runs out of time. With ``suite=False`` somebody
        else runs the checks.
        """
        self.assignment = assignment
        self.secret = course.secret if course else ""
        self.personal_only = course is not None and assignment.name in course.personal
        public_only = public_only or course is None
        props = assignment.props if course else None
        collected: list[Suite] = []

        def collect() -> None:
            if suite:
                collected.append(Suite(assignment, public_only=public_only))

        try:
            self.sandbox = Sandbox(assignment.rules, assignment.limits, props, isolation, meanwhile=collect)
        except BaseException:
            for each in collected:
                each.close()
            raise
        self.suite = collected[0] if collected else None
        self.checks = self.suite.checks if self.suite else ()
        self.reference = ModuleType("no reference") if public_only else load_reference(assignment)
        self.agree = Agree(rehearsing)
        self.own_code = assignment.own_code and not public_only
        self.asked_about: dict[str, Sequence[Suited]] = {}

    @cached_property
    def diagnostician(self) -> Diagnostician:
        """Who says why an answer is wrong. That takes the reference, which public checks do without."""
        has_it = hasattr(self.reference, "__file__") or not self.assignment.solution.is_file()
        return Diagnostician(self.assignment, self.reference if has_it else load_reference(self.assignment))

    def close(self) -> None:
        """End the sandbox and every process it started, and the suite's pytest session."""
        self.sandbox.close()
        if self.suite is not None:
            self.suite.close()

    def grade(
        self, submission: Submission, others: Sequence[str] = (), questions: Collection[str] | None = None
    ) -> Result:
        """The submission's result. Student faults never raise.

        ``others`` are the ids of the class, for personal numbers. With ``questions`` only these are graded, each as it would be among all
        of them, and the result holds these alone: `Assignment.question_hash` tells which a change can have touched.
        """
        started = time.monotonic()
        judge = Judge(self, submission, others)
        report = judge.load()
        if not report.loaded:
            rejection = Rejection.of(submission, report.reason)
            result = rejected(rejection, self.assignment, self.sandbox.isolation, time.monotonic() - started)
            wanted = (q for q in result.questions if questions is None or q.name in questions)
            return result.with_questions(tuple(wanted))
        # Numbers that overflow are the student's to send; the instructor's terminal needs no warning of them.
        with np.errstate(all="ignore"):
            graded = tuple(
                judge.question(question)
                for question in self.assignment.questions
                if questions is None or question.name in questions
            )
            judge.close()
            graded = explained(judge, graded)
        graded = tuple(replace(one, flags=tuple(dict.fromkeys(judge.flags_of[one.name]))) for one in graded)
        judge.flags += judge.personal.copies()
        return Result.of(
            submission,
            self.assignment.name,
            graded,
            flags=(*report.flags, *judge.flags),
            skipped=report.skipped,
            lines=report.lines,
            remarks=(*report.flags, *judge.remarks),
            isolation=self.sandbox.isolation,
            duration_s=time.monotonic() - started,
        )

    def first_failure(
        self, submission: Submission, checks: Sequence[Check], budget: Budget | None = None, *, as_set: bool = False
    ) -> tuple[Check, Verdict] | None:
        """The first of one question's ``checks`` that the submission fails; None when it passes them all. Their time is charged to
        ``budget``, which is the question's where none is given. ``as_set``: with what its module sets for the whole process."""
        judge = Judge(self, submission)
        judge.load()
        if as_set:
            judge.close()
            judge.as_set.add(checks[0].question)
        if problem := judge.hindrance(checks[0].question):
            judge.close()
            return checks[0], problem
        with judge.session(checks[0].question, budget) as session:
            verdicts = judge.verdicts(checks, session)
            return next(((check, verdict) for check, verdict in verdicts if not verdict.passed), None)

    def passed(
        self, submission: Submission, checks: Sequence[Check], prepare: Callable[[StudentProcess], None]
    ) -> list[Check]:
        """Those of one question's ``checks`` that the submission passes, in processes that ``prepare`` has had before."""
        judge, question = Judge(self, submission), checks[0].question

        def start() -> StudentProcess:
            process = judge.start()
            process.question = question
            prepare(process)
            return process

        budget = judge.budget_for_a_question()
        with Session(question, RestartableProcess(start, budget, question), budget) as session:
            return [check for check, verdict in judge.verdicts(checks, session) if verdict.passed]

"""One submission judged by its assignment's checks."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course import Assignment, Course, Question
from autograder.diagnosis import Diagnosis, Diagnostician
from autograder.grading.collect import Check, check_rng, collect
from autograder.grading.verdict import Verdict, judge, question_status, untried
from autograder.grading.written_text import written_answer
from autograder.records.errors import SandboxError, StudentFailure, SuiteError
from autograder.records.result import CheckResult, QuestionResult, Result
from autograder.records.status import Status
from autograder.records.submission import Rejection, Submission
from autograder.sandbox import Budget, LoadReport, RestartableProcess, Sandbox, StudentProcess, starter
from autograder.sandbox.inside.watch import untold
from autograder.suite.explain import missing_name
from autograder.suite.fixtures import Agree, file_bytes, load_reference
from autograder.suite.personal import Personal

GRADER_FAILED = "The grader itself failed at this question, which is no fault of yours. Please tell your instructor."


class Grader:
    """Judges submissions of one assignment. Holds the collected suite, the reference and a sandbox; use it as a context manager."""

    def __init__(
        self, course: Course, assignment: Assignment, isolation: str | None = None, *, rehearsing: bool = False
    ) -> None:
        """``rehearsing``: the second oracle is asked beside the reference, and no question runs out of time."""
        self.course, self.assignment = course, assignment
        self.sandbox = Sandbox(assignment.rules, assignment.limits, assignment.props, isolation)
        self.checks = collect(assignment)
        self.reference = load_reference(assignment)
        self.agree = Agree(rehearsing)
        self.diagnostician = Diagnostician(assignment, self.reference)

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End the sandbox and every process it started."""
        self.sandbox.close()

    def grade(
        self, submission: Submission, others: Sequence[str] = (), questions: Collection[str] | None = None
    ) -> Result:
        """The submission's result. Student faults never raise.

        ``others`` are the ids of the class, for personal numbers. With ``questions`` only these are graded, each as it would be among all
        of them, and the result holds these alone: `Assignment.question_hash` tells which a change can have touched.
        """
        started = time.monotonic()
        grading = _Grading(self, submission, others)
        report = grading.load()
        if not report.loaded:
            rejection = Rejection.of(submission, report.reason)
            result = rejected(rejection, self.assignment, self.sandbox.isolation, time.monotonic() - started)
            wanted = (q for q in result.questions if questions is None or q.name in questions)
            return result.with_questions(tuple(wanted))
        # Numbers that overflow are the student's to send; the instructor's terminal needs no warning of them.
        with np.errstate(all="ignore"):
            graded = tuple(
                grading.question(question)
                for question in self.assignment.questions
                if questions is None or question.name in questions
            )
        grading.close()
        grading.flags += grading.fixtures["personal"].copies()
        return Result.of(
            submission,
            self.assignment.name,
            graded,
            flags=(*report.flags, *grading.flags),
            remarks=(*report.flags, *grading.remarks),
            isolation=self.sandbox.isolation,
            duration_s=time.monotonic() - started,
        )

    def first_failure(
        self, submission: Submission, checks: Sequence[Check], budget: Budget | None = None
    ) -> tuple[Check, Verdict] | None:
        """The first of one question's ``checks`` that the submission fails; None when it passes them all. Their time is charged to
        ``budget``, which is the question's where none is given."""
        grading = _Grading(self, submission, ())
        report = grading.load()
        if not report.loaded:
            return checks[0], untried(report.reason, "failed")
        budget = budget or grading.question_budget()
        with grading.process(grading.next_process, budget, checks[0].question) as process:
            for check in checks:
                verdict = grading.check(check, process, budget)
                if not verdict.passed:
                    return check, verdict
            return None

    def passed(
        self, submission: Submission, checks: Sequence[Check], prepare: Callable[[StudentProcess], None]
    ) -> list[Check]:
        """Those of one question's ``checks`` that the submission passes, in processes that ``prepare`` has had before."""
        grading, question = _Grading(self, submission, ()), checks[0].question

        def start() -> StudentProcess:
            process = grading.start()
            process.question = question
            prepare(process)
            return process

        budget = grading.question_budget()
        with grading.process(start, budget, question) as process:
            return [check for check in checks if grading.check(check, process, budget).passed]


class _Grading:
    """The state of grading one submission."""

    def __init__(self, grader: Grader, submission: Submission, others: Sequence[str]) -> None:
        self.grader, self.submission, self.assignment = grader, submission, grader.assignment
        seconds = self.assignment.limits.submission_seconds
        self.budget = Budget(seconds, "all calls of this submission")
        self.diagnosing = Budget(seconds, "all diagnoses of this submission")
        self.start = starter(grader.sandbox, submission, self.assignment)
        self.first: StudentProcess | None = None
        self.names: tuple[str, ...] = ()
        self.answers: dict[str, str] = {}
        self.flags: list[str] = []
        self.remarks: list[str] = []
        self.refused_at_load: tuple[str, ...] = ()
        self.fixtures: dict[str, Any] = {
            "reference": grader.reference,
            "agree": grader.agree,
            "personal": Personal(
                grader.course.secret,
                self.assignment.name,
                submission.student,
                tuple(others),
                required=self.assignment.name in grader.course.personal,
            ),
            "files": file_bytes(submission),
        }

    def load(self) -> LoadReport:
        """Start the first process; what it says of the module decides whether there is anything to grade."""
        self.first = self.start()
        self.names = self.first.report.names
        if self.first.report.loaded:
            self.collect_answers(self.first)
            self.refused_at_load = self.first.refused
            self.flags += untold(self.refused_at_load, self.first.report.flags)
        else:
            self.first.close()
        return self.first.report

    def close(self) -> None:
        """End the process that loaded the submission, where no question needed it."""
        if self.first is not None:
            self.first.close()

    def next_process(self) -> StudentProcess:
        """The process that loaded the submission serves the first question; every other question gets a fresh one."""
        process, self.first = self.first, None
        return process if process is not None and process.alive else self.start()

    def question_budget(self) -> Budget:
        """The time that one question's calls may take. There is no end to it while the second oracle is asked as well: what is measured
        then is the suite."""
        seconds = float("inf") if self.grader.agree.rehearsing else self.assignment.limits.question_seconds
        return Budget(seconds, "all calls of this question", None if self.grader.agree.rehearsing else self.budget)

    @contextmanager
    def process(
        self, start: Callable[[], StudentProcess], budget: Budget, question: str
    ) -> Iterator[RestartableProcess]:
        """The process of one question, or of its diagnosis, which ends with the block."""
        process = RestartableProcess(start, budget, question)
        try:
            yield process
        finally:
            process.close()

    def question(self, question: Question) -> QuestionResult:
        """The question's result. What fails in the grader itself costs this question alone, and the instructor is told."""
        try:
            return self.judged(question)
        except (SuiteError, SandboxError):
            raise
        except Exception as error:
            self.flags.append(f"{question.name}: grader error, please report it: {described(error)}")
            if question.kind == "written":
                return self.written(question)
            told = CheckResult(
                "not_judged", False, "public", GRADER_FAILED, "Your answer could be judged.", 0.0, described(error)
            )
            return QuestionResult(question.name, 0.0, question.points, Status.CRASHED, question.title, (told,))

    def judged(self, question: Question) -> QuestionResult:
        if question.kind == "written":
            return self.written(question)
        checks = [check for check in self.grader.checks if check.question == question.name]
        if question.name not in self.names:
            asked = {each.name for each in self.assignment.questions}
            others = [name for name in self.names if name not in asked]
            message = missing_name(question.name, others, self.submission.main.data)
            verdicts = [untried(message, "missing") for _ in checks]
            return self.result(question, checks, verdicts, "")
        printed: list[str] = []
        verdicts = []
        budget = self.question_budget()
        with self.process(self.next_process, budget, question.name) as process:
            for check in checks:
                verdicts.append(self.check(check, process, budget))
                if process.running:
                    text = process.process.take_output()
                    printed.append(text if check.visibility == "public" else "")
                    # What loading was refused is the same in every process: it was noted once, when the first loaded.
                    refused = [what for what in process.process.refused if what not in self.refused_at_load]
                    self.flags += [f"{question.name}: {what}" for what in refused]
            if process.running:
                self.flags += [f"{question.name}: {what} by the submission" for what in process.process.changed()]
        result = self.result(question, checks, verdicts, "".join(printed))
        if result.status in (Status.PASSED, Status.UNANSWERED, Status.MISSING) or self.budget.left <= 0:
            return result
        if question.kind == "value" and self.fixtures["personal"].judged_by:
            return result  # the misconceptions' values are those of the shared sheet: on another they prove nothing
        found = self.diagnose(question)
        return replace(result, diagnosis=found.names, hints=found.hints, counterexample=found.counterexample)

    def diagnose(self, question: Question) -> Diagnosis:
        """Why the question's answer is wrong, asked of a fresh process: what it says is shown, and it has seen nothing hidden. It is the
        grader that wants to know: no question's time is used up by it."""
        diagnostician = self.grader.diagnostician
        budget = Budget(self.assignment.limits.question_seconds, "the diagnosis", self.diagnosing)
        with self.process(self.start, budget, question.name) as process:
            try:
                props = process.props if self.assignment.props else None
                return diagnostician.diagnose(question, process.module, process.keep, process.value, props)
            except StudentFailure:
                return Diagnosis()
            except (SuiteError, SandboxError):
                raise
            except Exception as error:
                self.flags.append(f"{question.name}: its diagnosis failed, please report it: {described(error)}")
                return Diagnosis()

    def check(self, check: Check, process: RestartableProcess, budget: Budget) -> Verdict:
        """The check's verdict, as far as the question's time goes."""
        if budget.tightest.left <= 0:
            return untried(f"`{check.question}` ran out of time before this check: {budget.tightest}.", "timeout")
        rng = check_rng(self.grader.course.secret, self.assignment.name, check.question, check.name)
        verdict = judge(check, lambda: {**self.fixtures, "student": process.module, "process": process, "rng": rng})
        self.flags += verdict.flags
        self.remarks += [verdict.remark] if verdict.remark and check.visibility == "public" else []
        return verdict

    def result(
        self, question: Question, checks: Sequence[Check], verdicts: Sequence[Verdict], output: str
    ) -> QuestionResult:
        total = sum(check.weight for check in checks)
        earned = sum(check.weight for check, verdict in zip(checks, verdicts, strict=True) if verdict.passed)
        share = earned / total if total else 0.0
        return QuestionResult(
            name=question.name,
            score=round(question.points * share, 4),
            max_score=question.points,
            status=question_status(share, verdicts),
            title=question.title,
            checks=tuple(
                CheckResult(
                    name=check.name,
                    passed=verdict.passed,
                    visibility=check.visibility,
                    message=verdict.message(check),
                    intent=check.intent,
                    weight=check.weight,
                    detail=verdict.detail,
                    remark=verdict.remark,
                )
                for check, verdict in zip(checks, verdicts, strict=True)
            ),
            output=output,
            measured=max((v.measured for v in verdicts if v.measured is not None), default=None),
        )

    def written(self, question: Question) -> QuestionResult:
        """A written answer is collected as text; a person marks it."""
        text = self.answers.get(question.name, "")
        return QuestionResult(question.name, None, question.points, Status.MANUAL, question.title, answer=text)

    def collect_answers(self, process: StudentProcess) -> None:
        """Keep the written answers; one that is no text counts as none, and student and instructor are told."""
        for question in self.assignment.questions:
            if question.kind == "written" and question.name in self.names and process.alive:
                self.answers[question.name], problem = written_answer(process.module, question.name)
                if problem:
                    self.flags.append(problem)
                    self.remarks.append(problem)


def described(error: Exception) -> str:
    """An error of the grader's own for its maintainers: kind, text and place."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {str(error)[:300]} ({Path(where.filename).name}, line {where.lineno})"


def rejected(rejection: Rejection, assignment: Assignment, isolation: str = "", duration_s: float = 0.0) -> Result:
    """A rejection as a result: every question listed at 0, so that no column is ever missing."""
    questions = tuple(
        QuestionResult(q.name, None, q.points, Status.MANUAL, q.title)
        if q.kind == "written"
        else QuestionResult(q.name, 0.0, q.points, Status.MISSING, q.title)
        for q in assignment.questions
    )
    return Result.of(rejection, assignment.name, questions, isolation=isolation, duration_s=duration_s)

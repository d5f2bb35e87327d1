"""One submission judged by its assignment's checks."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course import Assignment, Course, Question
from autograder.diagnosis import Diagnosis, Diagnostician
from autograder.grading.collect import Check, check_rng, collect
from autograder.grading.verdict import Verdict, judge, question_status, untried
from autograder.grading.written_text import written_answer
from autograder.records.errors import StudentFailure
from autograder.records.result import CheckResult, QuestionResult, Result
from autograder.records.status import Status
from autograder.records.submission import Rejection, Submission
from autograder.sandbox import LoadReport, Sandbox, StudentProcess
from autograder.sandbox.host.process import question_time
from autograder.sandbox.host.turn import Turn
from autograder.sandbox.inside.watch import untold
from autograder.suite.explain import missing_name
from autograder.suite.fixtures import Agree, RestartableProcess, file_bytes, load_reference, starter
from autograder.suite.personal import Personal


@dataclass
class _Sitting:
    """One question's guest and budget, which ends at ``until``. ``patient`` as long as a time-out would be its first."""

    guest: RestartableProcess
    until: float
    patient: bool = True


class Grader:
    """Judges submissions of one assignment. Holds the collected suite, the reference and a zygote; use it as a context manager."""

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        isolation: str | None = None,
        *,
        rehearsing: bool = False,
        turn: Path | None = None,
    ) -> None:
        """``turn``: the folder by which the workers of a run leave the machine to one of them (`autograder.sandbox.host.turn`)."""
        self.course, self.assignment = course, assignment
        self.turn = Turn(turn)
        self.sandbox = Sandbox(assignment.rules, assignment.limits, assignment.props, isolation, self.turn)
        self.checks = collect(assignment)
        self.reference = load_reference(assignment)
        self.agree = Agree(rehearsing)
        self.diagnostician = Diagnostician(assignment, self.reference)

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote and every process it started."""
        self.sandbox.close()
        self.turn.close()

    def grade(
        self, submission: Submission, others: Sequence[str] = (), questions: Collection[str] | None = None
    ) -> Result:
        """The submission's result. Student faults never raise.

        ``others`` are the ids of the class, for personal numbers. With ``questions`` only these are graded, each as it would be among all
        of them, and the result holds these alone: `Assignment.question_hash` tells which a change can have touched.
        """
        started = time.monotonic()
        budget = float("inf") if self.agree.rehearsing else self.assignment.limits.submission_seconds
        grading = _Grading(self, submission, others, self.turn.clock() + budget)
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

    def first_failure(self, submission: Submission, checks: Sequence[Check]) -> tuple[Check, Verdict] | None:
        """The first of one question's ``checks`` that the submission fails; None when it passes them all."""
        grading = _Grading(self, submission, (), self.turn.clock() + self.assignment.limits.submission_seconds)
        report = grading.load()
        guest = RestartableProcess(grading.next_guest)
        try:
            for check, verdict in grading.verdicts(checks, guest) if report.loaded else ():
                if not verdict.passed:
                    return check, verdict
            return None if report.loaded else (checks[0], untried(report.reason, "failed"))
        finally:
            guest.close()


class _Grading:
    """The state of grading one submission."""

    def __init__(self, grader: Grader, submission: Submission, others: Sequence[str], until: float) -> None:
        self.grader, self.submission, self.until = grader, submission, until
        self.assignment, self.clock = grader.assignment, grader.turn.clock
        self.start = starter(grader.sandbox, submission, self.assignment)
        self.first: StudentProcess | None = None
        self.names: tuple[str, ...] = ()
        self.proven = False
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
        """Start the first guest; what it says of the module decides whether there is anything to grade."""
        self.first = self.grader.turn.tried(self.start, lambda guest: guest.loaded_late, StudentProcess.starved)
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

    def next_guest(self) -> StudentProcess:
        """The guest that loaded the submission serves the first question; every other question gets a fresh one."""
        guest, self.first = self.first, None
        return guest if guest is not None and guest.alive else self.start()

    def question(self, question: Question) -> QuestionResult:
        if question.kind == "written":
            return self.written(question)
        checks = [check for check in self.grader.checks if check.question == question.name]
        if question.name not in self.names:
            asked = {each.name for each in self.assignment.questions}
            others = [name for name in self.names if name not in asked]
            message = missing_name(question.name, others, self.submission.main.data)
            verdicts = [untried(message, "missing") for _ in checks]
            return self.result(question, checks, verdicts, "")
        guest = RestartableProcess(self.next_guest)
        printed: list[str] = []
        try:
            verdicts = []
            for check, verdict in self.verdicts(checks, guest):
                verdicts.append(verdict)
                if guest.running:
                    text = guest.process.take_output()
                    printed.append(text if check.visibility == "public" else "")
                    # What loading was refused is the same in every process: it was noted once, when the first loaded.
                    self.flags += [
                        f"{question.name}: {what}" for what in guest.process.refused if what not in self.refused_at_load
                    ]
        finally:
            guest.close()
        result = self.result(question, checks, verdicts, "".join(printed))
        if result.status in (Status.PASSED, Status.UNANSWERED, Status.MISSING) or self.clock() >= self.until:
            return result
        if question.kind == "value" and self.fixtures["personal"].judged_by:
            return result  # the misconceptions' values are those of the shared sheet: on another they prove nothing
        found = self.diagnose(question)
        return replace(result, diagnosis=found.names, hints=found.hints, counterexample=found.counterexample)

    def diagnose(self, question: Question) -> Diagnosis:
        """Why the question's answer is wrong, asked of a fresh process: what it says is shown, and it has seen nothing hidden."""
        self.grader.diagnostician.sheet(question)  # made once, before the student's time begins
        guest = RestartableProcess(self.start)
        guest.deadline = min(self.until, self.clock() + self.assignment.limits.question_seconds)
        try:
            process = guest.process
            props = process.props if self.assignment.props else None
            return self.grader.diagnostician.diagnose(question, process.module, process.keep, process.value, props)
        except StudentFailure:
            return Diagnosis()
        finally:
            guest.close()

    def verdicts(self, checks: Iterable[Check], guest: RestartableProcess) -> Iterator[tuple[Check, Verdict]]:
        """The verdicts of one question's checks, within the question's time."""
        # The second oracle's time is not the student's.
        budget = float("inf") if self.grader.agree.rehearsing else self.assignment.limits.question_seconds
        sitting = _Sitting(guest, min(self.until, self.clock() + budget))
        for check in checks:
            yield check, self.check(check, sitting)

    def check(self, check: Check, sitting: _Sitting) -> Verdict:
        """The check's verdict. The question's first time-out is tried once more, in a fresh process, before it counts."""
        if sitting.patient:
            verdict = self.grader.turn.tried(
                lambda: self.attempt(check, sitting),
                lambda verdict: verdict.kind == "timeout" and self.another(sitting),
                lambda verdict: sitting.guest.starved(),
                proven=self.proven,
            )
            sitting.patient = verdict.kind != "timeout"
            self.proven |= verdict.kind == "timeout"
        else:
            verdict = self.attempt(check, sitting)
        self.flags += verdict.flags
        self.remarks += [verdict.remark] if verdict.remark and check.visibility == "public" else []
        return verdict

    def another(self, sitting: _Sitting) -> bool:
        """Whether there is time for another attempt; the time for which others had the processor is given back."""
        sitting.guest.close()
        if sitting.guest.starved():
            sitting.until = min(self.until, sitting.until + sitting.guest.queued())
        return self.clock() < sitting.until

    def attempt(self, check: Check, sitting: _Sitting) -> Verdict:
        if self.clock() >= sitting.until:
            spent = f"the earlier calls had used up the time for this question {question_time(self.assignment.limits)}"
            return untried(f"`{check.question}` was not run: {spent}.", "timeout")
        guest = sitting.guest
        guest.deadline = sitting.until
        rng = check_rng(self.grader.course.secret, self.assignment.name, check.question, check.name)
        return judge(check, lambda: {**self.fixtures, "student": guest.process.module, "process": guest, "rng": rng})

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

    def collect_answers(self, guest: StudentProcess) -> None:
        """Keep the written answers; one that is no text counts as none, and student and instructor are told."""
        for question in self.assignment.questions:
            if question.kind == "written" and question.name in self.names and guest.alive:
                self.answers[question.name], problem = written_answer(guest.module, question.name)
                if problem:
                    self.flags.append(problem)
                    self.remarks.append(problem)


def rejected(rejection: Rejection, assignment: Assignment, isolation: str = "", duration_s: float = 0.0) -> Result:
    """A rejection as a result: every question listed at 0, so that no column is ever missing."""
    questions = tuple(
        QuestionResult(q.name, None, q.points, Status.MANUAL, q.title)
        if q.kind == "written"
        else QuestionResult(q.name, 0.0, q.points, Status.MISSING, q.title)
        for q in assignment.questions
    )
    return Result.of(rejection, assignment.name, questions, isolation=isolation, duration_s=duration_s)

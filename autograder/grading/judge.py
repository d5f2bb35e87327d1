"""One submission judged, the same way for `convgrade grade`, `check`, `validate` and an author's own pytest."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from random import Random
from typing import TYPE_CHECKING

from autograder.course import Question
from autograder.grading.collect import Check, Suite, check_rng
from autograder.grading.heard import heard_report
from autograder.grading.seat import Ran, Seat
from autograder.grading.time_limit import TooLong, at_most
from autograder.grading.verdict import Causes, Verdict, question_status, untried, verdict_of
from autograder.grading.written_text import written_answer
from autograder.records.closing import Closing
from autograder.records.code import Place
from autograder.records.errors import SandboxError, StudentError, SuiteError, described
from autograder.records.result import CheckResult, QuestionResult
from autograder.records.sentences import joined, say
from autograder.records.status import Status
from autograder.records.submission import Submission
from autograder.sandbox import Budget, LoadReport, RestartableProcess, StudentProcess, starter
from autograder.suite.bench import may_hold_tests, without_tests
from autograder.suite.explain import left_out, missing_name
from autograder.suite.fixtures import file_bytes
from autograder.suite.personal import Personal
from autograder.suite.trials import Trials

if TYPE_CHECKING:
    from autograder.grading.grade import Grader

GRADER_FAILED = say(
    "The grader itself failed at this question, which is no fault of yours. Please tell your instructor."
)


@dataclass
class Session(Closing):
    """One question asked: its process, which ends with the block, what all its calls may take, the ``trials`` of tests that answer it, and
    how many seconds the grader has ``computed`` for its checks."""

    question: str
    process: RestartableProcess
    budget: Budget
    trials: Trials | None = None
    computed: float = 0.0

    def close(self) -> None:
        """End the process."""
        self.process.close()


class Judge:
    """Judges one submission with what its grader holds."""

    def __init__(self, grader: Grader, submission: Submission, others: Sequence[str] = ()) -> None:
        """``others`` are the ids of the class, for personal numbers."""
        self.grader, self.submission, self.assignment = grader, submission, grader.assignment
        seconds = self.assignment.limits.submission_seconds
        self.budget = Budget(seconds, say("all calls of this submission"))
        self.diagnosing = Budget(seconds, say("all diagnoses of this submission"))
        self.start = starter(grader.sandbox, submission, self.assignment)
        self.start_as_set = starter(grader.sandbox, submission, self.assignment, settings_stay=True)
        self.as_set: set[str] = set()
        """The questions that are asked with what the module set for the whole process."""
        self.first: StudentProcess | None = None
        self.report = LoadReport(False)
        self.answers: dict[str, str] = {}
        self.flags: list[str] = []
        self.flags_of: dict[str, list[str]] = defaultdict(list)
        """By question."""
        self.remarks: list[str] = []
        self.refused_at_load: tuple[str, ...] = ()
        self.raised: dict[str, list[tuple[Place, str]]] = {}
        """By question the places in public checks where student code raised, each with the exception's kind."""
        self.wrong: dict[str, bool] = {}
        """The questions that are not answered rightly, and whether it can be asked why."""
        self.personal = Personal(
            grader.secret, self.assignment.name, submission.student, tuple(others), required=grader.personal_only
        )
        self.files = file_bytes(submission)

    def load(self) -> LoadReport:
        """Start the first process; what it says of the module decides whether there is anything to grade."""
        self.first = self.start()
        self.report = heard_report(self.first.report)
        if self.report.loaded:
            self.collect_answers(self.first)
            self.refused_at_load = self.first.refused
            self.flags += self.refused_at_load
        else:
            self.first.close()
        return self.report

    def close(self) -> None:
        """End the process that loaded the submission, where no question needed it."""
        if self.first is not None:
            self.first.close()

    def next_process(self) -> StudentProcess:
        """The process that loaded the submission serves the first question; every other question gets a fresh one."""
        process, self.first = self.first, None
        return process if process is not None and process.alive else self.start()

    def hindrance(self, question: str) -> Verdict | None:
        """Why the checks of ``question`` cannot be run at all; None where they can."""
        if not self.report.loaded:
            return untried(self.report.reason, "failed")
        if question in self.report.names or (
            self.is_of_tests(question) and may_hold_tests(self.report.names, question)
        ):
            return None
        if self.is_of_tests(question):
            return untried(without_tests(question), "missing")
        asked = {each.name for each in self.assignment.questions}
        others = [name for name in self.report.names if name not in asked]
        lost = self.report.left_out.get(question)
        message = left_out(question, lost.told) if lost else missing_name(question, others, self.submission.main.data)
        return untried(message, "missing")

    def budget_for_a_question(self) -> Budget:
        """What one question's calls may take. There is no limit while the second oracle is compared: what is measured then is
        the suite."""
        rehearsing = self.grader.agree.rehearsing
        seconds = float("inf") if rehearsing else self.assignment.limits.question_seconds
        return Budget(seconds, say("all calls of this question"), None if rehearsing else self.budget)

    def session(self, question: str, budget: Budget | None = None) -> Session:
        """A process for the checks of ``question``, and a ``budget`` for its calls where none is given."""
        budget = budget or self.budget_for_a_question()
        process = RestartableProcess(
            self.start_as_set if question in self.as_set else self.next_process, budget, question
        )
        return Session(question, process, budget, self.trials(question, process, budget))

    def trials(self, question: str, process: RestartableProcess, budget: Budget) -> Trials | None:
        """The trials of a question that is answered by tests."""
        if not self.is_of_tests(question):
            return None
        drawn = check_rng(self.grader.secret, self.assignment.name, question, self.submission.content_hash)
        order = Random(int(drawn.integers(1 << 62)))
        return Trials(question, self.assignment, process, self.grader.sandbox, budget, order)

    def is_of_tests(self, question: str) -> bool:
        """Whether the question is answered by tests."""
        return self.assignment.question(question).kind == "tests"

    def seat(self, check: Check, session: Session) -> Seat:
        """What the fixtures of ``check`` give."""
        draw = partial(check_rng, self.grader.secret, self.assignment.name, check.question, check.name)
        seated = session.process, self.grader.reference, self.grader.agree, draw, self.personal, self.files
        return Seat(*seated, session.trials)

    def question(self, question: Question) -> QuestionResult:
        """The question's result. What fails in the grader itself costs this question alone, and the instructor is told."""
        return self.written(question) if question.kind == "written" else self.tried(question)

    def tried(self, question: Question) -> QuestionResult:
        """The question's result, or the result of one at which the grader itself fails."""
        try:
            return self.graded(question)
        except (SuiteError, SandboxError):
            raise
        except Exception as error:
            self.flags_of[question.name].append(f"{question.name}: grader error, please report it: {described(error)}")
            told = CheckResult(
                "not_judged", False, "public", GRADER_FAILED, say("Your answer could be judged."), 0.0, described(error)
            )
            return QuestionResult(question.name, 0.0, question.points, Status.CRASHED, question.title, (told,))

    def graded(self, question: Question) -> QuestionResult:
        """The question's result, as its checks have it."""
        self.settle_settings(question.name)
        printed: list[str] = []
        result = self.result(question, list(self.judged(question.name, printed)), "".join(printed))
        if result.status not in (Status.PASSED, Status.UNANSWERED):
            answers = result.status != Status.MISSING and question.kind != "tests"
            self.wrong[question.name] = answers and self.budget.left > 0
        return result

    def settle_settings(self, question: str) -> str:
        """Ask the question with what the module set for the whole process, such as ``torch.set_grad_enabled(False)``, where its public
        checks fail as in a new process, and pass with that. Nothing hidden decides, so a file that answers in one of two ways, by how a
        setting stands, earns no more than with the one that passes what its student could try. Gives what is told of it, which is empty
        where nothing is."""
        public = [check for check in self.grader.checks if check.question == question and check.visibility == "public"]
        if not (self.report.settings and public and self.grader.first_failure(self.submission, public)):
            return ""
        told = ""
        if self.grader.first_failure(self.submission, public, as_set=True) is None:
            self.as_set.add(question)
            told = say(
                "`{name}` was asked with {settings} as your file sets it for the whole program: without, it fails. Elsewhere that may cost "
                "its points: set it where it is needed, and back.",
                name=question,
                settings=joined(self.report.settings, ", "),
            )
            self.flags_of[question].append(told)
            self.remarks.append(told)
        return told

    def judged(self, question: str, printed: list[str] | None = None) -> Iterator[tuple[Check, Verdict]]:
        """The verdicts of all checks of ``question``, and what its public checks ``printed``."""
        checks = [check for check in self.grader.checks if check.question == question]
        if problem := self.hindrance(question):
            yield from ((check, problem) for check in checks)
            return
        with self.session(question) as session:
            for check, verdict in self.verdicts(checks, session):
                if session.process.running:
                    process = session.process.process
                    text = process.take_output()
                    if printed is not None and check.visibility == "public":
                        printed.append(text)
                    # What loading was refused is the same in every process: it was noted once, when the first loaded.
                    refused = [what for what in process.refused if what not in self.refused_at_load]
                    self.flags_of[question] += [f"{question}: {what}" for what in refused]
                yield check, verdict
            if session.process.running:
                changed = session.process.process.changed()
                self.flags_of[question] += [f"{question}: {what} by the submission" for what in changed]

    def verdicts(self, checks: Sequence[Check], session: Session) -> Iterator[tuple[Check, Verdict]]:
        """The verdicts of one question's checks, as far as its time goes."""
        suite = self.grader.suite
        assert suite is not None
        try:
            causes: Causes = {}
            for check, then in zip_longest(checks, checks[1:]):
                verdict = self.late(session)
                if verdict is None:
                    ran = self.ran(suite, check, session, then)
                    verdict = verdict_of(check, ran, lambda: session.process.module, causes)
                    if check.visibility == "public" and verdict.cause and isinstance(ran.error, StudentError):
                        causes[ran.error.type_name] = verdict.cause
                    if check.visibility == "public" and isinstance(ran.error, StudentError) and ran.error.place:
                        self.raised.setdefault(check.question, []).append((ran.error.place, ran.error.type_name))
                self.flags_of[check.question] += verdict.flags
                self.remarks += [verdict.remark] if verdict.remark and check.visibility == "public" else []
                yield check, verdict
        finally:
            suite.leave()

    def ran(self, suite: Suite, check: Check, session: Session, then: Check | None) -> Ran:
        """The check, run. For all checks of a question the grader computes no longer than its calls may take: once that
        is used up, each gets a twentieth of it."""
        most, begun = self.judging_seconds, time.process_time()
        try:
            with at_most(max(most - session.computed, most / 20)):
                ran = suite.run(check, self.seat(check, session), then)
        except TooLong as error:
            suite.leave()  # pytest may stand in the middle of a check
            ran = Ran(error)
        session.computed += time.process_time() - begun
        if isinstance(ran.error, TooLong):
            session.close()  # it may have been interrupted in the middle of an answer
        return ran

    @property
    def judging_seconds(self) -> float:
        """How long the grader may compute for the checks of one question, or for one diagnosis."""
        return float("inf") if self.grader.agree.rehearsing else self.assignment.limits.question_seconds

    def late(self, session: Session) -> Verdict | None:
        """The verdict of a check for which no time is left."""
        if session.budget.tightest.left > 0:
            return None
        told = say(
            "`{name}` ran out of time before this check: {limit}.",
            name=session.question,
            limit=session.budget.tightest.told,
        )
        return untried(told, "timeout")

    def result(self, question: Question, judged: Sequence[tuple[Check, Verdict]], output: str) -> QuestionResult:
        total = sum(check.weight for check, _ in judged)
        earned = sum(check.weight for check, verdict in judged if verdict.passed)
        share = earned / total if total else 0.0
        return QuestionResult(
            name=question.name,
            score=round(question.points * share, 4),
            max_score=question.points,
            status=question_status(share, [verdict for _, verdict in judged]),
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
                    place=verdict.place,
                )
                for check, verdict in judged
            ),
            output=output,
            measured=max((v.measured for _, v in judged if v.measured is not None), default=None),
        )

    def written(self, question: Question) -> QuestionResult:
        """A written answer is collected as text; a person marks it, and nobody needs to look at an empty one."""
        text = self.answers.get(question.name, "")
        if not text.strip():
            return QuestionResult(question.name, 0.0, question.points, Status.UNANSWERED, question.title)
        return QuestionResult(question.name, None, question.points, Status.MANUAL, question.title, answer=text)

    def collect_answers(self, process: StudentProcess) -> None:
        """Keep the written answers; one that is no text counts as none, and student and instructor are told."""
        for question in self.assignment.questions:
            if question.kind == "written" and question.name in self.report.names and process.alive:
                self.answers[question.name], problem = written_answer(process.module, question.name)
                if problem:
                    self.flags_of[question.name].append(problem)
                    self.remarks.append(problem)

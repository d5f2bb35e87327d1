"""The student's process as a check has it: one object, behind which a process is started when there is none. Runs in the grader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.course import Assignment
from autograder.records.sentences import say
from autograder.records.submission import SourceFile, Submission
from autograder.sandbox.host.process import StudentProcess, load_seconds
from autograder.sandbox.host.proxy import Handle
from autograder.sandbox.host.sandbox import Sandbox
from autograder.sandbox.host.student_time import Budget


class RestartableProcess:
    """The student's process, for checks that need more than calls."""

    def __init__(self, start: Callable[[], StudentProcess], budget: Budget | None = None, question: str = "") -> None:
        """``budget`` is what all calls together may take, over every process that is started. Their helpers are those for ``question``;
        without one, all."""
        self._start, self._budget, self._question = start, budget, question
        self._process: StudentProcess | None = None

    @property
    def running(self) -> bool:
        """Whether there is a live process right now."""
        return self._process is not None and self._process.alive

    @property
    def process(self) -> StudentProcess:
        """The running process; a new one when the last has died."""
        if self._process is not None:
            self._process.settle()
        if self._process is None or not self._process.alive:
            self._restart()
        assert self._process is not None
        return self._process

    @property
    def module(self) -> Handle:
        """The student's module in the running process."""
        return self.process.module

    @property
    def props(self) -> Handle:
        """The suite's own helpers in the student's process (``props.py``). What they say is as untrusted as the student."""
        return self.process.props

    def fresh(self) -> Handle:
        """End the process and start another: all state is gone. Gives the new module."""
        return self._restart().module

    def turn_to(self, question: str, budget: Budget) -> None:
        """Serve ``question`` from here on, in the time of ``budget``. The process goes on as it is, unless tripwires were set in it for the
        question before."""
        before, self._question, self._budget = self._question, question, budget
        if self._process is not None and self._process.alive:
            if before != question and before in self._process.forbidden:
                self.close()
            else:
                self._process.serve(question, budget)

    def keep(self, value: Any) -> Handle:
        """Put ``value`` into the student's process and hold on to it there."""
        return self.process.keep(value)

    def value(self, handle: Handle) -> Any:
        """What the object behind ``handle`` is now, as a value."""
        return self.process.value(handle)

    def close(self) -> None:
        """End the process; the next request starts another."""
        if self._process is not None:
            self._process.close()

    def _restart(self) -> StudentProcess:
        self.close()
        self._process = self._start()
        self._process.serve(self._question, self._budget)
        return self._process


def starter(
    sandbox: Sandbox, submission: Submission, assignment: Assignment, *, settings_stay: bool = False
) -> Callable[[], StudentProcess]:
    """A function that starts a fresh process with the submission loaded, beside the helper modules that were handed out with it.
    ``settings_stay``: what it sets for the whole process is not set back afterwards.

    Loading has a limit of its own for each process, and one for all of them: as many seconds as one process for each question may take.
    """
    there = {submission.main.name, *(file.name for file in submission.others)}
    stub, suite = assignment.stub.name, assignment.public_suite.name
    handed_out = [
        SourceFile(path.name, path.read_bytes())
        for path in sorted(assignment.handout.glob("*.py"))
        if path.name not in {*there, stub, suite, "conftest.py", "check_words.py"}
    ]
    seconds = load_seconds(assignment.limits) * (1 + len(assignment.questions))
    budget = Budget(seconds, say("loading it into the processes of all questions"))
    loading = sandbox.loading(budget, settings_stay=settings_stay)
    files = (*submission.others, *handed_out)
    forbidden = {question.name: question.forbidden for question in assignment.questions if question.forbidden}

    def start() -> StudentProcess:
        process = sandbox.start(submission.main, files, assignment.name, loading)
        process.forbidden = forbidden
        return process

    return start

"""How an answer does on a question's probes and hidden checks, sealed: what tells one wrong answer from another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.course import Question
from autograder.diagnosis.diagnose import BUDGET, Sheet, told_by
from autograder.diagnosis.outcome import Outcome, observe, same_outcome
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge, Session
from autograder.records.errors import StudentFailure
from autograder.records.submission import Submission
from autograder.sandbox import Budget, RestartableProcess


@dataclass(frozen=True)
class Probed:
    """The ``outcomes`` of the probes in turn, up to the one that ended the process, and the verdict of each hidden check. ``right``: every
    probe is answered as the reference does; ``names`` and ``case`` are what the diagnosis says of it."""

    outcomes: tuple[Outcome, ...] = ()
    verdicts: Mapping[str, bool] | None = None
    right: bool = True
    names: tuple[str, ...] = ()
    case: dict[str, Any] | None = None

    @property
    def over(self) -> bool:
        """Whether a probe ended the process: by time, memory or its own doing."""
        return any(one.over for one in self.outcomes)

    def like(self, other: Probed) -> bool:
        """Whether two answers did the same on every probe."""
        return len(self.outcomes) == len(other.outcomes) and all(map(same_outcome, self.outcomes, other.outcomes))


def probed(grader: Grader, submission: Submission, question: Question) -> Probed:
    """Ask the submission the probes of ``question``, in a process that saw no check, and then its hidden checks."""
    judge = Judge(grader, submission)
    judge.load()
    if judge.hindrance(question.name):
        judge.close()
        return Probed()
    sheet = grader.diagnostician.sheet(question)
    with np.errstate(all="ignore"):
        outcomes = _outcomes(grader, judge, question, sheet)
        hidden = [one for one in grader.checks if one.question == question.name and one.visibility == "hidden"]
        with judge.session(question.name) as session:
            verdicts = {check.name: verdict.passed for check, verdict in judge.verdicts(hidden, session)}
        judge.close()
        pointing = (None, None)
        if question.kind != "value":
            pointing = grader.diagnostician.probes.window, grader.diagnostician.probes.working  # type: ignore[assignment]
        found = told_by(question.kind, question.name, sheet, range(len(outcomes)), outcomes.__getitem__, *pointing)
    right = all(map(same_outcome, outcomes, sheet.right))
    return Probed(tuple(outcomes), verdicts, right, found.names, found.counterexample)


def _outcomes(grader: Grader, judge: Judge, question: Question, sheet: Sheet) -> Sequence[Outcome]:
    limits = grader.assignment.limits
    budget = Budget(limits.question_seconds, "the probes", Budget(limits.submission_seconds, "the probes"))
    outcomes: list[Outcome] = []
    with Session(question.name, RestartableProcess(judge.start, budget, question.name), budget) as session:
        process = session.process
        try:
            answer = getattr(process.module, question.name)
            props = process.props if grader.assignment.props else None
        except StudentFailure as error:
            return [Outcome(error=type(error).__name__, text=str(error), over=True)]
        for probe in sheet.probes[:BUDGET]:
            thing = (lambda: answer) if question.kind == "value" else answer
            outcomes.append(observe(thing, probe, process.keep, process.value, props))
            if outcomes[-1].over:
                break
    return outcomes

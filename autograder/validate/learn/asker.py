"""A process that asks answers their probes, one after the other, and is another one after an answer ended it."""

from __future__ import annotations

from autograder.grading.probed import Probed
from autograder.records.closing import Closing
from autograder.records.submission import Submission
from autograder.runs.carry_out import job_of
from autograder.runs.run import Run
from autograder.runs.work import probed
from autograder.runs.worker import Worker, WorkerLost


class Asker(Closing):
    """Asks for a run, on its course and with its secret."""

    def __init__(self, run: Run) -> None:
        self._job = job_of(run.course, run.assignment, run.handed_in(), run.arguments)
        self._worker = Worker()

    def ask(self, submission: Submission, question: str) -> Probed | None:
        """What the submission does on the question's probes and hidden checks; None where it ended the process that asks."""
        try:
            found: Probed = self._worker.call(probed, self._job, submission, question)
        except WorkerLost:
            self._worker.close()
            self._worker = Worker()
            return None
        return found

    def close(self) -> None:
        """End the process."""
        self._worker.close()

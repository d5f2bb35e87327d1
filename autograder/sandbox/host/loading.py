"""How one submission is loaded: as it is, until a process has shown that this does not end. Every question's process loads it anew.

Runs in the grader.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from autograder.records.sentences import joined, say
from autograder.sandbox.host.report import LoadReport
from autograder.sandbox.host.student_time import Budget
from autograder.sandbox.protocol.loading import AS_IT_IS, PLAIN, SHARES

LOAD_SECONDS = 5.0
"""The least time that loading a submission may take: parsing and top-level work, before any call."""
_SLOW = 20
"""Statements that may be found to take too long, before what is left of the module has to do."""
_REDUCED = say("So only its imports, definitions and assignments were run.")


class Loading:
    """What is known of loading one submission."""

    def __init__(
        self, seconds: float, budget: Budget | None = None, *, must_load: bool = False, settings_stay: bool = False
    ) -> None:
        """``seconds`` are what one process may take, ``budget`` is for all of them. ``must_load``: as it is, or not at all.
        ``settings_stay``: what it sets for the whole process is not set back afterwards."""
        self.seconds, self.budget, self.must_load, self.settings_stay = seconds, budget, must_load, settings_stay
        self.way = AS_IT_IS
        self.slow: set[tuple[str, int]] = set()
        self._why = ""

    def limit(self) -> Budget:
        """The time that the next process may take."""
        return Budget(SHARES[self.way] * self.seconds, say("loading"), self.budget)

    def wanted(self) -> dict[str, Any]:
        """What the next process is to do (`autograder.sandbox.inside.child.Server.load`)."""
        return {
            "way": self.way,
            "seconds": SHARES[self.way] * self.seconds,
            "slow": sorted(self.slow),
            "settings_stay": self.settings_stay,
        }

    def learn(self, report: LoadReport) -> bool:
        """Whether the submission is to be loaded once more, in a fresh process, after this ``report`` of one. Statements that were
        interrupted are left out from the first then, so that all processes are alike."""
        if report.loaded:
            found = set(report.slow) - self.slow
            self.slow |= found
            return bool(found) and len(self.slow) <= _SLOW
        if self.must_load or not report.ended or self.way == PLAIN:
            return False
        self._why = self._why or report.reason
        self.way += 1
        return True

    def told(self, report: LoadReport) -> LoadReport:
        """The ``report``, with a word on what was not run at all."""
        if self.way == AS_IT_IS:
            return report
        if not report.loaded:
            return replace(report, reason=self._why)
        flag = joined([self._why, _REDUCED])
        return replace(report, flags=(flag, *report.flags), skipped=(flag, *report.skipped))

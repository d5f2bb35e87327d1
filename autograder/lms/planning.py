"""What is to happen to each student's mark and comment, from what stands in the LMS and what the journal remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from autograder.lms.comment import as_html, as_text
from autograder.lms.journal import QUIET, Journal, Seen, fingerprint
from autograder.lms.marks import Mark, mark_text
from autograder.lms.outcome import Outcome, State
from autograder.lms.service import Service, Standing
from autograder.lms.upload_report import Change
from autograder.records.status import SubmissionStatus


@dataclass
class Planner:
    """Decides what is to happen to each grade and comment."""

    service: Service
    notebook: Journal
    comments: bool
    overwrite: bool
    dry_run: bool

    def plan(self, pairs: Sequence[tuple[Standing, Mark]]) -> list[Change]:
        """A change for every student with a mark; the ``planned`` ones are to be sent."""
        changes = [self._grade(standing, mark) for standing, mark in pairs]
        if not self.comments:
            return changes
        closed = {one.user for one, _ in pairs if one.closed}
        wanted = {change.user for change in changes if change.state in (State.PLANNED, State.SAME)} - closed
        standing = self.service.comments(wanted)
        return [
            self._comment(change, mark, list(standing.get(change.user, ()))) if change.user in wanted else change
            for change, (_, mark) in zip(changes, pairs, strict=True)
        ]

    def seen(self, change: Change) -> Seen:
        """What a rehearsal has shown of a student."""
        before = mark_text(change.before) if change.before is not None else ""
        return Seen(before, fingerprint(change.replaces))

    def _grade(self, standing: Standing, mark: Mark) -> Change:
        after = Decimal(mark_text(mark.value if mark.value is not None else Decimal(0)))
        now = mark_text(standing.grade) if standing.grade is not None else ""
        outcome = self._outcome(standing, mark, now, mark_text(after))
        submitted = mark.result.attempt
        return Change(standing.name, standing.user, standing.grade, after, outcome, submitted=submitted)

    def _outcome(self, standing: Standing, mark: Mark, now: str, after: str) -> Outcome:
        ours, seen = self.notebook.ours(standing.user), (self.notebook.seen or {}).get(standing.user)
        if standing.excused:
            return Outcome(State.EXCUSED)
        if now == after:
            return Outcome(State.SAME)
        if standing.closed:
            return Outcome(State.LEFT, standing.closed)
        if not self.service.repeatable and self.notebook.under_way(standing.user):
            why = f"a mark was sent and no answer came back; run the same command again in {QUIET / 60:.0f} minutes"
            return Outcome(State.UNKNOWN, why)
        if mark.result.status == SubmissionStatus.REJECTED and standing.grade and standing.grade > 0:
            return Outcome(State.LEFT, "could not be graded, but has a grade")
        sent = self.notebook.sent.get(standing.user)
        earlier = mark_text(standing.earlier) if standing.earlier is not None else ""
        if earlier == after and not now and not self.overwrite:
            why = "an earlier attempt has this very mark, another was handed in since; --overwrite if it is that one's mark"
            return Outcome(State.LEFT, why)
        changed = bool(sent) and not earlier and now not in ours
        if not changed and (not now or now in ours):
            return Outcome(State.PLANNED)
        if not self.dry_run and self.notebook.seen is not None and (seen is None or seen.grade != now):
            return Outcome(State.KEPT, "entered since the rehearsal")
        if self.overwrite:
            return Outcome(State.PLANNED)
        if changed:
            return Outcome(State.BY_HAND)
        if self.dry_run or seen is not None:
            return Outcome(State.PLANNED)
        return Outcome(State.KEPT, "has a mark that no rehearsal has shown")

    def _comment(self, change: Change, mark: Mark, standing: list[str]) -> Change:
        """The change with its comment. It is sent with a mark that moves, and to who has not had one."""
        text = (as_html if self.service.html_comments else as_text)(mark.result)
        stands = {fingerprint(comment) for comment in standing}
        if fingerprint(text) in stands or (change.state == State.SAME and self.notebook.commented(change.user)):
            return change
        if not self.service.one_comment and self.notebook.under_way(change.user, text):
            return replace(change, held_comment=True)
        now = standing[0] if standing and self.service.one_comment else ""
        foreign = bool(now) and not self.notebook.wrote(change.user, now)
        if foreign and not self.dry_run:
            seen = (self.notebook.seen or {}).get(change.user)
            shown = seen is not None and seen.comment == fingerprint(now)
            if not shown and not (self.overwrite and self.notebook.seen is None):
                return replace(change, kept_comment=True)
        return replace(change, outcome=Outcome(State.PLANNED), comment=text, replaces=now if foreign else "")

"""What an upload did, or in a rehearsal would do, for printing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from autograder.lms.journal import QUIET
from autograder.lms.marks import mark_text
from autograder.records.text import display

SHOWN = 20
"""Names in a line: more is no longer read."""
TROUBLE = ("refused", "failed", "not sent", "unknown")
"""How the states begin that need a person."""


@dataclass(frozen=True)
class Change:
    """What happens to one student's grade and comment.

    ``state``: same, planned, sent, excused, refused, or a word and a reason (left, kept, failed, unknown, not sent). ``comment`` is the new
    text; ``replaces`` the comment of somebody else that it takes the place of; ``kept_comment``: theirs was kept; ``held_comment``: it was
    sent, no answer came back, and it may still arrive.
    """

    name: str
    user: str
    before: Decimal | None
    after: Decimal
    state: str
    comment: str | None = None
    replaces: str = ""
    kept_comment: bool = False
    held_comment: bool = False
    submitted: str = ""


@dataclass(frozen=True)
class UploadReport:
    """What was done, or in a rehearsal would be. ``files``: student and what happened to their page."""

    target: str
    dry_run: bool
    changes: tuple[Change, ...]
    unmatched: tuple[str, ...] = ()
    not_graded: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    def count(self, state: str) -> int:
        """How many changes ended so."""
        return sum(change.state == state for change in self.changes)

    @property
    def troubles(self) -> int:
        """How many students a person has to look after."""
        lost = sum(state.startswith(TROUBLE) for _, state in self.files)
        return lost + sum(change.state.startswith(TROUBLE) or change.held_comment for change in self.changes)

    def lines(self) -> list[str]:
        """A table for printing: who had what, gets what, and how it went."""
        states = ", ".join(f"{self.count(state)} {state}" for state in dict.fromkeys(c.state for c in self.changes))
        verb = "Rehearsal, nothing was sent to" if self.dry_run else "Sent to"
        lines = [f"{verb} {self.target}: {states or 'nothing to send'}."]
        for change in self.changes:
            if change.state != "same":
                before = mark_text(change.before) if change.before is not None else "none"
                more = ", with a comment" if change.comment is not None else ""
                lines.append(
                    f"  {display(change.name, 60)}: {before} -> {mark_text(change.after)} ({display(change.state, 300)}{more})"
                )
        verb = "would be replaced" if self.dry_run else "were to be replaced"
        for what, who in (
            (f"comments that stand there {verb}, of", [change.name for change in self.changes if change.replaces]),
            (
                "comments were kept, as no rehearsal has shown them, of",
                [c.name for c in self.changes if c.kept_comment],
            ),
            (
                f"comments were sent, and no answer came back: run the same command again in {QUIET / 60:.0f} minutes, sooner one could "
                "arrive twice. They are of",
                [c.name for c in self.changes if c.held_comment],
            ),
            ("in the run but not in the LMS", self.unmatched),
            ("without a mark, not sent", self.blanks),
            ("in the LMS but not in the run, left alone", self.not_graded),
        ):
            if who:
                lines.append(f"  {len(who)} {what}: {_names(who, everybody='replaced' in what)}")
        for name, state in self.files:
            if state != "there already":
                lines.append(f"  Page of {display(name, 60)}: {display(state, 300)}")
        return lines + [f"  Note: {display(note, 600)}" for note in self.notes]


def _names(who: tuple[str, ...] | list[str], *, everybody: bool) -> str:
    shown = who if everybody else who[:SHOWN]
    more = f" and {len(who) - len(shown)} more" if len(who) > len(shown) else ""
    return "; ".join(display(one, 60) for one in shown) + more

"""What an upload did, or in a rehearsal would do, for printing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from autograder.lms.journal import QUIET
from autograder.lms.marks import mark_text
from autograder.lms.outcome import Outcome, State
from autograder.records.text import counted, display

SHOWN = 20
"""Names in a line: more is no longer read."""


@dataclass(frozen=True)
class Change:
    """What happens to one student's grade and comment.

    ``comment`` is the new text; ``replaces`` the comment of somebody else that it takes the place of; ``kept_comment``: theirs was kept;
    ``held_comment``: it was sent, no answer came back, and it may still arrive.
    """

    name: str
    user: str
    before: Decimal | None
    after: Decimal
    outcome: Outcome
    comment: str | None = None
    replaces: str = ""
    kept_comment: bool = False
    held_comment: bool = False
    submitted: str = ""

    @property
    def state(self) -> State:
        """How it ended, without the reason."""
        return self.outcome.state


@dataclass(frozen=True)
class UploadReport:
    """What was done, or in a rehearsal would be. ``files``: student and what happened to their page. ``names`` are those that the
    LMS spells out and the download had squeezed, by submission."""

    target: str
    dry_run: bool
    changes: tuple[Change, ...]
    unmatched: tuple[str, ...] = ()
    not_graded: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    files: tuple[tuple[str, Outcome], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def count(self, state: State) -> int:
        """How many changes ended so."""
        return sum(change.state == state for change in self.changes)

    @property
    def troubles(self) -> int:
        """How many students a person has to look after."""
        lost = sum(outcome.state.needs_person for _, outcome in self.files)
        return lost + sum(change.state.needs_person or change.held_comment for change in self.changes)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """A table for printing: who had what, gets what, and how it went."""
        verb = "Rehearsal, nothing was sent to" if self.dry_run else "Sent to"
        lines = [f"{verb} {self.target}: {_summary(self.changes)}."]
        for change in self.changes:
            if change.state != State.SAME:
                before = mark_text(change.before) if change.before is not None else "none"
                more = ", with a comment" if change.comment is not None else ""
                after = mark_text(change.after)
                move = f"{before} stays" if before == after else f"{before} -> {after}"
                lines.append(f"  {display(change.name, 60)}: {move} ({display(str(change.outcome), 300)}{more})")
        later = f"run the same command again in {QUIET / 60:.0f} minutes, sooner one could arrive twice"
        verb = "stand there and would be" if self.dry_run else "stood there and were"
        for one, many, who in (
            (f"comment {verb.replace('stand ', 'stands ').replace('were', 'was')} replaced, of", f"comments {verb} replaced, of",
             [change.name for change in self.changes if change.replaces and change.state in (State.PLANNED, State.SENT)]),
            ("comment was kept, as no rehearsal has shown it, of", "comments were kept, as no rehearsal has shown them, of",
             [change.name for change in self.changes if change.kept_comment]),
            (f"comment was sent, and no answer came back: {later}; of", f"comments were sent, and no answer came back: {later}; of",
             [change.name for change in self.changes if change.held_comment]),
            ("student is in the run but not in the LMS", "students are in the run but not in the LMS", self.unmatched),
            ("student has no mark, nothing is sent", "students have no mark, nothing is sent", self.blanks),
            ("student is in the LMS but not in the run, and left alone", "students are in the LMS but not in the run, and left alone",
             self.not_graded),
        ):  # fmt: skip
            if who:
                lines.append(f"  {counted(len(who), one, many)}: {_names(who, everybody='replaced' in many)}")
        lines += _pages(self.files)
        lines += [f"  Note: {display(note, 600)}" for note in self.notes]
        if self.dry_run and (self.count(State.PLANNED) or any(one.state == State.PLANNED for _, one in self.files)):
            lines.append("The same command with --send sends it.")
        return lines


def _summary(changes: Sequence[Change]) -> str:
    """How many marks ended how, in words."""
    states = Counter(change.state for change in changes)
    return ", ".join(f"{number:,} {state.summed}" for state, number in states.items()) or "nothing to send"


def _pages(files: Sequence[tuple[str, Outcome]]) -> list[str]:
    """How many pages went well, and by name what did not."""
    words = {State.PLANNED: "to be put there", State.SENT: "put there", State.SAME: "there already"}
    good = Counter(outcome.state for _, outcome in files if outcome.state in words)
    lines = [f"  Pages: {', '.join(f'{number:,} {words[state]}' for state, number in good.items())}."] if good else []
    return lines + [
        f"  Page of {display(name, 60)}: {display(str(outcome), 300)}"
        for name, outcome in files
        if outcome.state not in words
    ]


def _names(who: tuple[str, ...] | list[str], *, everybody: bool) -> str:
    shown = who if everybody else who[:SHOWN]
    more = f" and {len(who) - len(shown)} more" if len(who) > len(shown) else ""
    return "; ".join(display(one, 60) for one in shown) + more

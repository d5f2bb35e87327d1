"""What an export did and did not do, for the person who has to answer for the marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.records.text import display

SHOWN = 20


@dataclass(frozen=True)
class Reconciliation:
    """Every student is in one of these lists; ``rows`` is how many were written to ``out``. ``names`` are those that the template spells
    out and the download had squeezed, by submission."""

    target: str
    out: str
    rows: int
    matched: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    not_graded: tuple[str, ...] = ()
    zeros: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    template: str = ""
    dropped: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """Who has a mark in the run and none in the file: not in the template, or above what the LMS takes."""
        return (*self.unmatched, *self.dropped)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The reconciliation for printing, one finding a line; names are cleaned for a terminal."""
        findings = [("matched", self.matched, False)]
        if self.template or self.unmatched:
            findings.append(
                (f"unmatched in the run (not in {self.template or 'the LMS'}, not written)", self.unmatched, True)
            )
        if self.template:
            findings.append((f"unmatched in {self.template} (not in the run, left as they are)", self.not_graded, True))
        findings += [
            ("zeros", self.zeros, True),
            ("blanks (without a mark, not written)", self.blanks, True),
            ("above the maximum", self.above, True),
        ]
        if self.excused:
            findings.append(("excused", self.excused, True))
        if self.kept:
            findings.append(("could not be graded but have a mark in the LMS, which is left as it is", self.kept, True))
        if self.replaced:
            findings.append(
                ("comments in the template that are replaced (--keep-comments keeps them)", self.replaced, True)
            )
        noun = "row" if self.rows == 1 else "rows"
        lines = [f"{self.out}: {self.rows} {noun} for {self.target}."]
        lines += [f"  {what}: {len(who)}{_named(who) if name else ''}" for what, who, name in findings]
        return lines + [f"  Note: {display(note, 600)}" for note in self.notes]


def _named(who: Sequence[str]) -> str:
    if not who:
        return ""
    more = f" and {len(who) - SHOWN} more" if len(who) > SHOWN else ""
    return ": " + "; ".join(display(one, 80) for one in who[:SHOWN]) + more

"""What an export did and did not do, for the person who has to answer for the marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.lms.text import display

SHOWN = 20


@dataclass(frozen=True)
class Reconciliation:
    """Every student is in one of these lists; ``rows`` is how many were written to ``out``."""

    target: str
    out: str
    rows: int
    matched: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    not_graded: tuple[str, ...] = ()
    zeros: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The reconciliation for printing, one finding a line; names are cleaned for a terminal."""
        noun = "row" if self.rows == 1 else "rows"
        text = [f"{self.out}: {self.rows} {noun} for {self.target}, {len(self.matched)} students matched."]
        findings = (
            ("in the run but not in the template, not written", self.unmatched),
            ("in the template but not in the run, left out (their grades stay as they are)", self.not_graded),
            ("with a mark of 0", self.zeros),
            ("without a mark, not written", self.blanks),
            ("above the maximum", self.above),
        )
        for what, who in findings:
            text.append(f"  {len(who)} {what}{_named(who)}")
        return text + [f"  Note: {display(note, 600)}" for note in self.notes]


def _named(who: Sequence[str]) -> str:
    if not who:
        return "."
    more = f" and {len(who) - SHOWN} more" if len(who) > SHOWN else ""
    return ": " + ", ".join(display(one, 80) for one in who[:SHOWN]) + more + "."

"""How an upload of one student's mark, or of their page, ended or in a rehearsal would end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """``told`` is what a table says, ``summed`` what stands behind a number of marks; ``needs_person``: somebody has to look after it."""

    told: str
    summed: str
    needs_person: bool

    def __new__(cls, value: str, told: str = "", summed: str = "", needs_person: bool = False) -> State:
        state = str.__new__(cls, value)
        state._value_ = value
        state.told = told or value
        state.summed, state.needs_person = summed or state.told, needs_person
        return state

    PLANNED = "planned", "planned", "to be sent"
    SAME = "same", "same", "there already"
    SENT = "sent"
    EXCUSED = "excused", "excused", "excused in the LMS and left so"
    LEFT = "left"
    """For what stands in the LMS."""
    KEPT = "kept"
    """For what a person entered there and no rehearsal has shown."""
    BY_HAND = "by hand", "changed by hand since it was sent"
    REFUSED = "refused", "refused", "", True
    FAILED = "failed", "failed", "", True
    NOT_SENT = "not sent", "not sent", "", True
    UNKNOWN = "unknown", "unknown", "", True
    """It was sent, and no answer came back."""


@dataclass(frozen=True)
class Outcome:
    """A state, and where there is more to say the reason."""

    state: State
    why: str = ""

    def __str__(self) -> str:
        return f"{self.state.told}: {self.why}" if self.why else self.state.told

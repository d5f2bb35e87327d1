"""What an LMS's own interface has to offer, so that `autograder.lms.upload` can send marks to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True)
class Connection:
    """Where to connect: the LMS's address, the numbers of course and assignment in its addresses, the secret, how to wait."""

    url: str
    course: str
    assignment: str
    token: str
    wait: Callable[[float], None]


@dataclass(frozen=True)
class Standing:
    """One student as the LMS knows them: ``user`` is what marks are sent to; ``grade`` what they have now."""

    user: str
    name: str
    ids: Mapping[str, str]
    grade: Decimal | None = None
    excused: bool = False


class Service(Protocol):
    """An LMS's interface. Every method raises `LmsError` for what trying again does not mend."""

    title: str
    html_comments: bool

    def maximum(self) -> Decimal | None:
        """What the assignment counts to; None where the LMS does not say."""

    def standings(self) -> list[Standing]:
        """Everybody in the assignment with their grade."""

    def send(self, marks: Mapping[str, tuple[str, str]]) -> None:
        """Send grades and comments (``""``: none) by user, and wait until they are taken."""

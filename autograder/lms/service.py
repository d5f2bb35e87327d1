"""What an LMS's own interface has to offer, so that `autograder.lms.upload` can send marks to it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Connection:
    """Where to connect: the LMS's address, the numbers of course and assignment in its addresses, the secret, how to wait.

    ``config`` is a file with more of it, where an LMS needs more (LTI).
    """

    url: str
    course: str
    assignment: str
    token: str
    wait: Callable[[float], None]
    config: Path | None = None


@dataclass(frozen=True)
class Standing:
    """One student as the LMS knows them: ``user`` is what marks are sent to; ``grade`` what they have now.

    ``team`` is the number and name of their team, where teams hand in. ``closed``: why no
    mark may be sent to them now (``""``: it may); ``earlier`` is an earlier attempt's grade where the latest has none.
    """

    user: str
    name: str
    ids: Mapping[str, str]
    grade: Decimal | None = None
    excused: bool = False
    closed: str = ""
    earlier: Decimal | None = None
    team: tuple[str, str] | None = None


@dataclass(frozen=True)
class Sending:
    """One student's mark to send, and a new comment (None: what stands there stays)."""

    user: str
    grade: str
    comment: str | None = None
    submitted: str = ""


class Service(ABC):
    """An LMS's interface to one assignment.

    Every method raises `LmsError`; an `LmsBusy` where the same again may work, and where a call that sends may have arrived all the same.
    """

    title: str
    html_comments: bool = False
    one_comment: bool = False
    """Whether a comment takes the place of the one that stands (else it is added)."""
    repeatable: bool = True
    """Whether a mark may be sent again when no answer came back and it is not there (yet)."""
    batch: int = 50
    """How many marks go into one call."""
    unknown: str = ""
    """Why students may not be known here although they are in the course; ``""`` where nothing speaks for it."""

    def maximum(self) -> Decimal | None:
        """What the assignment counts to; None where the LMS does not say."""
        return None

    @abstractmethod
    def standings(self) -> list[Standing]:
        """Everybody in the assignment with their grade."""

    def grades(self, users: Collection[str]) -> Mapping[str, Decimal | None]:
        """The grades of these users (and perhaps others) as they stand now: what is read back after sending."""
        return {standing.user: standing.grade for standing in self.standings()}

    def comments(self, users: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The comments that stand, by user, written as they are sent."""
        return {}

    def notes(self, users: Collection[str]) -> Sequence[str]:
        """What the instructor should know before marks are sent to these users."""
        return ()

    @abstractmethod
    def send(self, marks: Sequence[Sending]) -> None:
        """Send, and wait until the LMS has worked it off. It is not tried again here."""


@runtime_checkable
class TakesFiles(Protocol):
    """A service that can put a file beside a student's comments."""

    def files(self, users: Collection[str]) -> Mapping[str, Collection[str]]:
        """The names of the files that stand there, by user."""

    def attach(self, user: str, name: str, data: bytes) -> None:
        """Put one file there."""

"""Who handed something in: one record that submission, rejection and result all carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from autograder.records.form import of_form
from autograder.records.text import one_line


@dataclass(frozen=True, slots=True)
class Owner:
    """Who handed in, which attempt it was, and what the LMS needs to record the mark.

    ``student`` is the key marks are filed under: an LMS id where there is one, ``""`` for the staff's own files. ``members`` are the
    keys of a team. ``late`` is a flag and never a deduction. ``source`` is what the LMS's writer needs (for instance Moodle's
    participant number).
    """

    student: str
    display_name: str = ""
    members: tuple[str, ...] = ()
    late: bool = False
    attempt: str = ""
    source: dict[str, str] = field(default_factory=dict)

    @property
    def shown_name(self) -> str:
        """The name, else the key, as pages and the terminal show it: one line, and never an e-mail address."""
        return one_line(self.display_name, 120) or self.shown_key

    @property
    def shown_key(self) -> str:
        """The key as it is shown; of an e-mail address the part before the @."""
        return one_line(self.student.split("@")[0], 120)

    @property
    def called(self) -> str:
        """What a line of text calls them, the same everywhere: ``Ada Lovelace (17)``, or the key alone."""
        name, key = self.shown_name, self.shown_key
        return f"{name} ({key})" if key and key != name else name

    @staticmethod
    def from_json(data: Any) -> Owner:
        """The record back from the values `dataclasses.asdict` made of it. Raises `ValueError` or `TypeError` for anything else."""
        return Owner(**of_form(Owner, data))


class Owned:
    """For a record with an ``owner``: its fields can be read directly, ``result.student`` for ``result.owner.student``."""

    __slots__ = ()
    owner: Owner

    @property
    def called(self) -> str:
        """What a line of text calls the student, see `Owner.called`."""
        return self.owner.called

    @property
    def student(self) -> str:
        """The key marks are filed under."""
        return self.owner.student

    @property
    def display_name(self) -> str:
        """The student's name as the LMS shows it; empty where it is not known or not to be known."""
        return self.owner.display_name

    @property
    def members(self) -> tuple[str, ...]:
        """The keys of a team's members."""
        return self.owner.members

    @property
    def late(self) -> bool:
        """Whether the LMS calls it late."""
        return self.owner.late

    @property
    def attempt(self) -> str:
        """The attempt, as the LMS writes it."""
        return self.owner.attempt

    @property
    def source(self) -> dict[str, str]:
        """What the LMS's writer needs to file the mark again."""
        return self.owner.source


NOBODY = Owner("")
"""The owner of what staff wrote (references, variants, mutants): nobody of the class, so that the shared sheet counts."""

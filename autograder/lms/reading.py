"""The shape in which each LMS module says whose a file of its download is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

Known = Mapping[str, Collection[str]]
"""What a roster knows: kind of identifier to its values. Empty where there is no roster."""


@dataclass(frozen=True)
class Listing:
    """The names in one download: files without a machine's litter, folders, and a way to read a small file."""

    name: str
    paths: Sequence[str]
    folders: Sequence[str]
    repositories: Collection[str]
    read: Callable[[str, int], bytes]

    def top(self) -> dict[str, list[str]]:
        """Each name at the top with the files under it; a folder without files has none."""
        units: dict[str, list[str]] = {folder: [] for folder in self.folders if "/" not in folder}
        for path in self.paths:
            units.setdefault(path.partition("/")[0], []).append(path)
        return units

    def under(self, prefix: str) -> Listing:
        """The same listing seen from inside the folder ``prefix``."""
        start = len(prefix) + 1
        return Listing(
            prefix.rpartition("/")[2],
            [path[start:] for path in self.paths],
            [folder[start:] for folder in self.folders if folder.startswith(prefix + "/")],
            {folder[start:] for folder in self.repositories if folder.startswith(prefix + "/")},
            lambda path, limit: self.read(f"{prefix}/{path}", limit),
        )


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who handed in, as the download tells it.

    ``key`` files the mark (of the kind ``kind``, see `autograder.lms.identity`); ``ids`` are further identifiers by kind;
    ``name`` is as this LMS writes it into file names; ``notes`` become flags. ``readings``: the keys (and names, after a
    space) that the file's name allows, where it allows several: such an owner is never looked up by ``key``.
    """

    key: str
    kind: str
    name: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    members: tuple[str, ...] = ()
    anonymous: bool = False
    notes: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One file of one owner. ``order`` sorts attempts (later is greater); ``attempt`` is how the LMS writes it.

    ``note`` marks an entry that is not a file of the student's (an online text): why it cannot be graded. ``upload`` is the
    LMS's running number of the file, where it gives one: of two uploads of one file, the greater is the later.
    """

    owner: Claimant
    file: str
    late: bool = False
    attempt: str = ""
    order: tuple[str, ...] = ()
    note: str = ""
    upload: int = 0


@dataclass
class Reading:
    """What a module recognised: its name, the claims by path, the folders that hold nothing, and of the other files the reasons.

    ``own`` files are the system's own, or of another assignment; of the ``rest`` nothing tells whose they are. ``whole``: the input as a
    whole is one student's, known by its name.
    """

    lms: str
    title: str
    claims: dict[str, Claim] = field(default_factory=dict)
    empty: list[Claim] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict)
    whole: bool = False

    def owners(self) -> set[str]:
        """The keys of everybody recognised."""
        return {claim.owner.key for claim in (*self.claims.values(), *self.empty)}


def most(recognised: int, all_of_them: int) -> bool:
    """Whether enough was recognised to say the download is of this kind: half, and at least one."""
    return recognised > 0 and 2 * recognised >= all_of_them

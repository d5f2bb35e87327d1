"""Which learning management systems there are. Each is one module under `autograder.lms.systems` that exports one `Lms` called ``LMS``.

A new system is a new module there (or a package, where it is long), its page in ``docs/lms``, its tests: readers, export targets,
uploads, kinds of identifier, roster columns, help texts and the table of ``docs/lms/README.md`` all come from that object.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from autograder.lms.identity import KINDS, Kind
from autograder.lms.reading import Claim, Known, Listing, Reading
from autograder.lms.service import Connection, Service
from autograder.lms.writing import Job, Written
from autograder.records.errors import LmsError
from autograder.records.text import display


@dataclass(frozen=True)
class Target:
    """One file that can be exported: ``name`` as given with ``--to``, ``title`` in sentences.

    ``template`` says what the instructor downloads from the LMS for it; empty where it needs nothing.
    """

    name: str
    title: str
    write: Callable[[Job], Written]
    template: str = ""


@dataclass(frozen=True)
class Lms:
    """One system: how it is called, read, written and spoken to.

    ``name``        as ``--source`` and ``Owner.source["lms"]`` say it
    ``title``       as people say it
    ``page``        its page in ``docs/lms``
    ``reads``, ``writes``, ``sure``  the cells of its row in ``docs/lms/README.md``: what is read, what is written, how well that is tried
    ``read``        whose each file of a download is, or None when the system did not write it; None for a system that is not read.
                    It gets what was listed, what a roster knows, and the assignment's module.
    ``rank``        smaller is tried first: a system with an unmistakable mark (a list of its own in the download) before one that is
                    known by file names alone
    ``kinds``       the kinds of identifier it brings
    ``own_table``   where the kinds stand in its own table (a gradebook, a worksheet) when that is given as the roster: kind to column,
                    -1 for a kind that is not there whatever its header says; None for any other table. It gets header and rows.
    ``file_name_of``  a person's or group's name as the system writes it into file names
    ``superseded``  of one student's latest files, those that a later one replaces, with that one; it gets the assignment's module too
    ``team_keys``   whether the key in a team's file name is its own, so that the roster's name of the team replaces it
    ``member_kind`` the kind of identifier that a team's members have in the system, whatever other ids they have
    ``singles``     whether a download of it is one student's as easily as a class's (a clone)
    ``targets``     the files it takes back
    ``connect``     its upload service, for ``convgrade upload``; ``token`` is the environment variable with the secret; ``configured``:
                    whether it is found by a configuration file and not by an address and numbers; ``address``: that of the one site there
                    is, where ``--url`` says no other; ``places``: what its ``--course-id`` and ``--assignment-id`` are
    """

    name: str
    title: str
    page: str = ""
    reads: str = ""
    writes: str = ""
    sure: str = ""
    read: Callable[[Listing, Known, str], Reading | None] | None = None
    rank: int = 50
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    own_table: Callable[[Sequence[str], Sequence[Sequence[str]]], Mapping[str, int] | None] = lambda header, rows: None
    file_name_of: Callable[[str], str] = display
    superseded: Callable[[Sequence[Claim], str], list[tuple[Claim, Claim]]] = lambda claims, module: []
    team_keys: bool = False
    member_kind: str = ""
    singles: bool = False
    targets: tuple[Target, ...] = ()
    connect: Callable[[Connection], Service] | None = None
    token: str = ""
    configured: bool = False
    address: str = ""
    places: tuple[str, str] = ("take the number from its address", "take the number from its address")


@cache
def _found() -> dict[str, Lms]:
    package = importlib.import_module("autograder.lms.systems")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    known: dict[str, Lms] = {}
    for name in names:
        lms = importlib.import_module(f"{package.__name__}.{name}").LMS
        known[lms.name] = lms
    return known


def all_systems() -> list[Lms]:
    """Every system, in the order in which a download is shown to them."""
    return sorted(_found().values(), key=lambda lms: (lms.rank, lms.name))


def system(name: str) -> Lms:
    """The system of that name; where there is none (``pattern``, an old run's), a plain one with the defaults."""
    return _found().get(name) or Lms(name, name)


def readers() -> list[Lms]:
    """The systems that read downloads, in the order they are tried."""
    return [lms for lms in all_systems() if lms.read is not None]


def targets() -> dict[str, tuple[Lms, Target]]:
    """Every file that can be exported, by the name given with ``--to``."""
    return {target.name: (lms, target) for lms in all_systems() for target in lms.targets}


def uploads() -> dict[str, Lms]:
    """The systems that take marks directly, by the name given with ``--to``."""
    return {lms.name: lms for lms in all_systems() if lms.connect is not None}


def kinds() -> dict[str, Kind]:
    """Every kind of identifier, in the order in which marks are filed under them."""
    known = {**KINDS, **{name: kind for lms in all_systems() for name, kind in lms.kinds.items()}}
    return dict(sorted(known.items(), key=lambda one: (one[1].order, one[0])))


def folder_kinds() -> tuple[str, ...]:
    """The kinds of identifier that the name of a plain folder may stand for."""
    return tuple(name for name, kind in kinds().items() if kind.folder)


def chosen(name: str, among: Iterable[str], what: str) -> str:
    """``name`` where it is one of ``among``. Raises `LmsError` that lists them."""
    listed = sorted(among)
    if name not in listed:
        raise LmsError(f"{name!r} is not {what}: choose one of {', '.join(listed)}.")
    return name

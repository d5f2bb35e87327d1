"""What lists call a student: as the pages do, and in the LMS's own spelling if the download had squeezed the name into a file's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from autograder.records.owner import Owner
from autograder.records.result import Result
from autograder.records.text import display


def spelt(result: Result, theirs: str, as_file: Callable[[str], str] = display) -> str:
    """The student's name as the LMS has it (``theirs``: ``Baker, Ned``), where the download gave only what the LMS makes of that in the
    names of files (``as_file``: ``bakerned``); ``""`` where the name is known already, or this is somebody else's."""
    written, name = result.source.get("name", ""), display(theirs)
    return name if _as_downloaded(result.owner) and as_file(theirs) == written and name != result.display_name else ""


def spelt_out(owner: Owner, name: str) -> Owner:
    """The owner under the ``name`` that was `spelt` out before; one whom a roster names since keeps the roster's."""
    return replace(owner, display_name=name) if _as_downloaded(owner) else owner


def _as_downloaded(owner: Owner) -> bool:
    written = owner.source.get("name", "")
    return bool(written) and owner.display_name == display(written)


def called(result: Result, theirs: str, name: str = "") -> str:
    """What a list calls the student: as the pages do, with the ``name`` that was `spelt` out. Who has no name there, or whose
    file's name can be read in several ways, is called as the LMS calls them (``theirs``)."""
    if name:
        return spelt_out(result.owner, name).called
    return result.called if result.display_name and not result.source.get("readings") else theirs

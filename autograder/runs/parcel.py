"""One assignment of a course as an archive that travels: named by its hash, unpacked once by each process that grades elsewhere.

It holds the assignment's three rooms and no secret: that comes with the job. The hash is checked before the archive is opened.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment, Course
from autograder.records.errors import ClusterError
from autograder.records.scratch import Scratch
from autograder.records.zips import zipped

_NEVER = frozenset(("__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".git"))


@dataclass(frozen=True)
class Parcel:
    """An archive and the SHA-256 that it goes by."""

    name: str
    data: bytes


def pack(course: Course, assignment: Assignment) -> Parcel:
    """What grading ``assignment`` reads of the course."""
    rooms = (assignment.handout, assignment.staff, assignment.hidden_suite)
    paths = {path.relative_to(course.root): path for room in rooms for path in room.rglob("*") if path.is_file()}
    files = {name.as_posix(): path.read_bytes() for name, path in paths.items() if not _NEVER.intersection(name.parts)}
    data = zipped({**dict(sorted(files.items())), "reference/course.toml": _settings(course, assignment).encode()})
    return Parcel(hashlib.sha256(data).hexdigest(), data)


def _settings(course: Course, assignment: Assignment) -> str:
    personal = [name for name in course.personal if name == assignment.name]
    # JSON's texts and lists are TOML's too.
    facts = {"title": course.title, "secret": "with the job", "assignments": [assignment.name], "personal": personal}
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in facts.items())


_here: dict[str, Scratch] = {}
_one_at_a_time = threading.Lock()


def unpacked(name: str, parcel: Parcel | None = None, place: str | None = None) -> Path | None:
    """The course's folder on this machine, for this process alone; None where the archive ``name`` has not come here yet. With a ``parcel``
    it comes now, into the folder ``place`` (default: that for temporary files). Raises `ClusterError` where that is another."""
    with _one_at_a_time:
        if name not in _here and parcel is not None:
            if hashlib.sha256(parcel.data).hexdigest() != name:
                raise ClusterError(
                    "The course was damaged on its way to a Dask worker. The same command sends it again."
                )
            folder = Scratch(place)
            with zipfile.ZipFile(io.BytesIO(parcel.data)) as reading:
                reading.extractall(folder.name)
            _here[name] = folder
        return Path(_here[name].name) if name in _here else None

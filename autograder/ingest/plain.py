"""Plain folders and zips: ``STUDENT/…``, ``STUDENT.py``, ``STUDENT.ipynb``, ``STUDENT.zip``; or whatever ``--pattern`` says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.ingest import limits
from autograder.ingest.archive import Unreadable
from autograder.lms.reading import Claim, Claimant, Listing, Reading
from autograder.records.errors import IngestError

ANSWERS = (".py", ".ipynb")
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
NOT_ANSWERS = ("conftest.py", "setup.py", "__init__.py")
DEFINED = re.compile(rb"\b(?:def|class)\s+(\w+)")


def suffix(path: str) -> str:
    """The lower-case ending of a file's name, with its dot."""
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def stem(path: str) -> str:
    """A file's name without its ending: the student's key in ``STUDENT.py``."""
    return path.rpartition("/")[2].rpartition(".")[0].removesuffix(".tar")


def answers(path: str) -> bool:
    """Whether a file is by its name a module or a notebook."""
    return suffix(path) in ANSWERS


def support(path: str) -> bool:
    """Whether a Python file is by its name a test or a tool, not an answer."""
    name = path.rpartition("/")[2]
    return name in NOT_ANSWERS or (name.startswith("test_") and name.endswith(".py"))


def wrapper(listing: Listing, module: str, *, is_zip: bool) -> str:
    """The one folder around a whole class (``submissions/s001/…``), or ``""``.

    A single student's own folder must not be taken for one: it holds the module, or less than two folders with answers.
    """
    units = listing.top()
    if len(units) != 1:
        return ""
    ((top, paths),) = units.items()
    if paths == [top]:
        return ""
    inside = listing.under(top)
    children = inside.top()
    if any(f"{module}{ending}" in children for ending in ANSWERS):
        return ""
    holding = [unit for unit, files in children.items() if any(suffix(file) in (*ANSWERS, ".zip") for file in files)]
    folders = [unit for unit in holding if children[unit] != [unit]]
    if len(folders) >= 2 or (is_zip and len(holding) >= 2) or (is_zip and folders and top == listing.name):
        return top
    return ""


def read(listing: Listing, module: str) -> Reading:
    """The claims of a plain folder or zip."""
    own = [f"{module}{ending}" for ending in ANSWERS if f"{module}{ending}" in listing.paths]
    if own and _one_student(listing, module, own):
        return read_whole(listing)
    reading = Reading("plain", "plain folder")
    for unit, paths in listing.top().items():
        if paths == [unit]:
            _one_file(reading, unit, module, own)
        elif not paths:
            reading.empty.append(Claim(Claimant(unit, "student_id"), ""))
        else:
            owner = Claimant(unit, "student_id")
            reading.claims.update({path: Claim(owner, path.partition("/")[2]) for path in paths})
    return reading


def _one_file(reading: Reading, path: str, module: str, own: Sequence[str]) -> None:
    """A file at the top: ``STUDENT.py`` is that student's answer whatever its name."""
    if path in own or support(path):
        reading.rest[path] = "beside the students' work: belongs to no student"
    elif suffix(path) in ANSWERS or suffix(path) in ARCHIVES:
        file = f"{module}{suffix(path)}" if suffix(path) in ANSWERS else path
        reading.claims[path] = Claim(Claimant(stem(path), "student_id"), file)
    else:
        reading.rest[path] = "neither a module, a notebook nor a folder: belongs to no student"


def _one_student(listing: Listing, module: str, own: Sequence[str]) -> bool:
    """Whether a folder with ``MODULE.py`` at its top is one student's, not a class with the handout's stub left in it.

    It is a class when a folder in it holds the module too, or a file beside it defines the same names.
    """
    defined = _defined(listing, own)
    for unit, paths in listing.top().items():
        if paths != [unit]:
            if any(file.rpartition("/")[2] in (f"{module}.py", f"{module}.ipynb") for file in paths):
                return False
        elif unit not in own and suffix(unit) in ANSWERS and not support(unit) and defined & _defined(listing, [unit]):
            return False
    return True


def _defined(listing: Listing, paths: Sequence[str]) -> set[bytes]:
    """The names of the functions and classes in modules or notebooks, as far as a look at the text tells."""
    names: set[bytes] = set()
    for path in paths:
        try:
            names.update(DEFINED.findall(listing.read(path, limits.SOURCE)))
        except Unreadable:
            continue
    return names - {b"main", b"__init__"}


def read_whole(listing: Listing) -> Reading:
    """One student's own folder or zip, known by its name, whatever lies in it."""
    reading = Reading("plain", "one student's files", whole=True)
    owner = Claimant(listing.name, "student_id")
    reading.claims.update({path: Claim(owner, path) for path in listing.paths})
    if not reading.claims:
        reading.empty.append(Claim(owner, ""))
    return reading


def read_pattern(listing: Listing, pattern: str) -> Reading:
    """The claims as a regular expression says, searched in each path; named groups ``student``, ``file`` (and, where
    given, ``late``, ``attempt``, ``name``). Raises `IngestError` for a pattern that cannot work."""
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise IngestError(f"--pattern is not a regular expression: {error}.") from error
    if "student" not in compiled.groupindex:
        raise IngestError("--pattern needs a named group for the student: (?P<student>...).")
    reading = Reading("pattern", "files matched by --pattern")
    for path in listing.paths:
        found = compiled.search(path)
        groups = found.groupdict() if found else {}
        if not groups.get("student"):
            reading.rest[path] = "does not match --pattern"
            continue
        owner = Claimant(groups["student"], "student_id", groups.get("name") or "")
        attempt = groups.get("attempt") or ""
        order = tuple(part.zfill(20) if part.isdigit() else part for part in re.split(r"(\d+)", attempt))
        file = groups.get("file") or path.rpartition("/")[2]
        reading.claims[path] = Claim(owner, file, bool(groups.get("late")), attempt, order)
    return reading

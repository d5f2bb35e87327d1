"""Plain folders and zips: ``STUDENT/…``, ``STUDENT.py``, ``STUDENT.ipynb``, ``STUDENT.zip``; or whatever ``--pattern`` says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from autograder.ingest import limits, suggest
from autograder.ingest.answers import answers_of
from autograder.ingest.archive import Unreadable
from autograder.ingest.contents import look
from autograder.ingest.handout import Handout
from autograder.ingest.judge import support
from autograder.ingest.names import ANSWERS, ARCHIVES, CHECKPOINTS, is_work, split
from autograder.lms.reading import Claim, Claimant, Listing, Reading
from autograder.records.errors import IngestError

DEFINED = re.compile(r"\b(?:def|class)\s+(\w+)")


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
    holding = [unit for unit, files in children.items() if any(is_work(file) for file in files)]
    folders = [unit for unit in holding if children[unit] != [unit]]
    if len(folders) >= 2 or (is_zip and len(holding) >= 2) or (is_zip and folders and top == listing.name):
        return top
    return ""


def read(listing: Listing, handout: Handout) -> Reading:
    """The claims of a plain folder or zip."""
    own = [f"{handout.module}{ending}" for ending in ANSWERS if f"{handout.module}{ending}" in listing.paths]
    units = listing.top()
    if (own and _one_student(listing, handout, own)) or list(units) == [CHECKPOINTS]:
        return read_whole(listing)
    _check_sections(listing, handout)
    reading = Reading("plain", "plain folder")
    for unit, paths in units.items():
        if unit == CHECKPOINTS:
            reading.own.update(dict.fromkeys(paths, "Jupyter's own copies, beside the students' work"))
        elif paths == [unit]:
            _one_file(reading, listing, unit, handout, own)
        elif not paths:
            reading.empty.append(Claim(Claimant(unit, "student_id"), ""))
        else:
            owner = Claimant(unit, "student_id")
            reading.claims.update({path: Claim(owner, path.partition("/")[2]) for path in paths})
    return reading


def _check_sections(listing: Listing, handout: Handout) -> None:
    """Folders of tutorials or groups with the students' folders in them: read as students, all but one in each would be lost."""
    work = [path for path in listing.paths if split(path)[0] == handout.module and split(path)[1] in ANSWERS]
    homes = {path.rpartition("/")[0] for path in work}
    count = Counter(home.partition("/")[0] for home in homes if home)
    if count and 2 * sum(number > 2 for number in count.values()) > len(count):
        top = max(sorted(count), key=count.__getitem__)
        raise IngestError(
            f"{listing.name} does not hold one folder per student: {top} holds {count[top]} folders with a {handout.module} in them. "
            f"{suggest.told(work)}".rstrip()
        )


def _one_file(reading: Reading, listing: Listing, path: str, handout: Handout, own: Sequence[str]) -> None:
    """A file at the top: ``STUDENT.py`` is that student's answer whatever its name; so is ``STUDENT.txt`` when it holds answers."""
    stem, ending = split(path)
    if path in own or support(path):
        reading.rest[path] = "beside the students' work: belongs to no student"
    elif ending in ARCHIVES:
        reading.claims[path] = Claim(Claimant(stem, "student_id"), path)
    elif ending in ANSWERS or (ending in ("", ".txt", ".json") and _answered(listing, path, handout)):
        file = f"{handout.module}{path.rpartition('/')[2][len(stem) :]}"
        reading.claims[path] = Claim(Claimant(stem, "student_id"), file)
    else:
        reading.rest[path] = "neither a module, a notebook nor a folder: belongs to no student"


def _one_student(listing: Listing, handout: Handout, own: Sequence[str]) -> bool:
    """Whether a folder with ``MODULE.py`` at its top is one student's, not a class with the handout's stub left in it.

    It is a class when a folder in it holds the module too, or a file beside it defines the same names.
    """
    defined = {name for path in own for name in _defined(listing, path)}
    for unit, paths in listing.top().items():
        if paths != [unit]:
            if any(split(file)[0] == handout.module and split(file)[1] in ANSWERS for file in paths):
                return False
        elif unit not in own and split(unit)[1] in ANSWERS and not support(unit) and defined & _defined(listing, unit):
            return False
    return True


def _defined(listing: Listing, path: str) -> set[str]:
    """The names of the functions and classes in a module or notebook, as far as a look at the text tells."""
    try:
        texts = look(listing.read(path, limits.SOURCE)).texts
    except Unreadable:
        return set()
    return {name for text in texts for name in DEFINED.findall(text)} - {"main", "__init__"}


def _answered(listing: Listing, path: str, handout: Handout) -> bool:
    """Whether a file whose name does not say so is a notebook, or answers a question."""
    try:
        content = look(listing.read(path, limits.NOTEBOOK))
    except Unreadable:
        return False
    return content.kind == "notebook" or bool(answers_of(content.texts, handout.questions, handout.blank)[0].given)


def read_whole(listing: Listing) -> Reading:
    """One student's own folder or zip, known by its name, whatever lies in it."""
    reading = Reading("plain", "one student's files", whole=True)
    owner = Claimant(listing.name, "student_id")
    reading.claims.update({path: Claim(owner, path) for path in listing.paths})
    if not reading.claims:
        reading.empty.append(Claim(owner, ""))
    return reading


def read_pattern(listing: Listing, pattern: str, handout: Handout) -> Reading:
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
    if "file" not in compiled.groupindex:
        _under_the_modules_name(reading, handout)
    return reading


def _under_the_modules_name(reading: Reading, handout: Handout) -> None:
    """What is the only file of somebody's attempt is the answer, whatever it is called: its name says whose it is."""
    count = Counter((claim.owner.key, claim.order) for claim in reading.claims.values())
    for path, claim in reading.claims.items():
        stem, ending = split(path)
        if count[claim.owner.key, claim.order] == 1 and ending in ANSWERS:
            file = f"{handout.module}{path.rpartition('/')[2][len(stem) :]}"
            reading.claims[path] = replace(claim, file=file)

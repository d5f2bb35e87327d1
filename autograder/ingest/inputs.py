"""What was given on the command line as shelves: folders, zips, single files, and downloads that lie zipped in a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from autograder.ingest import limits, plain
from autograder.ingest.names import safe_path
from autograder.ingest.recognise import recognise
from autograder.ingest.shelf import Shelf, Unreadable, open_nested, open_shelf
from autograder.lms.reading import Known
from autograder.lms.text import display
from autograder.records.errors import IngestError


def shelves(paths: Sequence[Path], module: str, stack: ExitStack) -> Iterator[Shelf]:
    """Every input once. Single modules and notebooks share a shelf; a student's broken zip among others is a shelf too."""
    if not paths:
        raise IngestError("Give at least one folder, zip, module or notebook to read.")
    files = Shelf("the files given", "files")
    seen: set[Path] = set()
    for path in paths:
        real = path.resolve()
        if real in seen:
            continue
        seen.add(real)
        try:
            shelf = open_shelf(path, stack)
        except IngestError:
            if len(paths) == 1 or not real.is_file() or plain.suffix(real.name) not in plain.ARCHIVES:
                raise
            shelf = Shelf(real.name, "broken")
            shelf.add(safe_path(real.name), 1, "is not a zip that can be opened", lambda count: b"")
        if shelf.form != "file":
            yield shelf
            continue
        for entry in shelf.entries:
            files.entries.append(replace(entry, path=f"{display(real.parent.name) or 'folder'}/{entry.path}"))
    if files.entries:
        _shorten(files, module)
        yield files


def downloads(shelf: Shelf, module: str, known: Known, stack: ExitStack) -> list[Shelf]:
    """The downloads of whole classes that lie zipped in a folder or a zip; else the folder or zip itself.

    Most of the zips must be classes of an LMS: among students' own zips, one that looks like a class stays a student's.
    """
    zips = [entry for entry in shelf.entries if plain.suffix(entry.path) == ".zip"]
    others = [entry for entry in shelf.entries if entry not in zips]
    if shelf.form not in ("folder", "zip") or not zips or any("/" in e.path or plain.answers(e.path) for e in others):
        return [shelf]
    inner = []
    for entry in zips:
        try:
            inner.append(open_nested(entry.path, entry.read(limits.CLASS_ZIP), stack, members=limits.ENTRIES))
        except Unreadable:
            continue
    readings = [recognise(one, module, known, None) for one in inner]
    classes = sum(reading.lms not in ("plain", "github") and len(reading.owners()) > 1 for reading in readings)
    if len(inner) < len(zips) or 2 * classes <= len(zips):
        return [shelf]
    rest = Shelf(shelf.name, "files", others, unsafe=shelf.unsafe, noise=shelf.noise)
    return [*inner, rest] if others or rest.unsafe or rest.noise else inner


def _shorten(files: Shelf, module: str) -> None:
    """``STUDENT.py`` stands for itself; ``STUDENT/convolution.py`` needs its folder to say whose it is."""
    count = Counter(entry.path.rpartition("/")[2] for entry in files.entries)
    for index, entry in enumerate(files.entries):
        folder, _, name = entry.path.rpartition("/")
        if count[name] == 1 and plain.stem(name) != module:
            files.entries[index] = replace(entry, path=name)
        else:
            files.folders.add(folder)
    files.mark_twins()

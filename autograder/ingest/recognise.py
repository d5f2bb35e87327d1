"""Which system wrote an input, and whose each of its files is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.ingest import plain
from autograder.ingest.archive import Archive
from autograder.ingest.handout import Handout
from autograder.ingest.names import is_work, split
from autograder.lms import readers, system
from autograder.lms.reading import Known, Listing, Reading
from autograder.records.errors import IngestError


def read_all(
    archives: Sequence[Archive], handout: Handout, known: Known, pattern: str | None, source: str | None = None
) -> list[Reading]:
    """What each input is. Among many inputs of one student each, none is a class: a student cannot bring others along."""
    readings = [recognise(archive, handout, known, pattern, source) for archive in archives]
    inputs = [reading for archive, reading in zip(archives, readings, strict=True) if archive.form != "files"]
    classes = sum(reading.lms not in ("plain", "pattern") or len(reading.owners()) > 1 for reading in inputs)
    if pattern is None and source is None and len(inputs) > 1 and 2 * classes < len(inputs):
        return [
            reading if archive.form in ("files", "broken") else plain.read_whole(_listing(archive))
            for archive, reading in zip(archives, readings, strict=True)
        ]
    return readings


def recognise(
    archive: Archive, handout: Handout, known: Known, pattern: str | None, source: str | None = None
) -> Reading:
    """Which LMS wrote the download, and whose each file is. ``source`` says which, where the names alone would be read as another's.
    Raises `IngestError` and `LmsError` for unusable ones."""
    listing = _listing(archive)
    if archive.form == "broken":
        return plain.read_whole(listing)
    if pattern is not None:
        return plain.read_pattern(listing, pattern, handout)
    prefix, inside = "", listing
    for _ in range(3):
        if reading := _lms(inside, known, handout.module, source):
            if source is None:
                _check_unmixed(inside, reading, known, handout.module)
            return _from_above(reading, prefix)
        units = inside.top()
        (top, paths), *more = units.items() if units else (("", [""]),)
        if more or paths in ([top], [""]):
            break
        prefix, inside = f"{prefix}{top}/", inside.under(top)
    if source not in (None, "plain") and archive.form != "files":
        title = system(source).title
        raise IngestError(
            f"{archive.name} is not read as a download of {title}: nothing in it, or less than half, is named as {title} names submissions."
        )
    top = plain.wrapper(listing, handout.module, is_zip=archive.form == "zip")
    return _from_above(plain.read(listing.under(top) if top else listing, handout), f"{top}/" if top else "")


def _check_unmixed(listing: Listing, reading: Reading, known: Known, module: str) -> None:
    """Two systems' downloads in one folder: read as one, the other's students would all be lost. Raises `IngestError`."""
    rest = [path for path in reading.rest if is_work(path)]
    if len(rest) < 2:
        return
    tops = {path.partition("/")[0] for path in rest}
    folders = [folder for folder in listing.folders if folder.partition("/")[0] in tops]
    other = _lms(replace(listing, paths=rest, folders=folders, repositories=()), known, module)
    if other and other.lms != reading.lms and len(other.owners()) > 1:
        raise IngestError(
            f"{listing.name} holds downloads of two systems, {reading.title} and {other.title}: give each its own folder, and "
            f"both to the command."
        )


def _listing(archive: Archive) -> Listing:
    entries = {entry.path: entry for entry in archive.entries}
    repositories = {path.removesuffix("/.git") for path in archive.noise if path.endswith("/.git")}
    name = split(archive.name)[0] if archive.form in ("zip", "broken") else archive.name
    return Listing(
        name, list(entries), sorted(archive.folders), repositories, lambda path, limit: entries[path].read(limit)
    )


def _lms(listing: Listing, known: Known, module: str, source: str | None = None) -> Reading | None:
    for lms in readers():
        if lms.read is not None and source in (None, lms.name) and (reading := lms.read(listing, known, module)):
            return reading
    return None


def _from_above(reading: Reading, prefix: str) -> Reading:
    reading.claims = {prefix + path: claim for path, claim in reading.claims.items()}
    reading.own = {prefix + path: reason for path, reason in reading.own.items()}
    reading.rest = {prefix + path: reason for path, reason in reading.rest.items()}
    return reading

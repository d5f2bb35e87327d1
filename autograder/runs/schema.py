"""The run file's schema: its version, how a file is opened, and how one of an older version is brought up to date."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from autograder.records.errors import RunFileError
from autograder.records.result import BY_PERSON, Result
from autograder.records.whole import whole
from autograder.written.sheets import answer_id

VERSION = 9
"""1: results with the owner's facts among their own, and a person's marks written into them. 2: an `Owner` in each record, marks
beside them, and what each question depends on. 3: people's decisions. 4: what people have looked at. 5: which of the files that were
not read are nobody's. 6: marks of written answers under ids that need no secret; those of older versions stay where they are.
7: which flags say what was not read or run, and which are about a question. 8: a result's sentences with
what they are made of. 9: the lines of code that flags, checks and smallest cases are about."""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE results (
    submission TEXT PRIMARY KEY, key TEXT NOT NULL, student TEXT NOT NULL, status TEXT NOT NULL, score REAL NOT NULL,
    record TEXT NOT NULL, graded_at REAL NOT NULL, parts TEXT NOT NULL DEFAULT '{}') STRICT;
CREATE TABLE superseded (
    submission TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL, graded_at REAL NOT NULL, replaced_at REAL NOT NULL) STRICT;
CREATE TABLE ignored (path TEXT PRIMARY KEY, reason TEXT NOT NULL, stray INTEGER NOT NULL DEFAULT 0) STRICT;
"""
DECISIONS = """
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, student TEXT NOT NULL, question TEXT NOT NULL, value REAL, why TEXT NOT NULL,
    note TEXT NOT NULL, who TEXT NOT NULL, made_at TEXT NOT NULL, ended_at TEXT) STRICT
"""
"""Nothing is ever deleted here: a decision that another took the place of, or that was withdrawn, has ended."""
LOOKED = "CREATE TABLE looked (matter TEXT PRIMARY KEY, who TEXT NOT NULL, looked_at TEXT NOT NULL) STRICT"
"""What of the things to look at a person has looked at (`autograder.review.queue`)."""


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """The run file at ``path``, of this `VERSION`: made where there is none and ``create`` is given, brought up to date where it is
    older. Raises `RunFileError` for a newer one and for a file that is no run, and `sqlite3.Error` for a damaged one."""
    writable = os.access(path if path.exists() else path.parent, os.W_OK) and os.access(path.parent, os.W_OK)
    db = _opened(path, writable)
    try:
        found = version_of(db)
        if found is None:
            raise RunFileError(f"{path} is a database, but no run: choose another --out.")
        if found == 0 and not create:
            raise RunFileError(f"{path} holds no run: `convgrade grade … --out {path.parent}` makes one.")
        if found > VERSION:
            raise RunFileError(
                f"{path} was written by a newer convgrade (its schema is {found}, this one knows {VERSION}): update convgrade, or "
                "choose another --out."
            )
        if _cut_short(db, path):
            raise sqlite3.DatabaseError("its end is missing")
        if found == 0:
            _make(db)
        elif found < VERSION:
            _upgrade(db, path)
        if writable and db.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
    except BaseException:
        db.close()
        raise
    return db


def _opened(path: Path, writable: bool) -> sqlite3.Connection:
    # Autocommit: transactions are opened by hand, one a result.
    if writable:
        return sqlite3.connect(path, timeout=60, isolation_level=None)
    # In a folder that may only be read there is no place for SQLite's own files beside the run file. What stands in its log is read with
    # it; where the log is empty, nobody can write the file either.
    log = path.with_name(f"{path.name}-wal")
    how = "mode=ro" if log.is_file() and log.stat().st_size else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", timeout=60, isolation_level=None, uri=True)


def version_of(db: sqlite3.Connection) -> int | None:
    """The schema version of an open run file; 0 where nothing has been written yet, None for a database of something else."""
    (told,) = db.execute("PRAGMA user_version").fetchone()
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "results" not in tables:
        return None
    # Version 1 did not number itself.
    return int(told) or (1 if tables else 0)


def _cut_short(db: sqlite3.Connection, path: Path) -> bool:
    """Whether pages are missing that the file says it has, and that wait in no log to be written into it."""
    log = path.with_name(f"{path.name}-wal")
    if log.is_file() and log.stat().st_size:
        return False
    (pages,), (size,) = db.execute("PRAGMA page_count").fetchone(), db.execute("PRAGMA page_size").fetchone()
    return path.stat().st_size < int(pages) * int(size)


def _make(db: sqlite3.Connection) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        if version_of(db) == 0:  # here too
            for statement in TABLES.split(";\n"):
                db.execute(statement)
            db.execute(DECISIONS)
            db.execute(LOOKED)
            _number(db)
        db.execute("COMMIT")
    except BaseException:
        _undo(db)
        raise


def _upgrade(db: sqlite3.Connection, path: Path) -> None:
    """Bring an older file up to date in one transaction, after its copy was put beside it."""
    db.execute("BEGIN IMMEDIATE")
    try:
        found = version_of(db) or VERSION
        if found < VERSION:  # another process may have been quicker
            _copy(path, copy_of(path, found))
            for version in range(found, VERSION):
                _STEPS[version](db)
            _number(db)
        db.execute("COMMIT")
    except BaseException as error:
        _undo(db)
        if isinstance(error, (ValueError, KeyError, TypeError, AttributeError, RecursionError)):
            raise RunFileError(
                f"{path} is of an older convgrade and could not be brought up to date: a record in it is damaged "
                f"({type(error).__name__}: {error}). Nothing was changed; choose another --out and grade again."
            ) from error
        raise


def copy_of(path: Path, version: int) -> Path:
    """Where the copy of a file of an older ``version`` is kept."""
    return path.with_name(f"{path.stem}.version-{version}{path.suffix}")


def _copy(path: Path, copy: Path) -> None:
    """A whole copy or none, what stands in the write-ahead log included."""
    with whole(copy) as unfinished:
        source, target = sqlite3.connect(path), sqlite3.connect(unfinished)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()


def _number(db: sqlite3.Connection) -> None:
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("INSERT OR REPLACE INTO meta VALUES ('schema', ?)", (json.dumps(VERSION),))


def _undo(db: sqlite3.Connection) -> None:
    if db.in_transaction:  # a full disk may have ended it already
        db.execute("ROLLBACK")


_OWNERS = ("student", "display_name", "members", "late", "attempt", "source")


def _from_1(db: sqlite3.Connection) -> None:
    """The owner's facts into a record of their own, a column for the keys of the questions; the secret out of the file."""
    db.execute("ALTER TABLE results ADD COLUMN parts TEXT NOT NULL DEFAULT '{}'")
    _change_records(db, _owner_apart)
    db.execute("DELETE FROM meta WHERE name = 'rehearsed'")
    _marks_from_records(db)


def _owner_apart(record: dict[str, Any]) -> None:
    if "owner" not in record:
        record["owner"] = {name: record.pop(name) for name in _OWNERS}


def _change_records(db: sqlite3.Connection, change: Callable[[dict[str, Any]], None]) -> None:
    """``change`` every record, one at a time: a class of ten thousand does not fit into memory."""
    for table in ("results", "superseded"):
        for (row,) in db.execute(f"SELECT rowid FROM {table}").fetchall():
            (text,) = db.execute(f"SELECT record FROM {table} WHERE rowid = ?", (row,)).fetchone()
            record = json.loads(text)
            change(record)
            db.execute(f"UPDATE {table} SET record = ? WHERE rowid = ?", (json.dumps(record), row))


def _marks_from_records(db: sqlite3.Connection) -> None:
    """A person's marks, which version 1 wrote into the records, under the ids that version 6 keeps them under."""
    marks = {}
    for (text,) in db.execute("SELECT record FROM superseded UNION ALL SELECT record FROM results").fetchall():
        result = Result.from_json(json.loads(text))
        for question in result.questions:
            if [check.name for check in question.checks] == [BY_PERSON]:
                marks[answer_id(result, question)] = [question.score, question.checks[0].message, "", "", question.name]
    db.execute("DELETE FROM meta WHERE name = 'marks'")
    db.execute("INSERT OR REPLACE INTO meta VALUES ('written_marks', ?)", (json.dumps(marks),))


def _from_2(db: sqlite3.Connection) -> None:
    db.execute(DECISIONS)


def _from_3(db: sqlite3.Connection) -> None:
    db.execute(LOOKED)


def _from_4(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE ignored ADD COLUMN stray INTEGER NOT NULL DEFAULT 0")


def _from_5(db: sqlite3.Connection) -> None:
    """Nothing to change: only the course's secret tells whose the marks of older versions are, and it may not be at hand."""


_SKIPPED = re.compile(r"\bleft out\b|\bstopped (?:there|at)\b|\binterrupted\b")
"""How versions before 7 worded flags of what was not read or run; they said it nowhere else."""


def _from_6(db: sqlite3.Connection) -> None:
    """What flags are about, told by their words for the last time."""
    _change_records(db, _flags_apart)


def _flags_apart(record: dict[str, Any]) -> None:
    if flags := record.get("flags"):
        record["skipped"] = [flag for flag in flags if _SKIPPED.search(flag)]
        for question in record["questions"]:
            about = (f"{question['name']}:", f"check {question['name']}::")
            question["flags"] = [flag for flag in flags if flag.startswith(about)]


def _from_7(db: sqlite3.Connection) -> None:
    """Nothing to change: a record without `Result.sentences` is read in English where no catalogue holds its texts as they stand."""


_FLAGGED = re.compile(r"(?:.*(?:left out|the first): )?(?P<file>.+?), line (?P<line>\d{1,6})\b(?P<why>.*)", re.S)
_RAISED = re.compile(r" \(([^()]*\bline \d+[^()]*)\)")
"""How versions before 9 worded lines of student code; they said them nowhere else."""


def _from_8(db: sqlite3.Connection) -> None:
    """The lines that texts name, told by their words for the last time."""
    _change_records(db, _lines_apart)


def _lines_apart(record: dict[str, Any]) -> None:
    found = [at for flag in record.get("flags", ()) if (at := _FLAGGED.match(flag))]
    record["lines"] = [{"file": at["file"], "line": int(at["line"]), "why": at["why"].lstrip(": ")} for at in found]
    for question in record["questions"]:
        for check in question.get("checks", ()):
            check["place"] = _raised_at(check.get("detail") or check.get("message") or "")
        if case := question.get("counterexample"):
            case["place"] = _raised_at(case.get("error") or "")


def _raised_at(text: str) -> str:
    return at[1] if (at := _RAISED.search(text)) else ""


_STEPS: Mapping[int, Callable[[sqlite3.Connection], Any]] = {
    1: _from_1,
    2: _from_2,
    3: _from_3,
    4: _from_4,
    5: _from_5,
    6: _from_6,
    7: _from_7,
    8: _from_8,
}
"""What leads from a version to the next."""

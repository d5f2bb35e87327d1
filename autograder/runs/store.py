"""The run file: one SQLite database in the run's folder, in which no result is ever half written or silently missing."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.records.errors import RunFileError
from autograder.records.result import Result
from autograder.records.submission import Ignored

FILE_NAME = "run.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS results (
    submission TEXT PRIMARY KEY, key TEXT NOT NULL, student TEXT NOT NULL, status TEXT NOT NULL, score REAL NOT NULL,
    record TEXT NOT NULL, graded_at REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS superseded (
    submission TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL, graded_at REAL NOT NULL, replaced_at REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS ignored (path TEXT PRIMARY KEY, reason TEXT NOT NULL) STRICT;
"""


class Store:
    """One run's results. Every `put` is a transaction of its own; several processes may read and write at once."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.path = folder / FILE_NAME
        if not create and not self.path.is_file():
            raise RunFileError(f"{folder} holds no run: `convgrade grade … --out {folder}` makes one.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # Autocommit: transactions are opened by hand, one a result.
            self.db = sqlite3.connect(self.path, timeout=60, isolation_level=None)
            self.db.execute("PRAGMA journal_mode=WAL")
            self.db.execute("PRAGMA synchronous=NORMAL")
            self.db.executescript(_SCHEMA)
        except (sqlite3.DatabaseError, OSError) as error:
            raise RunFileError(f"{self.path} cannot be used as a run file ({error}). Choose another --out.") from error

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self.db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            self.db.execute("BEGIN IMMEDIATE")
            yield self.db
            self.db.execute("COMMIT")
        except BaseException as error:
            if self.db.in_transaction:  # a full disk may have ended it already
                self.db.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                raise RunFileError(
                    f"{self.path} could not be written ({error}). What was kept before is safe: once that is mended, "
                    "the same command goes on from there."
                ) from error
            raise

    def put(self, result: Result, key: str) -> None:
        """Keep ``result``; ``key`` names everything it depends on. An older result of the same submission is moved aside, not lost."""
        record = json.dumps(result.to_json(), ensure_ascii=True)
        with self._transaction() as db:
            old = db.execute(
                "SELECT key, record, graded_at FROM results WHERE submission = ?", (result.submission,)
            ).fetchone()
            if old is not None and old[0] == key:
                return
            if old is not None:
                db.execute("INSERT INTO superseded VALUES (?, ?, ?, ?, ?)", (result.submission, *old, time.time()))
            db.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?)",
                (result.submission, key, result.student, result.status, result.score, record, time.time()),
            )

    def update(self, result: Result) -> None:
        """Replace the record of a graded submission by the same with a person's marks in it."""
        record = json.dumps(result.to_json(), ensure_ascii=True)
        values = (result.status, result.score, record, result.submission)
        with self._transaction() as db:
            db.execute("UPDATE results SET status = ?, score = ?, record = ? WHERE submission = ?", values)

    def has(self, submission: str, key: str) -> bool:
        """Whether this submission is already graded with exactly this key."""
        found = self.db.execute("SELECT 1 FROM results WHERE submission = ? AND key = ?", (submission, key)).fetchone()
        return found is not None

    def results(self) -> Iterator[Result]:
        """Every result, by student and submission; read one at a time."""
        for (record,) in self.db.execute("SELECT record FROM results ORDER BY student, submission"):
            yield Result.from_json(json.loads(record))

    def result(self, submission: str) -> Result | None:
        row = self.db.execute("SELECT record FROM results WHERE submission = ?", (submission,)).fetchone()
        return Result.from_json(json.loads(row[0])) if row else None

    def superseded(self) -> Iterator[tuple[Result, float]]:
        """Results that a later grading replaced, oldest first, with the time they were replaced."""
        for record, replaced_at in self.db.execute("SELECT record, replaced_at FROM superseded ORDER BY replaced_at"):
            yield Result.from_json(json.loads(record)), float(replaced_at)

    def count(self, status: str | None = None) -> int:
        where, values = (" WHERE status = ?", (status,)) if status else ("", ())
        return int(self.db.execute(f"SELECT count(*) FROM results{where}", values).fetchone()[0])

    def keep_only(self, submissions: Iterable[str]) -> int:
        """Move results of submissions that are no longer handed in aside; gives how many."""
        wanted = set(submissions)
        with self._transaction() as db:
            gone = [s for (s,) in db.execute("SELECT submission FROM results") if s not in wanted]
            for submission in gone:
                row = db.execute(
                    "SELECT key, record, graded_at FROM results WHERE submission = ?", (submission,)
                ).fetchone()
                db.execute("INSERT INTO superseded VALUES (?, ?, ?, ?, ?)", (submission, *row, time.time()))
                db.execute("DELETE FROM results WHERE submission = ?", (submission,))
        return len(gone)

    def set_ignored(self, ignored: Iterable[Ignored]) -> None:
        """Keep the list of files that belong to no submission, with the reasons."""
        with self._transaction() as db:
            db.execute("DELETE FROM ignored")
            db.executemany("INSERT OR REPLACE INTO ignored VALUES (:path, :reason)", [asdict(i) for i in ignored])

    def ignored(self) -> list[Ignored]:
        return [Ignored(*row) for row in self.db.execute("SELECT path, reason FROM ignored ORDER BY path")]

    def set_meta(self, **values: Any) -> None:
        """Keep facts of the run (assignment, paths, isolation, versions) as JSON."""
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(k, json.dumps(v)) for k, v in values.items()])

    def meta(self) -> dict[str, Any]:
        return {name: json.loads(value) for name, value in self.db.execute("SELECT name, value FROM meta")}

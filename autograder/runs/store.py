"""The run file: one SQLite database in the run's folder, in which no result is ever half written or silently missing."""

from __future__ import annotations

import datetime
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.records.closing import Closing
from autograder.records.decision import Decision, Kind
from autograder.records.errors import RunFileError
from autograder.records.result import Result
from autograder.records.submission import Ignored
from autograder.runs import schema
from autograder.runs.keys import key_of

FILE_NAME = "run.sqlite"


class Store(Closing):
    """One run's results. Every `put` is a transaction of its own; several processes may read and write at once.

    Whatever SQLite has to say against the file comes out as a `RunFileError`, in a sentence.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.path = folder / FILE_NAME
        if not create and not self.path.is_file():
            raise RunFileError(f"{folder} holds no run: `convgrade grade … --out {folder}` makes one.")
        with self._guarded():
            folder.mkdir(parents=True, exist_ok=True)
            self.db = schema.connect(self.path, create=create)

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def __del__(self) -> None:
        # A `Run` in a notebook need not be closed: what nobody holds any more is. Python 3.13 warns of a connection that is left to itself.
        with suppress(AttributeError, sqlite3.Error):
            self.db.close()

    @contextmanager
    def _guarded(self, doing: str = "opened") -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise RunFileError(
                f"{self.path} could not be {doing} ({error}). What was kept before is safe: once that is mended, the same "
                "command goes on from there."
            ) from error
        except sqlite3.Error as error:
            raise RunFileError(
                f"{self.path} is damaged and cannot be used as a run file ({error}). Put a copy of it back, or choose another --out "
                "and grade again."
            ) from error
        except OSError as error:
            raise RunFileError(f"{self.path} cannot be used as a run file ({error}). Choose another --out.") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._guarded("written"):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:  # a full disk may have ended it already
                    self.db.execute("ROLLBACK")
                raise

    @contextmanager
    def _lasting(self) -> Iterator[sqlite3.Connection]:
        """A transaction that outlasts a power cut. A result can be graded again; what a person decided, nobody else knows."""
        self.db.execute("PRAGMA synchronous=FULL")
        try:
            with self._transaction() as db:
                yield db
        finally:
            self.db.execute("PRAGMA synchronous=NORMAL")

    def _rows(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        with self._guarded("read"):
            for row in self.db.execute(query, values):  # noqa: UP028  (`yield from` would close the cursor, maybe after the database)
                yield row

    def put(self, result: Result, parts: Mapping[str, str], *, again: bool = False) -> None:
        """Keep ``result``, with everything it depends on by name (`autograder.runs.keys`). An older result of the same submission is moved
        aside, not lost. One that depends on the very same stays, unless the submission was graded ``again`` on purpose."""
        record, key = json.dumps(result.to_json()), key_of(parts)
        with self._transaction() as db:
            old = db.execute("SELECT key FROM results WHERE submission = ?", (result.submission,)).fetchone()
            if old is not None and old[0] == key and not again:
                return
            self._move_aside(result.submission)
            values = (result.submission, key, result.student, result.status, result.score, record, time.time())
            db.execute("INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, json.dumps(dict(parts))))

    def _move_aside(self, submission: str) -> None:
        self.db.execute(
            "INSERT INTO superseded SELECT submission, key, record, graded_at, ? FROM results WHERE submission = ?",
            (time.time(), submission),
        )
        self.db.execute("DELETE FROM results WHERE submission = ?", (submission,))

    def parts(self, submission: str) -> dict[str, str] | None:
        """What the result of a submission depends on, by name; None where it has no result, nothing where that is not known."""
        for (text,) in self._rows("SELECT parts FROM results WHERE submission = ?", (submission,)):
            try:
                return dict(json.loads(text))
            except (ValueError, TypeError):
                return {}
        return None

    def results(self) -> Iterator[Result]:
        """Every result, by student and submission; read one at a time."""
        for submission, record in self._rows("SELECT submission, record FROM results ORDER BY student, submission"):
            yield self._read(record, submission)

    def result(self, submission: str) -> Result | None:
        """The result of one submission, None where it has none."""
        for (record,) in self._rows("SELECT record FROM results WHERE submission = ?", (submission,)):
            return self._read(record, submission)
        return None

    def results_of(self, student: str) -> list[Result]:
        """The results that are filed under a student's key, and those of teams that the student is a member of."""
        own = [
            self._read(record, submission)
            for submission, record in self._rows(
                "SELECT submission, record FROM results WHERE student = ? ORDER BY submission", (student,)
            )
        ]
        return own or [result for result in self.results() if student in result.members]

    def graded_at(self) -> dict[str, float]:
        """When each submission was graded, in seconds since 1970."""
        return dict(self._rows("SELECT submission, graded_at FROM results"))

    def submissions(self) -> set[str]:
        """The submissions that have a result."""
        return {submission for (submission,) in self._rows("SELECT submission FROM results")}

    def last_superseded(self) -> int:
        """The number of the latest result that was moved aside, to be given to `superseded`."""
        return int(next(self._rows("SELECT coalesce(max(rowid), 0) FROM superseded"))[0])

    def superseded(self, after: int = 0) -> Iterator[tuple[str, Result | None]]:
        """Submissions with results that were moved aside ``after`` the one of this number, oldest first; None for a damaged one."""
        yield from self._aside("SELECT submission, record FROM superseded WHERE rowid > ? ORDER BY rowid", after)

    def first_superseded(self, after: int) -> Iterator[tuple[str, Result | None]]:
        """Of each submission the first result that was moved aside ``after`` the one of this number, by submission; read one at a time."""
        first = "SELECT min(rowid) FROM superseded WHERE rowid > ? GROUP BY submission"
        yield from self._aside(
            f"SELECT submission, record FROM superseded WHERE rowid IN ({first}) ORDER BY submission", after
        )

    def _aside(self, query: str, after: int) -> Iterator[tuple[str, Result | None]]:
        for submission, record in self._rows(query, (after,)):
            try:
                yield submission, self._read(record, submission)
            except RunFileError:
                yield submission, None

    def _read(self, record: str, submission: str) -> Result:
        try:
            return Result.from_json(json.loads(record))
        except (ValueError, TypeError, RecursionError) as error:
            raise RunFileError(
                f"{self.path}: the record of the submission {submission} is damaged ({type(error).__name__}: {error}). "
                f"`convgrade regrade {self.path.parent} --student {submission}` grades that one again and keeps the others."
            ) from error

    def count(self, status: str | None = None) -> int:
        """How many results there are, or how many of one status."""
        where, values = (" WHERE status = ?", (status,)) if status else ("", ())
        return int(next(self._rows(f"SELECT count(*) FROM results{where}", values))[0])

    def keep_only(self, submissions: Iterable[str]) -> int:
        """Move results of submissions that are no longer handed in aside; gives how many."""
        wanted = set(submissions)
        with self._transaction() as db:
            gone = [s for (s,) in db.execute("SELECT submission FROM results").fetchall() if s not in wanted]
            for submission in gone:
                self._move_aside(submission)
        return len(gone)

    def decide(self, decisions: Iterable[Decision], ended: Iterable[Decision] = ()) -> None:
        """Keep people's ``decisions``, all of them or none; the earlier ones of the same places end, and so do those ``ended``."""
        taken = list(decisions)
        places = {one.place for one in (*taken, *ended)}
        with self._lasting() as db:
            for number, one in self._standing():
                if one.place in places:
                    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
                    db.execute("UPDATE decisions SET ended_at = ? WHERE id = ?", (now, number))
            db.executemany(
                "INSERT INTO decisions (kind, student, question, value, why, note, who, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (one.kind, one.student, one.question, one.value, one.why, one.note, one.who, one.when)
                    for one in taken
                ],
            )

    def decisions(self) -> list[Decision]:
        """The decisions that stand, in the order they were made."""
        return [one for _, one in self._standing()]

    def _standing(self) -> list[tuple[int, Decision]]:
        query = "SELECT id, kind, student, question, value, why, note, who, made_at FROM decisions WHERE ended_at IS NULL ORDER BY id"
        try:
            return [(number, Decision(Kind(kind), *facts)) for number, kind, *facts in self._rows(query)]
        except ValueError as error:
            raise RunFileError(f"{self.path} is damaged: a decision in it cannot be read ({error}).") from error

    def looked(self) -> set[str]:
        """The matters that a person has looked at, by the ids the review page gives them."""
        return {matter for (matter,) in self._rows("SELECT matter FROM looked")}

    def look(self, matters: Iterable[str], who: str, *, again: bool = False) -> None:
        """Keep that ``who`` has looked at ``matters``, or that these are to be looked at ``again``."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._lasting() as db:
            if again:
                db.executemany("DELETE FROM looked WHERE matter = ?", [(matter,) for matter in matters])
            else:
                db.executemany("INSERT OR REPLACE INTO looked VALUES (?, ?, ?)", [(one, who, now) for one in matters])

    def version(self) -> int:
        """A number that is another one after another connection has written to the file."""
        return int(next(self._rows("PRAGMA data_version"))[0])

    def set_ignored(self, ignored: Iterable[Ignored]) -> None:
        """Keep the list of files that belong to no submission, with the reasons."""
        with self._transaction() as db:
            db.execute("DELETE FROM ignored")
            db.executemany(
                "INSERT OR REPLACE INTO ignored VALUES (:path, :reason, :stray)", [asdict(i) for i in ignored]
            )

    def ignored(self) -> list[Ignored]:
        """The files that are not read: first those whose owner is not known, each by path."""
        rows = self._rows("SELECT path, reason, stray FROM ignored ORDER BY stray DESC, path")
        return [Ignored(path, reason, bool(stray)) for path, reason, stray in rows]

    def set_meta(self, **values: Any) -> None:
        """Keep facts of the run (assignment, paths, isolation, versions) as JSON."""
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(k, json.dumps(v)) for k, v in values.items()])

    def add_to_meta(self, name: str, values: Mapping[str, Any]) -> None:
        """Put ``values`` into a fact that is a mapping, whatever another process puts there at the same time."""
        with self._lasting() as db:
            found = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
            before = (json.loads(found[0]) if found else None) or {}
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, json.dumps({**before, **values})))

    def meta(self) -> dict[str, Any]:
        """The facts of the run."""
        try:
            return {name: json.loads(value) for name, value in self._rows("SELECT name, value FROM meta")}
        except ValueError as error:
            raise RunFileError(
                f"{self.path} is damaged: what it tells of the run cannot be read ({error}). Put a copy of it back, or choose "
                "another --out and grade again."
            ) from error

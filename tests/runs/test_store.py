"""The run file: nothing half written, nothing silently missing."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from autograder.records.errors import RunFileError
from autograder.records.submission import Ignored
from autograder.runs.store import Store
from tests.runs.results import result

PARTS = {"suite": "old"}


def test_a_result_comes_back_as_it_was(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        store.put(result(1), PARTS)
        assert list(store.results()) == [result(1)]
        assert store.result("id1") == result(1)
        assert store.result("id2") is None


def test_the_same_key_is_graded_once(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        store.put(result(1, 40), PARTS)
        assert store.parts("id1") == PARTS
        assert store.parts("id2") is None
        store.put(result(1, 99), PARTS)
        assert [r.score for r in store.results()] == [40]


def test_a_regrade_keeps_the_older_result(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        store.put(result(1, 40), PARTS)
        last = store.last_superseded()
        store.put(result(1, 60), {"suite": "new"})
        assert [r.score for r in store.results()] == [60]
        assert [(name, r.score) for name, r in store.superseded(last) if r] == [("id1", 40)]
        store.put(result(1, 70), {"suite": "new"}, again=True)
        assert [r.score for r in store.results()] == [70]
        assert [r.score for _, r in store.superseded() if r] == [40, 60]


def test_what_is_no_longer_handed_in_is_moved_aside(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        for number in range(3):
            store.put(result(number), PARTS)
        assert store.keep_only(["id0", "id2"]) == 1
        assert [r.submission for r in store.results()] == ["id0", "id2"]
        assert [name for name, _ in store.superseded()] == ["id1"]


def test_ignored_files_are_kept_with_their_reason(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        store.set_ignored([Ignored("b", "no student"), Ignored("a", "system file")])
        assert store.ignored() == [Ignored("a", "system file"), Ignored("b", "no student")]


def test_a_folder_without_a_run_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match="convgrade grade"):
        Store(tmp_path)


def _write(folder: Path, start: int) -> None:
    with Store(folder, create=True) as store:
        for number in range(start, 60, 2):
            store.put(result(number), {"suite": str(start)})
            store.put(result(number % 7), {"suite": str(start)})


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(tmp_path, start)) for start in (0, 1)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    with Store(tmp_path) as store:
        assert {r.submission for r in store.results()} == {f"id{n}" for n in range(60)}
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "run", create=True) as store:
        store.put(result(1), PARTS)
        pages = store.db.execute("PRAGMA page_count").fetchone()[0]
        store.db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(RunFileError, match="could not be written"):
            store.set_meta(much="x" * 1_000_000)
        store.db.execute("PRAGMA max_page_count = 1000000")
        assert list(store.results()) == [result(1)]
        store.set_meta(little="x")


def test_a_run_file_that_nobody_holds_is_closed(tmp_path: Path) -> None:
    """A `Run` in a notebook is rarely closed; from Python 3.13 on SQLite warns of what is left open, here as everywhere an error."""
    store = Store(tmp_path, create=True)
    db = store.db
    del store
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        db.execute("SELECT 1")

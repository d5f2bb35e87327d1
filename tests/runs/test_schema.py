"""Run files of other versions, damaged ones and files that are none: brought up to date, or refused in a sentence."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.records.errors import RunFileError
from autograder.records.signature import signature
from autograder.runs import schema
from autograder.runs.store import FILE_NAME, Store
from tests.runs.results import result
from tests.support.command import ROOT, convgrade
from tests.support.databases import database

OLD = ROOT / "tests" / "fixtures" / "runs" / "version-1"
"""Written by convgrade before run files had a version: five students, one of them regraded, four written answers marked."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the old run that may be brought up to date."""
    return shutil.copytree(OLD, tmp_path / "old")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of three results."""
    with Store(tmp_path / "run", create=True) as store:
        for number in range(3):
            store.put(result(number), {"suite": "old"})
        store.set_meta(assignment="convolution")
    return tmp_path / "run"


def change(run: Path, *statements: str) -> None:
    with database(run / FILE_NAME) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


def read(run: Path) -> None:
    with Store(run) as store:
        store.meta()
        list(store.results())


def told(run: Path) -> str:
    """What is said of the run to whoever reads all of it."""
    with pytest.raises(RunFileError) as caught:
        read(run)
    assert str(run / FILE_NAME) in str(caught.value)
    return str(caught.value)


def test_a_new_file_says_its_version(run: Path) -> None:
    with database(run / FILE_NAME) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    db.close()
    with Store(run) as store:
        assert store.meta()["schema"] == schema.VERSION


def test_a_file_of_version_1_tells_what_it_told(old: Path) -> None:
    lines = [json.loads(line) for line in (OLD / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    now = [json.loads(line) for line in convgrade("results", old, "--json").stdout.splitlines()]
    assert now == lines
    assert len(lines) == 5


def test_records_of_version_1_are_read_whole(old: Path) -> None:
    with Store(old) as store:
        by_student = {one.student: one for one in store.results()}
        assert [one.student for _, one in store.superseded() if one] == ["s002"]
        assert store.meta()["assignment"] == "convolution"
        assert "secret" not in json.dumps(store.meta())
    assert by_student["s001"].source == {"lms": "plain", "key": "student_id", "file": "s001/convolution.py"}
    assert by_student["s022"].reason == "convolution.py is empty"
    assert any(question.counterexample for question in by_student["s014"].questions)


def test_lines_that_texts_of_version_8_name_become_fields(run: Path) -> None:
    cell, at = "work.ipynb, the cell of `f`", "work.py, line 4, in f"
    told = result(1).to_json()
    told["flags"] = [
        f"left out: {cell}, line 3 (`f`): expected ':'.",
        "work.py, line 12 uses scipy, which this exercise does without",
        "it was handed in late",
    ]
    (question,) = told["questions"][:1]
    question["checks"] = [{"name": "a", "passed": False, "detail": f"KeyError: 'x' ({at})"}]
    question["counterexample"] = {"error": f"KeyError: 'x' ({at})"}
    with database(run / FILE_NAME) as db:
        db.execute("UPDATE results SET record = ? WHERE submission = 'id1'", (json.dumps(told),))
        db.execute("PRAGMA user_version = 8")
    db.close()
    with Store(run) as store:
        now = next(one for one in store.results() if one.submission == "id1")
    assert [(one.file, one.line) for one in now.lines] == [(cell, 3), ("work.py", 12)]
    assert now.lines[1].why == "uses scipy, which this exercise does without"
    other = replace(now.questions[0].checks[0], detail="KeyError: 'x' (their.py, line 9)", place="their.py, line 9")
    case = {"error": "KeyError: 'x'", "place": ""}
    same = replace(now.questions[0], checks=(other,), counterexample=case)
    assert signature(now.questions[0]) == signature(same), "wherever it stands, the mistake is the same"


def test_the_copy_of_an_older_file_is_what_it_was(old: Path) -> None:
    Store(old).close()
    copy = schema.copy_of(old / FILE_NAME, 1)
    with database(copy) as kept, database(OLD / FILE_NAME) as before:
        for table in ("results", "superseded", "meta", "ignored"):
            query = f"SELECT * FROM {table} ORDER BY 1, 2"
            assert kept.execute(query).fetchall() == before.execute(query).fetchall()
        assert kept.execute("PRAGMA user_version").fetchone() == (0,)
    kept.close()
    before.close()
    shutil.copyfile(copy, old / FILE_NAME)  # it serves as a run file again
    with Store(old) as store:
        assert store.count() == 5


def test_an_older_file_with_a_damaged_record_stays_as_it_is(old: Path) -> None:
    change(old, "UPDATE results SET record = '{' WHERE student = 's014'")
    assert "could not be brought up to date" in told(old)
    with database(old / FILE_NAME) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (0,)
        assert "owner" not in json.loads(db.execute("SELECT record FROM results WHERE student = 's001'").fetchone()[0])
    db.close()


def test_a_newer_file_is_refused(run: Path) -> None:
    change(run, "PRAGMA user_version = 999")
    assert "newer convgrade (its schema is 999" in told(run)
    for command in (["results", run], ["report", run], ["grade", "convolution", OLD, "--out", run]):
        done = convgrade(*command, check=False)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    with database(run / FILE_NAME) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (999,)
    db.close()


def _cut(share: float) -> Callable[[bytes], bytes]:
    return lambda data: data[: int(len(data) * share)]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"not a database, and long enough to be looked at " * 100,
        lambda data: b"short",
        _cut(0.3),
        _cut(0.9),
        lambda data: data[:4096] + b"\0" * (len(data) - 4096),
        lambda data: data[:100] + b"\xff" * 3000 + data[3100:],
        lambda data: b"",
    ],
    ids=["text", "short", "a third", "the end", "zeros", "first page", "empty"],
)
def test_a_damaged_file_is_refused(run: Path, damage: Callable[[bytes], bytes]) -> None:
    path = run / FILE_NAME
    path.write_bytes(damage(path.read_bytes()))
    for beside in run.glob(f"{FILE_NAME}-*"):
        beside.unlink()
    told(run)
    done = convgrade("results", run, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def _record(**values: Any) -> str:
    return json.dumps({**result(1).to_json(), **values})


@pytest.mark.parametrize(
    "record",
    [
        "{",
        "",
        "[]",
        "null",
        '"graded"',
        "{}",
        _record(status="excellent"),
        _record(questions=[{**result(1).to_json()["questions"][0], "status": "splendid"}]),
        _record(questions=[{**result(1).to_json()["questions"][0], "status": ["passed"]}]),
        _record(questions=[{**result(1).to_json()["questions"][0], "checks": [{"name": "a", "passed": "yes"}]}]),
        _record(questions={"conv2d": 1}),
        _record(score="lots"),
        _record(score=None),
        _record(owner="s001"),
        _record(owner={"student": 1}),
        _record(owner={"student": "s001", "nickname": "Al"}),
        _record(flags="late"),
        _record(grade=1.0),
        '{"score": ' + "9" * 5000 + "}",
    ],
    ids=range(19),
)
def test_a_damaged_record_is_named(run: Path, record: str) -> None:
    with database(run / FILE_NAME) as db:
        db.execute("UPDATE results SET record = ? WHERE submission = 'id1'", (record,))
    db.close()
    assert "the record of the submission id1 is damaged" in told(run)


@pytest.mark.parametrize("value", ["{", "", "nope"])
def test_damaged_facts_of_the_run_are_told(run: Path, value: str) -> None:
    change(run, f"UPDATE meta SET value = '{value}' WHERE name = 'assignment'")
    assert "cannot be read" in told(run)
    assert convgrade("report", run, check=False).returncode == 2


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    with database(tmp_path / FILE_NAME) as db:
        db.execute("CREATE TABLE songs (title TEXT)")
    db.close()
    for create in (False, True):
        with pytest.raises(RunFileError, match="is a database, but no run"):
            Store(tmp_path, create=create)


def test_a_run_file_whose_tables_are_others_is_refused(run: Path) -> None:
    change(run, "ALTER TABLE results RENAME COLUMN record TO document")
    assert "no such column" in told(run)


def read_only(folder: Path) -> list[str]:
    """What to put before a command so that it finds ``folder`` on a file system that may only be read."""
    script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'
    return ["unshare", "-m", "sh", "-c", script, "sh", str(folder)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a folder read-only")
def test_a_run_that_may_only_be_read_is_read(run: Path, old: Path) -> None:
    with Store(run) as store:
        expected = [one.student for one in store.results()]
    told = convgrade("results", run, "--json", before=read_only(run))
    assert [json.loads(line)["student"] for line in told.stdout.splitlines()] == expected
    for command, folder in (
        (["report", run], run),
        (["grade", "convolution", OLD, "--out", run], run),
        (["results", old], old),
    ):
        done = convgrade(*command, check=False, before=read_only(folder))
        assert done.returncode == 2, done.stdout
        assert "Traceback" not in done.stderr
        assert (
            "Read-only file system" in done.stderr
            or "readonly database" in done.stderr
            or "No submission" in done.stderr
        )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a folder read-only")
def test_what_stands_in_the_log_is_read_too(run: Path) -> None:
    with Store(run) as store:  # still open: what it writes stays in the log
        store.put(result(7), {"suite": "old"})
        told = convgrade("results", run, "--json", before=read_only(run))
    assert "s007" in told.stdout

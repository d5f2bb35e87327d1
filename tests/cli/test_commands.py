"""The command line where its caller errs, or is interrupted: one sentence, the right exit code, and nothing spoiled."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli.app import print_line
from autograder.course import Course
from tests.support.command import EXAMPLE, ROOT, convgrade, results
from tests.support.databases import database

GRADE = [sys.executable, "-m", "autograder.cli", "grade", "convolution"]
ONE = EXAMPLE / "plain" / "s002.py"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of one submission."""
    folder = tmp_path_factory.mktemp("one") / "run"
    assert convgrade("grade", "convolution", ONE, "--out", folder).returncode == 0
    return folder


def refused(*arguments: object) -> str:
    """What the command says when it refuses: exit code 2, and never a traceback."""
    done = convgrade(*arguments, check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.replace("│", " ").split())


def test_a_line_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Paths and student code stay what they are: rich would take these for markup and for an emoji, and break the line."""
    line = f"runs/{'long ' * 30}: f(x[:100:2]) [bold]"
    print_line(line)
    assert capsys.readouterr().out == f"{line}\n"


def test_help_names_every_command_for_its_user() -> None:
    told = convgrade("--help").stdout
    assert told.index("For instructors") < told.index(" grade ") < told.index(" bundle ")
    students, authors = told.index("For students"), told.index("For course authors")
    assert students < told.index(" check ", students) < authors < told.index(" new ", authors)


def test_a_wrong_path_makes_no_run(tmp_path: Path) -> None:
    assert "does not exist" in refused("grade", "convolution", tmp_path / "nothing", "--out", tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_wrong_path_or_roster_spoils_no_run(run: Path, tmp_path: Path) -> None:
    before = results(run)
    refused("grade", "convolution", tmp_path / "nothing", "--out", run)
    refused("grade", "convolution", ONE, "--roster", tmp_path / "nothing.csv", "--out", run)
    assert results(run) == before
    assert "No mark moved" in convgrade("regrade", run).stdout


def test_other_work_in_the_same_run_is_said(tmp_path: Path) -> None:
    for name in ("ann.py", "bob.py"):
        (tmp_path / name).write_bytes(ONE.read_bytes())
    convgrade("grade", "convolution", tmp_path / "ann.py", "--out", tmp_path / "run")
    told = convgrade("grade", "convolution", tmp_path / "bob.py", "--out", tmp_path / "run").stdout
    assert "1 earlier result is of work that is not in PATH... any more" in told
    assert list(results(tmp_path / "run")) == ["bob"]


def test_a_rehearsal_without_the_second_oracle_says_so_until_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text(
        "raise ModuleNotFoundError('No module named torch', name='torch')\n", encoding="utf-8"
    )
    for name in ("ann.py", "bob.py", "cid.py"):
        (tmp_path / name).write_bytes(ONE.read_bytes())
    told = "Rehearsal: without torch, which is not installed here, the reference was not compared with a second oracle."
    without = ("env", f"PYTHONPATH={tmp_path}:{ROOT}")
    run = tmp_path / "run"
    assert told in convgrade("grade", "convolution", tmp_path / "ann.py", "--out", run, before=without).stdout
    assert told in convgrade("grade", "convolution", tmp_path / "bob.py", "--out", run, before=without).stdout
    assert "Rehearsal" not in convgrade("grade", "convolution", tmp_path / "cid.py", "--out", run).stdout


@pytest.mark.parametrize("command", [["grade", "convolution", ONE, "--out", ""], ["report", ""], ["results", " "]])
def test_an_empty_name_is_not_the_current_folder(command: list[object]) -> None:
    assert "it is empty: name the run's folder" in refused(*command)
    assert not (ROOT / "run.sqlite").exists()


def test_a_report_that_cannot_be_written_is_told_in_a_sentence(run: Path) -> None:
    (run / "report").write_text("a file where the folder should be", encoding="utf-8")
    try:
        assert str(run / "report") in refused("report", run).replace(" ", "")
    finally:
        (run / "report").unlink()


@pytest.mark.parametrize("name", ["class", "numpy", "two words", "convolution"])
def test_a_new_assignment_needs_a_free_name(name: str) -> None:
    refused("new", name)
    assert name == "convolution" or not (ROOT / "assignments" / name).exists()


def test_a_folder_is_checked_by_its_module_as_when_it_is_handed_in(tmp_path: Path) -> None:
    handout = tmp_path / "by_hand"
    shutil.copytree(ROOT / "assignments" / "by_hand", handout)
    shutil.copy(ROOT / "reference" / "by_hand" / "solution.py", handout / "by_hand.py")
    told = convgrade("check", handout, check=False).stdout
    assert "16 of 16 public checks pass" in told
    assert "by_hand.ipynb is as it was handed out" in " ".join(told.split())
    untouched = " ".join(convgrade("check", handout / "by_hand.ipynb", check=False).stdout.split())
    assert "Not written yet: first_convolution, first_convolution_shape, detects," in untouched
    assert "0 of 16 public checks pass" in untouched
    assert "✗" not in untouched
    book = (handout / "by_hand.ipynb").read_text("utf-8")
    (handout / "by_hand.ipynb").write_text(book.replace("design = ...", "design = (2, 0, 2)"), "utf-8")
    both = convgrade("check", handout, check=False).stdout
    assert "to check by_hand.ipynb, name it" in " ".join(both.split())


def _started(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*GRADE, str(EXAMPLE / "plain"), "--out", str(folder)],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def _living() -> dict[int, int]:
    """Every process that runs, and who started it."""
    found = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            if state not in "ZX":
                found[int(entry.name)] = int(parent)
    return found


def _below(pid: int) -> set[int]:
    """What a process started, and what that started."""
    living, found = _living(), {pid}
    while more := {one for one, parent in living.items() if parent in found} - found:
        found |= more
    return found - {pid}


def _until(condition: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


def test_ctrl_c_keeps_what_was_graded_and_says_so(tmp_path: Path) -> None:
    process = _started(tmp_path / "run")

    def graded() -> int:
        try:
            with database(tmp_path / "run" / "run.sqlite") as db:
                return int(db.execute("SELECT count(*) FROM results WHERE status = 'graded'").fetchone()[0])
        except sqlite3.OperationalError:
            return 0

    _until(graded, 120)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    warning, told = told.strip().splitlines()
    assert warning.startswith("Warning: The secret of this course is the public one")
    assert told == "convgrade: stopped. What was graded is kept; the same command goes on from there."
    assert graded()


def test_workers_that_are_just_starting_go_with_a_killed_command(tmp_path: Path) -> None:
    with _started(tmp_path / "run") as process:
        _until(lambda: len(_below(process.pid)) > 2, 120)
        started = _below(process.pid)
        process.kill()
    _until(lambda: not started & _living().keys(), 60)


def test_a_new_course_has_a_secret_of_its_own(tmp_path: Path) -> None:
    told = convgrade("init", tmp_path / "a", "--title", 'Seeing "things"').stdout
    assert "convgrade new NAME" in told
    convgrade("init", tmp_path / "b")
    first, second = Course.read(tmp_path / "a"), Course.read(tmp_path / "b")
    assert (first.title, second.title) == ('Seeing "things"', "b")
    assert first.secret != second.secret
    assert len(first.secret) >= 32
    assert not first.warning
    assert "There is a course" in refused("init", tmp_path / "a")
    assert Course.read(tmp_path / "a") == first
    convgrade("new", "shades", "--course", tmp_path / "a")
    (tmp_path / "s001.py").write_bytes((tmp_path / "a" / "reference" / "shades" / "solution.py").read_bytes())
    done = convgrade("grade", "shades", tmp_path / "s001.py", "--out", tmp_path / "run", "--course", tmp_path / "a")
    assert results(tmp_path / "run")["s001"]["score"] == 100
    assert "Warning" not in done.stderr


def test_the_public_secret_is_told_loudly(run: Path, tmp_path: Path) -> None:
    source = ONE.parent / "s002.py"
    for command in (
        ["grade", "convolution", source, "--out", run],
        ["regrade", run],
        ["bundle", "by_hand", "--out", tmp_path / "zips"],
    ):
        told = " ".join(convgrade(*command).stderr.split())
        assert "Warning: The secret of this course is the public one" in told
        assert str(ROOT / "reference" / "course.toml") in told

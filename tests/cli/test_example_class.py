"""The main job on real input: the example class, as a folder and as the zip Moodle gives."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from tests.support.command import EXAMPLE, ROOT, convgrade, results
from tests.support.databases import database

EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((EXAMPLE / "expected.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over the plain folder."""
    run = tmp_path_factory.mktemp("plain") / "run"
    assert convgrade("grade", "convolution", EXAMPLE / "plain", "--out", run).returncode == 1
    return run


@pytest.fixture(scope="module")
def moodle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over Moodle's zip, by three workers."""
    run = tmp_path_factory.mktemp("moodle") / "run"
    assert convgrade("grade", "convolution", EXAMPLE / "moodle.zip", "--out", run, "--workers", 3).returncode == 1
    return run


def _earned(line: dict[str, Any]) -> dict[str, str]:
    shares = {q["name"]: (q["score"], q["max_score"]) for q in line["questions"] if q["score"] is not None}
    return {name: "zero" if got == 0 else "full" if got == most else "partial" for name, (got, most) in shares.items()}


def _asked(entry: dict[str, Any], questions: list[str]) -> dict[str, str]:
    listed = {name: what for what in ("zero", "partial") for name in entry.get(what, ())}
    return {name: listed.get(name, entry["rest"]) for name in questions}


@pytest.mark.parametrize("student", EXPECTED)
def test_every_submission_earns_what_it_should(plain: Path, course: Course, student: str) -> None:
    line, entry = results_of(plain)[student], EXPECTED[student]
    questions = [q.name for q in course.assignment("convolution").graded_questions]
    assert line["status"] == entry["status"]
    earned = _earned(line)
    written = {earned.pop(name) for name in earned.keys() - questions}
    assert earned == _asked(entry, questions)
    assert written <= {"zero"}, "an empty written answer is 0 points, and the others wait for a person"


_cache: dict[Path, dict[str, dict[str, Any]]] = {}


def results_of(run: Path) -> dict[str, dict[str, Any]]:
    if run not in _cache:
        _cache[run] = results(run)
    return _cache[run]


def test_the_zip_from_moodle_gives_the_same_marks(plain: Path, moodle: Path) -> None:
    by_number = {str(EXPECTED[name]["number"]): line for name, line in results_of(plain).items()}
    assert {n: line["score"] for n, line in results_of(moodle).items()} == {
        n: line["score"] for n, line in by_number.items()
    }
    assert {n: line["status"] for n, line in results_of(moodle).items()} == {
        n: line["status"] for n, line in by_number.items()
    }


def test_a_rejection_says_why_in_one_sentence(plain: Path) -> None:
    rejected = [line for line in results_of(plain).values() if line["status"] == "rejected"]
    assert len(rejected) == sum(entry["status"] == "rejected" for entry in EXPECTED.values())
    for line in rejected:
        assert line["reason"]
        assert "\n" not in line["reason"]
        assert line["score"] == 0
        assert len(line["questions"]) == 10


def test_a_line_of_results_has_the_agreed_form(plain: Path) -> None:
    for line in results_of(plain).values():
        assert {
            "submission",
            "student",
            "status",
            "score",
            "max_score",
            "questions",
            "flags",
            "isolation",
            "duration_s",
        } <= line.keys()
        assert line["max_score"] == 100
        for question in line["questions"]:
            assert {"name", "score", "max_score", "status", "checks", "diagnosis"} <= question.keys()
            for check in question["checks"]:
                assert check.keys() == {"name", "passed", "visibility", "message"}
    assert {line["isolation"] for line in results_of(plain).values()} <= {"sealed", ""}


def test_misconceptions_are_named(plain: Path) -> None:
    flipped = {q["name"]: q["diagnosis"] for q in results_of(plain)["s014"]["questions"]}
    assert flipped["conv2d"] == ["flipped-kernel"]
    assert all(not q["diagnosis"] for q in results_of(plain)["s001"]["questions"])


def test_a_second_run_grades_nothing_again(plain: Path) -> None:
    before = _graded_at(plain)
    told = convgrade("grade", "convolution", EXAMPLE / "plain", "--out", plain).stdout
    assert "are graded already" in told
    assert _graded_at(plain) == before


def test_the_report_has_a_page_for_everybody(plain: Path) -> None:
    told = convgrade("report", plain).stdout
    assert str(plain / "report" / "index.html") in told.replace("\n", "")
    assert len(list((plain / "report" / "students").glob("*.html"))) == len(EXPECTED)


def test_the_marks_as_csv(plain: Path, tmp_path: Path) -> None:
    import csv

    convgrade("export", plain, "--to", "csv", "--out", tmp_path / "marks.csv")
    with (tmp_path / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(EXPECTED)


def _graded_at(run: Path) -> dict[str, float]:
    with database(run / "run.sqlite") as db:
        return dict(db.execute("SELECT submission, graded_at FROM results"))


def _count(run: Path) -> int:
    if not (run / "run.sqlite").is_file():
        return 0
    with database(run / "run.sqlite") as db:
        try:
            return int(db.execute("SELECT count(*) FROM results WHERE status = 'graded'").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_stopped(plain: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    command = [
        sys.executable,
        "-m",
        "autograder.cli",
        "grade",
        "convolution",
        str(EXAMPLE / "plain"),
        "--out",
        str(run),
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    deadline = time.monotonic() + 120
    while _count(run) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = _graded_at(run)
    assert 5 <= _count(run) < sum(entry["status"] == "graded" for entry in EXPECTED.values()), (
        "it was not killed in mid-run"
    )
    _wait_until_gone(str(run))
    assert convgrade("grade", "convolution", EXAMPLE / "plain", "--out", run).returncode == 1
    after = _graded_at(run)
    assert {name: after[name] for name in done} == done, "a submission was graded twice"
    with database(run / "run.sqlite") as db:
        assert db.execute("SELECT count(*) FROM superseded").fetchone() == (0,)
    marks = {name: (line["status"], line["score"]) for name, line in results(run).items()}
    assert marks == {name: (line["status"], line["score"]) for name, line in results_of(plain).items()}


def _wait_until_gone(mark: str) -> None:
    """The killed command's workers, and all processes for student code, end by themselves, and soon."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _orphans():
        time.sleep(0.1)
    assert not _orphans(), f"processes are left: {_orphans()}"


def _orphans() -> list[str]:
    """Grader processes of this repository whose parent is init."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if parent == "1" and line.startswith(sys.executable) and "autograder" in line:
                found.append(line)
    return found


@pytest.mark.slow
def test_two_runs_at_once_do_not_disturb_each_other(plain: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    sources = [EXAMPLE / "plain" / name for name in ("s001", "s002.py", "s009", "s022")]
    command = [
        sys.executable,
        "-m",
        "autograder.cli",
        "grade",
        "convolution",
        *map(str, sources),
        "--out",
        str(run),
        "-j",
        "1",
    ]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(300) for process in both] == [1, 1]
    marks = {name: line["score"] for name, line in results(run).items()}
    assert marks == {name: results_of(plain)[name]["score"] for name in ("s001", "s002", "s009", "s022")}


def test_a_changed_submission_alone_is_graded_again(tmp_path: Path) -> None:
    handed_in, run = tmp_path / "in", tmp_path / "run"
    handed_in.mkdir()
    for name in ("s001", "s002"):
        source = next(p for p in (EXAMPLE / "plain").rglob("*.py") if name in str(p))
        (handed_in / f"{name}.py").write_bytes(source.read_bytes())
    convgrade("grade", "convolution", handed_in, "--out", run)
    before = _graded_at(run)
    (handed_in / "s002.py").write_bytes((ROOT / "assignments" / "convolution" / "convolution.py").read_bytes())
    told = convgrade("regrade", run).stdout
    assert "s002: 100 -> 0" in told
    assert "s001" not in told
    after = _graded_at(run)
    assert sum(before[name] == after[name] for name in before) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("grade", "convolutions", EXAMPLE / "plain", "--out", "{tmp}/run"), "There is no assignment"),
        (("grade", "convolution", "/nowhere/at/all", "--out", "{tmp}/run"), "/nowhere/at/all"),
        (("grade", "convolution", EXAMPLE / "expected.toml", "--out", "{tmp}/run"), "expected.toml"),
        (("results", "{tmp}/nothing"), "holds no run"),
        (("report", "{tmp}/nothing"), "holds no run"),
        (("list", "--course", "/"), "No course found"),
        (("grade", "convolution"), ""),
    ],
)
def test_a_mistake_in_the_command_is_one_sentence_and_exit_code_2(
    arguments: tuple[Any, ...], words: str, tmp_path: Path
) -> None:
    done = convgrade(*(str(a).format(tmp=tmp_path) for a in arguments), check=False)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_list_and_check(tmp_path: Path) -> None:
    assert "conv2d_multichannel" in convgrade("list").stdout
    honest = tmp_path / "convolution.py"
    honest.write_bytes((ROOT / "reference" / "convolution" / "solution.py").read_bytes())
    for name in ("test_convolution.py", "assignment.toml"):
        (tmp_path / name).write_bytes((ROOT / "assignments" / "convolution" / name).read_bytes())
    done = convgrade("check", honest)
    assert done.returncode == 0, done.stdout
    stub = convgrade("check", ROOT / "assignments" / "convolution")
    assert stub.returncode == 1
    assert "Not written yet: convolve_1d, conv2d," in stub.stdout
    assert "Traceback" not in stub.stdout + stub.stderr

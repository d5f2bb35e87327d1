"""The autograder zip: its contents, and one truth with `convgrade grade`."""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from otter.test_files import GradingResults
from typer.testing import CliRunner

from autograder.bundle import Bundle, write_bundle
from autograder.bundle.grade_one import read_one
from autograder.bundle.settings import Settings
from autograder.cli import commands
from autograder.course import Assignment, Course
from autograder.ingest import Handout, read_submissions
from autograder.records.errors import CourseError
from autograder.records.result import Result
from autograder.records.submission import Submission
from tests.support.bundle_helpers import (
    engine_marks,
    graded_here,
    otter_marks,
    otter_run,
    run_engine,
    unpacked,
    write_modules,
    write_notebook,
)

CLASS = Path(__file__).parents[1] / "fixtures" / "example_class" / "plain"
PARTLY = """
import numpy as np

def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)

def conv2d_padded(image, kernel, padding=0):
    return conv2d(np.pad(image, padding), kernel[::-1])

def convolve_1d(signal, kernel):
    return conv2d(np.atleast_2d(signal), np.atleast_2d(kernel)[:, ::-1])[0]
"""
"""One question right, others wrong or missing."""


@pytest.fixture(scope="module")
def assignment(course: Course) -> Assignment:
    return course.assignment("convolution")


@pytest.fixture(scope="module")
def bundle(course: Course, assignment: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return write_bundle(course, assignment, tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def source(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(course, "convolution", tmp_path_factory.mktemp("autograder"))


@pytest.fixture(scope="module")
def engine(source: Path) -> Path:
    return source / "files" / "convgrade"


def test_holds_what_otter_and_gradescope_expect(bundle: Bundle, assignment: Assignment) -> None:
    with zipfile.ZipFile(bundle.autograder) as archive:
        names = set(archive.namelist())
        config = json.loads(archive.read("otter_config.json"))
        modes = {name: archive.getinfo(name).external_attr >> 16 & 0o777 for name in names}
    assert {"run_autograder", "setup.sh", "environment.yml", "requirements.txt", "run_otter.py"} <= names
    assert {f"tests/{question.name}.py" for question in assignment.graded_questions} <= names
    assert not any(name.startswith("tests/why") for name in names)
    assert "files/convolution.ipynb" in names
    assert config["plugins"] == ["autograder.bundle.otter_plugin.SealedGrading"]
    assert modes["run_autograder"] == modes["setup.sh"] == 0o755
    assert bundle.autograder.stat().st_size < 2_000_000


def test_holds_no_other_assignment(bundle: Bundle, course: Course) -> None:
    with zipfile.ZipFile(bundle.autograder) as archive:
        names = archive.namelist()
        toml = tomllib.loads(archive.read("files/convgrade/course/reference/course.toml").decode())
    assert toml == {"title": course.title, "assignments": ["convolution"], "personal": [], "secret": course.secret}
    rooms = ("course/assignments/", "course/reference/", "course/tests/hidden/")
    held = {name.removeprefix("files/convgrade/") for name in names}
    for room in rooms:
        assert {name.removeprefix(room).split("/")[0] for name in held if name.startswith(room)} <= {
            "convolution",
            "course.toml",
            "locale",  # sentences alone, of the whole course
        }
    assert not any(name.endswith(".pyc") or "__pycache__" in name for name in names)


def test_is_the_same_every_time(bundle: Bundle, course: Course, assignment: Assignment, tmp_path: Path) -> None:
    again = write_bundle(course, assignment, tmp_path)
    assert again.autograder.read_bytes() == bundle.autograder.read_bytes()
    assert again.student.read_bytes() == bundle.student.read_bytes()


def test_the_points_per_check_add_up_in_otter(source: Path, assignment: Assignment) -> None:
    from otter.test_files.exception_test import ExceptionTestFile

    for question in assignment.graded_questions:
        # The file looks for `ask.py` beside Otter's own folders; here only its test cases are read.
        text = (source / "tests" / f"{question.name}.py").read_text(encoding="utf-8")
        sys.modules["convgrade_ask"] = ModuleType("convgrade_ask")
        sys.modules["convgrade_ask"].passes = None  # type: ignore[attr-defined]
        try:
            file = ExceptionTestFile.from_string(text)
        finally:
            del sys.modules["convgrade_ask"]
        assert file.possible == pytest.approx(question.points, abs=1e-9)
        assert {case.hidden for case in file.test_cases} == {True, False}
        assert all(case.points == 0 for case in file.test_cases if not case.hidden)


def test_a_bundle_without_torch_does_not_ask_for_it(source: Path) -> None:
    for name in ("requirements.txt", "environment.yml"):
        text = (source / name).read_text(encoding="utf-8").casefold()
        assert "torch" not in text
        assert "nvidia" not in text
        assert "otter-grader[grading]==7.0.0" in text
        assert "numpy==" in text


def test_torch_is_the_cpu_build(course: Course, tmp_path: Path) -> None:
    source = unpacked(course, "torch_cnn", tmp_path)
    lines = (source / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["--extra-index-url https://download.pytorch.org/whl/cpu", "torch==2.13.0+cpu"]
    assert not any(line.startswith(("nvidia", "triton", "cuda")) for line in lines)
    assert "- torch==2.13.0+cpu" in (source / "environment.yml").read_text(encoding="utf-8")


def test_every_requirement_is_pinned(source: Path) -> None:
    lines = (source / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "==" not in line] == ["./files/convgrade"]


def test_the_engine_and_the_suite_are_the_same(course: Course, assignment: Assignment, engine: Path) -> None:
    """What a mark depends on, besides the submission: suite, secret, engine."""
    copy = Course.read(engine / "course")
    assert copy.secret == course.secret
    copied = copy.assignment("convolution")
    assert copied.marking_hash() == assignment.marking_hash()
    for question in assignment.questions:
        assert copied.question_hash(question.name) == assignment.question_hash(question.name)
    for path in (Path(__file__).parents[2] / "autograder").rglob("*.py"):
        held = engine / "autograder" / path.relative_to(Path(__file__).parents[2] / "autograder")
        assert held.read_bytes() == path.read_bytes()


def test_the_secret_in_force_is_the_bundles(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVGRADE_SECRET", 'a "quoted" \\ secret')
    here = Course.read(course.root)
    source = unpacked(here, "convolution", tmp_path)
    toml = source / "files" / "convgrade" / "course" / "reference" / "course.toml"
    assert tomllib.loads(toml.read_text(encoding="utf-8"))["secret"] == 'a "quoted" \\ secret'


@pytest.mark.parametrize("path", sorted(CLASS.iterdir()), ids=lambda path: path.name)
def test_the_engine_reads_what_convgrade_grade_reads(path: Path, assignment: Assignment) -> None:
    intake = read_submissions([CLASS], Handout.of(assignment))
    found = {entry.student: entry for entry in (*intake.submissions, *intake.rejections)}
    one, other = read_one(path, assignment, ""), found[path.stem]
    assert type(one) is type(other)
    if isinstance(one, Submission) and isinstance(other, Submission):
        assert (one.main.data, one.others) == (other.main.data, other.others)
        assert one.main.name.rpartition(".")[2] == other.main.name.rpartition(".")[2]


def test_files_named_like_an_lms_export_are_one_submission(assignment: Assignment, tmp_path: Path) -> None:
    modules = {f"Someone_{i}_assignsubmission_file_convolution.py": f"x = {i}" for i in (8, 9)}
    entry = read_one(write_modules(tmp_path / "own.zip", modules), assignment, "s1")
    assert (entry.id, entry.student) == ("submission", "s1")


def test_the_engine_marks_as_convgrade_grade_does(
    course: Course, assignment: Assignment, engine: Path, tmp_path: Path
) -> None:
    (tmp_path / "anything.py").write_text(PARTLY, encoding="utf-8")
    record = run_engine(engine, tmp_path / "anything.py", tmp_path / "record.json")
    here = graded_here(course, assignment, tmp_path / "anything.py")
    there = Result.from_json(record)
    assert engine_marks(there) == engine_marks(here)
    assert 0 < there.score < 100
    assert [[c.message for c in q.checks] for q in there.questions] == [
        [c.message for c in q.checks] for q in here.questions
    ]


def test_settings_survive_the_journey() -> None:
    settings = Settings("convolution", "visible", "conv2d", "", ("s001", "é"))
    folder = Path(__file__).parents[1]
    assert json.loads(settings.to_bytes())["ids"] == ["s001", "é"]
    with pytest.raises(FileNotFoundError):
        Settings.read(folder)


def load_ask(engine: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("ask", engine / "autograder" / "bundle" / "ask.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RECORD: dict[str, Any] = {
    "status": "graded",
    "reason": "",
    "questions": [
        {
            "name": "conv2d",
            "checks": [
                {"name": "a", "passed": True, "intent": "A.", "message": ""},
                {"name": "b", "passed": False, "intent": "B.", "message": "Not B."},
            ],
        }
    ],
}


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Path) -> Callable[[Any], Callable[..., None]]:
    """`ask.passes`, in Otter's submission folder, beside a record (or none)."""
    (tmp_path / "submission").mkdir()
    (tmp_path / "convgrade").mkdir()
    monkeypatch.chdir(tmp_path / "submission")

    def with_record(record: Any) -> Callable[..., None]:
        if record is not None:
            (tmp_path / "convgrade" / "verdict.json").write_text(json.dumps(record))
        passes: Callable[..., None] = load_ask(engine).passes
        return passes

    return with_record


@pytest.mark.parametrize(
    ("record", "check", "told"),
    [
        (RECORD, "b", "^B. Not B.$"),
        (RECORD, "c", "said nothing about this check"),
        ({"error": "It could not start."}, "a", "It could not start"),
        ({**RECORD, "status": "rejected", "reason": "line 3"}, "a", "could not be graded: line 3"),
        (None, "a", "did not come to a verdict in time"),
    ],
)
def test_a_test_case_says_the_verdict(asked: Any, record: Any, check: str, told: str) -> None:
    passes = asked(record)
    with pytest.raises(Exception, match=told):
        passes("conv2d", check, 0.1)


def test_a_verdict_is_asked_for_once(asked: Any, tmp_path: Path) -> None:
    passes = asked(RECORD)
    passes("conv2d", "a", 1.0)
    (tmp_path / "convgrade" / "verdict.json").unlink()
    passes("conv2d", "a", 1.0)
    with pytest.raises(Exception, match="Not B"):
        passes("conv2d", "b", 1.0)


def test_that_there_is_no_verdict_is_remembered_too(asked: Any, tmp_path: Path) -> None:
    passes = asked(None)
    with pytest.raises(Exception, match="in time"):
        passes("conv2d", "a", 0.1)
    (tmp_path / "convgrade" / "verdict.json").write_text(json.dumps(RECORD))
    with pytest.raises(Exception, match="in time"):
        passes("conv2d", "a", 0.1)


def test_the_command_writes_both_zips(tmp_path: Path, course: Course) -> None:

    ran = CliRunner().invoke(
        commands(), ["bundle", "convolution", "--out", str(tmp_path), "--course", str(course.root)]
    )
    assert ran.exit_code == 0, ran.output
    assert {path.name for path in tmp_path.iterdir()} == {"convolution-student.zip", "convolution-autograder.zip"}
    assert "convolution.ipynb (other notebooks: --any-notebook)" in ran.output
    wrong = ["bundle", "convolution", "--out", str(tmp_path), "--course", str(course.root), "--hidden", "now"]
    assert isinstance(CliRunner().invoke(commands(), wrong).exception, CourseError)


def test_a_roster_is_for_personal_numbers_only(course: Course, assignment: Assignment, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("student_id,name\ns001,Ana\ns002,Ben\n")
    with pytest.raises(CourseError, match="no personal numbers"):
        write_bundle(course, assignment, tmp_path, roster=tmp_path / "roster.csv")
    written = write_bundle(course, course.assignment("by_hand"), tmp_path, roster=tmp_path / "roster.csv")
    only = replace(course, personal=("by_hand",))
    with pytest.raises(CourseError, match="name the class with --roster"):
        write_bundle(only, course.assignment("by_hand"), tmp_path)
    assert [path.name for path in written.personal] == ["by_hand-s001.zip", "by_hand-s002.zip"]


@pytest.mark.parametrize(("rows", "told"), [("", "names nobody"), ("s001\nS001\n", "differ in case only")])
def test_a_roster_of_nobody_or_of_ids_too_alike_is_refused(
    course: Course, tmp_path: Path, rows: str, told: str
) -> None:
    (tmp_path / "roster.csv").write_text(f"student_id\n{rows}")
    with pytest.raises(CourseError, match=told):
        write_bundle(course, course.assignment("by_hand"), tmp_path / "out", roster=tmp_path / "roster.csv")
    assert not (tmp_path / "out").exists()


# The rest runs Otter itself, or the whole class: seconds each.


def handed_in(folder: Path, assignment: Assignment) -> dict[str, Path]:
    """One submission of each form: a module, a notebook, a zip of several modules, one that cannot be graded."""
    solution = assignment.solution.read_text(encoding="utf-8")
    (folder / "s001.py").write_text(PARTLY, encoding="utf-8")
    (folder / "broken.py").write_text("def conv2d(:\n", encoding="utf-8")
    use = "from helpers import *\nfrom helpers import conv2d as given\ndef conv2d(image, kernel):\n    return given(image, kernel)\n"
    return {
        "module": folder / "s001.py",
        "notebook": write_notebook(folder / "convolution.ipynb", PARTLY, "!ls", "conv2d(1, 2)"),
        "zip": write_modules(
            folder / "own.zip", {"convolution.py": use, "helpers.py": solution, "more/notes.txt": "x"}
        ),
        "broken": folder / "broken.py",
    }


@pytest.mark.slow
@pytest.mark.parametrize("form", ["module", "notebook", "zip", "broken"])
def test_otter_run_gives_the_same_marks(
    form: str, course: Course, assignment: Assignment, bundle: Bundle, tmp_path: Path
) -> None:
    submission = handed_in(tmp_path, assignment)[form]
    here = graded_here(course, assignment, submission)
    results = otter_run(bundle.autograder, submission, tmp_path / "out")
    assert otter_marks(results) == engine_marks(here)
    assert {"module": 0 < here.score < 100, "notebook": 0 < here.score < 100, "zip": here.score == 100}.get(
        form, here.score == 0
    )
    assert {test["visibility"] for test in results["tests"] if "score" in test} == {"after_published"}


def without_otters_path(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment but for ``PATH``: Otter itself puts its conda folder there, and leaves it."""
    return {name: value for name, value in environment.items() if name != "PATH"}


@pytest.fixture
def in_this_process() -> Iterator[None]:
    """Otter runs in the test's own process: its thread ends and its sockets are collected before the next test begins."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
    gc.collect()


# What Otter, pandas and the Jupyter client warn of in this process is theirs to mend.
otters_warnings = pytest.mark.filterwarnings("default")


@otters_warnings
@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("form", ["module", "notebook", "zip", "broken"])
def test_the_api_gives_the_same_marks(
    form: str, course: Course, assignment: Assignment, bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from otter.api import grade_submission

    submission = handed_in(tmp_path, assignment)[form]
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)
    results: GradingResults = grade_submission(submission.name, str(bundle.autograder), quiet=True)
    assert without_otters_path(os.environ) == without_otters_path(before)
    here = graded_here(course, assignment, submission)
    assert {name: results.get_score(name) for name in results.test_files} == engine_marks(here)
    assert results.total == here.score
    assert results.possible == pytest.approx(100)


@otters_warnings
@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("value", [None, "0"])
def test_nothing_is_left_when_otter_raises(
    value: str | None, assignment: Assignment, bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel cannot be started: what it would have inherited is gone afterwards, and the engine is stopped."""
    from nbconvert.preprocessors import ExecutePreprocessor
    from otter.api import grade_submission

    def no_kernel(*args: object, **more: object) -> None:
        workers = Path(f"/proc/{started[0].pid}/task/{started[0].pid}/children")
        while not workers.read_text():
            time.sleep(0.02)
        raise RuntimeError(f"safe path {os.environ.get('PYTHONSAFEPATH')}")

    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    monkeypatch.setattr(ExecutePreprocessor, "preprocess", no_kernel)
    monkeypatch.setenv("PYTHONSAFEPATH", value or "")
    if value is None:
        del os.environ["PYTHONSAFEPATH"]
    submission = handed_in(tmp_path, assignment)["module"]
    with pytest.raises(RuntimeError, match="safe path 1") as raised:
        grade_submission(str(submission), str(bundle.autograder), quiet=True)
    del raised
    gc.collect()
    assert os.environ.get("PYTHONSAFEPATH") == value
    [engine] = started
    assert engine.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_notebooks_of_any_name_where_the_bundle_is_made_for_them(
    course: Course, assignment: Assignment, tmp_path: Path
) -> None:
    bundle = write_bundle(course, assignment, tmp_path / "bundle", any_notebook=True)
    notebook = write_notebook(tmp_path / "s003.ipynb", PARTLY)
    here = graded_here(course, assignment, notebook)
    assert otter_marks(otter_run(bundle.autograder, notebook, tmp_path / "out")) == engine_marks(here)
    assert here.score > 0


@pytest.mark.slow
def test_personal_numbers_are_the_students(course: Course, tmp_path: Path) -> None:
    """`otter run` on a file named by its student: judged by that student's sheet, as `convgrade grade` would."""
    from autograder.suite.personal import write_personal_modules

    assignment = course.assignment("by_hand")
    (tmp_path / "roster.csv").write_text("student_id\ns001\ns002\n")
    source = unpacked(course, "by_hand", tmp_path, roster=tmp_path / "roster.csv")
    for student, text in write_personal_modules(assignment, course.secret, ["s001", "s002"]):
        (tmp_path / f"{student}.py").write_text(text)
    (tmp_path / "s002.py").rename(tmp_path / "s001.py")
    record = run_engine(source / "files" / "convgrade", tmp_path / "s001.py", tmp_path / "record.json")
    assert any("'s002'" in flag and "'s001'" in flag for flag in record["flags"]), record["flags"]
    (tmp_path / "s001.py").rename(tmp_path / "stranger.py")
    record = run_engine(source / "files" / "convgrade", tmp_path / "stranger.py", tmp_path / "record.json")
    assert any("not in the roster" in flag for flag in record["flags"]), record["flags"]

"""One truth: what the bundle's engine and its results.json say of the example class, the attack corpus and every assignment is what
`convgrade grade` says, and so is what `otter run` says."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.bundle import Bundle, write_bundle
from autograder.bundle.grade_one import read_one
from autograder.bundle.gradescope import results_json
from autograder.bundle.settings import Settings
from autograder.course import Assignment, Course
from autograder.grading.rejection import rejected
from autograder.records.result import Result
from autograder.records.submission import Submission
from autograder.runs.job import Job, Task
from autograder.runs.share import Here, grade_all
from tests.attacks.earnings import MODULES, earned
from tests.attacks.handed_in import builders
from tests.support.accidents import hand_in_accidents
from tests.support.bundle_helpers import ROOT, engine_marks, otter_marks, otter_run, run_engine, unpacked

CLASS = Path(__file__).parents[1] / "fixtures" / "example_class" / "plain"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def assignment(course: Course) -> Assignment:
    return course.assignment("convolution")


@pytest.fixture(scope="module")
def bundle(course: Course, assignment: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return write_bundle(course, assignment, tmp_path_factory.mktemp("bundle"))


def corpus(folder: Path) -> dict[str, Path]:
    """Name -> what each attacker of the corpus hands in: modules, and folders with anything in them."""
    for name, build in builders().items():
        (folder / name).mkdir(parents=True)
        build(folder / name)
    return {path.stem: path for path in MODULES} | {name: folder / name for name in builders()}


def marks_here(course: Course, assignment: Assignment, paths: Mapping[str, Path]) -> dict[str, Result]:
    """Name -> what `convgrade grade` says, two at a time."""
    entries = {name: replace(read_one(path, assignment, ""), id=name) for name, path in paths.items()}
    job = Job(root=str(course.root), assignment=assignment.name, secret=course.secret)
    found = [entry for entry in entries.values() if isinstance(entry, Submission)]
    with Here(job, 2) as crew:
        graded = {result.submission: result for _, result in grade_all(crew, job, map(Task, found))}
    refused = {name: rejected(e, assignment) for name, e in entries.items() if not isinstance(e, Submission)}
    return graded | refused


def marks_there(engine: Path, paths: Mapping[str, Path], out: Path) -> dict[str, Result]:
    """Name -> what the bundle's engine says, a process each, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        records = pool.map(lambda name: run_engine(engine, paths[name], out / f"{name}.record", "--work"), paths)
        return {name: Result.from_json(record) for name, record in zip(paths, records, strict=True)}


def assert_same(course: Course, assignment: Assignment, paths: Mapping[str, Path], folder: Path) -> dict[str, Result]:
    """The results. Everybody has the same status and the same marks here and there, and the file for Gradescope adds up to them."""
    engine = unpacked(course, assignment.name, folder / "bundle") / "files" / "convgrade"
    here, there = marks_here(course, assignment, paths), marks_there(engine, paths, folder)
    assert here.keys() == there.keys() == paths.keys()
    differing = {name for name in paths if not same(here[name], there[name])}
    # Limits are wall-clock time: who came near one on a busy machine is judged once more, alone.
    for name in {name for name in differing if late(here[name]) or late(there[name])}:
        alone = {name: paths[name]}
        if same(marks_here(course, assignment, alone)[name], marks_there(engine, alone, folder)[name]):
            differing.remove(name)
    assert {name: (engine_marks(here[name]), engine_marks(there[name])) for name in differing} == {}
    for name, result in there.items():
        content = results_json(result, Settings.read(engine))
        assert content["score"] == result.score, name
        for question in assignment.questions:
            entries = [test for test in content["tests"] if test["name"].startswith(f"{question.name}: ")]
            assert entries, (name, question.name)
            assert sum(entry.get("score", 0) for entry in entries) == pytest.approx(
                engine_marks(result).get(question.name, 0), abs=1e-9
            )
    return here


def same(one: Result, other: Result) -> bool:
    return (one.status, one.score, engine_marks(one)) == (other.status, other.score, engine_marks(other))


def late(result: Result) -> bool:
    told = [result.reason, *(check.message for question in result.questions for check in question.checks)]
    return any("time" in text for text in told)


def test_the_whole_class_gets_the_same_marks(course: Course, assignment: Assignment, tmp_path: Path) -> None:
    assert_same(course, assignment, {path.name: path for path in sorted(CLASS.iterdir())}, tmp_path)


def test_an_attack_earns_what_its_honest_code_earns(course: Course, assignment: Assignment, tmp_path: Path) -> None:
    """All of the corpus in the bundle; a part of it is graded here as well, and gets the same marks."""
    paths = corpus(tmp_path / "handed in")
    assert len(paths) >= 120
    both = dict(sorted(paths.items())[::4])
    assert_same(course, assignment, both, tmp_path)
    engine = unpacked(course, assignment.name, tmp_path / "all") / "files" / "convgrade"
    for name, result in marks_there(
        engine, {name: paths[name] for name in paths.keys() - both.keys()}, tmp_path
    ).items():
        full, part = earned(name)
        for question in result.questions:
            if question.score and question.name not in full:
                assert question.name in part, (name, question)
                assert question.score < question.max_score, (name, question)


def test_accidents_cost_what_is_fair_and_the_same(course: Course, assignment: Assignment, tmp_path: Path) -> None:
    paths, full = hand_in_accidents(assignment, tmp_path / "handed in")
    results = assert_same(course, assignment, paths, tmp_path)
    assert {name: full_marks(result) for name, result in results.items()} == full


def full_marks(result: Result) -> set[str]:
    """The questions that earned all their points."""
    return {one.name for one in result.questions if one.score is not None and one.score == one.max_score}


@pytest.mark.parametrize("path", MODULES[::12], ids=lambda path: path.stem)
def test_otter_run_says_the_same_of_attacks(
    path: Path, course: Course, assignment: Assignment, bundle: Bundle, tmp_path: Path
) -> None:
    here = marks_here(course, assignment, {path.stem: path})[path.stem]
    assert otter_marks(otter_run(bundle.autograder, path, tmp_path)) == engine_marks(here)


@pytest.mark.parametrize("name", Course.read(ROOT).names)
def test_every_assignments_bundle_gives_the_reference_all_and_the_stub_nothing(
    name: str, course: Course, tmp_path: Path
) -> None:
    assignment = course.assignment(name)
    source = unpacked(course, name, tmp_path)
    for zip_path, most in ((f"{name}-autograder.zip", 2_000_000), (f"{name}-student.zip", 1_000_000)):
        assert (tmp_path / zip_path).stat().st_size < most
    for kind, path in {
        "reference": assignment.solution,
        "stub": assignment.stub,
        "notebook": assignment.notebook,
    }.items():
        (tmp_path / kind).mkdir()
        shutil.copy(path, tmp_path / kind / (path.name if kind != "reference" else assignment.stub.name))
    handed_in = {kind: tmp_path / kind for kind in ("reference", "stub", "notebook")}
    results = marks_there(source / "files" / "convgrade", handed_in, tmp_path)
    assert {kind: (result.status, result.score) for kind, result in results.items()} == {
        "reference": ("graded", 100), "stub": ("graded", 0), "notebook": ("graded", 0),
    }  # fmt: skip
    for result in results.values():
        assert [question.name for question in result.questions] == [question.name for question in assignment.questions]

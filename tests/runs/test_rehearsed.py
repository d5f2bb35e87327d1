"""What is remembered of rehearsals between runs, and that nothing of the project's own tests slows the checks down."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.grading.collect import collect
from autograder.runs import rehearsed
from autograder.runs.run import Run
from tests.support.tiny_course import LOG, hand_in, write_course


def test_a_state_is_remembered_once_it_was_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVGRADE_CACHE", str(tmp_path))
    assert not rehearsed.was_rehearsed("a state")
    rehearsed.note_rehearsed("a state")
    assert rehearsed.was_rehearsed("a state")
    assert not rehearsed.was_rehearsed("another state")
    monkeypatch.setattr(rehearsed, "_version", lambda library: "another version")
    assert not rehearsed.was_rehearsed("a state"), "it says nothing of other libraries"


def test_a_place_that_cannot_be_written_to_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("CONVGRADE_CACHE", str(tmp_path / "file"))
    rehearsed.note_rehearsed("a state")
    assert not rehearsed.was_rehearsed("a state")


def test_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVGRADE_CACHE", str(tmp_path))
    monkeypatch.setattr(rehearsed, "_MOST", 3)
    for number in range(6):
        rehearsed.note_rehearsed(f"state {number}")
        for age, file in enumerate((tmp_path / "rehearsed").iterdir()):
            os.utime(file, (1000 + number if file.stat().st_mtime > 1e9 else file.stat().st_mtime,) * 2)
            assert age <= 3
    assert not rehearsed.was_rehearsed("state 0")
    assert rehearsed.was_rehearsed("state 5")


def test_a_second_run_of_the_same_course_rehearses_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course, log = write_course(tmp_path / "course"), tmp_path / "log"
    monkeypatch.setenv("CONVGRADE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(LOG, str(log))
    hand_in(tmp_path / "in", "ann", "value / 2")
    counts = []
    for name in ("first", "second"):
        log.write_text("", encoding="utf-8")
        with Run.new(tmp_path / name, course, "tiny", [tmp_path / "in"]) as run:
            assert run.grade(workers=1).code == 0
        counts.append(len(log.read_text(encoding="utf-8").splitlines()))
    assert counts[1] * 2 == counts[0], "the reference's checks ran beside ann's the first time alone"


@pytest.mark.parametrize("name", ["convolution", "shapes"])
def test_checks_are_called_without_pytests_protocol(course: Course, name: str) -> None:
    """A fixture or a hook in some conftest.py above the suite would cost every check of every submission 0.3 ms."""
    assert [check.name for check in collect(course.assignment(name)) if not check.plain] == []

"""A handout in German: its README, what pytest says in it, and nothing that only the staff know."""

from __future__ import annotations

import gettext
import io
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from autograder.bundle import write_bundle
from autograder.bundle.folders import read_folder
from autograder.course import Course
from autograder.diagnosis.misconceptions import read_hints
from tests.support.trial_course import trial_course

WRITTEN = "def max_pool_2d(image, pool_size=2, stride=None):\n    return None\n"


@pytest.fixture(scope="module")
def handout(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked zip of `pooling`, in German."""
    folder = tmp_path_factory.mktemp("german")
    written = write_bundle(course, course.assignment("pooling"), folder / "zips", student_only=True, language="de")
    ZipFile(written.student).extractall(folder / "pooling")
    return folder / "pooling"


def pytest_in(folder: Path, **environment: str) -> str:
    (folder / "pooling.py").write_text(WRITTEN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:convgrade", "-k", "max_pool_2d or pool"], cwd=folder, text=True,
        capture_output=True, timeout=120, env={**os.environ, "PYTHONPATH": "", **environment},
    )  # fmt: skip
    return done.stdout


def test_what_stands_in_the_folder_is_german(handout: Path) -> None:
    readme = (handout / "README.md").read_text(encoding="utf-8")
    assert "## Deine Arbeit" in readme
    assert "Your work" not in readme
    assert 'language = "de"' in (handout / "assignment.toml").read_text(encoding="utf-8")


def test_pytest_says_it_in_german_and_in_english_where_that_is_asked_for(handout: Path) -> None:
    assert "Das Modul definiert kein `avg_pool_2d`." in pytest_in(handout)
    assert "The module defines no `avg_pool_2d`." in pytest_in(handout, CONVGRADE_LANGUAGE="en")


def test_no_word_of_what_the_staff_know_is_handed_out(handout: Path, course: Course) -> None:
    words = gettext.GNUTranslations(io.BytesIO(read_folder(handout)["words-de.mo"]))
    task = course.assignment("pooling")
    assert words.gettext(task.about.strip()) != task.about.strip()
    hints = [
        hint
        for question in task.questions
        for hint in read_hints(task.variants("misconceptions", question.name)).values()
    ]
    assert len(hints) > 10
    assert all(words.gettext(hint) == hint for hint in hints)


def test_why_tests_that_are_handed_in_are_not_tried_here_is_said_in_german(tmp_path: Path) -> None:
    course = trial_course(tmp_path)
    written = write_bundle(course, course.assignments[0], tmp_path / "zips", student_only=True, language="de")
    ZipFile(written.student).extractall(tmp_path / "trial")
    own = "def test_largest_example(subject):\n    assert subject.largest([1, 2]) == 2\n"
    (tmp_path / "trial" / "test_own.py").write_text(own, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:convgrade"], cwd=tmp_path / "trial", text=True,
        capture_output=True, timeout=120, env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip
    assert "es gibt kein largest, an dem das ausprobiert werden kann" in done.stdout
    assert "`convgrade check` probiert deine Tests an dieser Implementierung aus" in done.stdout


def test_help_and_errors_of_check_are_in_the_language_of_the_folder(handout: Path) -> None:
    def said(*arguments: str) -> str:
        command = [sys.executable, "-m", "autograder.cli", "check", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run(command, cwd=handout, text=True, capture_output=True, timeout=120, env=environment)
        return " ".join((done.stdout + done.stderr).split())

    helped = said("--help")
    assert all(
        word in helped
        for word in ("Aufruf:", "Argumente", "Optionen", "Prüft nur diese Aufgabe.", "Zeigt diese Hilfe.")
    )
    assert "`convgrade check one.py two.py` lässt sich nicht lesen." in said("one.py", "two.py")
    assert "nothing.py gibt es nicht." in said("nothing.py")
    assert "does not exist." in said("nothing.py", "--language", "en")

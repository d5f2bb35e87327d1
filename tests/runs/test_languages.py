"""One class in two languages: the same marks and the same records, and pages in the student's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder import Course, Run
from autograder.course.languages import VARIABLE
from autograder.records.errors import CourseError
from autograder.runs.rows import as_line
from tests.support.whole_modules import independents, whole_module

MOST = 3


def graded(course: Course, folder: Path) -> Run:
    run = Run.new(folder / "run", course, "pooling", [folder.parent / "class"])
    run.grade()
    return run


def timeless(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "duration_s"}


@pytest.fixture(scope="module")
def runs(course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Wrong answers to `pooling`, graded where English and where German is spoken."""
    folder, task = tmp_path_factory.mktemp("languages"), course.assignment("pooling")
    for number, choices in zip(range(MOST), independents(task, "misconceptions"), strict=False):
        whole = {
            question.name: choices[question.name] for question in task.graded_questions if question.name in choices
        }
        (folder / "class" / f"s{number}").mkdir(parents=True)
        (folder / "class" / f"s{number}" / "pooling.py").write_text(whole_module(task, whole), encoding="utf-8")
    (folder / "class" / "s9.py").write_text("", encoding="utf-8")
    made = {}
    for language in ("en", "de"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(VARIABLE, language)
            (folder / language).mkdir()
            made[language] = graded(course, folder / language)
    return made


def test_marks_and_json_are_the_same_in_every_language(runs: dict[str, Run]) -> None:
    english, german = (list(run.results()) for run in runs.values())
    assert len(english) == MOST + 1
    assert [timeless(as_line(one)) for one in german] == [timeless(as_line(one)) for one in english]
    assert [timeless(one.to_json()) for one in german] == [timeless(one.to_json()) for one in english]
    wrong = [check for one in english for question in one.questions for check in question.checks if not check.passed]
    assert len(wrong) > 10


def texts(run: Run) -> list[str]:
    return [page.read_text(encoding="utf-8") for page in sorted((run.folder / "report" / "students").iterdir())]


def test_pages_and_comments_are_in_the_language_that_is_asked_for(runs: dict[str, Run], tmp_path: Path) -> None:
    run = runs["en"]
    before = [timeless(one.to_json()) for one in run.results()]
    run.report(language="de")
    pages = texts(run)
    assert all('<html lang="de">' in page and "Rückmeldung für" in page for page in pages)
    assert any("Prüfungen bestanden" in page and "Der kleinste Fall, der schiefgeht" in page for page in pages)
    assert any("ist leer" in page for page in pages)
    run.report()
    assert all('<html lang="en">' in page and "Feedback for" in page for page in texts(run))
    assert not any("Rückmeldung" in page for page in texts(run))
    assert [timeless(one.to_json()) for one in run.results()] == before


def test_a_language_that_nobody_speaks_is_told_before_anything_is_written(runs: dict[str, Run]) -> None:
    with pytest.raises(CourseError, match=r"reference/locale/tlh\.po"):
        runs["de"].report(language="tlh")
    assert not (runs["de"].folder / "report").exists()

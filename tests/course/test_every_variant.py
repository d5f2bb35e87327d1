"""Every right and every wrong answer of the course, graded as if handed in, and made into a page, a comment and a record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.feedback import render_html_fragment, write_report
from autograder.lms.comment import as_html, as_text
from autograder.records.result import Result
from autograder.records.status import Status
from autograder.runs.job import Job, Task
from autograder.runs.share import Here, grade_all
from autograder.validate.variants import Room, compose, read_variants
from tests.conftest import ROOT

COURSE = Course.read(ROOT)
_NAMES = [name for name in COURSE.names if name != "convolution_tests"]
"""That one's variants are tests, of which each meets a hundred implementations: `test_convolution_tests` looks at one question each."""
QUESTIONS = [(name, question.name) for name in _NAMES for question in COURSE.assignment(name).graded_questions]
_NOT_OURS = re.compile(
    r"\bassert \w|ACTUAL|DESIRED|where <|<built-in|\b0x[0-9a-f]{6,}|Handle\b|student's process|np\.(?:True|False)_"
)
"""What no student is to read: pytest's and NumPy's own reports, places in memory, the engine's own names."""


@pytest.fixture(scope="module")
def crew_of() -> Iterator[Callable[[str], Here]]:
    """Two workers for all questions of an assignment, which come in turn: with torch they take longer to start than to grade."""
    crews: dict[str, Here] = {}

    def found(assignment: str) -> Here:
        if assignment not in crews:
            for earlier in crews.values():
                earlier.close()
            crews[assignment] = Here(Job(root=str(ROOT), assignment=assignment, secret=COURSE.secret), 2)
        return crews[assignment]

    yield found
    for each in crews.values():
        each.close()


@pytest.mark.slow
@pytest.mark.parametrize("room", ["alternatives", "misconceptions"])
@pytest.mark.parametrize(("assignment", "question"), QUESTIONS)
def test_it_is_graded_and_rendered(
    crew_of: Callable[[str], Here], assignment: str, question: str, room: Room, tmp_path: Path
) -> None:
    task, crew = COURSE.assignment(assignment), crew_of(assignment)
    asked = task.question(question)
    results: list[Result] = []
    handed_in = {
        variant.name: replace(compose(task, asked, room, variant), id=variant.name)
        for variant in read_variants(task.variants(room, question))
    }
    for given, result in grade_all(crew, crew.job, [Task(each, (question,)) for each in handed_in.values()]):
        name = given.submission.id
        (graded,) = result.questions
        right = graded.status is Status.PASSED
        assert right == (room == "alternatives"), (name, [c.detail for c in graded.checks if not c.passed])
        assert not [flag for flag in result.flags if "grader error" in flag or "diagnosis failed" in flag]
        for check in graded.checks:
            assert not _NOT_OURS.search(check.message), (name, check.name, check.message)
            assert check.message or check.passed, (name, check.name)
        assert Result.from_json(json.loads(json.dumps(result.to_json(), allow_nan=False))) == result
        results.append(result)
    assert len(results) == len(handed_in) > 0
    write_report(results, tmp_path, title=task.title)
    pages = list((tmp_path / "students").glob("*.html"))
    assert len(pages) == len(results)
    told = [
        (tmp_path / "index.html").read_text(encoding="utf-8"),
        *(page.read_text(encoding="utf-8") for page in pages),
    ]
    assert not [text for text in told if "cannot be drawn" in text or "could not be drawn" in text]
    for result in results:
        assert all((render_html_fragment(result), as_html(result), as_text(result)))

"""The lines of a wrong answer that matter: where it raised on what students may see, and where a small change is measured to mend it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.diagnosis import Diagnosis
from autograder.diagnosis.outcome import Outcome
from autograder.grading.code import MENDS, Lines
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge
from autograder.records.result import QuestionResult
from autograder.records.submission import SourceFile
from tests.support import records
from tests.support.tiny_course import write_course


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    course = write_course(tmp_path_factory.mktemp("course"))
    with Grader(course, course.assignment("tiny")) as grader:
        yield grader


def double(grader: Grader, text: str, name: str = "tiny.py") -> QuestionResult:
    result = grader.grade(records.submission("ann", SourceFile(name, text.encode())), questions=["double"])
    return result.questions[0]


def marks(question: QuestionResult) -> list[tuple[int, str]]:
    return [(mark.line, mark.why) for part in question.code for mark in part.marks]


def test_the_line_that_mends_the_probes_is_marked(grader: Grader) -> None:
    text = "import math\n\n\ndef double(value):\n    unused = 3\n    doubled = value**2\n    return doubled\n"
    found = double(grader, text)
    assert found.diagnosis == ("squared",)
    assert marks(found) == [(6, MENDS)]
    (part,) = found.code
    assert (part.file, part.first, part.text) == ("tiny.py", 4, text[14:].rstrip())


@pytest.mark.parametrize("body", ["return 7", "return value * value * value - 1", "return value**2 + value**3"])
def test_no_line_is_marked_where_no_small_change_mends(grader: Grader, body: str) -> None:
    found = double(grader, f"def double(value):\n    {body}\n")
    assert marks(found) == []
    assert len(found.code) == 1


def test_a_line_that_raises_on_a_probe_is_marked(grader: Grader) -> None:
    found = double(grader, "def double(value):\n    x = 1\n    return [][x]\n")
    assert marks(found) == [(3, "It raised IndexError here.")]


def test_a_helper_that_raises_is_shown_too(grader: Grader) -> None:
    found = double(grader, "def helper(value):\n    return nothing\n\n\ndef double(value):\n    return helper(value)\n")
    assert [(part.first, [mark.line for mark in part.marks]) for part in found.code] == [(5, []), (1, [2])]


def test_a_line_that_raises_on_hidden_inputs_alone_is_not_told(grader: Grader) -> None:
    found = double(
        grader, "def double(value):\n    if value < 0:\n        raise KeyError(value)\n    return 2 * value\n"
    )
    assert found.score == 40
    assert marks(found) == []


def test_a_definition_that_cannot_be_read_is_shown_with_its_line(grader: Grader) -> None:
    found = double(grader, "def half(value):\n    return value / 2\n\n\ndef double(value):\n    x = (1\n    return x\n")
    assert found.status == "missing"
    assert [line for line, _ in marks(found)] in ([6], [7])
    assert found.code[0].first == 5


def test_right_and_untouched_answers_show_no_code(grader: Grader) -> None:
    assert double(grader, "def double(value):\n    return value + value\n").code == ()
    assert double(grader, "def double(value):\n    raise NotImplementedError\n").code == ()


def test_a_change_that_never_ends_costs_nobody_else_the_search(grader: Grader) -> None:
    text = "def double(value):\n    n = 0\n    while n < 1:\n        n += 1\n    return value**2\n"
    found = double(grader, text)
    assert found.diagnosis == ("squared",)
    assert len(found.code) == 1


def test_no_line_is_looked_for_in_an_answer_that_never_ends(grader: Grader) -> None:
    """Its edits would be waited for once more, as long as for one line of any other."""
    text = b"def double(value):\n    n = 0\n    while n < 1:\n        n -= 0\n    return value**2\n"
    judge = Judge(grader, records.submission("ann", SourceFile("tiny.py", text)))
    edits = []
    for outcome in (Outcome(9.0), Outcome(error="StudentTimeout", over=True)):
        lines = Lines.of(judge, grader.assignment.question("double"), (), Diagnosis(probe=0, answers={0: outcome}))
        assert lines is not None
        edits.append(lines.edits)
    wrong, endless = edits
    assert wrong
    assert not endless

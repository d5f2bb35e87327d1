"""What a handout leaves blank, for every assignment of the course: its own files answer nothing, the reference answers everything."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from autograder.course import Assignment, Course
from autograder.ingest import Handout
from autograder.ingest.answers import answers_of
from autograder.ingest.contents import look

COURSE = Course.read(Path(__file__).resolve().parents[2])


def given(assignment: Assignment, data: bytes) -> set[str]:
    handout = Handout.of(assignment)
    return set(answers_of(look(data).texts, handout.questions, handout.blank)[0].given)


@pytest.mark.parametrize("name", COURSE.names)
def test_the_handout_answers_nothing_and_the_reference_everything(name: str) -> None:
    assignment = COURSE.assignment(name)
    assert given(assignment, assignment.stub.read_bytes()) == set()
    assert given(assignment, assignment.notebook.read_bytes()) == set()
    graded = {question.defined_as for question in assignment.graded_questions}
    assert graded <= given(assignment, assignment.solution.read_bytes())


@pytest.mark.parametrize("name", COURSE.names)
def test_a_resaved_handout_answers_nothing(name: str) -> None:
    assignment = COURSE.assignment(name)
    stub = assignment.stub.read_text(encoding="utf-8")
    book = json.loads(assignment.notebook.read_bytes())
    book["metadata"] = {"colab": {"provenance": []}}
    for number, cell in enumerate(book["cells"]):
        cell["execution_count"], cell["outputs"] = (
            number,
            [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}],
        )
        cell["source"] = "".join(cell["source"])
    resaved = (
        b"\xef\xbb\xbf" + stub.replace("\n", "\r\n").encode(),
        stub.replace("\n\n\n", "\n\n").encode("utf-16"),
        ("# Ann\n\n" + stub.replace("    # TODO", "    #TODO")).encode(),
        json.dumps(book, indent=4).encode(),
    )
    assert [given(assignment, data) for data in resaved] == [set()] * 4


@pytest.mark.parametrize("name", COURSE.names)
def test_one_answered_question_is_seen(name: str) -> None:
    """Each definition of the reference by itself, put into the stub, is one answer more."""
    assignment = COURSE.assignment(name)
    solution = assignment.solution.read_text(encoding="utf-8")
    stub = assignment.stub.read_text(encoding="utf-8")
    for question in assignment.graded_questions:
        node = next(each for each in ast.parse(solution).body if any(map(question.is_answered_by, _names(each))))
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        answer = "".join(solution.splitlines(keepends=True)[first - 1 : node.end_lineno])
        assert given(assignment, f"{stub}\n\n{answer}".encode()) == {question.defined_as}


def _names(node: ast.stmt) -> list[str]:
    """What a statement defines; of a class, its methods too, which may be tests."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name, *(name for each in node.body if isinstance(node, ast.ClassDef) for name in _names(each))]
    return []

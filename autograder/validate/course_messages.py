"""What a course says to its students, sentence by sentence: what a catalogue of the course has to hold.

These are titles, the sentences of checks, misconceptions' names and hints, written questions, what checks say of a wrong answer, and what a
smallest case says was done. A sentence that is always the same stands as it is; one with varying parts is a template with named fields.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from autograder.course import Assignment, Course, Question
from autograder.diagnosis.misconceptions import read_hints
from autograder.feedback.view import diagnosis_view
from autograder.grading.collect import Check, Suite
from autograder.grading.phrases import phrases
from autograder.suite.probes import load_probes
from autograder.suite.subjects import Subject, Subjects

SAY = {"fail": 1, "remark": 0, "say": 0}
"""The suite's helpers that say something, and which of their arguments the student reads."""


def of_course(course: Course) -> Iterator[tuple[str, str]]:
    """Every sentence with the file it stands in, relative to the course; some come more than once. Runs the course's suites and probes."""
    yield from _placed(course, course.root / "reference" / "course.toml", (course.title, course.contact))
    for assignment in course.assignments:
        with Suite(assignment) as suite:
            yield from of_assignment(course, assignment, suite.checks)


def of_assignment(course: Course, assignment: Assignment, checks: Sequence[Check]) -> Iterator[tuple[str, str]]:
    """The sentences of one assignment, whose ``checks`` are collected."""
    yield from of_files(course, assignment)
    for check in checks:
        yield from _placed(course, Path(check.item.path), [check.intent])
    for found in dict.fromkeys(_subjects(checks)):
        yield from _of_subjects(course, found, (*found.right, *found.wrong))
    yield from _placed(course, assignment.hidden_suite / "probes.py", _of_probes(assignment))


def of_files(course: Course, assignment: Assignment) -> Iterator[tuple[str, str]]:
    """What can be read without running anything: all but the sentences of checks and of probes."""
    file = assignment.handout / "assignment.toml"
    yield from _placed(course, file, (assignment.title, assignment.about))
    for question in assignment.questions:
        yield from _placed(course, file, (question.title, question.prompt, *question.rubric))
        path = assignment.variants("misconceptions", question.name)
        hints = read_hints(path) if question.kind != "tests" else {}  # those say what such tests earn
        for name, hint in hints.items():
            yield from _placed(course, path, (diagnosis_view(name).title, hint))
        yield from _handed_out(course, assignment, question)
    yield from _placed(course, assignment.public_suite, _of_plain_checks(assignment.public_suite))
    for path in sorted(assignment.hidden_suite.glob("*.py")):
        yield from _placed(course, path, _of_checks(path))


def _placed(course: Course, path: Path, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    place = path.relative_to(course.root).as_posix()
    yield from ((text, place) for text in texts if text)


def _subjects(checks: Sequence[Check]) -> Iterator[Subjects]:
    """The implementations that checks try students' tests on."""
    for check in checks:
        yield from (value for value in vars(check.item.module).values() if isinstance(value, Subjects))


def _handed_out(course: Course, assignment: Assignment, question: Question) -> Iterator[tuple[str, str]]:
    """What is told of the implementations in the handout that tests of the ``question`` may be tried on."""
    for path in sorted(assignment.handout.glob("*.py")) if question.kind == "tests" else ():
        if path not in (assignment.stub, assignment.public_suite):
            found = Subjects(question.name, assignment.handout, wrong_file=path.name)
            yield from _of_subjects(course, found, [one for one in found.wrong if one.name == question.name])


def _of_subjects(course: Course, found: Subjects, chosen: Iterable[Subject]) -> Iterator[tuple[str, str]]:
    for one in chosen:
        file = found.right_file if one in found.right else found.wrong_file
        yield from _placed(course, found.folder / file, (one.story, one.hint) if one.named else ())


def _of_checks(path: Path) -> Iterator[str]:
    """The templates of `say`, and what `fail` and `remark` say where it is made of literals and of constants alone."""
    tree = ast.parse(path.read_bytes(), str(path))
    known = _assigned(tree.body, {})
    for top in tree.body:
        local = known | _assigned(ast.walk(top), known) if isinstance(top, (ast.FunctionDef, ast.ClassDef)) else known
        for node in ast.walk(top):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAY:
                place = SAY[node.func.id]
                yield from _folded(node.args[place], local) if len(node.args) > place else ()


Known = dict[str, list[str]]


def _assigned(nodes: Iterable[ast.AST], known: Known) -> Known:
    """The texts that names are given."""
    found: Known = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).extend(_folded(node.value, known | found))
    return found


def _folded(node: ast.expr, known: Known) -> list[str]:
    """The texts an expression can be, where they can be told without running it; else none."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.Name):
        return known.get(node.id, [])
    if isinstance(node, ast.IfExp):
        return [*_folded(node.body, known), *_folded(node.orelse, known)]
    if isinstance(node, ast.JoinedStr):
        parts = [_folded(part.value if isinstance(part, ast.FormattedValue) else part, known) for part in node.values]
        return ["".join(chosen) for chosen in itertools.product(*parts)]
    return []


def _of_plain_checks(path: Path) -> Iterator[str]:
    """The phrases of a file of public checks; those that are code are the same in every language."""
    for template in phrases(path.read_text(encoding="utf-8")) if path.is_file() else ():
        try:
            ast.parse(template.translate({ord("{"): None, ord("}"): None}), mode="eval")
        except SyntaxError:
            yield template


def _of_probes(assignment: Assignment) -> Iterator[str]:
    """What a smallest case says was done, where it is said in words."""
    for probes in load_probes(assignment.hidden_suite / "probes.py").questions.values():
        for probe in probes:
            if not isinstance(probe, tuple) and probe.__doc__:
                yield probe.__doc__.split("\n\n")[0].replace("\n", " ")

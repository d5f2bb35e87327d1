"""Bring the catalogues beside this file up to date: `python reference/locale/collect.py` in the course's folder.

Every sentence of the course that stands on a student's page becomes an entry, in the course's order: titles, the sentences of checks,
misconceptions' names and hints, written questions, and what the hidden checks say of a wrong answer where that is always the same. A new
sentence comes without a translation; one that is gone goes, with its translation. A new language is a new file: copy `de.po`, change
its header, empty its translations.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from autograder.course import Assignment, Course
from autograder.diagnosis.misconceptions import read_hints
from autograder.feedback.view import diagnosis_view
from autograder.grading.collect import Suite
from autograder.suite.probes import load_probes

HERE = Path(__file__).parent
WIDTH = 140


def sentences(course: Course) -> Iterator[tuple[str, Path]]:
    """Every sentence of the course that a student reads, with the file it stands in; some come more than once."""
    root = course.root
    yield course.title, root / "reference" / "course.toml"
    yield course.contact, root / "reference" / "course.toml"
    for assignment in course.assignments:
        yield from told_by_files(assignment)
        with Suite(assignment) as suite:
            for check in suite.checks:
                yield check.intent, Path(check.item.path)
        yield from told_by_probes(assignment)


def told_by_files(assignment: Assignment) -> Iterator[tuple[str, Path]]:
    """What can be read without running the course's code: all but the sentences of checks and of probes."""
    file = assignment.handout / "assignment.toml"
    yield assignment.title, file
    yield assignment.about, file
    for question in assignment.questions:
        yield from ((text, file) for text in (question.title, question.prompt, *question.rubric))
        path = assignment.variants("misconceptions", question.name)
        for name, hint in read_hints(path).items():
            yield diagnosis_view(name).title, path
            yield hint, path
    for path in sorted(assignment.hidden_suite.glob("*.py")):
        yield from ((text, path) for text in told_of_answers(path))


def told_of_answers(path: Path) -> Iterator[str]:
    """What `fail` and `remark` say in a file of checks, where it is always the same: texts made of literals and of constants alone."""
    tree = ast.parse(path.read_bytes(), str(path))
    known: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            known[node.targets[0].id] = folded(node.value, known)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            local = known | {
                node.targets[0].id: folded(node.value, known)
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAY:
                    place = SAY[node.func.id]
                    yield folded(node.args[place], local) if len(node.args) > place else ""


SAY = {"fail": 1, "remark": 0}
"""The helpers that say something, and which of their arguments the student reads."""


def folded(node: ast.expr, known: dict[str, str]) -> str:
    """The text an expression is, where it is always the same; else empty."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.JoinedStr):
        parts = [folded(part.value if isinstance(part, ast.FormattedValue) else part, known) for part in node.values]
        return "".join(parts) if all(parts) else ""
    return ""


def told_by_probes(assignment: Assignment) -> Iterator[tuple[str, Path]]:
    """What a smallest case says was done, where it is said in words."""
    path = assignment.hidden_suite / "probes.py"
    for probes in load_probes(path).questions.values():
        for probe in probes:
            if not isinstance(probe, tuple) and probe.__doc__:
                yield probe.__doc__.split("\n\n")[0].replace("\n", " "), path


def renewed(old: Catalog, found: dict[str, list[str]]) -> Catalog:
    """The catalogue with an entry for each text of ``found``, and where it stands; translations are kept."""
    new = Catalog(
        locale=old.locale, project=old.project, copyright_holder=old.copyright_holder, msgid_bugs_address=None,
        header_comment=old.header_comment, last_translator=old.last_translator, language_team=old.language_team,
        creation_date=old.creation_date, revision_date=old.revision_date, charset="utf-8", fuzzy=False,
    )  # fmt: skip
    for text, files in found.items():
        before = old.get(text)
        new.add(text, before.string if before else "", [(file, None) for file in files])
    return new


def main() -> None:
    course = Course.find(HERE)
    found: dict[str, list[str]] = {}
    for text, path in sentences(course):
        files = found.setdefault(text, [])
        if (name := path.relative_to(course.root).as_posix()) not in files:
            files.append(name)
    found.pop("", None)
    for path in sorted(HERE.glob("*.po")):
        with path.open("rb") as file:
            old = read_po(file)
        new = renewed(old, found)
        with path.open("wb") as file:
            write_po(file, new, width=WIDTH, omit_header=False)
        empty = sum(not message.string for message in new if message.id)
        print(f"{path.name}: {len(found)} sentences, {empty} without a translation, {len(old) - len(found)} fewer.")


if __name__ == "__main__":
    main()

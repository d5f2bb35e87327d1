"""What the student's zip holds that only the staff may know, and what it lacks."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.bundle.folders import read_folder
from autograder.course import Assignment, Course
from autograder.validate.faults.fault import Fault
from autograder.validate.faults.source import body, definitions, imports, parsed
from autograder.validate.faults.variety import answer_texts, names_staff


def of_handout(course: Course, task: Assignment) -> Iterator[Fault]:
    """Files of the handout that are the staff's, hold its answers or its secret, or that hidden checks take their values from."""
    staff = {
        data: name
        for name, data in {
            **read_folder(task.staff, f"reference/{task.name}/"),
            **read_folder(task.hidden_suite, f"tests/hidden/{task.name}/"),
        }.items()
        if data.strip()
    }
    for path in sorted(task.handout.rglob("*")):
        if path.is_symlink():
            text = "this is a link, which the student's zip leaves out. Put the file itself here."
            yield Fault("handout", path, text)
    suite = b"\n".join(path.read_bytes() for path in sorted(task.hidden_suite.rglob("*.py")))
    for name, data in read_folder(task.handout).items():
        path = task.handout / name
        if data in staff:
            yield Fault("leak", path, f"this is {staff[data]}, and students get it. Take it out of the handout.")
            continue
        if len(course.secret) >= 8 and course.secret.encode() in data:
            yield Fault(
                "leak",
                path,
                "the course's secret stands in it: hidden inputs can be worked out. Take it out, and change the "
                "secret.",
            )
        if path.suffix in (".npz", ".npy", ".csv", ".json", ".txt", ".pkl") and name.encode() in suite:
            text = (
                f"hidden checks name {name}, and students get it: what they expect, or draw their inputs from, "
                f"can be read there. Keep a file of its own in {task.hidden_suite.name}, or waive this where "
                "students are to have it."
            )
            yield Fault("leak", path, text)
        if path.suffix in (".py", ".ipynb", ".md"):
            yield from _answers(task, path, _text(path, data))
            for line, line_text in enumerate(_text(path, data).splitlines(), 1):
                if told := names_staff(task, line_text):
                    text = f"it names {told}, which only the staff have: a student looks for it, or a check fails there. Do without."
                    yield Fault("handout", path, text, line)
        if path.suffix == ".py":
            yield from _unavailable(task, path)


def _unavailable(task: Assignment, path: Path) -> Iterator[Fault]:
    """What a file of the handout imports that students need not have: it is neither Python's, nor a library of the assignment's, nor
    beside it."""
    beside = {one.stem for one in task.handout.iterdir()}
    own = {"numpy", *task.rules.libraries, *(["pytest"] if path.name.startswith(("test_", "conftest")) else [])}
    for module, line in imports(parsed(path)):
        name = module.split(".")[0]
        if name not in own | beside | sys.stdlib_module_names | {"autograder"}:  # told of in the checks
            text = f"it imports {name}, which students need not have: name it in libraries, or do without."
            yield Fault("handout", path, text, line)


def _text(path: Path, data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    if path.suffix != ".ipynb":
        return text
    try:
        return "\n\n".join("".join(cell.get("source", ())) for cell in json.loads(text)["cells"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return text


def _answers(task: Assignment, path: Path, text: str) -> Iterator[Fault]:
    """Answers of the reference that stand in a text of the handout; the stub's own code is looked at beside the reference's."""
    bare = re.sub(r"\s+", "", text)
    reference = definitions(parsed(task.solution))
    for question in task.graded_questions:
        node = reference.get(question.name)
        for given in answer_texts(node):
            if given in bare:
                yield Fault(
                    "leak",
                    path,
                    f"it holds the answer to {question.name} ({given[:60]}), and students get it. Take it out.",
                    _line(text, given),
                    question.name,
                )
                break
        else:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and (copied := _copied(node, bare)):
                yield Fault(
                    "leak",
                    path,
                    f"it holds a part of the reference's {question.name} ({copied[:60]}), and students get it.",
                    _line(text, copied),
                    question.name,
                )


def _copied(node: ast.FunctionDef | ast.ClassDef, bare: str) -> str:
    """The reference's body, where a text without blanks holds all of it."""
    whole = "".join(re.sub(r"\s+", "", ast.unparse(one)) for one in body(node))
    return whole if len(whole) > 30 and whole in bare else ""


def _line(text: str, given: str) -> int:
    """The line on which something that was found without its blanks begins."""
    end = 0
    for number, line in enumerate(text.splitlines(), 1):
        end += len(re.sub(r"\s+", "", line))
        if re.sub(r"\s+", "", text).find(given) < end:
            return number
    return 0

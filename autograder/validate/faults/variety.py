"""Faults of the right and wrong answers that a question is measured by, and of their hints."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.course import Assignment, Question
from autograder.course.settings import did_you_mean
from autograder.validate.faults.fault import Fault
from autograder.validate.faults.source import Definition, body, definitions, parsed, shape
from autograder.validate.variants import HINT_WORDS, read_variants

SHORTEST_ANSWER = 12
"""Characters of the reference's own text, blanks left out, that give it away in a hint: `2 * x` is said in any, `np.add(x, x)` is not."""
_UNNAMED = re.compile(r"todo(?![a-z])", re.IGNORECASE)
"""How `convgrade learn` calls what it writes."""
_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")
_VERDICT = frozenset(
    """a again all an and answer are at attention bad be before by carefully careful check code correct correctly could do does
    error false fix fully function has have here in incorrect is it its just line look made make mistake more must
    need needs no not of on once oops our output over please problem read result right same should so something somewhere
    sorry still that the there think this to try unfortunately value values was what wrong wrongly you your yours""".split()
)
"""Words that say of any answer that it is wrong: a hint of these alone leaves its reader where they were."""


def of_variants(task: Assignment) -> Iterator[Fault]:
    """What is missing among the variants of all questions, or stands where nobody looks."""
    known = [one.name for one in task.graded_questions]
    for room in ("alternatives", "misconceptions"):
        folder = task.staff / room
        for path in sorted(folder.glob("*")):
            if path.name != "__pycache__" and (path.suffix != ".py" or path.stem not in known):
                meant = did_you_mean(path.stem, known)
                text = (
                    f"no question is called {path.stem!r}, so nothing in it is ever run{meant} The file has a "
                    "question's name and ends in .py."
                )
                yield Fault("variant", path, text)
    for question in task.graded_questions:
        yield from _of_question(task, question)


def _of_question(task: Assignment, question: Question) -> Iterator[Fault]:
    reference = definitions(parsed(task.solution)).get(question.name)
    right = task.variants("alternatives", question.name)
    wrong = task.variants("misconceptions", question.name)
    if not read_variants(right):
        text = (
            f"{question.name} has no right answer in another style: nobody knows which the checks reject. "
            "Write public functions (or classes), each a right answer."
        )
        yield Fault("no-wheats", right, text, 0, question.name)
    if not read_variants(wrong):
        text = (
            f"{question.name} has no wrong answer with a name: nobody knows which the checks let pass, and no "
            "student is told why. Write public functions (or classes), each a mistake that students make."
        )
        yield Fault("no-chaffs", wrong, text, 0, question.name)
    for path in (right, wrong):
        yield from _texts(question, path, hints=path == wrong)
        yield from _unread(question, path)
        own = {shape(reference): "the reference"} if isinstance(reference, (ast.FunctionDef, ast.ClassDef)) else {}
        for name, node in definitions(parsed(path)).items():
            if name.startswith("_") or not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                continue
            if (twin := own.setdefault(shape(node), name)) != name:
                yield Fault(
                    "variant",
                    path,
                    f"{name} is the same code as {twin}: it measures nothing. Take it out, or write what it says.",
                    node.lineno,
                    question.name,
                )
    answers = answer_texts(reference)
    for variant in read_variants(wrong):
        if told := names_staff(task, f"{variant.story} {variant.hint}"):
            text = f"the hint of {variant.symbol} names {told}, which no student has. Say what to look at in their own work."
            yield Fault("hint", wrong, text, variant.line, question.name)
    for name, node in definitions(parsed(wrong)).items():
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not name.startswith("_"):
            told = ast.get_docstring(node) or ""
            hint = re.sub(r"[\s`]+", "", told)
            if given := next((one for one in answers if one in hint), "") or _value_in(told, question, reference):
                text = (
                    f"the hint of {name} holds the answer ({given}), and a student reads it. Say what to look "
                    "at instead."
                )
                yield Fault("hint", wrong, text, node.lineno, question.name)


def _texts(question: Question, path: Path, *, hints: bool) -> Iterator[Fault]:
    seen: set[str] = set()
    for variant in read_variants(path):
        name, where = variant.symbol, variant.line

        def fault(text: str, rule: str = "variant", where: int = where) -> Fault:
            return Fault(rule, path, text, where, question.name)

        if not variant.story:
            yield fault(f"{name} needs a docstring: in one line, what is done there.")
        if _UNNAMED.match(name):
            yield fault(
                f"{name} is still to be written: give it a name that says the mistake (flipped_kernel), in one line what it does, "
                "and a hint for the student."
            )
        elif _UNFINISHED.search(f"{variant.story} {variant.hint}"):
            yield fault(f"the text of {name} is still to be written.")
        if hints and variant.story and not variant.hint:
            yield fault(
                f"{name} needs a hint: a second paragraph of its docstring, which a student reads who makes this "
                "mistake.",
                "hint",
            )
        told = set(re.findall(r"\w+", variant.hint.casefold()))
        if hints and told and told <= _VERDICT | set(re.findall(r"\w+", variant.story.casefold())):
            yield fault(
                f"the hint of {name} says no more than that it is wrong: a student who reads it does not know what to do "
                "next. Say what to look at, or what to try by hand.",
                "hint",
            )
        if hints and (words := len(variant.hint.split())) > HINT_WORDS:
            yield fault(
                f"the hint of {name} has {words} words, more than {HINT_WORDS}: nobody reads that. Say the one "
                "thing to look at.",
                "hint",
            )
        if variant.name in seen:
            yield fault(f"two are shown by the name {variant.name}: pages and marks cannot tell them apart.")
        seen.add(variant.name)


def _unread(question: Question, path: Path) -> Iterator[Fault]:
    """What looks like a variant and is never run."""
    for node in parsed(path).body:
        names = [one.id for one in node.targets if isinstance(one, ast.Name)] if isinstance(node, ast.Assign) else []
        is_lambda = isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)
        names = [node.name] if isinstance(node, ast.AsyncFunctionDef) else names if is_lambda else []
        for name in names:
            if not name.startswith("_"):
                text = f"{name} is never run: a variant is a function (def) or a class. A helper's name begins with _."
                yield Fault("variant", path, text, node.lineno, question.name)


def answer_texts(reference: Definition | None) -> list[str]:
    """Pieces of the reference that give the answer away wherever they stand, without blanks: what it returns, or the value."""
    if isinstance(reference, (ast.Assign, ast.AnnAssign)):
        found = [reference.value] if reference.value else []
    elif isinstance(reference, ast.FunctionDef):
        found = [
            one.value
            for statement in body(reference)
            for one in ast.walk(statement)
            if isinstance(one, ast.Return) and one.value
        ]
    else:
        found = []
    telling = (one for one in found if not isinstance(one, (ast.Name, ast.Attribute)) and not _is_helper(one))
    texts = [re.sub(r"\s+", "", ast.unparse(one)) for one in telling]
    return [text for text in dict.fromkeys(texts) if len(text) >= SHORTEST_ANSWER]


def names_staff(task: Assignment, text: str) -> str:
    """The file or folder of the staff's that is named in ``text``; nothing where none is."""
    files = {path.name for path in task.hidden_suite.glob("*.py")} - {
        "conftest.py",
        *(path.name for path in task.handout.iterdir()),
    }
    words = [
        rf"reference/{task.name}\b(?:[\w/.]*\w)?",
        r"tests/hidden\b(?:[\w/.]*\w)?",
        *map(re.escape, ("solution.py", *sorted(files))),
    ]
    found = re.search(rf"(?<![\w.])({'|'.join(words)})", text)
    return found[1] if found else ""


def _is_helper(node: ast.expr) -> bool:
    """Whether all is left to a helper of the reference's own, which says nothing to a student."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("_")


def _value_in(text: str, question: Question, reference: Definition | None) -> str:
    """The value of a ``value`` question, where it stands as a number of its own in ``text``; 0, 1 and 2 stand in any sentence."""
    value = getattr(reference, "value", None)
    if question.kind != "value" or not isinstance(value, ast.Constant) or not isinstance(value.value, (int, float)):
        return ""
    if value.value in (0, 1, 2):
        return ""
    return (
        str(value.value) if re.search(rf"(?<![\w.,/^*-]){re.escape(str(value.value))}(?![\w/^*]|[.,]\d)", text) else ""
    )

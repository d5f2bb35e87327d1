"""A group's answer as a chaff in the course's form: made, judged sealed in place of the student's own, and written."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course import Question
from autograder.diagnosis.misconceptions import kebab
from autograder.grading.probed import Probed
from autograder.records.submission import Submission
from autograder.records.text import counted
from autograder.records.whole import write_whole
from autograder.runs.run import Run
from autograder.sandbox.inside.syntax import TOO_MUCH
from autograder.validate.faults.source import definitions, names, parsed, shape
from autograder.validate.learn.asker import Asker
from autograder.validate.learn.groups import Group
from autograder.validate.learn.needed import Refused, needed
from autograder.validate.learn.stripped import Stripped, must_tell_nothing, stripped
from autograder.validate.learn.words import Known, People
from autograder.validate.variants import Variant, composed

PRIVACY = (
    "This is students' work. Names, numbers, comments, messages and texts are taken out, but a style may still be known: keep it "
    "where your rules, or the students, allow that. Read it before you validate: from then on it is the course's own code, and "
    "runs unconfined."
)
_TRIED = 3
"""How many of a group are tried: where the first cannot be made plain, another may."""
_STORY = "TODO: in one line, what it does."
_HINT = "TODO: the hint for whoever makes this mistake, in at most 160 words: what to look at, never the answer."


@dataclass(frozen=True)
class Learned:
    """What was made of a group: ``text`` is the definition with its helpers, ``whole`` the file with it, called ``symbol``."""

    path: Path
    symbol: str
    text: str
    whole: str
    submission: Submission


def made(run: Run, group: Group, people: People, known: Known) -> Learned:
    """The chaff of a group, of the shortest answer that can be made plain; nothing is written. Raises `Refused`."""
    if group.probed.names:
        raise Refused(f"it is called {', '.join(group.probed.names)} by now.")
    reasons: list[str] = []
    for submission in group.submissions[:_TRIED]:
        try:
            return _made(run, group, submission, people, known)
        except Refused as refused:
            reasons.append(str(refused))
        except TOO_MUCH:
            reasons.append("its code is nested too deeply, or its numbers are too long, to be looked through.")
    raise Refused(reasons[0])


def _made(run: Run, group: Group, submission: Submission, people: People, known: Known) -> Learned:
    question = group.question
    path = run.assignment.variants("misconceptions", question.name)
    before = path.read_text(encoding="utf-8") if path.is_file() else '"""Wrong answers with names."""\n'
    symbol = _free(question, names(ast.parse(before)))
    if question.kind == "value":
        code = Stripped(ast.parse(f"def {symbol}():\n    return {_value(group.probed, known)}"))
        must_tell_nothing(code, known, people)
    else:
        code = stripped(
            needed(submission, question.name), question.name, symbol, run.assignment.rules.libraries, known, people
        )
    told = (ast.FunctionDef, ast.ClassDef) if question.kind != "value" else ast.FunctionDef
    answer = next((one for one in code.tree.body if isinstance(one, told) and one.name == symbol), None)
    if answer is None:
        raise Refused(
            f"{question.name} is no definition of its own there (another name for something, or made by a call)."
        )
    for name, other in definitions(parsed(path)).items():
        if isinstance(other, ast.FunctionDef | ast.ClassDef) and shape(other) == shape(answer):
            raise Refused(f"it is there already, as {name}.")
    answer.body.insert(0, ast.Expr(ast.Constant(f"{_STORY}\n\n    {_HINT}\n    ")))
    text = _quoted(f"{_remark(run, group)}{code.text}\n")
    return Learned(path, symbol, text, _joined(before, code.imports, text), submission)


def learned(run: Run, asker: Asker, group: Group, chaff: Learned) -> None:
    """Write the chaff, once it was judged in a sealed process and does there what the student's answer did. Raises `Refused`."""
    task, question = run.assignment, group.question
    submission = composed(
        task, question, "misconceptions", Variant("learned", chaff.symbol, "", ""), chaff.whole.encode()
    )
    did = asker.ask(submission, question.name)
    if did is None or did.verdicts is None:
        raise Refused("what is left of it does not load.")
    if not did.like(group.probed) or did.verdicts != group.probed.verdicts:
        raise Refused(
            "without the student's own texts, or what it takes from elsewhere in the file, it answers something else."
        )
    chaff.path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(chaff.path, [chaff.whole])


def _free(question: Question, taken: set[str]) -> str:
    """A placeholder that says that the name is still to be chosen."""
    pattern = "Todo{}" if question.kind == "class" else "todo_{}"
    number = 1
    while pattern.format(number) in taken or kebab(pattern.format(number)) in set(map(kebab, taken)):
        number += 1
    return pattern.format(number)


def _value(did: Probed, known: Known) -> str:
    value: Any = did.outcomes[0].value if did.outcomes else None
    value = value.tolist() if isinstance(value, np.ndarray | np.generic) else value
    text = repr(value)
    try:
        plain = ast.literal_eval(text) == value
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        plain = False
    texts = [one.value for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Constant)] if plain else []
    if not plain or any(isinstance(one, str) and not known.says(one) for one in texts):
        raise Refused("its value is no number, and not one of the course's own words.")
    return text


def _remark(run: Run, group: Group) -> str:
    """Two lines for the author, to be taken out."""
    how = (
        "passed the checks, and a person took points off"
        if not group.failed
        else f"failed {', '.join(group.failed[:6])}"
    )
    lines = [f"From a class: {counted(len(group.submissions), 'student')} answered so, and {how}."]
    case = group.probed.case
    if case and case.get("call"):
        lines.append(f"Smallest case: {case['call']}")
    return "".join(f"# {re.sub(r'[^ -~]+', ' ', line)[:130]}\n" for line in lines)


def _joined(before: str, imports: list[ast.stmt], text: str) -> str:
    """The file with the missing imports at its head and the ``text`` at its end. Raises `Refused` for a name with two meanings."""
    tree = ast.parse(before)
    there = {ast.unparse(part) for one in tree.body for part in _single(one)}
    taken = names(tree)
    fresh = []
    for line in dict.fromkeys(map(ast.unparse, imports)):
        if line not in there:
            name = line.split()[-1].partition(".")[0]
            if name in taken:
                raise Refused(f"it says `{line}`, and {name} is something else among the misconceptions.")
            fresh.append(line)
    at = max((one.end_lineno or 0 for one in tree.body if isinstance(one, ast.Import | ast.ImportFrom)), default=0)
    lines = before.rstrip("\n").split("\n")
    if not at and tree.body and isinstance(tree.body[0], ast.Expr):
        at = tree.body[0].end_lineno or 0
        fresh = ["", *fresh] if fresh else []
    return "\n".join([*lines[:at], *fresh, *lines[at:], "", "", text])


def _single(statement: ast.stmt) -> list[ast.stmt]:
    if isinstance(statement, ast.Import):
        return [ast.Import([alias]) for alias in statement.names]
    if isinstance(statement, ast.ImportFrom):
        return [ast.ImportFrom(statement.module, [alias], statement.level) for alias in statement.names]
    return []


_TEXT = re.compile(r"'([^'\"\\\n]*)'")


def _quoted(code: str) -> str:
    """The code with double quotes, as the course writes them. Lines that hold both kinds stay as they are."""
    return "\n".join(line if '"' in line else _TEXT.sub(r'"\1"', line) for line in code.split("\n"))

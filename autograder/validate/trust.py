"""Whether a suite trusts the student's process: with answers in its own helpers, or with points for what that process says of itself.

Every object in a question's helpers is offered as the answer, in a sealed process, the way a student would who has got hold of it. None may
earn more than the untouched stub. And the points of checks marked ``on_word``, which the process's word can pass, are added up.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.course import Assignment, Question
from autograder.grading.collect import Check
from autograder.grading.grade import Grader
from autograder.records.errors import StudentFailure
from autograder.records.owner import NOBODY
from autograder.records.submission import SourceFile, Submission
from autograder.sandbox import StudentProcess

MOST_ON_WORD = 3.0
"""Points of an assignment's 100 that may hang on what the student's process says of itself."""
_MOST = 400
"""Objects of one question's helpers that are offered: a guard against helpers without an end."""

_SUBMISSION = '''
import types

{question} = None


def _inside(value):
    """By key what stands in a container, by name what can be called of a class, and what an object, a function too, carries."""
    if isinstance(value, dict):
        return [(key, part) for key, part in list(value.items())[:50] if isinstance(key, (str, int))]
    if isinstance(value, (list, tuple)):
        return list(enumerate(value[:50]))
    if isinstance(value, type):
        return [(name, getattr(value, name)) for name in vars(value) if not name.startswith("__") and callable(getattr(value, name))]
    names = [*getattr(value, "__dict__", ()), "__defaults__", "__kwdefaults__", "__closure__", "cell_contents", "__self__", "func"]
    return [(name, getattr(value, name)) for name in names if getattr(value, name, None) is not None]


def _offered(helpers):
    """Where the objects are: names in the helpers, and whatever can be reached from there."""
    places, seen = [], dict()
    ahead = [([name], value) for name, value in vars(helpers).items() if not name.startswith("__")]
    while ahead:
        place, value = ahead.pop(0)
        if isinstance(value, (types.ModuleType, types.BuiltinFunctionType)) or id(value) in seen or len(place) > 6:
            continue
        seen[id(value)] = value  # held: a bound method's id would soon be another's
        places.append(place)
        ahead += [([*place, key], part) for key, part in _inside(value)]
    return places


def _take(helpers, place):
    value = vars(helpers)[place[0]]
    for part in place[1:]:
        value = value[part] if isinstance(value, (dict, list, tuple)) else getattr(value, part)
    globals()[{question!r}] = value
'''


def offers(grader: Grader, question: Question) -> Iterator[tuple[str, float]]:
    """Each object of the helpers that ``question``'s process gets, as ``"props.NAME"``, and the points it earns as the answer."""
    task = grader.assignment
    if task.props is None:
        return
    text = _SUBMISSION.format(question=question.name)
    submission = Submission("offered", NOBODY, SourceFile(f"{task.name}.py", text.encode()))
    checks = [check for check in grader.checks if check.question == question.name and check.weight]
    for place in _places(grader, submission, question.name):

        def take(process: StudentProcess, place: list[str | int] = place) -> None:
            process.module._take(process.props, place)

        passed = grader.passed(submission, checks, take)
        total = sum(check.weight for check in checks)
        earned = question.points * sum(check.weight for check in passed) / total if total else 0.0
        yield ".".join(["props", *map(str, place)]), earned


def _places(grader: Grader, submission: Submission, question: str) -> list[list[str | int]]:
    process = grader.sandbox.start(submission.main, (), grader.assignment.name)
    process.question = question
    try:
        places: list[list[str | int]] = process.module._offered(process.props)
    except StudentFailure:
        return []
    finally:
        process.close()
    return places[:_MOST]


def on_word(checks: list[Check], question: Question) -> float:
    """The points of ``question`` that hang on the process's word."""
    own = [check for check in checks if check.question == question.name]
    total = sum(check.weight for check in own)
    marked = sum(check.weight for check in own if is_on_word(check))
    return question.points * marked / total if total else 0.0


def is_on_word(check: Check) -> bool:
    """Whether the check is marked ``@pytest.mark.on_word``."""
    return any(mark.name == "on_word" for mark in getattr(check.function, "pytestmark", ()))


def complaint(task: Assignment, points: float) -> str:
    """What is wrong with so many of the assignment's points; empty when nothing is."""
    if round(points, 6) <= MOST_ON_WORD:
        return ""
    return (
        f"{points:.2f} points of {task.name} hang on what the student's process says of itself (checks marked on_word); at most "
        f"{MOST_ON_WORD:g} may. Judge by numbers that the grader works out too, or lower the weights."
    )

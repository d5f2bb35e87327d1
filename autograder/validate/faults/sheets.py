"""Faults of what assignment.toml and course.toml say."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from autograder.course import Assignment, Course, Question
from autograder.course.languages import words_of
from autograder.course.settings import Settings, did_you_mean
from autograder.records.errors import CourseError
from autograder.records.sentences import ENGLISH
from autograder.validate.faults.catalogues import mistranslated
from autograder.validate.faults.fault import Fault
from autograder.validate.faults.source import calls, definitions, parsed
from autograder.written.rubric import criteria

_Tell = Callable[..., Fault]
"""Makes a fault of ``(text, key, section, number, rule, question)`` of ``assignment.toml``."""
SHORTEST_SECRET = 12
"""Characters of a secret: shorter ones are guessed, and hidden inputs with them."""


def of_course(course: Course) -> Iterator[Fault]:
    """What is wrong with the course as a whole."""
    toml = course.root / "reference" / "course.toml"
    file = Settings(toml)
    if len(course.secret) < SHORTEST_SECRET:
        better = '`python -c "import secrets; print(secrets.token_urlsafe())"` prints a better one'
        text = f"the secret has {len(course.secret)} characters: who guesses it knows every hidden input; {better}."
        yield Fault("settings", toml, text, file.line("secret"))
    for language in sorted({course.language or ENGLISH, *(path.stem for path in course.locale.glob("*.po"))}):
        try:
            words_of(language, course.locale)
        except CourseError as error:
            yield Fault("settings", toml, str(error), file.line("language") if language == course.language else 0)
    yield from mistranslated(course)
    there = sorted(path.parent.name for path in (course.root / "assignments").glob("*/assignment.toml"))
    for name in there:
        if name not in course.names:
            meant = did_you_mean(name, [one for one in course.names if one not in there])
            text = (
                f"assignments/{name} is not among the assignments, so nobody can be graded by it{meant} Name "
                "it there, or take the folder away."
            )
            yield Fault("settings", toml, text, file.line("assignments"))


def of_assignment(course: Course, task: Assignment) -> Iterator[Fault]:
    """What is wrong with the settings of one assignment."""
    toml = task.handout / "assignment.toml"
    file = Settings(toml)

    def fault(
        text: str, key: str = "", section: str = "", number: int = 0, rule: str = "settings", question: str = ""
    ) -> Fault:
        return Fault(rule, toml, text, file.line(key, section, number), question)

    if task.name in sys.stdlib_module_names or task.name in task.rules.libraries or _is_installed(task.name):
        yield fault(
            f"a module of Python or of a library is called {task.name} too, and one of the two hides the other: "
            "rename the assignment."
        )
    for key in ("title", "about"):
        if not file.data.get(key, "").strip():
            yield fault(f"there is no {key}: students and pages show it.", key, rule="sheet")
    yield from _limits(task, fault)
    for library in task.rules.libraries:
        if library not in sys.stdlib_module_names and not _is_installed(library):
            yield fault(
                f"students may import {library}, which is not installed here: no answer that uses it can be graded.",
                "libraries",
                "rules",
            )
    for name in task.rules.forbidden:
        if told := _missing(name):
            yield fault(f"{name} is forbidden, and {told}: nothing is forbidden by it.", "forbidden", "rules")
    for number, question in enumerate(task.questions):
        for key, text in _of_question(question):
            yield fault(text, key, "questions", number, "sheet", question.name)
        yield from _measure(task, question, fault, number)
    if task.name in course.personal and not (task.staff / "personal.py").is_file():
        where = Settings(course.root / "reference" / "course.toml")
        text = (
            f"the numbers of {task.name} are to be personal, and {task.staff / 'personal.py'} is missing: "
            "write it, or take the name out."
        )
        yield Fault("settings", where.path, text, where.line("personal"))
    yield from _personal(task)


def _is_installed(name: str) -> bool:
    """Whether a library has this name; a course's own folder in the path of imports is no library."""
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    return spec is not None and "site-packages" in (spec.origin or str(spec.submodule_search_locations or ""))


def _missing(name: str) -> str:
    """Why a dotted name leads nowhere; nothing where it leads somewhere, or where its library is not installed here."""
    library, *parts = name.split(".")
    if not _is_installed(library):
        return "" if library in sys.stdlib_module_names else f"there is no library {library} here"
    thing = import_module(library)
    at = library
    for part in parts:
        at = f"{at}.{part}"
        if not hasattr(thing, part):
            try:
                thing = import_module(at)
            except ImportError:
                return f"there is no {at}{did_you_mean(part, dir(thing)).removesuffix('.')}"
        else:
            thing = getattr(thing, part)
    return ""


_MOST = {"call_seconds": 600, "question_seconds": 1800, "submission_seconds": 7200, "memory_mb": 65536}
"""Limits above these limit nothing: no exercise is waited for longer, and few machines have more memory."""


def _limits(task: Assignment, fault: _Tell) -> Iterator[Fault]:
    limits = task.limits
    for less, more in (("call_seconds", "question_seconds"), ("question_seconds", "submission_seconds")):
        if getattr(limits, less) > getattr(limits, more):
            text = (
                f"{less} is {getattr(limits, less):g} and {more} is {getattr(limits, more):g}: the longer one "
                f"never counts. Give {more} more."
            )
            yield fault(text, less, "limits")
    for key, most in _MOST.items():
        if getattr(limits, key) > most:
            text = f"{key} is {getattr(limits, key):g}: work that hangs or grows takes the whole machine as long. Give at most {most:g}."
            yield fault(text, key, "limits")


def _of_question(question: Question) -> Iterator[tuple[str, str]]:
    """What a question lacks, with the key it is about."""
    if not question.title.strip():
        yield "title", f"{question.name} has no title: pages and the README name it by that."
    if question.kind != "written":
        if not question.points:
            yield "points", f"{question.name} is worth 0 points: nothing about it counts."
        for key in ("prompt", "rubric"):
            if getattr(question, key):
                yield (
                    key,
                    f'{question.name} has a {key}, which only a written question has: nobody sees it. Is kind = "written" meant?',
                )
        return
    if not question.prompt.strip():
        yield "prompt", f"{question.name} has no prompt: nobody knows what to write about."
    if not question.rubric:
        yield "rubric", f"{question.name} has no rubric: whoever marks it has nothing to go by."
        return
    points = [one.points for one in criteria(question)]
    if any(points) and sum(one or 0 for one in points) != question.points:
        total = sum(one or 0 for one in points)
        yield (
            "rubric",
            f"the lines of the rubric of {question.name} give {total:g} points together, and the question gives "
            f"{question.points:g}.",
        )


def _measure(task: Assignment, question: Question, fault: _Tell, number: int) -> Iterator[Fault]:
    """A figure that no check measures, or a measured one that has no name."""
    file = task.hidden_suite / f"test_{question.name}.py"
    measured = any(name.rpartition(".")[2] == "measured" for name, _ in calls(parsed(file)))
    if question.measure and not measured and file.is_file():
        text = (
            f"{question.name} has the measure {question.measure!r}, and no check of it calls measured(…): "
            "leaderboards stay empty."
        )
        yield fault(text, "measure", "questions", number, "sheet", question.name)
    if measured and not question.measure:
        text = f'checks of {question.name} call measured(…), and it has no line measure = "…": nobody sees the figure.'
        yield fault(text, "", "questions", number, "sheet", question.name)


def _personal(task: Assignment) -> Iterator[Fault]:
    path = task.staff / "personal.py"
    if path.is_file():
        there = definitions(parsed(path))
        for name in ("SHARED", "TELLING", "draw", "answers", "render"):
            if name not in there:
                text = (
                    f"there is no {name} in it, which personal numbers need: autograder/suite/personal.py says "
                    "what each is."
                )
                yield Fault("settings", path, text)


def equivalents(path: Path) -> Iterator[Fault]:
    """What is wrong with the form of ``equivalent_mutants.toml``."""
    if not path.is_file():
        return
    file = Settings(path)
    file.known(["mutant"], file.data)
    keys = dict.fromkeys(("place", "removed", "added", "why"), "str")
    for number, entry in enumerate(file.tables("mutant")):
        values = file.fitting(keys, entry, "mutant", number)
        for key in keys:
            if not values.get(key, "").strip() and key != "added":
                file.wrong(f'an argued mutant needs {key} = "…".', "", "mutant", number)
    yield from (Fault("mutants", path, text, line) for line, text in file.problems)

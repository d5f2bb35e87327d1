"""What ``convgrade new`` wrote and nobody has written anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.course import Assignment
from autograder.course.settings import Settings
from autograder.validate.faults.fault import Fault
from autograder.validate.patterns import PATTERNS
from autograder.validate.scaffold import ABOUT, STORY_ABOUT, STUB_ABOUT


def of_scaffold(task: Assignment) -> Iterator[Fault]:
    """Sentences and questions of the scaffold that stand beside the author's own questions. A new scaffold is as it should be."""
    patterns = {one.name: one for one in PATTERNS.values()}
    if all(question.name in patterns for question in task.questions):
        return
    toml = Settings(task.handout / "assignment.toml")
    stub = task.stub.read_text(encoding="utf-8", errors="replace")
    for number, question in enumerate(task.questions):
        at = toml.line("name", "questions", number)
        if question.name in patterns and patterns[question.name].stub in stub:
            text = f"{question.name} is the question that convgrade new wrote: take it out of every room, or make it yours."
            yield Fault("scaffold", toml.path, text, at, question.name)
        elif question.title in [one.title for one in patterns.values()]:
            at = toml.line("title", "questions", number)
            text = f"{question.name} is still called {question.title!r}, as convgrade new wrote: give it a title of its own."
            yield Fault("scaffold", toml.path, text, at, question.name)
    if task.title == task.name:
        text = f"the title is still {task.title!r}, as convgrade new wrote. Students see it: say in words what it is."
        yield Fault("scaffold", toml.path, text, toml.line("title"))
    left = {
        toml.path: ABOUT,
        task.stub: STUB_ABOUT.format(name=task.name),
        task.story: STORY_ABOUT,
        task.notebook: STORY_ABOUT,
    }
    for path, sentence in left.items():
        if line := _line(path, sentence):
            text = f"{sentence!r} is what convgrade new wrote, and students read it: write there what it is about."
            yield Fault("scaffold", path, text, line)


def _line(path: Path, sentence: str) -> int:
    """The line on which the sentence stands; 0 where it does not."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    return next((number for number, text in enumerate(lines, 1) if sentence in text), 0)

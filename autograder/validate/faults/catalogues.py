"""What a course's catalogues lack: sentences without a translation, and translations that are not used or say something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Assignment, Course
from autograder.course.languages import read_catalogue
from autograder.grading.collect import Check
from autograder.records.errors import CourseError
from autograder.validate.course_messages import of_assignment
from autograder.validate.faults.fault import Fault
from autograder.validate.messages import wrong_with

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

_SHOWN = 60
"""Characters of a sentence by which it is found."""


def untranslated(course: Course, task: Assignment, checks: Sequence[Check]) -> Iterator[Fault]:
    """The sentences of an assignment, whose ``checks`` are collected, that a language of the course's lacks."""
    said = list(dict.fromkeys(text for text, _ in of_assignment(course, task, checks))) if _catalogues(course) else []
    for path, catalogue in _catalogues(course):
        known = [catalogue.get(text) for text in said]
        missing = [text for text, message in zip(said, known, strict=True) if message is None or not message.string]
        if missing:
            text = (
                f"{len(missing)} of {len(said)} sentences of {task.name} have no translation, as {missing[0][:_SHOWN]!r}: students "
                f"read them in English. `convgrade messages {path.stem}` adds what is missing; translate it."
            )
            yield Fault("catalogue", path, text)


def mistranslated(course: Course) -> Iterator[Fault]:
    """The translations that are not used, and those that would say something else."""
    for path, catalogue in _catalogues(course):
        there = [message for message in catalogue if message.id and message.string]
        fuzzy = [message for message in there if message.fuzzy]
        if fuzzy:
            count = "1 translation is" if len(fuzzy) == 1 else f"{len(fuzzy)} translations are"
            text = (
                f"{count} marked fuzzy, which means a guess, and not used; the first is of "
                f"{str(fuzzy[0].id)[:_SHOWN]!r}. Mend them, and take the word away."
            )
            yield Fault("catalogue", path, text, fuzzy[0].lineno or 0)
        for message in there:
            for told in wrong_with(message):
                text = f"{str(message.id)[:_SHOWN]!r}: {told}. What is filled in would be lost, or stand elsewhere: make them alike."
                yield Fault("catalogue", path, text, message.lineno or 0)


def _catalogues(course: Course) -> list[tuple[Path, Catalog]]:
    """The course's catalogues that can be read; of others `of_course` tells."""
    found = []
    for path in sorted(course.locale.glob("*.po")):
        try:
            found.append((path, _read(path, path.stat().st_mtime_ns)))
        except CourseError:
            continue
    return found


@lru_cache(maxsize=8)
def _read(path: Path, saved: int) -> Catalog:
    """The catalogue as it was ``saved``; reading one of 4,000 sentences takes half a second."""
    return read_catalogue(path)

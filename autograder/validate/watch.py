"""What an author saves while `convgrade validate --watch` waits, and which questions it can have changed."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path

from autograder.course import Course

SECONDS = 0.3
"""How often it is looked whether a file was saved."""


class Files:
    """The files of a course, by when they were saved last."""

    def __init__(self, course: Course) -> None:
        self._root = course.root
        self._names = {name: self._questions(course, name) for name in course.names}
        self._before = self._saved()

    @staticmethod
    def _questions(course: Course, name: str) -> list[str]:
        return [one.name for one in course.assignment(name).graded_questions]

    def wait(self) -> list[Path]:
        """Wait until something is saved; what it was."""
        while (now := self._saved()) == self._before:
            time.sleep(SECONDS)
        changed = [path for path, when in now.items() if self._before.get(path) != when]
        changed += [path for path in self._before if path not in now]
        self._before = now
        return sorted(changed)

    def touched(self, saved: Sequence[Path], words: Sequence[str]) -> list[str]:
        """Of what is validated, ``words``, what the ``saved`` files can have changed: questions where only files of theirs were saved."""
        meant = list(words) or list(self._names)
        again: list[str] = []
        for word in meant:
            name, _, question = word.partition("/")
            own = [
                path for path in saved if name in path.relative_to(self._root).parts[:3] or path.name == "course.toml"
            ]
            if not own:
                continue
            stems = {
                path.stem.removeprefix("test_")
                for path in own
                if path.parent.name != name or path.name.startswith("test_")
            }
            questions = [one for one in self._names.get(name, ()) if one in stems]
            if question or len(questions) < len(stems) or len(questions) < len(own):
                again.append(word)
            else:
                again += [f"{name}/{one}" for one in questions]
        return again or meant

    def _saved(self) -> dict[Path, int]:
        found = {}
        for room in ("assignments", "reference", "tests/hidden"):
            for path in (self._root / room).rglob("*"):
                with contextlib.suppress(OSError):  # an editor that saves replaces the file
                    if path.is_file() and path.suffix != ".pyc":
                        found[path] = path.stat().st_mtime_ns
        return found

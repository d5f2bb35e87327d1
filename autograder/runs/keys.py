"""What a result depends on, as keys: what changed grades again what it can have touched, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import autograder
from autograder.course import Assignment, Course
from autograder.records.submission import Rejection, Submission

OF_QUESTION = "question "
"""What a part's name begins with that belongs to one question."""


@cache
def engine_hash() -> str:
    """SHA-256 over the whole package, each file by its path: a changed engine grades anew, whatever was changed in it, but for what it
    says in other languages: records are in English."""
    digest = hashlib.sha256()
    folder = Path(autograder.__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".po"):
            name, data = path.relative_to(folder).as_posix().encode(), path.read_bytes()
            for part in (name, data):
                digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


@dataclass(frozen=True)
class Keys:
    """What all results of a run depend on beside the submissions, by name."""

    common: Mapping[str, str]

    @staticmethod
    def of(course: Course, assignment: Assignment, *, unsafe: bool = False) -> Keys:
        """The keys of the assignment as it is now."""
        common = {
            "engine": engine_hash(),
            "secret": _hash(course.secret),
            "isolation": "unsafe" if unsafe else "",
            "marking": assignment.marking_hash(),
        }
        for question in assignment.questions:
            common[OF_QUESTION + question.name] = assignment.question_hash(question.name)
        return Keys(common)

    @property
    def state(self) -> str:
        """One key for all of them: the state of suite, engine and secret that a rehearsal speaks of."""
        return key_of(self.common)

    def parts(self, entry: Submission | Rejection) -> dict[str, str]:
        """Everything the result of ``entry`` depends on, by name."""
        content = entry.content_hash if isinstance(entry, Submission) else _hash(f"rejected\0{entry.reason}")
        return {"submission": content, **self.common}


def key_of(parts: Mapping[str, str]) -> str:
    """One key for all parts."""
    return _hash(json.dumps(dict(sorted(parts.items()))))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

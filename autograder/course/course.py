"""A course's folder: which assignments it has, its secret, its language."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.languages import language_here, words_of
from autograder.course.settings import Settings, did_you_mean
from autograder.records.errors import CourseError
from autograder.records.sentences import Words

PUBLIC_SECRET = "convgrade example course"
"""The secret of the repository's own course, which everybody can read."""


@dataclass(frozen=True)
class Course:
    """A course's folder: ``assignments/``, ``reference/`` with ``course.toml``, ``tests/hidden/``."""

    root: Path
    title: str
    names: tuple[str, ...]
    secret: str = field(repr=False)  # a notebook shows what its last line gives
    personal: tuple[str, ...] = ()
    """Assignments that are handed out with personal numbers only: the shared sheet does not count."""
    own_code: bool = True
    """Whether students get questions about their own code; an assignment may turn them off by itself."""
    contact: str = ""
    """Whom a student may ask about a mark, as the pages say it: a name, an address, office hours."""
    language: str = ""
    """The language students read (default: English); an assignment may have another."""

    @staticmethod
    def find(start: str | Path | None = None) -> Course:
        """The course at ``start`` or in the nearest folder above it (default: the current folder). Raises `CourseError`."""
        begin = Path(start or Path.cwd()).resolve()
        for folder in (begin, *begin.parents):
            if (folder / "reference" / "course.toml").is_file():
                return Course.read(folder)
        raise CourseError(
            f"No course found at {begin} or above it: a course has a file reference/course.toml. "
            "Go to the course's folder, or name it with --course."
        )

    @staticmethod
    def read(root: str | Path) -> Course:
        """The course whose folder is ``root``. Raises `CourseError`."""
        root = Path(root).resolve()
        file = Settings(root / "reference" / "course.toml")
        kinds = {
            "title": "str",
            "assignments": "tuple[str, ...]",
            "personal": "tuple[str, ...]",
            "own_code": "bool",
            "contact": "str",
            "language": "str",
            "secret": "str",
        }
        data = file.fitting(kinds, file.data)
        names, personal = tuple(data.get("assignments", ())), tuple(data.get("personal", ()))
        for name in sorted({name for name in names if names.count(name) > 1}):
            file.wrong(f"{name!r} is named twice.", "assignments")
        for name in personal:
            if name not in names:
                file.wrong(f"{name!r} is none of the assignments{did_you_mean(name, names)}", "personal")
        file.end()
        secret = os.environ.get("CONVGRADE_SECRET") or data.get("secret", "")
        if not secret:
            raise CourseError(f'{file.path} needs a line secret = "…": hidden inputs are drawn from it.')
        return Course(
            root=root,
            title=data.get("title", root.name),
            names=names,
            secret=secret,
            personal=personal,
            own_code=data.get("own_code", True),
            contact=data.get("contact", ""),
            language=data.get("language", ""),
        )

    @property
    def locale(self) -> Path:
        """Where the course's own catalogues lie."""
        return self.root / "reference" / "locale"

    def words(self, assignment: Assignment, language: str | None = None) -> Words:
        """What is said to the students of ``assignment``: in the ``language``, in the environment's, the assignment's or the course's.
        Raises `CourseError` where nobody here speaks it."""
        return words_of(language_here(language, assignment.language or self.language), self.locale)

    @property
    def warning(self) -> str:
        """A warning for whoever grades with this course, or ``""``."""
        if self.secret != PUBLIC_SECRET:
            return ""
        return (
            "The secret of this course is the public one of convgrade's repository: everybody can work out the hidden inputs. Before you "
            f"grade, write a text of your own as secret into {self.root / 'reference' / 'course.toml'} (the output of "
            '`python -c "import secrets; print(secrets.token_urlsafe())"`, for instance), or set CONVGRADE_SECRET; keep it, and keep it '
            "to yourself."
        )

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        return tuple(self.assignment(name) for name in self.names)

    def assignment(self, name: str) -> Assignment:
        """The assignment called ``name``; `CourseError` when there is none or its file is wrong."""
        if name not in self.names:
            meant = did_you_mean(name, self.names)
            raise CourseError(f"There is no assignment {name!r}{meant} This course has: {', '.join(self.names)}.")
        assignment = Assignment.read(name, self.root / "assignments" / name, self.root)
        return assignment if self.own_code else replace(assignment, own_code=False)

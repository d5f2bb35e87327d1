"""Which assignment a student's own file belongs to, and what was handed out with it, wherever the file lies."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import autograder
from autograder.course import Assignment, Course
from autograder.course.languages import language_here, words_of
from autograder.ingest import limits
from autograder.ingest.answers import parts_of
from autograder.ingest.contents import look
from autograder.records.errors import CourseError
from autograder.records.scratch import Scratch
from autograder.records.sentences import Words, spoken

_WORK = (".py", ".ipynb")
_MOST_FILES, _MOST_BYTES = 50, 64 << 20
"""Files and bytes that are read of an archive: the handed-out ones of the course have a dozen, and less than a megabyte."""


@dataclass(frozen=True)
class HandedOut:
    """The ``assignment`` as it was handed out, and the ``course`` that it belongs to, where that is here too."""

    assignment: Assignment
    course: Course | None = None

    def words(self, language: str | None = None) -> Words:
        """What is said to whoever works on it. Raises `CourseError` where nobody here speaks the ``language``."""
        if self.course is not None:
            return self.course.words(self.assignment, language)
        return words_of(language_here(language, self.assignment.language), self.assignment.handout)


@contextlib.contextmanager
def handed_out_with(path: Path, handout: Path | None = None) -> Iterator[HandedOut]:
    """What was handed out for the work at ``path``: a module, a notebook, an archive, or a folder with one.

    It is looked for beside it, then in the course around it, around the current folder, and where convgrade itself was installed from;
    ``handout`` names it instead: a folder or the zip that students get. A file of another name is known by the questions it has. Raises
    `CourseError`, in the language spoken here.
    """
    path = path.resolve()
    if not path.exists():
        raise CourseError(spoken("{path} does not exist.", path=path))
    folder = path if path.is_dir() else path.parent
    with ExitStack() as stack:
        beside = folder if handout is None else _folder(handout.resolve(), stack)
        names = _handed_out(beside)
        if names and (beside / "assignment.toml").is_file():
            there = [Assignment.read(name, beside, beside) for name in names]
            yield _with_course(_chosen(there, path) or there[0])
        elif handout is not None:
            raise CourseError(
                spoken(
                    "{handout} is not what students get: a test_….py and an assignment.toml belong there.",
                    handout=handout,
                )
            )
        else:
            courses = list(_courses(folder))
            chosen = ((course, _chosen(course.assignments, path)) for course in courses)
            found = next((HandedOut(each, course) for course, each in chosen if each is not None), None)
            if found is None:
                raise CourseError(_unknown(path, folder, courses))
            yield found


def _with_course(assignment: Assignment) -> HandedOut:
    """The assignment with the course in whose own room it lies, if there is one."""
    with contextlib.suppress(CourseError):
        course = Course.find(assignment.handout)
        if course.assignment(assignment.name).handout == assignment.handout:
            return HandedOut(assignment, course)
    return HandedOut(assignment)


def _handed_out(folder: Path) -> list[str]:
    """The names of the assignments whose public checks lie in ``folder``."""
    return sorted(test.stem.removeprefix("test_") for test in folder.glob("test_*.py"))


def _folder(handout: Path, stack: ExitStack) -> Path:
    """``handout`` as a folder; a zip's files in one that is gone when the ``stack`` is closed."""
    if handout.is_dir():
        return handout
    folder = Path(stack.enter_context(Scratch()).name)
    try:
        with zipfile.ZipFile(handout) as archive:
            # Below the top lie Otter's tests alone. A name with a path in it is no file of ours.
            files = [info for info in archive.infolist() if Path(info.filename).name == info.filename][:_MOST_FILES]
            if sum(info.file_size for info in files) > _MOST_BYTES:
                raise CourseError(spoken("{handout} is larger than anything that was handed out.", handout=handout))
            for info in files:
                (folder / info.filename).write_bytes(archive.read(info))
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise CourseError(
            spoken(
                "{handout} is no zip that can be read ({error}): name the folder or the zip that was handed out.",
                handout=handout,
                error=error,
            )
        ) from None
    return folder


def _courses(folder: Path) -> Iterator[Course]:
    """The courses around ``folder``, around the current folder, and around the installed engine, each once."""
    seen: set[Path] = set()
    for start in (folder, Path.cwd(), Path(autograder.__file__).parent):
        with contextlib.suppress(CourseError):
            course = Course.find(start)
            if course.root not in seen:
                seen.add(course.root)
                yield course


def _chosen(assignments: Sequence[Assignment], path: Path) -> Assignment | None:
    """The one with the name of the file or its folder; else the one of which it holds most questions."""
    called = {assignment.name: assignment for assignment in assignments}
    for name in (path.name.partition(".")[0], path.name if path.is_dir() else path.parent.name):
        if name in called:
            return called[name]
    asked = {question.defined_as for assignment in assignments for question in assignment.questions}
    there = _questions_in(path, sorted(asked))
    count = {name: sum(q.defined_as in there for q in each.questions) for name, each in called.items()}
    best = max(count, key=lambda name: (count[name], name in path.name), default="")
    return called[best] if best and count[best] else None


def _questions_in(path: Path, questions: Sequence[str]) -> set[str]:
    """Those of the ``questions`` that are defined in the file, or in the modules and notebooks of the folder."""
    files = sorted(file for file in path.iterdir() if file.suffix in _WORK) if path.is_dir() else [path]
    found: set[str] = set()
    for file in files[:_MOST_FILES]:
        with contextlib.suppress(OSError):
            if file.stat().st_size <= limits.SOURCE:
                found |= parts_of(look(file.read_bytes()).texts, questions).parts.keys()
    return found


def _unknown(path: Path, folder: Path, courses: Sequence[Course]) -> str:
    tests = _handed_out(folder)
    if tests:
        return spoken(
            "{file} is missing: it was handed out beside test_{name}.py, and says which limits and rules hold. Put it back; `pytest` in "
            "this folder needs none.",
            file=folder / "assignment.toml",
            name=tests[0],
        )
    known = ", ".join(name for course in courses for name in course.names)
    told = [
        spoken("{path} belongs to no assignment known here.", path=path),
        spoken("It has none of the questions of {names}.", names=known) if known else "",
        spoken(
            "Keep your work in the folder you were given, beside the test_….py and the assignment.toml, or name what was handed out (the "
            "folder, or the zip): --handout."
        ),
    ]
    return " ".join(filter(None, told))

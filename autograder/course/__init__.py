"""The course: where assignments, references and suites lie. Nothing else knows."""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from autograder.course.key import marking_key, question_key
from autograder.records.errors import CourseError

QuestionKind = Literal["function", "class", "value", "written"]
KINDS = ("function", "class", "value", "written")


@dataclass(frozen=True)
class Question:
    """One question of an assignment; ``points`` of a written one come on top of the assignment's 100.

    ``measure`` names the figure its checks measure, where more is better ("accuracy"): leaderboards rank by it.
    """

    name: str
    points: float
    kind: QuestionKind = "function"
    title: str = ""
    prompt: str = ""
    rubric: tuple[str, ...] = ()
    measure: str = ""


@dataclass(frozen=True)
class Limits:
    """What a student's process may use: seconds (of its own: `autograder.sandbox.host.student_time`), megabytes, kilobytes of output kept,
    calls per question."""

    call_seconds: float = 1.0
    question_seconds: float = 4.0
    submission_seconds: float = 20.0
    memory_mb: int = 256
    output_kb: int = 64
    calls: int = 5000


@dataclass(frozen=True)
class Rules:
    """What student code may use: third-party ``libraries``; ``forbidden`` dotted names are tripwires. ``must_load``: a submission is
    rejected where it does not load as it is; else what cannot be read or run is left out and the rest counts."""

    libraries: tuple[str, ...] = ("numpy",)
    forbidden: tuple[str, ...] = ()
    must_load: bool = False

    @staticmethod
    def of(values: dict[str, Any]) -> Rules:
        """The rules as they stand in ``assignment.toml``."""
        lists = {key: tuple(values[key]) for key in ("libraries", "forbidden") if key in values}
        return Rules(**lists, must_load=bool(values.get("must_load", False)))


@dataclass(frozen=True)
class Assignment:
    """One assignment, read from ``assignments/NAME/assignment.toml``, with the paths of its rooms."""

    name: str
    title: str
    about: str
    questions: tuple[Question, ...]
    rules: Rules
    limits: Limits
    root: Path
    handout: Path

    @staticmethod
    def read(name: str, handout: Path, root: Path) -> Assignment:
        """The assignment whose ``assignment.toml`` lies in ``handout``, the folder a student gets. Raises `CourseError`."""
        handout, root = handout.resolve(), root.resolve()  # pytest names the files of checks by their whole path
        path = handout / "assignment.toml"
        data = _toml(path)
        questions = tuple(_question(entry, path) for entry in data.get("questions", ()))
        assignment = Assignment(
            name=name,
            title=str(data.get("title", name)),
            about=str(data.get("about", "")),
            questions=questions,
            rules=Rules.of(_known(Rules, data.get("rules", {}), path)),
            limits=Limits(**_known(Limits, data.get("limits", {}), path)),
            root=root,
            handout=handout,
        )
        if len({q.name for q in questions}) != len(questions):
            raise CourseError(f"{path}: two questions have the same name.")
        if round(assignment.max_score, 6) != 100:
            raise CourseError(
                f"{path}: the points of the graded questions add up to {assignment.max_score:g}, not 100."
            )
        return assignment

    @property
    def stub(self) -> Path:
        return self.handout / f"{self.name}.py"

    @property
    def notebook(self) -> Path:
        return self.handout / f"{self.name}.ipynb"

    @property
    def public_suite(self) -> Path:
        return self.handout / f"test_{self.name}.py"

    @property
    def staff(self) -> Path:
        """What the staff know: ``reference/NAME``."""
        return self.root / "reference" / self.name

    @property
    def solution(self) -> Path:
        return self.staff / "solution.py"

    @property
    def hidden_suite(self) -> Path:
        return self.root / "tests" / "hidden" / self.name

    @property
    def props(self) -> Path | None:
        """Suite code that runs in the student's process, if there is any."""
        path = self.hidden_suite / "props.py"
        return path if path.is_file() else None

    @property
    def graded_questions(self) -> tuple[Question, ...]:
        """The questions checks give marks for."""
        return tuple(q for q in self.questions if q.kind != "written")

    @property
    def max_score(self) -> float:
        """The points checks give: 100."""
        return sum(q.points for q in self.graded_questions)

    def question(self, name: str) -> Question:
        for question in self.questions:
            if question.name == name:
                return question
        raise CourseError(f"{self.name} has no question {name!r}; it has {', '.join(q.name for q in self.questions)}")

    def variants(self, room: Literal["alternatives", "misconceptions"], question: str) -> Path:
        """The file of a question's right (``alternatives``) or wrong (``misconceptions``) variants; it may not exist."""
        return self.staff / room / f"{question}.py"

    def question_hash(self, question: str) -> str:
        """SHA-256 over everything the verdicts of ``question`` depend on besides the submission, the course's secret and the engine.

        That is its kind, the rules and limits, its hidden checks with the modules and data they name, its public checks, ``props.py``,
        ``conftest.py``, its probes and misconceptions, the reference, and the helpers handed out. The stub, the notebook and the
        alternatives change no mark; points, weights and sentences are in `marking_hash`. Raises `CourseError` when there is no such
        question.
        """
        asked = self.question(question)
        facts = repr((self.name, asked.name, asked.kind, asked.measure, self.rules, self.limits))
        if asked.kind == "written":
            return hashlib.sha256(facts.encode()).hexdigest()
        aside = (self.stub, self.notebook, self.handout / "assignment.toml", self.handout / "conftest.py")
        names = (each.name for each in self.questions)
        return question_key(facts, question, names, self.hidden_suite, self.staff, self.public_suite, aside)

    def marking_hash(self) -> str:
        """SHA-256 over what verdicts are worth and what is told of them: points, weights, titles, the sentences of checks, hints. A change
        to these alone needs no student code to run again."""
        facts = repr((self.name, self.questions))
        return marking_key(facts, self.hidden_suite, self.staff, self.public_suite)


PUBLIC_SECRET = "convgrade example course"
"""The secret of the repository's own course, which everybody can read."""


@dataclass(frozen=True)
class Course:
    """A course's folder: ``assignments/``, ``reference/`` with ``course.toml``, ``tests/hidden/``."""

    root: Path
    title: str
    names: tuple[str, ...]
    secret: str
    personal: tuple[str, ...] = ()
    """Assignments that are handed out with personal numbers only: the shared sheet is no way around them."""
    contact: str = ""
    """Whom a student may ask about a mark, as it stands on the pages: a name, an address, office hours."""

    @staticmethod
    def find(start: Path | None = None) -> Course:
        """The course at ``start`` or in the nearest folder above it (default: the current folder). Raises `CourseError`."""
        begin = (start or Path.cwd()).resolve()
        for folder in (begin, *begin.parents):
            if (folder / "reference" / "course.toml").is_file():
                return Course.read(folder)
        raise CourseError(
            f"No course found at {begin} or above it: a course has a file reference/course.toml. "
            "Go to the course's folder, or name it with --course."
        )

    @staticmethod
    def read(root: Path) -> Course:
        """The course whose folder is ``root``. Raises `CourseError`."""
        root = root.resolve()
        data = _toml(root / "reference" / "course.toml")
        secret = os.environ.get("CONVGRADE_SECRET") or str(data.get("secret", ""))
        if not secret:
            raise CourseError('reference/course.toml needs a line secret = "…": hidden inputs are drawn from it.')
        return Course(
            root=root,
            title=str(data.get("title", root.name)),
            names=tuple(data.get("assignments", ())),
            secret=secret,
            personal=tuple(data.get("personal", ())),
            contact=str(data.get("contact", "")),
        )

    @property
    def warning(self) -> str:
        """What to tell whoever grades with this course, or ``""``."""
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
            raise CourseError(f"There is no assignment {name!r}. This course has: {', '.join(self.names)}.")
        return Assignment.read(name, self.root / "assignments" / name, self.root)


def _question(entry: dict[str, Any], path: Path) -> Question:
    values = _known(Question, entry, path)
    if not {"name", "points"} <= values.keys() or values.get("kind", "function") not in KINDS:
        raise CourseError(f"{path}: every question needs a name, points, and a kind out of {', '.join(KINDS)}: {entry}")
    return Question(**{**values, "points": float(values["points"]), "rubric": tuple(values.get("rubric", ()))})


def _known(record: type, values: dict[str, Any], path: Path) -> dict[str, Any]:
    unknown = values.keys() - {f.name for f in fields(record)}
    if unknown:
        raise CourseError(f"{path}: unknown setting {', '.join(sorted(unknown))}.")
    return values


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{path} is missing.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from None

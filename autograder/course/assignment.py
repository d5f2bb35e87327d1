"""One assignment of a course: its questions, rules and limits, and the paths of its rooms."""

from __future__ import annotations

import hashlib
import keyword
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder.course.key import marking_key, question_key
from autograder.course.settings import Settings, did_you_mean
from autograder.records.errors import CourseError

QuestionKind = Literal["function", "class", "value", "tests", "written"]
KINDS = ("function", "class", "value", "tests", "written")


@dataclass(frozen=True)
class Question:
    """One question of an assignment; ``points`` of a written one come on top of the assignment's 100.

    One of the kind ``tests`` is answered by tests ``test_NAME_…``, and graded by implementations of ``NAME``. ``measure`` names the
    figure its checks measure, where more is better ("accuracy"): leaderboards rank by it. ``forbidden`` are tripwires of this question
    alone, beside the assignment's.
    """

    name: str
    points: float
    kind: QuestionKind = "function"
    title: str = ""
    prompt: str = ""
    rubric: tuple[str, ...] = ()
    measure: str = ""
    forbidden: tuple[str, ...] = ()

    @property
    def defined_as(self) -> str:
        """The name that a submission must define to answer it; for tests, how their names begin, with a ``*`` at the end."""
        return f"test_{self.name}_*" if self.kind == "tests" else self.name

    def is_answered_by(self, name: str) -> bool:
        """Whether a definition of this ``name`` answers the question, or is a part of the answer."""
        return name == self.name if self.kind != "tests" else (name + "_").startswith(f"test_{self.name}_")


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
        """The rules in ``assignment.toml``."""
        lists = {key: tuple(values[key]) for key in ("libraries", "forbidden") if key in values}
        return Rules(**lists, must_load=bool(values.get("must_load", False)))


@dataclass(frozen=True)
class Waiver:
    """A complaint of `convgrade validate` that the author lets stand.

    ``rule`` is what the complaint is told by, ``reason`` why it does no harm, ``question`` the one it is about (none: any), ``about`` a
    word of the complaint (none: any) that tells it from others of the rule.
    """

    rule: str
    reason: str
    question: str = ""
    about: str = ""


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
    waivers: tuple[Waiver, ...] = ()
    own_code: bool = True
    """Whether students' pages ask questions about their own code, without marks."""
    language: str = ""
    """The language students read, if it is not the course's."""

    @staticmethod
    def read(name: str, handout: Path, root: Path) -> Assignment:
        """The assignment whose ``assignment.toml`` lies in ``handout``, the folder a student gets. Raises `CourseError`."""
        handout, root = handout.resolve(), root.resolve()  # pytest names the files of checks by their whole path
        file = Settings(handout / "assignment.toml")
        file.known(("title", "about", "own_code", "language", "rules", "limits", "questions", "waive"), file.data)
        kinds = {"title": "str", "about": "str", "own_code": "bool", "language": "str"}
        head = file.fitting(kinds, {k: v for k, v in file.data.items() if k in kinds})
        limits = file.record(Limits, file.table("limits"), "limits")
        for key, value in limits.items():
            if value <= 0:
                file.wrong(f"{key} must be more than 0, but is {value!r}.", key, "limits")
        questions = _questions(file)
        rules = file.record(Rules, file.table("rules"), "rules")
        waivers = [file.record(Waiver, values, "waive", i) for i, values in enumerate(file.tables("waive"))]
        for i, values in enumerate(waivers):
            if not (values.get("rule", "") and values.get("reason", "").strip()):
                file.wrong(
                    "a waiver needs the rule it is about, and a reason why the complaint may stand.", "", "waive", i
                )
        file.end()
        return Assignment(
            name=name,
            title=head.get("title", name),
            about=head.get("about", ""),
            questions=questions,
            rules=Rules.of(rules),
            limits=Limits(**limits),
            root=root,
            handout=handout,
            waivers=tuple(Waiver(**values) for values in waivers),
            own_code=head.get("own_code", True),
            language=head.get("language", ""),
        )

    @property
    def stub(self) -> Path:
        return self.handout / f"{self.name}.py"

    @property
    def notebook(self) -> Path:
        return self.handout / f"{self.name}.ipynb"

    @property
    def story(self) -> Path:
        """What the notebook is made from, with the stub: ``reference/NAME/notebook.md``."""
        return self.staff / "notebook.md"

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
        facts = repr((self.name, asked.name, asked.kind, asked.measure, asked.forbidden, self.rules, self.limits))
        facts += "" if self.own_code else "without questions about the code"
        if asked.kind == "written":
            return hashlib.sha256(facts.encode()).hexdigest()
        beside = ("assignment.toml", "conftest.py", "check_words.py", "checks.json")
        aside = (self.stub, self.notebook, *(self.handout / name for name in beside))
        names = (each.name for each in self.questions)
        return question_key(facts, question, names, self.hidden_suite, self.staff, self.public_suite, aside)

    def marking_hash(self) -> str:
        """SHA-256 over what verdicts are worth and how they are explained: points, weights, titles, the sentences of checks, hints. When
        only these change, no student code runs again."""
        facts = repr((self.name, self.questions))
        return marking_key(facts, self.hidden_suite, self.staff, self.public_suite)


_MEANT = {
    "figure": 'a figure is what a function gives: kind = "function"',
    "network": 'a network is a class: kind = "class"',
}
"""Kinds of `convgrade new` that are no kinds in this file."""


def _questions(file: Settings) -> tuple[Question, ...]:
    """The questions; mistakes in them are noted."""
    entries = file.tables("questions")
    found: list[Question] = []
    for number, entry in enumerate(entries):
        values = file.record(Question, entry, "questions", number)
        kind, name = values.get("kind", "function"), values.get("name", "")
        if kind not in KINDS:
            meant = f"; {_MEANT[kind]}." if kind in _MEANT else did_you_mean(kind, KINDS)
            file.wrong(f"there is no kind {kind!r}{meant} Kinds: {', '.join(KINDS)}.", "kind", "questions", number)
        if not {"name", "points"} <= entry.keys():
            file.wrong("every question needs a name and points.", "", "questions", number)
        elif name and (not name.isidentifier() or keyword.iskeyword(name)):
            file.wrong(f"{name!r} cannot be a name in Python, which students define.", "name", "questions", number)
        if name and name in [one.name for one in found]:
            file.wrong(f"two questions have the same name, {name!r}.", "name", "questions", number)
        if values.get("points", 0) < 0:
            file.wrong(f"points are not negative, and these are {values['points']:g}.", "points", "questions", number)
        if {"name", "points"} <= values.keys():
            lists = {key: tuple(values.get(key, ())) for key in ("rubric", "forbidden")}
            found.append(Question(**{**values, "points": float(values["points"]), **lists}))
    total = sum(question.points for question in found if question.kind != "written")
    if not entries:
        file.wrong("there are no questions: each has a section [[questions]].")
    elif not file.problems and round(total, 6) != 100:
        points = ", ".join(f"{one.name} {one.points:g}" for one in found if one.kind != "written")
        file.wrong(f"the points of the graded questions add up to {total:g}, not 100 ({points}).")
    return tuple(found)

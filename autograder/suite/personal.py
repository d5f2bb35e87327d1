"""Personal numbers: which sheet of numbers a submission answers, and the modules that carry a student's own sheet.

An assignment with personal numbers has a file ``reference/NAME/personal.py`` (see `Numbers`). The shared sheet is the
default: a module whose ``STUDENT_ID`` is empty or missing answers it. Any other module is judged by the numbers of the
student who handed it in; a sheet that is somebody else's is flagged for the instructor and explained to the student,
never silently failed. Where the id is lost or misspelt the answers themselves tell whose sheet was answered.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, cast

import numpy as np

from autograder.course import Assignment
from autograder.records.errors import BadReply, StudentError, TooMuch, student_error
from autograder.records.sentences import joined, say
from autograder.suite.notes import CheckFailed, fail, flag, remark
from autograder.suite.probes import run_staff_file
from autograder.suite.values import stacked

LONGEST_ID = 200

Key = tuple[int | float, ...] | None
"""An answer as something that can be looked up: its shape and its numbers."""


class Numbers(Protocol):
    """What ``reference/NAME/personal.py`` gives: all that is personal about an assignment."""

    SHARED: Mapping[str, Any]
    """The parameters of the shared sheet."""
    TELLING: Sequence[str]
    """Questions whose answers hardly ever coincide on two sheets: those that show whose sheet was answered."""

    def draw(self, rng: np.random.Generator) -> dict[str, Any]:
        """A sheet's parameters. Only ``rng.integers`` is used: its numbers have stayed the same from NumPy to NumPy."""

    def answers(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The right answer to every personal question (for a question with many right answers, one of them)."""

    def render(self, source: str, student: str, parameters: Mapping[str, Any]) -> str:
        """``source`` (the shared stub, or one cell of its notebook) with the sheet's numbers and the student's id."""


@dataclass(frozen=True)
class Sheet:
    """One set of numbers: ``student`` is whose (``""`` for the shared one), ``note`` what its answerer should know."""

    student: str
    parameters: Mapping[str, Any]
    answers: Mapping[str, Any]
    note: str = ""

    @contextmanager
    def explained(self) -> Iterator[None]:
        """A check that fails inside the block says the sheet's note too, so that the student learns of the mix-up."""
        try:
            yield
        except CheckFailed as failed:
            if not self.note:
                raise
            told = joined([failed.for_student, self.note])
            raise CheckFailed(failed.kind, told, f"{failed.for_staff} {self.note}") from None


class Personal:
    """One submission's view of the personal numbers; the fixture ``personal``.

    ``student`` is the id the submission is filed under, ``others`` the ids of the class. With ``required`` the course
    has handed out personal sheets only: an answer to the shared one is then judged by the student's own numbers too,
    and flagged.
    """

    def __init__(
        self, secret: str, assignment: str, student: str, others: Iterable[str] = (), *, required: bool = False
    ) -> None:
        self.secret, self.assignment, self.student, self.required = secret, assignment, student, required
        self.others = _spellings(tuple(others))
        self._sheet: Sheet | None = None
        self._given: dict[str, Key] = {}
        self._numbers: Numbers | None = None

    def rng(self, student: str | None = None) -> np.random.Generator:
        """The generator of a student's numbers (default: the submitter's), from course secret, assignment and id."""
        return _rng(self.secret, self.assignment, self.student if student is None else student)

    def sheet(self, module: Any, reference: ModuleType) -> Sheet:
        """The sheet that the student's ``module`` is judged by, decided once a submission; may `flag` and `remark`."""
        if self._sheet is None:
            numbers = self._numbers = numbers_beside(reference)
            self._given = {name: _key(_answer(module, name)) for name in numbers.TELLING}
            self._sheet = self._decide(module, numbers)
        return self._sheet

    @property
    def judged_by(self) -> str:
        """Whose numbers the submission is judged by; ``""`` for the shared ones, and before that is decided."""
        return self._sheet.student if self._sheet else ""

    @property
    def parameters(self) -> Mapping[str, Any] | None:
        """The numbers that the submission is judged by; None before that is decided."""
        return self._sheet.parameters if self._sheet else None

    @contextmanager
    def question(self, name: str, module: Any, reference: ModuleType) -> Iterator[tuple[Any, Any]]:
        """``(given, right)``: the student's answer to a value question, and that of the sheet they are judged by.

        Checks inside the block fail with the sheet's note. An answer that is still `...` counts as unanswered.
        """
        sheet = self.sheet(module, reference)
        with sheet.explained():
            yield _given(module, name), sheet.answers[name]

    def copies(self) -> tuple[str, ...]:
        """What the instructor should know when the answers fit another sheet much better than the one they were judged by.

        Asked once the questions are judged: for a large class it takes seconds (once a process), which are not the student's.
        """
        numbers, sheet, given = self._numbers, self._sheet, self._given
        if numbers is None or sheet is None or not given:
            return ()
        own = self._fits(sheet)
        if sum(key is not None for key in given.values()) - own < 2:
            return ()
        index = _whose_answers(self.secret, self.assignment, frozenset(self.others), cast(ModuleType, numbers))
        owners = (owner for name, key in given.items() for owner in index.get((name, key), ()))
        fits = Counter(owner for owner in owners if owner != normal(sheet.student))
        owner, count = fits.most_common(1)[0] if fits else ("", 0)
        if count < 2 or count <= 2 * own:
            return ()
        whose = f"the sheet of student {self.others[owner]!r}" if owner else "the shared sheet"
        total = len(numbers.TELLING)
        return (
            f"the answers are those of {whose}: {count} of the {total} that tell sheets apart, and {own} of the sheet they were judged by",
        )

    def _decide(self, module: Any, numbers: Numbers) -> Sheet:
        stated = _stated_id(module)
        judged_by, note, own = self.student, "", normal(stated) == normal(self.student)
        if not stated and not (self.required and self.student):
            if self.required:
                flag("nothing tells who handed this in, and the module names no STUDENT_ID; judged by the shared sheet")
            shared = Sheet("", numbers.SHARED, numbers.answers(numbers.SHARED))
            if not self.student or not self._answers_own_sheet(numbers, shared):
                return shared
            flag(
                "the module names no STUDENT_ID, but its answers are those of the student's own sheet; judged by the student's own numbers"
            )
            remark(say("STUDENT_ID is missing or empty; your answers were recognised as those of your own sheet."))
        elif not stated:
            flag(
                "the module names no STUDENT_ID although personal sheets were handed out; judged by the student's own numbers"
            )
            note = say("(It was judged by the numbers of your own sheet; the module names no STUDENT_ID.)")
        elif not self.student:
            flag(f"who handed this in is not known here; judged by the numbers of the sheet's own {stated!r}")
            judged_by = stated
        elif not own and normal(stated) in self.others:
            flag(f"the module is the sheet of student {stated!r}; judged by the numbers of {self.student!r}")
            note = say("(The numbers in this module are another student's; it was judged by those of your own sheet.)")
        elif not own and self._answers_own_sheet(numbers, self._sheet_of(stated, numbers)):
            flag(
                f"no student here has the id {stated!r} (STUDENT_ID); the answers fit the student's own sheet, and were judged by it"
            )
        elif not own:
            flag(
                f"the sheet was made for {stated!r}, and no other student here has that id; judged by that sheet's numbers"
            )
            judged_by = stated
        if note:
            remark(note)
        return self._sheet_of(judged_by, numbers, note)

    def _sheet_of(self, student: str, numbers: Numbers, note: str = "") -> Sheet:
        parameters = numbers.draw(self.rng(student))
        return Sheet(student, parameters, numbers.answers(parameters), note)

    def _answers_own_sheet(self, numbers: Numbers, other: Sheet) -> bool:
        """Whether the telling answers are those of the submitter's own sheet rather than of ``other``: two at least, and more."""
        fits = self._fits(other)
        if len(numbers.TELLING) - fits < 2:
            return False
        return self._fits(self._sheet_of(self.student, numbers)) >= max(2, fits + 1)

    def _fits(self, sheet: Sheet) -> int:
        """How many telling answers are right on ``sheet``."""
        return sum(key is not None and key == _key(sheet.answers[name]) for name, key in self._given.items())


def normal(student: str) -> str:
    """An id as it is compared: without outer blanks, whatever its case, an é one character or two."""
    return unicodedata.normalize("NFC", student.strip().casefold())


def write_personal_modules(assignment: Assignment, secret: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """``(id, module source)`` for every student: the stub with that student's numbers and id in it."""
    numbers, stub = numbers_in(assignment.staff), assignment.stub.read_text(encoding="utf-8")
    for student in ids:
        yield student, numbers.render(stub, student, numbers.draw(_rng(secret, assignment.name, student)))


def write_personal_notebooks(assignment: Assignment, secret: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """``(id, notebook as JSON text)`` for every student, with the same numbers as the module."""
    numbers, text = numbers_in(assignment.staff), assignment.notebook.read_text(encoding="utf-8")
    for student in ids:
        parameters = numbers.draw(_rng(secret, assignment.name, student))
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            source = numbers.render("".join(cell["source"]), student, parameters)
            cell["source"] = source.splitlines(keepends=True)
        yield student, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def numbers_beside(reference: ModuleType) -> Numbers:
    """The personal numbers of the assignment whose reference solution is ``reference``."""
    return numbers_in(Path(str(reference.__file__)).parent)


@cache
def numbers_in(folder: Path) -> Numbers:
    """The personal numbers in ``reference/NAME``. Raises `SuiteError`."""
    return cast(Numbers, run_staff_file(folder / "personal.py", f"_convgrade_{folder.name}_personal"))


def _rng(secret: str, assignment: str, student: str) -> np.random.Generator:
    message = f"{assignment}\0{normal(student)}".encode("utf-8", "surrogatepass")
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))


def _stated_id(module: Any) -> str:
    stated = _answer(module, "STUDENT_ID")
    if isinstance(stated, str) and len(stated) <= LONGEST_ID:
        return stated.strip()
    if stated is not None:
        remark(say('STUDENT_ID is not a short text: it was taken as empty, STUDENT_ID = "".'))
    return ""


def _given(module: Any, name: str) -> Any:
    answer = getattr(module, name)
    if answer is Ellipsis or getattr(answer, "type_name", "") in ("ellipsis", "EllipsisType"):
        raise student_error("NotImplementedError", f"{name} is still `...`")
    if answer is None:
        fail("type", say("`{name}` is None; write the answer itself there.", name=name))
    return answer


def _answer(module: Any, name: str) -> Any:
    """An answer that is looked at beside the one asked; None when it cannot be had, which costs nothing here."""
    try:
        return getattr(module, name)
    except (AttributeError, BadReply, StudentError, TooMuch):
        return None


def _key(answer: Any) -> Key:
    """None when ``answer`` is no answer."""
    if not _is_plain(answer):
        return None
    try:
        array = stacked(answer)
    except ValueError:
        return None
    if array.dtype.kind not in "iuf" or not array.size or array.size > 1000:
        return None
    return (*array.shape, *np.round(array.astype(np.float64), 6).ravel().tolist())


def _is_plain(answer: Any) -> bool:
    if isinstance(answer, (list, tuple)):
        return all(map(_is_plain, answer))
    return isinstance(answer, (int, float, np.ndarray, np.number))


@lru_cache(maxsize=4)
def _spellings(ids: tuple[str, ...]) -> dict[str, str]:
    """The ids as the class writes them, by how they are compared."""
    return {normal(each): each for each in ids}


@lru_cache(maxsize=2)
def _whose_answers(
    secret: str, assignment: str, students: frozenset[str], module: ModuleType
) -> dict[tuple[str, Key], list[str]]:
    """For every telling question and answer: the students whose sheet has it (``""`` for the shared one)."""
    numbers = cast(Numbers, module)
    index: dict[tuple[str, Key], list[str]] = {}
    for student in ("", *sorted(students)):
        parameters = numbers.draw(_rng(secret, assignment, student)) if student else numbers.SHARED
        answers = numbers.answers(parameters)
        for name in numbers.TELLING:
            index.setdefault((name, _key(answers[name])), []).append(student)
    return index

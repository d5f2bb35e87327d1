"""Wrong answers as students write them, each with what is said of it: the names, a sentence, or nothing.

``as_students_write.txt`` holds one after the other: ``# == assignment question | what is wrong with it | what is said``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.course import Course
from autograder.diagnosis import Diagnostician
from tests.support.command import ROOT
from tests.support.diagnosis_helpers import module_of, student_module

COURSE = Course.read(ROOT)
pytestmark = pytest.mark.filterwarnings("default")


def answers() -> Iterator[tuple[str, str, str, str, str]]:
    text = Path(__file__).with_name("as_students_write.txt").read_text(encoding="utf-8")
    for part in ("\n" + text).split("\n# == ")[1:]:
        head, code = part.split("\n", 1)
        where, what, said = (piece.strip() for piece in f"{head} ".split(" | "))
        yield (*where.split(), what, said, code)  # type: ignore[misc]  # assignment and question


@pytest.mark.parametrize("assignment", sorted({assignment for assignment, *_ in answers()}))
def test_what_is_said_of_wrong_answers(assignment: str) -> None:
    room = COURSE.assignment(assignment)
    doctor = Diagnostician(room, module_of(room.solution, f"{assignment}_solution"))
    count: Counter[str] = Counter()
    for question, what, expected, code in (rest for first, *rest in answers() if first == assignment):
        module: dict[str, Any] = {"np": np}
        exec(code, module)
        answer = student_module(**{name: value for name, value in module.items() if not name.startswith("__")})
        with np.errstate(all="ignore"):
            found = doctor.diagnose(room.question(question), answer, props=doctor.props)
        note = (found.counterexample or {}).get("note", "")
        said = ", ".join(sorted(found.names)) or note
        assert said == (", ".join(sorted(expected.split(", "))) if found.names else expected), f"{question}: {what}"
        count["something" if said else "nothing"] += 1
    assert count["something"] >= 0.75 * count.total()

"""Diagnosis of the real course: every misconception is known as itself, no right answer is named, and it all holds in a sealed process."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from autograder.course import Assignment, Course, Question
from autograder.diagnosis import Diagnostician, Misconception, load_misconceptions
from autograder.diagnosis.outcome import observe
from autograder.diagnosis.sheets import on_sheet
from autograder.suite.probes import arguments, load_probes
from tests.support.diagnosis_helpers import module_of, student_module

ROOT = Path(__file__).parents[2]
# Answers run here, in this process: what they make NumPy and torch remark upon is not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")


EQUAL: dict[str, list[set[str]]] = {
    # Every d-th pixel taken first, or windows moved by stride times d: the same sums in the same places, for every input.
    "conv2d_dilated": [{"image-thinned", "stride-times-dilation"}],
    # f -> (f - 1) s + k from the first layer on is f -> f + (k - 1) j, j -> j s from the last layer on.
    "receptive_field": [{"whole-field-times-stride", "layers-reversed"}],
    # A size in a label that is not drawn is not stated: both figures show the same.
    "plot_stride": [{"size-not-stated", "size-below-axes-that-are-off"}],
    # The mean of a number that is repeated four times is that number: average pooling of what was max pooled and blown up again.
    "plot_pooling": [{"max-pooling-twice", "pooled-one-after-the-other"}],
    # Gradients that are thrown away, and gradients nobody steps with: the model stays as it was either way.
    "train_one_epoch": [{"no-step", "zeroes-before-the-step"}],
}
"""Misconceptions that come to the same wherever they are looked at: nothing asked can tell them apart, so both are named."""
LATER = {"kernels": {"divides-again"}, "train_one_epoch": {"never-ends"}}
"""Misconceptions that are right at first and go wrong only when the whole module is used again, or that never answer: checks see that,
probes do not.
"""
COURSE = Course.read(ROOT)


def real_questions(room: str) -> list[tuple[str, str]]:
    """Questions that have variants in ``room`` and can be diagnosed: by their value, or by probes."""
    found = []
    for name in COURSE.names:
        if (
            not (ROOT / "assignments" / name / "assignment.toml").is_file()
            or not (ROOT / "reference" / name / "solution.py").is_file()
        ):
            continue  # an assignment that is only named so far
        assignment = COURSE.assignment(name)
        probes = load_probes(assignment.hidden_suite / "probes.py")
        for question in assignment.graded_questions:
            answerable = question.kind == "value" or probes.of(question.name)
            if answerable and assignment.variants(room, question.name).is_file():
                found.append((name, question.name))
    return found


@cache
def doctor_of(assignment: str) -> tuple[Assignment, ModuleType, Diagnostician]:
    """One for all tests: to make the sheet of a question takes as long as to ask all its variants."""
    room = COURSE.assignment(assignment)
    reference = module_of(room.solution, f"{assignment}_solution")
    return room, reference, Diagnostician(room, reference)


@pytest.mark.slow
@pytest.mark.parametrize(("assignment", "question"), real_questions("misconceptions"))
def test_every_misconception_of_the_course_is_recognised_as_itself_and_no_other(assignment, question):
    room, reference, doctor = doctor_of(assignment)
    asked = room.question(question)
    doctor.sheet(asked)
    # Loaded once more: a student's process starts without what an earlier call left behind.
    misconceptions = load_misconceptions(room.variants("misconceptions", question), reference)
    assert misconceptions
    missed, mistaken = {}, {}
    for one in misconceptions:
        found = _alone(doctor, asked, reference, one)
        if not found.names:
            missed[one.name] = found.counterexample and found.counterexample["call"]
        elif not _named(asked, one.name, found.names) or (found.counterexample is None and asked.kind != "value"):
            mistaken[one.name] = found.names
    assert not mistaken, f"taken for another by the probes of {question}: {mistaken}"
    # A layer can be wrong in what it leaves in its own memory or draws at random: no comparison of answers names that.
    allowed = 0.25 * len(misconceptions) if asked.kind == "class" else 0
    missed = {name: call for name, call in missed.items() if name not in LATER.get(question, ())}
    assert len(missed) <= allowed, f"not recognised by the probes of {question}: {missed}"


def _named(question: Question, name: str, found: tuple[str, ...]) -> bool:
    """Whether a misconception is named as itself: with its equals and nobody else, or, for a class, whose answers may be drawn at
    random, at least as itself."""
    if question.kind == "class":
        return name in found
    return set(found) == next((twins for twins in EQUAL.get(question.name, ()) if name in twins), {name})


@pytest.mark.slow
@pytest.mark.parametrize(("assignment", "question"), real_questions("alternatives"))
def test_no_right_alternative_is_diagnosed(assignment, question):
    room, reference, doctor = doctor_of(assignment)
    alternatives = load_misconceptions(room.variants("alternatives", question), reference)
    assert alternatives
    for one in alternatives:
        found = _alone(doctor, room.question(question), reference, one)
        assert (found.names, found.counterexample) == ((), None), one.name


def _numbers(doctor: Diagnostician) -> Any:
    return doctor.numbers.SHARED if doctor.numbers else {}


def _alone(doctor: Diagnostician, question: Question, reference: ModuleType, variant: Misconception) -> Any:
    from autograder.diagnosis.misconceptions import importable_solution

    with importable_solution(reference):
        answer = on_sheet(variant, _numbers(doctor)).stand_in() if question.kind == "value" else variant.stand_in
        return doctor.diagnose(question, student_module(**{question.name: answer}), props=doctor.props)


@pytest.mark.parametrize(
    "assignment", sorted({name for name, _ in real_questions("misconceptions")} & {"convolution", "pooling"})
)
def test_the_window_holds_everything_an_output_is_made_of(assignment):
    """Blanking the image outside the window leaves the output as it is; blanking the window does not (somewhere)."""
    room = COURSE.assignment(assignment)
    reference = module_of(room.solution, f"{assignment}_solution")
    probes = load_probes(room.hidden_suite / "probes.py")
    assert probes.window is not None
    assert probes.working is not None
    mattered = 0
    for question, asked in probes.questions.items():
        for probe in (p for p in asked if isinstance(p, tuple)):
            given = arguments(probe)
            outcome = observe(getattr(reference, question), probe)
            right = outcome.value
            if outcome.error:
                continue
            for position in np.ndindex(np.shape(right)):
                cells = next(iter(probes.window(question, given, position).values()))
                assert cells
                image = np.asarray(given[0], dtype=float)
                inside = [c for c in cells if all(0 <= i < n for i, n in zip(c, image.shape, strict=True))]
                mask = np.zeros(image.shape, dtype=bool)
                mask[tuple(np.array(inside, dtype=int).reshape(-1, image.ndim).T)] = True
                function = getattr(reference, question)
                # Outside is made very negative, not zero, so that a maximum would not see it either.
                only = function(np.where(mask, image, -1e6), *given[1:])[position]
                assert only == pytest.approx(right[position]), (question, given, position)
                mattered += function(np.where(mask, -1e6, image), *given[1:])[position] != pytest.approx(
                    right[position]
                )
                text = probes.working(question, given, position)
                if text:
                    total = float(text.rsplit("= ", 1)[1])
                    assert total == pytest.approx(right[position], rel=1e-3, abs=1e-3)
    assert mattered > 100


# Through the sealed process, as in grading.

STUDENT = """
import time
import numpy as np

_answers = {{}}

def conv2d(image, kernel):
    {body}
"""


@pytest.fixture(scope="module")
def sealed():
    from autograder.sandbox import Sandbox

    room = COURSE.assignment("convolution")
    doctor = Diagnostician(room, module_of(room.solution, "convolution_solution"))
    with Sandbox(room.rules, room.limits, room.props) as sandbox:
        yield doctor, sandbox


_LOOP = "out = np.array([[np.sum(image[i:i+kernel.shape[0], j:j+kernel.shape[1]] * {k}) for j in range(image.shape[1]-kernel.shape[1]+1)] "
_LOOP += "for i in range(image.shape[0]-kernel.shape[0]+1)]); "


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (_LOOP.format(k="kernel[::-1, ::-1]") + "return out", ("flipped-kernel",)),
        (
            _LOOP.format(k="kernel") + "same = _answers.setdefault(out.shape, 0.0 * out); same[...] = out; return same",
            ("one-array-for-all-answers",),
        ),
        (_LOOP.format(k="kernel") + "return out.astype(image.dtype)", ("integer-truncation",)),
        (_LOOP.format(k="kernel") + "image[0, 0] += 1; return out", ()),
        ("time.sleep(60)", ()),
        ("raise SystemExit(3)", ()),
        ("return 5", ()),
        ("return object()", ()),
        ("return lambda: 5", ()),
    ],
    ids=["flipped", "buffer", "truncated", "changes", "sleeps", "exits", "number", "object", "function"],
)
def test_wrong_answers_through_the_sealed_process(sealed, body, names):
    found = through_the_sealed_process(sealed, body)
    assert found.names == names
    json.dumps(found.counterexample, allow_nan=False)
    assert found.counterexample["call"].startswith("conv2d(image, kernel)")
    if "image[0, 0] += 1" in body:
        assert [one["name"] for one in found.counterexample["changed"]] == ["image"]


def test_a_right_answer_through_the_sealed_process(sealed):
    found = through_the_sealed_process(sealed, _LOOP.format(k="kernel") + "return out")
    assert (found.names, found.counterexample) == ((), None)


def through_the_sealed_process(sealed: Any, body: str) -> Any:
    from autograder.records.submission import SourceFile

    doctor, sandbox = sealed
    question = doctor.assignment.question("conv2d")
    main = SourceFile("convolution.py", STUDENT.format(body=body).encode())
    process = sandbox.start(main, (), "convolution")
    try:
        assert process.report.loaded, process.report.reason
        found = doctor.diagnose(question, process.module, process.keep, process.value, process.props)
        assert process.calls > 1
        return found
    finally:
        process.close()

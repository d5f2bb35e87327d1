"""Sample results for the feedback's tests: every status, real counterexamples, and hostile texts.

``python tests/support/feedback_samples.py OUT`` writes their report, to be looked at.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.course import Course
from autograder.diagnosis import Diagnosis, Diagnostician
from autograder.feedback import About, write_report
from autograder.records.code import Excerpt, Mark
from autograder.records.own_code import OwnQuestion
from autograder.records.result import CheckResult, QuestionResult, Result
from autograder.records.submission import Ignored
from tests.support import records
from tests.support.diagnosis_helpers import module_of

TITLE = "Convolution from scratch"
QUESTIONS = {
    "convolve_1d": ("Slide a kernel along a signal", 10.0),
    "conv2d": ("Slide a kernel over an image", 14.0),
    "conv2d_padded": ("Zero padding", 12.0),
    "conv2d_full": ("Padding and stride together", 16.0),
    "conv2d_same": ("An output as large as the image", 12.0),
    "conv2d_dilated": ("Gaps between kernel elements", 12.0),
    "convolve_2d": ("The mathematician's convolution", 8.0),
    "conv2d_multichannel": ("Many channels in, many out", 16.0),
}
INTENTS = (
    ("The answer has the shape the formula gives, for kernels that are not square.", "shape"),
    ("Values are right for integer images and fractional kernels.", "values_int"),
    ("Values are right for rectangular images and even kernels.", "values_wide"),
    ("The image is not changed by the call.", "unchanged"),
    ("A second call with other values gives the second answer.", "again"),
)
HOSTILE = (
    "<script>window.pwned=1;document.title='pwned'</script><img src=x onerror=\"window.pwned=2\"> "
    "<svg onload=window.pwned=3> {{7*7}} ${7*7} `<b onmouseover=window.pwned=4>` ]]></style><style>body{display:none}</style> "
    "<link rel=stylesheet href=http://evil.example/x.css> [click](javascript:window.pwned=5) ![x](http://evil.example/p.png) "
    "\x1b[31mred\x1b[0m \x07\x00 \u202egnp.exe \u200b anna@example.org /home/grader/secret/convolution.py C:\\Users\\anna\\conv.py \ud800"
)
CODE = '''def conv2d(image, kernel):
    """Slides the kernel."""
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    out = np.zeros((rows, columns), dtype="float64")
    for i in range(rows):
        for j in range(columns):  # every position
            out[i, j] = (image[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel[::-1, ::-1]).sum()
    return out'''
SECRET = "SECRET-7b1e"
"""Stands wherever a student may not look."""


@cache
def _doctor() -> Diagnostician:
    root = Path(__file__).parents[2]
    assignment = Course.read(root).assignment("convolution")
    return Diagnostician(assignment, module_of(assignment.solution, "convolution_solution"))


def diagnosed(question: str, function: Callable[..., Any]) -> Diagnosis:
    """What the real diagnosis says of ``function``."""
    module = ModuleType("student")
    setattr(module, question, function)
    doctor = _doctor()
    return doctor.diagnose(doctor.assignment.question(question), module)


def right(question: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(_doctor().reference, question)
    return found


def checks(passed: str, messages: tuple[str, ...] = ()) -> tuple[CheckResult, ...]:
    """One check per letter of ``passed``: ``+`` passed, ``-`` failed; the last is public."""
    given = iter(messages)
    made = [
        CheckResult(
            name,
            mark == "+",
            message="" if mark == "+" else next(given, "The right shape, but most values are wrong."),
            intent=intent,
            detail=f"{SECRET}: out[1, 2] = 3.0, but should be 4.0",
        )
        for mark, (intent, name) in zip(passed, INTENTS, strict=False)
    ]
    public = CheckResult(
        "identity",
        passed[0] == "+",
        "public",
        "" if passed[0] == "+" else "AssertionError: not equal",
        "The kernel `[[1]]` gives the image back.",
        0.0,
    )
    return (*made, public)


def question(name: str, status: str, passed: str, found: Diagnosis | None = None, **more: Any) -> QuestionResult:
    title, most = QUESTIONS[name]
    share = passed.count("+") / len(passed) if passed else 0.0
    found = found or Diagnosis()
    messages = more.pop("messages", ())
    return records.question(
        name,
        round(most * share, 4),
        most,
        status,
        title,
        checks(passed, messages) if passed else (),
        found.names,
        found.hints,
        found.counterexample,
        **more,
    )


def result(number: int, name: str, questions: tuple[QuestionResult, ...], **more: Any) -> Result:
    score = round(sum(q.score for q in questions if q.score is not None), 4)
    values = {
        "submission": f"sub-{number:08x}",
        "student": f"s{number:03d}",
        "assignment": "convolution",
        "status": "graded",
        "score": score,
        "max_score": 100.0,
        "questions": questions,
        "isolation": "sealed",
        "duration_s": 0.12,
        "display_name": name,
        "source": {"identifier": SECRET},
    }
    return records.result(**{**values, **more})


WRITTEN = records.question(
    "why_not_mlp",
    None,
    5.0,
    "manual",
    "Why not a plain network?",
    answer="A plain network has a weight for every pixel, so it learns every position anew.\n\n"
    "A convolution shares its weights: it is equivariant.",
)


def perfect(number: int = 1, name: str = "Ada Sommer") -> Result:
    questions = tuple(question(q, "passed", "+++++") for q in QUESTIONS)
    return result(number, name, (*questions, replace(WRITTEN, answer="")))


def mixed(number: int = 2, name: str = "Jun-ho Park") -> Result:
    """Every question status, and counterexamples of every kind of drawing."""

    def flipped(image: Any, kernel: Any) -> Any:
        return right("conv2d")(image, kernel[::-1, ::-1])

    def one_sided(image: Any, kernel: Any, padding: Any = 0) -> Any:
        return right("conv2d")(np.pad(image, ((padding, 0), (padding, 0))), kernel)

    def padding_twice(image: Any, kernel: Any, padding: Any = 0, stride: Any = 1) -> Any:
        return right("conv2d_full")(image, kernel, 2 * padding, stride)

    def nearly_dilated(image: Any, kernel: Any, padding: Any = 0, stride: Any = 1, dilation: Any = 1) -> Any:
        return right("conv2d_dilated")(image, kernel, padding, stride, dilation) + (dilation > 1) * (padding > 0)

    def bias_everywhere(image: Any, kernels: Any, bias: Any = None, padding: Any = 0, stride: Any = 1) -> Any:
        answer = np.array(right("conv2d_multichannel")(image, kernels, bias, padding, stride), dtype=float)
        answer[-1] += 0 if bias is None or len(bias) < 2 else 1
        return answer

    def raises(image: Any, kernel: Any, boundary: Any = "zero") -> Any:
        raise IndexError("index 3 is out of bounds for axis 0 with size 3")

    questions = (
        question("convolve_1d", "passed", "+++++"),
        question(
            "conv2d",
            "failed",
            "-----",
            diagnosed("conv2d", flipped),
            output="kernel\n[[1 0]\n [0 2]]\nshape (3, 3)\n",
            messages=("`conv2d(image, kernel)` has the right shape, but every value is wrong.",),
            code=(
                Excerpt.of(
                    "convolution.py",
                    31,
                    CODE,
                    (Mark(37, "The smallest examples come out right when this line is changed."),),
                ),
            ),
        ),
        question(
            "conv2d_padded",
            "partial",
            "+--+-",
            diagnosed("conv2d_padded", one_sided),
            messages=(
                "`conv2d_padded(image, kernel, padding)` gave an array of the wrong shape: too small along axis 0, 1.",
            ),
        ),
        question(
            "conv2d_full",
            "timeout",
            "-----",
            diagnosed("conv2d_full", padding_twice),
            messages=("`conv2d_full` ran longer than its 1 s, the limit for one call.",) * 5,
        ),
        question(
            "conv2d_same",
            "crashed",
            "-----",
            diagnosed("conv2d_same", raises),
            code=(
                Excerpt.of(
                    "convolution.py", 131, CODE, (Mark(134, "IndexError was raised here."), Mark(134, "A second word."))
                ),
            ),
            messages=("`conv2d_same` ended the program: exit(3)",) * 5,
        ),
        question("conv2d_dilated", "partial", "++-++", diagnosed("conv2d_dilated", nearly_dilated)),
        question(
            "convolve_2d",
            "missing",
            "-----",
            messages=("The module defines no `convolve_2d`. Did you mean `convolve2d`?",) * 5,
        ),
        question(
            "conv2d_multichannel",
            "unanswered",
            "-----",
            diagnosed("conv2d_multichannel", bias_everywhere),
            messages=("`conv2d_multichannel` is not written yet.",) * 5,
        ),
        WRITTEN,
    )
    return result(
        number,
        name,
        questions,
        late=True,
        flags=(f"{SECRET}: cell 4 has a magic line that was dropped", "answers equal those of s009"),
        remarks=(
            "`convolve_1d(signal, kernel)` gave a nested list; a NumPy array is expected. The numbers count, so it was taken.",
        ),
    )


def hostile(number: int = 3) -> Result:
    """Hostile text in every field that student code, a file name or an LMS can fill."""
    case = {
        "question": HOSTILE,
        "call": HOSTILE,
        "inputs": [{"name": HOSTILE, "value": {"text": HOSTILE}}],
        "got": {"shape": [1, 1], "cells": [[HOSTILE]]},
        "want": {"shape": [1, 1], "cells": [[1]]},
        "error": HOSTILE,
        "expected_error": "",
        "wrong": [[0, 0]],
        "where": [0, 0],
        "window": {},
        "working": HOSTILE,
        "changed": [{"name": HOSTILE, "value": {"text": HOSTILE}}],
        "note": HOSTILE,
    }
    check = CheckResult(HOSTILE, False, "public", HOSTILE, HOSTILE, 1.0, SECRET + HOSTILE, HOSTILE)
    bad = records.question(
        HOSTILE, 0.0, 10.0, "failed", HOSTILE, (check,), (HOSTILE,), (HOSTILE,), case, HOSTILE * 40, HOSTILE,
        code=(Excerpt.of(HOSTILE, 1, f"{HOSTILE}\n'{HOSTILE}\n#{HOSTILE}", (Mark(2, HOSTILE),)),),
        own_code=(OwnQuestion(HOSTILE, HOSTILE, HOSTILE, {"inputs": [{"name": HOSTILE, "value": {"text": HOSTILE}}]}),),
    )  # fmt: skip
    manual = records.question("m" + HOSTILE, None, 5.0, "manual", HOSTILE, answer=HOSTILE)
    return result(
        number,
        "",
        (bad, manual),
        submission=f"../../{HOSTILE}",
        student=HOSTILE,
        display_name=HOSTILE,
        members=(SECRET,),
        flags=(HOSTILE,),
        remarks=(HOSTILE,),
        reason=HOSTILE,
        isolation=HOSTILE,
        max_score=10.0,
        assignment=HOSTILE,
    )


def rejected(
    number: int = 4,
    name: str = "Noor van Dijk",
    reason: str = "`convolution.py` has a syntax error in line 12: expected ':'.",
) -> Result:
    questions = tuple(question(q, "missing", "") for q in QUESTIONS)
    questions += (replace(WRITTEN, answer=""),)
    return result(number, name, questions, status="rejected", reason=reason, isolation="", score=0.0)


def klass(count: int, seed: int = 7) -> Iterator[Result]:
    """A class of ``count``, made one by one."""
    random_ = random.Random(seed)
    first = (
        "Amira",
        "Björn",
        "Chidi",
        "Dana",
        "Élise",
        "Farid",
        "Grace",
        "Hana",
        "Ivo",
        "Jonas",
        "Kavya",
        "Lena",
        "Mateo",
        "Nia",
        "Ōta",
    )
    last = (
        "Adeyemi",
        "Becker",
        "Castillo",
        "Dubois",
        "Eriksson",
        "Fischer",
        "García",
        "Haddad",
        "Ivanov",
        "Jansen",
        "Kowalski",
        "Lindqvist",
    )
    wrong = mixed().questions
    for number in range(10, 10 + count):
        skill = min(1.0, max(0.05, random_.gauss(0.75, 0.25)))
        questions = tuple(
            question(q, "passed", "+++++") if random_.random() < skill else wrong[i] for i, q in enumerate(QUESTIONS)
        )
        name = f"{random_.choice(first)} {random_.choice(last)}"
        if random_.random() < 0.03:
            yield rejected(number, name)
        else:
            yield result(number, name, (*questions, WRITTEN), late=random_.random() < 0.1)


def everyone(count: int = 60) -> Iterator[Result]:
    yield perfect()
    yield mixed()
    yield hostile()
    yield rejected()
    yield from klass(count)


ABOUT = About(
    found="Moodle zip: 64 submissions of 61 students",
    ignored=(
        Ignored("/srv/exports/readme.txt", "no student's name in the path"),
        Ignored("__MACOSX/._convolution.py", "system file"),
    ),
    written="3 May 2025",
    contact="Ana Ruiz, room 7, Tuesdays at 10",
    graded={"sub-00000002": "2 May 2025, 18:04"},
)

if __name__ == "__main__":
    print(
        write_report((r for r in everyone() if "script" not in r.student), Path(sys.argv[1]), title=TITLE, about=ABOUT)
    )

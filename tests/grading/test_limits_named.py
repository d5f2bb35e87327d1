"""A hidden check that a limit stopped says which limit and of which question, and nothing of the student's own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.course import Course, Limits
from autograder.grading.grade import Grader
from autograder.records.submission import SourceFile
from tests.support import records

_SMALL = Limits(call_seconds=0.5, question_seconds=1.5, submission_seconds=20.0, memory_mb=48, calls=3)
_RIGHT = (
    "import numpy as np; windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape); "
    "return np.einsum('ijkl,kl->ij', windows, kernel)"
)
_LOOKS = "def conv2d(image, kernel):\n    "


def _hidden_messages(course: Course, text: str, limits: Limits = _SMALL) -> list[str]:
    task = course.assignment("convolution")
    with Grader(course, replace(task, limits=limits)) as grader:
        grader.assignment = replace(grader.assignment, questions=(task.question("conv2d"),))
        result = grader.grade(records.submission("x", SourceFile("convolution.py", text.encode())))
    (question,) = result.questions
    return [check.message for check in question.checks if check.visibility == "hidden" and not check.passed]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "limits", "told"),
    [
        ("while True: pass", {"question_seconds": 15.0},
         "`conv2d` ran longer than its 0.5 s, the limit for one call."),
        ("while True: pass", {}, "`conv2d` ran out of time before this check: the limit for all calls of this question is 1.5 s."),
        (f"import time; time.sleep(0.2); {_RIGHT}", {"calls": 99},
         "`conv2d` ran out of time: the limit for all calls of this question is 1.5 s."),
        ("while True: pass", {"submission_seconds": 1.0},
         "`conv2d` ran out of time before this check: the limit for all calls of this submission is 1 s."),
        ("return [bytearray(1 << 26) for _ in range(64)]", {}, "`conv2d` raised MemoryError. It wanted more memory than there is for "
         "an answer. Probably stopped by a limit (the limits: 48 MB of memory)."),
        ("raise MemoryError('LEAK', image.ravel()[:3])", {}, "`conv2d` raised MemoryError. It wanted more memory than there is for "
         "an answer. Probably stopped by a limit (the limits: 48 MB of memory)."),
        ("import os; os._exit(int(image.sum()) % 200)", {}, "`conv2d` ended the program instead of returning an answer."),
        ("return image", {"calls": 2}, "`conv2d` was not run: the calls for this question were used up (the limits: 2 calls)."),
        ("return 'x' * (1 << 21)", {}, "`conv2d` gave more than an answer may hold (the limits: arrays of 64 MB together, 500,000 parts, "
         "texts of 1,048,576 characters, lists nested 32 deep, whole numbers of 1024 bits)."),
    ],
)  # fmt: skip
def test_the_limit_and_the_question_are_named(course: Course, body: str, limits: dict[str, float], told: str) -> None:
    messages = _hidden_messages(course, _LOOKS + body + "\n", replace(_SMALL, **limits))  # type: ignore[arg-type]
    assert told in messages, messages
    assert not any("LEAK" in message for message in messages)

"""What a diagnosis shows is what two processes say alike: anything else could have been brought from a hidden check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from autograder.course import Course
from autograder.grading.grade import Grader
from autograder.records.result import Result
from autograder.records.submission import SourceFile
from tests.support import records

_WRONG = "import numpy as np\nimport time\n\ndef conv2d(image, kernel):\n    {}\n"


@pytest.fixture(scope="module")
def grader(course: Course) -> Iterator[Grader]:
    with Grader(course, course.assignment("convolution")) as made:
        yield made


def _graded(grader: Grader, body: str) -> Result:
    source = _WRONG.format(body).encode()
    return grader.grade(records.submission("x", SourceFile("convolution.py", source)), questions=["conv2d"])


@pytest.mark.parametrize(
    "body",
    [
        "return np.full((2, 2), time.perf_counter())",
        "raise ValueError(f'LEAK {time.perf_counter_ns()}')",
        "raise [ValueError, KeyError, TypeError, IndexError][time.perf_counter_ns() % 4]('LEAK')",
        "return np.ones((1 + time.perf_counter_ns() % 7, 2))",
    ],
)
def test_what_differs_from_run_to_run_is_not_shown(grader: Grader, body: str) -> None:
    result = _graded(grader, body)
    (question,) = result.questions
    if question.counterexample is not None:  # once in a while two runs agree, in the kind of an error alone
        assert "raise [" in body or "np.ones" in body
        return
    assert (question.diagnosis, question.hints) == ((), ())
    assert any("differently from one run to the next" in remark for remark in result.remarks)


@pytest.mark.parametrize("body", ["return image", "raise ValueError('the same')", "return image.sum()"])
def test_what_two_runs_say_alike_is_shown(grader: Grader, body: str) -> None:
    result = _graded(grader, body)
    assert result.questions[0].counterexample is not None
    assert not any("from one run to the next" in remark for remark in result.remarks)


_SHARED = """import numpy as np
asked = []

def conv2d(image, kernel):
    asked.append(image)
    return image

def conv2d_padded(image, kernel, padding=0):
    return np.zeros((2, 2)) if asked else image * 7

def conv2d_full(image, kernel, padding=0, stride=1):
    raise IndexError("none")
"""


def test_two_processes_explain_all_questions_and_each_as_if_it_were_alone(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `conv2d` leaves behind changes what `conv2d_padded` says: that is no part of its explanation."""
    work = records.submission("x", SourceFile("convolution.py", _SHARED.encode()))
    names = ["conv2d", "conv2d_padded", "conv2d_full"]
    alone = tuple(grader.grade(work, questions=[name]).questions[0] for name in names)
    started: list[object] = []
    real = grader.sandbox.start

    def start(*given: Any) -> Any:
        started.append(given)
        return real(*given)

    monkeypatch.setattr(grader.sandbox, "start", start)
    together = grader.grade(work, questions=names)
    assert together.questions == alone
    case = together.questions[1].counterexample
    assert case is not None
    assert case["got"] != {"shape": [2, 2], "cells": [0, 0, 0, 0]}
    assert len(started) <= len(names) + 2 + 2
    started.clear()
    together = grader.grade(work, questions=["conv2d", "conv2d_full"])
    assert together.questions == (alone[0], alone[2])
    assert len(started) == 2 + 2


_HIDES = """import numpy as np
asked = []

def convolve_1d(signal, kernel):
    asked.append(signal)
    return signal

def conv2d(image, kernel):
    (m, n), turned = kernel.shape, kernel if asked else kernel[::-1, ::-1]
    rows, columns = (range(size - part + 1) for size, part in zip(image.shape, kernel.shape))
    return np.array([[(image[i : i + m, j : j + n] * turned).sum() for j in columns] for i in rows])
"""


def test_what_another_question_leaves_behind_hides_no_mistake(grader: Grader) -> None:
    """Of an answer that is wrong alone, and right after `convolve_1d`, its mistake is told."""
    work = records.submission("x", SourceFile("convolution.py", _HIDES.encode()))
    result = grader.grade(work, questions=["convolve_1d", "conv2d"])
    assert result.questions[1].diagnosis == ("flipped-kernel",)


def test_loading_for_a_diagnosis_uses_up_no_questions_time(course: Course) -> None:
    """Two processes more for every wrong question: their loading has a limit of its own."""
    task = course.assignment("convolution")
    slow = "import time\nuntil = time.process_time() + 1.2\nwhile time.process_time() < until:\n    pass\n"
    solution = task.solution.read_text(encoding="utf-8")
    wrong = "\n".join(
        f"def {name}(*arguments, **options):\n    return 0.0\n" for name in ("convolve_1d", "conv2d", "conv2d_padded")
    )
    names = ["convolve_1d", "conv2d", "conv2d_padded", "conv2d_full"]
    with Grader(course, task) as grader:
        grader.assignment = task
        work = records.submission("x", SourceFile("convolution.py", f"{slow}{solution}\n{wrong}".encode()))
        result = grader.grade(work, questions=names)
    assert result.questions[-1].score == result.questions[-1].max_score

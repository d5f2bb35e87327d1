"""Judging is bounded whatever comes back: in the grader's time, its memory, and what it writes down."""

from __future__ import annotations

import gc
import json
import resource
import signal
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder.course import Course
from autograder.grading.grade import Grader
from autograder.grading.time_limit import TooLong, at_most
from autograder.records.result import QuestionResult
from autograder.records.submission import SourceFile
from autograder.sandbox import Sandbox
from tests.support import records
from tests.support.checks import a_check, judged
from tests.support.student_process import running, started
from tests.support.tiny_course import write_course

_COMMON = "import numpy as np\n"
_KINDS = {
    "long double": "np.full(image_shape, np.longdouble('1e4900'))",
    "unnormal long double": "_unnormal(image_shape)",
    "half": "np.full(image_shape, np.float16(3))",
    "masked": "np.ma.masked_array(np.ones(image_shape), np.eye(*image_shape, dtype=bool))",
    "structured": "np.zeros(image_shape, dtype=[('a', float), ('b', int)])",
    "texts": "np.full(image_shape, 'LEAK')",
    "objects": "np.full(image_shape, None)",
    "dates": "np.zeros(image_shape, dtype='M8[s]')",
    "NaN": "np.full(image_shape, np.nan)",
    "booleans": "np.ones(image_shape, dtype=bool)",
    "complex": "np.ones(image_shape) * 1j",
    "a huge whole number": "10 ** 300",
    "huge whole numbers": "[[10 ** 300] * image_shape[1]] * image_shape[0]",
    "five dimensions": "np.ones((1, 1, 1, *image_shape))",
    "many dimensions": "np.ones((1,) * 20)",
    "a vast array": "np.zeros((8000, 8000), dtype=np.int8)",
    "a broadcast": "np.ones((1, image_shape[1]))",
    "many numbers": "[1.5] * 400_000",
    "many arrays": "[np.ones(3)] * 100_000",
    "promotion": "[np.zeros(1 << 23, np.int8)] * 7 + [np.zeros(1 << 23, np.int8).astype(np.longdouble)[:0]]",
    "more promotion": "[np.zeros((1 << 24,), np.int8), np.zeros((1 << 21,), np.complex64).repeat(1), np.float64(1)]",
    "a long text": "'x' * 900_000",
    "a dict": "{n: n for n in range(9999)}",
    "ragged rows": "[[1.0] * n for n in range(600)]",
    "itself": "conv2d",
}  # fmt: skip
_UNNORMAL = """
def _unnormal(shape):
    raw = np.full(shape, np.longdouble(3))
    view = raw.view(np.uint8).reshape(-1, raw.itemsize)
    view[:, 9], view[:, 8], view[:, 7] = 0x3F, 0xFF, view[:, 7] & 0x7F
    return raw
"""


_SECONDS = 30
"""Processor time that ends a runaway judge: the largest answer there is, asked for by every check and probe, takes a fifth of it here."""


@pytest.fixture(scope="module")
def grader(course: Course) -> Iterator[Grader]:
    with Grader(course, course.assignment("convolution")) as made:
        yield made


def _graded(grader: Grader, source: str, *questions: str) -> tuple[QuestionResult, ...]:
    work = records.submission("x", SourceFile(f"{grader.assignment.name}.py", source.encode()))
    return grader.grade(work, questions=questions).questions


@pytest.mark.slow
@pytest.mark.parametrize("what", _KINDS)
def test_every_kind_of_answer_gets_a_clear_verdict(grader: Grader, what: str) -> None:
    """Wrong, said in the engine's own words, within bounds, and in a record that can be written."""
    shape = "image_shape = tuple(n - k + 1 for n, k in zip(image.shape, kernel.shape))"
    source = f"{_COMMON}{_UNNORMAL}\ndef conv2d(image, kernel):\n    {shape}\n    return {_KINDS[what]}\n"
    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (question,) = _graded(grader, source, "conv2d")
    assert time.process_time() - started < _SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000, "kilobytes at most on top of before"
    assert question.score == 0
    assert len(json.dumps(question.counterexample, allow_nan=False)) < 100_000
    json.loads(json.dumps(question.counterexample))
    for check in question.checks:
        if check.passed:
            continue  # a constant obeys some laws
        assert 0 < len(check.message) < 1500
        assert len(check.detail) < 1500
        assert "LEAK" not in check.message or check.visibility == "public"
        assert "stumbled" not in check.detail
        assert not any(word in check.message for word in ("Traceback", " at 0x", "ufunc", "dtype("))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "question", "body"),
    [
        ("convolution", "conv2d_multichannel",
         "_calls = [0]\ndef conv2d_multichannel(image, kernels, bias=None, padding=0, stride=1):\n    _calls[0] += 1\n"
         "    return np.ones((8000, 1), np.int8) if _calls[0] % 2 else np.ones((1, 8000), np.int8)\n"),
        ("shapes", "conv_parameters",
         "def conv_parameters(c_in, c_out, k, bias=True):\n"
         "    return np.ones((12000, 1), np.int64) if bias else np.ones((1, 12000), np.int64)\n"),
        ("pooling", "avg_pool_2d",
         "_calls = [0]\ndef avg_pool_2d(image, pool_size=2, stride=2):\n    _calls[0] += 1\n"
         "    return np.ones((9000, 1)) if _calls[0] % 2 else np.ones((1, 9000))\n"),
        ("filters", "sobel_edges",
         "def sobel_edges(image):\n    return np.ones((9000, 1)), np.ones((1, 9000)), np.ones((9000, 1))\n"),
        ("layers", "Conv2D",
         "class Conv2D:\n    def __init__(self, a, b, k, stride=1, padding=0):\n"
         "        self.W, self.b, self.calls = np.zeros((7000, 7000), np.int8), np.zeros((9000, 1)), 0\n"
         "    def forward(self, X):\n        self.calls += 1\n"
         "        return np.ones((9000, 1)) if self.calls % 2 else np.ones((1, 9000))\n"
         "    def backward(self, dZ):\n        return np.ones((1, 9000))\n"),
    ],
)  # fmt: skip
def test_shapes_come_before_arithmetic(course: Course, name: str, question: str, body: str) -> None:
    """What two calls gave is combined only where the shapes are right: broadcast it would be gigabytes."""
    with Grader(course, course.assignment(name)) as grader:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        (result,) = _graded(grader, _COMMON + body, question)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000
    assert result.score == 0
    assert any(check.visibility == "public" and not check.passed for check in result.checks)


_SLOW_SUITE = '''"""Hidden checks."""


def test_quick(student):
    """It is two."""
    assert student.double(1) == 2


def test_slow(student):
    """It is judged."""
    count = 0
    while student.double(1) == 2:
        try:
            for _ in range(10**9):
                count += 1
        except Exception:
            pass


def test_after(student):
    """It is two once more."""
    assert student.double(1) == 2
'''


@pytest.mark.slow
def test_a_check_that_takes_long_to_judge_costs_that_check(tmp_path: Path) -> None:
    course = write_course(tmp_path)
    task = course.assignment("tiny")
    (task.hidden_suite / "test_double.py").write_text(_SLOW_SUITE, encoding="utf-8")
    started = time.process_time()
    with Grader(course, task) as grader:
        source = "def double(x):\n    return 2 * x\n"
        work = records.submission("x", SourceFile("tiny.py", source.encode()))
        result = grader.grade(work)
    assert time.process_time() - started < _SECONDS
    passed = {check.name: check.passed for check in result.questions[0].checks if check.visibility == "hidden"}
    assert passed == {"quick": True, "slow": False, "after": True}
    assert any("double::slow took too long to judge" in flag for flag in result.flags)


def test_waiting_is_free() -> None:
    with at_most(0.05):
        time.sleep(0.3)


def test_computing_is_not() -> None:
    def compute() -> None:
        with at_most(0.05):
            while True:
                np.ones(1000).sum()

    with pytest.raises(TooLong):
        compute()


def test_nobody_is_interrupted_in_the_middle_of_asking_for_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a question would leave its answer for the next one: from then on every submission would get another's process."""
    real, late = Sandbox._receive, []

    def receive(self: Sandbox, seconds: float) -> dict[str, object]:
        signal.raise_signal(signal.SIGPROF)
        late.append(seconds)
        return real(self, seconds)

    with started() as sandbox:
        monkeypatch.setattr(Sandbox, "_receive", receive)
        with at_most(1000), running(sandbox, "def f():\n    return 1\n") as process:
            assert process.module.f() == 1
            with pytest.raises(TooLong):
                signal.raise_signal(signal.SIGPROF)
        assert len(late) == 2
        monkeypatch.undo()
        with running(sandbox, "def f():\n    return 2\n") as process:
            assert process.module.f() == 2


def test_a_failed_check_lets_go_of_what_came_back() -> None:
    came: list[weakref.ref[object]] = []

    def check() -> None:
        answer = np.zeros(9)
        came.append(weakref.ref(answer))
        assert answer.any()

    gc.disable()  # it may come by long after the next answers have
    try:
        judged(a_check(), check)
        assert came[0]() is None
    finally:
        gc.enable()

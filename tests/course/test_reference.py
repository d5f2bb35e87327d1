"""The whole reference course, training included, in the sealed process: full marks, no flag, nothing refused; the stubs earn nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.grading.grade import Grader
from autograder.records.submission import SourceFile
from autograder.runs.job import Job
from autograder.runs.work import reference_submission, rehearse
from tests.support import records

ROOT = Path(__file__).resolve().parent.parent.parent
COURSE = Course.read(ROOT)
EACH = pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.slow] * (n == "torch_cnn")) for n in COURSE.names]
)


@EACH
def test_the_reference_earns_everything_and_the_sandbox_refuses_nothing(name: str) -> None:
    with Grader(COURSE, COURSE.assignment(name)) as grader:
        result = grader.grade(reference_submission(grader.assignment))
    assert result.score == result.max_score == 100
    assert result.isolation == "sealed"
    assert not result.flags
    assert {question.status for question in result.questions} <= {"passed", "manual"}


@EACH
def test_the_untouched_stub_earns_nothing(name: str) -> None:
    with Grader(COURSE, COURSE.assignment(name)) as grader:
        stub = records.submission("stub", SourceFile(f"{name}.py", grader.assignment.stub.read_bytes()))
        result = grader.grade(stub)
    assert result.score == 0
    assert {question.status for question in result.questions} <= {"unanswered", "manual"}


@EACH
def test_two_oracles_agree(name: str) -> None:
    job = Job(root=str(ROOT), assignment=name, secret="another secret")
    assert rehearse(job) == ("", "")


def test_a_helper_handed_out_with_the_stub_can_be_imported_at_the_top() -> None:
    """`from mnist_digits import load_mnist` at the top of torch_cnn.py is what many will write."""
    task = COURSE.assignment("torch_cnn")
    source = (
        b"from mnist_digits import load_mnist\n\n\ndef count_parameters(model, trainable_only=False):\n    return 0\n"
    )
    with Grader(COURSE, task) as grader:
        process = grader.sandbox.start(SourceFile("torch_cnn.py", source), (), "torch_cnn")
        assert process.report.flags, "without the helper the import fails"
        process.close()
        from autograder.sandbox import starter

        submission = records.submission("s", SourceFile("torch_cnn.py", source))
        process = starter(grader.sandbox, submission, task)()
        assert process.report.flags == ()
        assert "count_parameters" in process.report.names
        process.close()


def test_the_digits_are_there_without_a_network(tmp_path: Path) -> None:
    handout = COURSE.assignment("torch_cnn").handout
    for path in handout.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    code = "import torch_cnn; train = torch_cnn.load_mnist(); print(len(train[0]) if isinstance(train, tuple) else len(train))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[-1]) > 0

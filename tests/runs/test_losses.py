"""What one submission does to the grader costs that submission alone: lost workers, lost sandboxes, memory, time, records that cannot be
written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder import Course, Run
from autograder.records.result import Result
from autograder.runs import share
from autograder.runs.carry_out import Graded
from tests.support.tiny_course import (
    EXITS,
    KILLS,
    LOOPS,
    LOOPS_DEAF,
    LOSES_SANDBOX,
    TAKES_MEMORY,
    edit,
    hand_in,
    write_course,
)

OTHERS = ("ann", "bob", "cid", "dan", "eve")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return write_course(tmp_path / "course")


def graded_with(
    folder: Path, course: Course, *answers: float | str, workers: int = 2
) -> tuple[Graded, dict[str, Result]]:
    """A class in which five are right and others answer what is given: what came of it."""
    for student in OTHERS:
        hand_in(folder / "in", student, "value / 2")
    for number, answer in enumerate(answers):
        hand_in(folder / "in", f"mal{number}", answer)
    with Run.new(folder / "run", course, "tiny", [folder / "in"]) as run:
        done = run.grade(workers=workers)
        results = {result.student: result for result in run.results()}
        run.report()
    assert [results[student].score for student in OTHERS] == [100] * 5
    return done, results


@pytest.mark.parametrize(
    ("answer", "words"),
    [(KILLS, "was killed by SIGKILL (out of memory?)"), (EXITS, "ended with exit code 3")],
)
def test_who_loses_the_worker_twice_is_rejected_alone(tmp_path: Path, course: Course, answer: int, words: str) -> None:
    done, results = graded_with(tmp_path, course, answer)
    assert done.code == done.rejected == 1
    assert results["mal0"].status == "rejected"
    assert (
        results["mal0"].reason
        == f"The process that grades was lost twice at this submission: it {words}. Please grade it by hand."
    )
    with Run(tmp_path / "run") as run:
        assert run.grade().graded == 0  # a second look does not try it again; `regrade --student` does


@pytest.mark.slow
def test_several_of_them_do_not_get_in_each_others_way(tmp_path: Path, course: Course) -> None:
    done, results = graded_with(tmp_path, course, KILLS, EXITS, KILLS, "value / 2", EXITS)
    assert done.rejected == 4
    assert [results[f"mal{n}"].score for n in range(5)] == [0, 0, 0, 100, 0]


def test_who_loses_the_sandbox_twice_is_rejected_alone(tmp_path: Path, course: Course) -> None:
    done, results = graded_with(tmp_path, course, LOSES_SANDBOX, workers=1)
    assert (done.code, done.rejected) == (1, 1)
    assert "was lost twice" in results["mal0"].reason


def test_memory_beyond_the_workers_limit_costs_the_check_that_asks_for_it(tmp_path: Path, course: Course) -> None:
    done, results = graded_with(tmp_path, course, TAKES_MEMORY)
    assert (done.code, done.rejected) == (0, 0)
    assert results["mal0"].score == 60
    assert "Unable to allocate" in results["mal0"].questions[1].checks[0].detail


def test_who_makes_the_grader_compute_without_end_loses_the_check(tmp_path: Path, course: Course) -> None:
    done, results = graded_with(tmp_path, course, LOOPS)
    assert (done.code, done.rejected) == (0, 0)
    assert results["mal0"].score == 60


def test_where_the_computing_cannot_be_interrupted_the_submission_is_rejected_alone(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(share, "JUDGING_SECONDS", 2.0)
    done, results = graded_with(tmp_path, course, LOOPS_DEAF)
    assert done.rejected == 1
    assert "it computed without end and was stopped" in results["mal0"].reason


def test_a_worker_that_cannot_start_is_the_machines_fault(tmp_path: Path, course: Course) -> None:
    edit(course.root, "tests/hidden/tiny/test_double.py", "import os\n", "import os\n\nos._exit(9)\n")
    hand_in(tmp_path / "in", "ann", "value / 2")
    with Run.new(tmp_path / "run", course, "tiny", [tmp_path / "in"]) as run:
        with pytest.raises(Exception, match="No worker can be started on this machine: it ended with exit code 9"):
            run.grade(workers=1)
        assert list(run.results()) == []


@pytest.mark.parametrize(
    "answer",
    [
        'np.longdouble("1e4900")',
        'np.array([np.longdouble("1e4900")])',
        "10**4299",
        "-(2**14000)",
        "np.array([float('nan'), float('inf')])",
        "'\\ud800'",
        "{'\\udfff': 1}",
        "'\\0' * 5",
        "np.float16('nan')",
        "np.ma.masked_array([1.0, 2.0], [True, False])",
        "np.zeros(3, dtype=[('a', float)])",
        "[[[[[[[[[[[[[[1.0]]]]]]]]]]]]]]",
        "np.array(5e-324)",
        "complex('nan+infj')",
        "b'\\xff' * 10",
        "2**63 * np.ones((2, 2), dtype=np.uint64)",
    ],
)
def test_every_answer_leaves_a_record_that_can_be_written_and_shown(
    tmp_path: Path, course: Course, answer: str
) -> None:
    folder = tmp_path / "in"
    hand_in(folder, "mal", answer, double=answer)
    path = folder / "mal.py"
    path.write_text("import numpy as np\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with Run.new(tmp_path / "run", course, "tiny", [folder]) as run:
        assert run.grade(workers=1).code == 0
        (result,) = run.results()
        text = json.dumps(result.to_json(), allow_nan=False)
        assert Result.from_json(json.loads(text)) == result
        run.report()
    assert result.score == 0

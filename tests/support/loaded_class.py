"""A class whose marks must not depend on what else the machine does: right answers, slow ones, wrong ones, and some that never end."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from autograder.course import Assignment
from autograder.records.submission import Submission
from autograder.validate.variants import compose_all, read_variants
from tests.support.command import EXAMPLE, convgrade, results

_PLAIN = (
    "four-loops",
    "six-loops",
    "every-index",
    "plain-python",
    "plain-loops",
    "element-by-element",
    "index-checks",
    "by-definition",
)
"""Names of right answers that go over single numbers in plain loops, as far as an assignment has them."""


def hand_in(task: Assignment, folder: Path, *, students: int = 0, endless: bool = True) -> None:
    """Write the class into ``folder``: the reference, an answer in plain loops, one that never ends in its last question and, where that
    is wanted, one that is ``endless`` everywhere; and so many ``students`` of the example class where the assignment is the example's."""
    folder.mkdir()
    solution = task.solution.read_text(encoding="utf-8")
    (folder / "reference.py").write_text(solution, encoding="utf-8")
    _write(plain_loops(task), folder / "plain-loops")
    names = [question.name for question in task.graded_questions if question.kind in ("function", "class")]
    loops = {name: f"def {name}(*a, **k):\n    while True:\n        pass\n" for name in names}
    if endless:
        (folder / "loops-everywhere.py").write_text("\n\n".join(loops.values()), encoding="utf-8")
    (folder / "loops-in-one.py").write_text(
        f"{solution}\n\n{loops[names[-1]]}" if names else solution, encoding="utf-8"
    )
    everybody = sorted((EXAMPLE / "plain").iterdir()) if task.name == "convolution" else []
    for path in everybody[:students]:
        copy = shutil.copytree if path.is_dir() else shutil.copy
        copy(path, folder / path.name)


def plain_loops(task: Assignment) -> Submission:
    """A right answer in plain loops, wherever the assignment's right answers have that style."""
    chosen = {}
    for question in task.graded_questions:
        names = [variant.name for variant in read_variants(task.variants("alternatives", question.name))]
        chosen[question.name] = next((name for name in _PLAIN if name in names), "")
    return compose_all(task, chosen)


def marks(task: Assignment, folder: Path, run: Path, workers: int) -> dict[str, Any]:
    """Everything that a mark is made of, by student, as `convgrade grade` finds it."""
    convgrade("grade", task.name, folder, "--out", run, "--workers", workers, timeout=7200)
    return {
        student: (
            line["status"],
            line["score"],
            [
                (
                    question["name"],
                    question["status"],
                    question["score"],
                    [check["passed"] for check in question["checks"]],
                )
                for question in line["questions"]
            ],
        )
        for student, line in results(run).items()
    }


def _write(submission: Submission, folder: Path) -> None:
    folder.mkdir()
    for file in (submission.main, *submission.others):
        (folder / file.name).write_bytes(file.data)

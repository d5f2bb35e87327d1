"""One check's inputs and answers as files: arrays in an ``.npz``, a short script that compares them, the file that was handed in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from autograder.course import Assignment
from autograder.records.errors import NotInRun
from autograder.records.submission import Submission
from autograder.records.text import one_line, visible

if TYPE_CHECKING:
    from autograder.grading.evidence import Evidence

_SCRIPT = """\
# {title}
# {intent}
#
{steps}
#
# Made by `{command}`. No student code runs here.{again}
import sys
from pathlib import Path

import numpy as np

case = np.load(Path(__file__).with_name({arrays!r}))  # without pickles: allow_pickle stays False
for name in case.files:
    print(f"{{name}}, shape {{case[name].shape}}, {{case[name].dtype}}:\\n{{case[name]}}\\n")
if {{"answer", "right"}} <= set(case.files) and case["answer"].shape == case["right"].shape:
    print("largest difference:", np.max(np.abs(case["answer"] - case["right"]), initial=0))

# The reference, to be asked on:
sys.path.insert(0, {staff!r})
import solution  # noqa: E402
"""


def save(path: Path, one: Evidence, submission: Submission, assignment: Assignment, command: str) -> tuple[Path, ...]:
    """Write ``path`` (an ``.npz``), beside it a script of the same name, and what was handed in; the paths. ``command`` shows the same
    again. Raises `NotInRun` for another ending."""
    if path.suffix != ".npz":
        raise NotInRun(
            f"{path} is to end in .npz: arrays are saved there, and beside it a script and the file as handed in."
        )
    arrays = dict(_arrays(one))
    script, work = path.with_suffix(".py"), _work(path, submission)
    again = pytest_command(one, assignment, path, submission)
    text = _SCRIPT.format(
        title=_comment(f"{submission.display_name} ({submission.student}), check {one.check}"),
        intent=_comment(one.intent),
        steps="\n".join(f"# {line}" for line in told(one)),
        command=_comment(command),
        again=f" The same check, sealed:\n#     {_comment(again)}" if again else "",
        arrays=path.name,
        staff=str(assignment.staff),
    )
    written = io.BytesIO()
    np.savez(written, allow_pickle=False, **arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written.getvalue())
    script.write_text(text, encoding="utf-8", errors="replace")
    if submission.others:
        main = f"{assignment.name}{Path(submission.main.name).suffix}"
        for name, file in {**{other.name: other for other in submission.others}, main: submission.main}.items():
            place = work / name
            if place.resolve().is_relative_to(work.resolve()):  # what was handed in is written nowhere else
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.data)
    else:
        work.write_bytes(submission.main.data)
    return path, script, work


def _work(path: Path, submission: Submission) -> Path:
    """Where what was handed in lies beside ``path``: a file, or a folder where it was several."""
    ending = "" if submission.others else Path(submission.main.name).suffix or ".py"
    return path.with_name(f"{path.stem}-handed-in{ending}")


def pytest_command(one: Evidence, assignment: Assignment, path: Path, submission: Submission) -> str:
    """How pytest runs this check on what is saved beside ``path``, sealed. Nothing where numbers are personal, or one file answers some
    questions and another the others: pytest knows neither."""
    if (assignment.staff / "personal.py").is_file() or any(other.answers for other in submission.others):
        return ""
    return f"pytest '{one.place}' --submission '{_work(path, submission)}'"


def told(one: Evidence) -> Iterator[str]:
    """What was asked and what came, a line each."""
    for step in one.steps:
        came = step.error or ("" if step.call.endswith("= …") else brief(step.answer))
        yield _comment(f"{step.call}{f'  ->  {came}' if came else ''}")
    yield _comment(one.detail or one.message)


def brief(value: Any) -> str:
    """``value`` in a line: an array by its shape."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}, {value.dtype}"
    if isinstance(value, (list, tuple)) and any(isinstance(part, (np.ndarray, list, tuple, dict)) for part in value):
        return f"a {type(value).__name__} of {len(value)}"
    return one_line(repr(value.item() if isinstance(value, (np.generic, np.ndarray)) else value), 120)


def _arrays(one: Evidence) -> Iterator[tuple[str, NDArray[Any]]]:
    for number, step in enumerate(one.steps, 1):
        prefix = "" if number == len(one.steps) else f"step{number}_"
        yield from _flat({f"{prefix}{name}": value for name, value in step.inputs})
    if one.compared:
        yield from _flat({"answer": one.got, "right": one.want})


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    """What can be written without a pickle, each under a name that is one."""
    for name, value in values.items():
        key = re.sub(r"\W+", "_", name) or "value"
        if isinstance(value, dict):
            yield from _flat({f"{key}_{part}": inner for part, inner in value.items()})
            continue
        try:
            array = np.asarray(value)
        except ValueError:
            array = np.asarray(None)
        if array.dtype.kind in "biufc":
            yield key, array
        elif isinstance(value, (list, tuple)):
            yield from _flat({f"{key}_{number}": inner for number, inner in enumerate(value)})


def _comment(text: str) -> str:
    return " ".join(visible(text).split())[:500]

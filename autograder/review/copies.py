"""Near-copies for the queue, looked for by a process of its own: comparing a class takes its time, and nobody at the page waits for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.feedback.near_copies import Alike, Pair, leading
from autograder.records.form import of_form
from autograder.records.text import one_line

MOST = 200
"""Pairs that come into the queue, the weightiest first: more than an evening. `convgrade report --near-copies` has them all."""
LATER = 10
"""Added to the process's niceness: the page goes first."""


def told(pair: Pair) -> tuple[str, ...]:
    """What is alike in a pair, a sentence for each question."""
    return tuple(map(_alike, pair.alike))


def _alike(one: Alike) -> str:
    text = f"`{one_line(one.question, 80)}`: {one.share:.0%} of what is unusual is alike (usual among independent answers: {one.usual:.0%})"
    return f"{text}; wrong in the same way as {one.wrong} students are." if one.wrong else f"{text}."


class Search:
    """Looks for the near-copies of a run, and hands them to ``found``. `close` ends it."""

    def __init__(self, folder: Path, course: Path | None, found: Callable[[list[Pair]], object]) -> None:
        # -P: a file of a student in the current folder is no library of ours.
        where = [str(folder), *([str(course)] if course else [])]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "autograder.review.copies", *where],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._found = found
        threading.Thread(target=self._wait, name="near-copies", daemon=True).start()

    def _wait(self) -> None:
        output, _ = self._process.communicate()
        if self._process.returncode == 0:
            # The desk may have closed meanwhile.
            with suppress(ValueError, TypeError, RuntimeError):
                self._found([_pair(data) for data in json.loads(output)])

    def close(self) -> None:
        """End the search."""
        self._process.kill()


def _pair(data: Any) -> Pair:
    values = of_form(Pair, data)
    alike = tuple(Alike(**of_form(Alike, one)) for one in values["alike"])
    return Pair(**{**values, "others": tuple(values["others"]), "alike": alike})


def main(folder: str, course: str = "") -> None:
    """Print the pairs of the run in ``folder`` as JSON."""
    from dataclasses import asdict

    from autograder.runs.run import Run

    os.nice(LATER)
    with Run(folder, course or None) as run:
        pairs = leading(run.near_pairs())  # of a group, as many as join it
    print(json.dumps([asdict(pair) for pair in pairs[:MOST]]))  # noqa: T201  (to the process that asked)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What the tests of the student's process share: submissions from text, processes that are ended whatever happens."""

from __future__ import annotations

import contextlib
import json
import textwrap
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course import Limits, Rules
from autograder.records.submission import SourceFile
from autograder.sandbox import Sandbox, StudentProcess

QUICK = Limits(call_seconds=1.0, memory_mb=256, output_kb=4, calls=400)


def py(text: str, name: str = "work.py") -> SourceFile:
    """A Python file of that text."""
    return SourceFile(name, textwrap.dedent(text).encode())


def notebook(*cells: str, name: str = "work.ipynb", **top: object) -> SourceFile:
    """A notebook with those code cells."""
    parts: list[dict[str, object]] = [
        {"cell_type": "code", "source": textwrap.dedent(cell), "metadata": {}, "outputs": [], "execution_count": None}
        for cell in cells
    ]
    return SourceFile(
        name, json.dumps({"cells": parts, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **top}).encode()
    )


@contextlib.contextmanager
def running(sandbox: Sandbox, main: SourceFile | str, others: Sequence[SourceFile] = ()) -> Iterator[StudentProcess]:
    """A process with the submission loaded."""
    process = sandbox.start(py(main) if isinstance(main, str) else main, others, "work")
    try:
        yield process
    finally:
        process.close()


@contextlib.contextmanager
def started(rules: Rules | None = None, limits: Limits = QUICK, **more: object) -> Iterator[Sandbox]:
    """A sandbox with small limits."""
    with Sandbox(rules or Rules(), limits, **more) as made:  # type: ignore[arg-type]
        yield made


def lives(pid: int) -> bool:
    """Whether the process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def gone(*pids: int) -> bool:
    """Whether the processes end, within a while."""
    until = time.monotonic() + 10
    while any(map(lives, pids)) and time.monotonic() < until:
        time.sleep(0.01)
    return not any(map(lives, pids))

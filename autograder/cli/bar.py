"""How grading goes on, for people: a bar on a terminal, lines in a log."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from autograder.runs.progress import Progress as Grading

LINE_SECONDS = 10.0
"""How often a log gets a line: often enough to see that it goes on."""


@contextlib.contextmanager
def following(console: Console) -> Iterator[Callable[[Grading], None]]:
    """What is to be told of each step of grading; it shows how many are done, the rate and the time left."""
    bar = Progress(
        TextColumn("grading"), BarColumn(), TextColumn("{task.description}"), console=console, transient=True
    )
    task = None
    last = time.monotonic()

    def told(now: Grading) -> None:
        nonlocal task, last
        if not now.result:
            if now.kept:
                every = now.kept + now.total
                console.print(
                    f"{now.kept} of {every} submissions are graded already and have not changed.", markup=False
                )
            if now.total and console.is_terminal:
                bar.start()
        if console.is_terminal:
            task = bar.add_task("", total=now.total + now.kept) if task is None else task
            bar.update(task, completed=now.done + now.kept, description=str(now))
        elif time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            console.print(str(now), markup=False)

    try:
        yield told
    finally:
        bar.stop()

"""How grading goes on, for people: a bar on a terminal, lines in a log."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from rich.progress import BarColumn, Progress, TextColumn

from autograder.cli.app import console, print_line
from autograder.runs.progress import Progress as Grading
from autograder.runs.progress import lines


@contextlib.contextmanager
def following() -> Iterator[Callable[[Grading], None]]:
    """A function to call at each step of grading: it shows how many are done, the rate and the time left."""
    bar = Progress(
        TextColumn("grading"), BarColumn(), TextColumn("{task.description}"), console=console, transient=True
    )
    task = None
    said = lines(print_line)

    def told(now: Grading) -> None:
        nonlocal task
        if now.result is None or not console.is_terminal:
            said(now)
        if console.is_terminal:
            if task is None and now.total:
                bar.start()
            task = bar.add_task("", total=now.total + now.kept) if task is None else task
            bar.update(task, completed=now.done + now.kept, description=str(now))

    try:
        yield told
    finally:
        bar.stop()

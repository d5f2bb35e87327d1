"""The command's shape: its groups of commands and what they share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.course import Course

app = typer.Typer(
    name="convgrade",
    help="Marks exercises on convolutional networks: sealed, explained, ready for your LMS.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(highlight=False, soft_wrap=False)

CourseOption = Annotated[
    Path | None,
    typer.Option("--course", help="The course's folder (default: found from the current folder).", show_default=False),
]
RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder, as named with --out.")]


def course_at(folder: Path | None) -> Course:
    """The course the command is about."""
    return Course.find(folder)


from autograder.cli import author, bundle, grade, hand, show, student, written  # noqa: E402  (commands register themselves on `app`)

__all__ = ["app", "author", "bundle", "console", "course_at", "grade", "hand", "show", "student", "written"]

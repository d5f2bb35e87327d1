"""The command's shape: its groups of commands and what they share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

from autograder import __version__
from autograder.course import Course
from autograder.records.sentences import spoken

PANELS = {
    "For instructors": "grade report results show export upload lti-key regrade adjust review written marks bundle list doctor".split(),
    "For students": ["check"],
    "For course authors": ["init", "new", "notebook", "validate", "learn", "messages"],
}
"""Who each command is for, in the order they are met."""


class _Commands(TyperGroup):
    """The commands as ``--help`` lists them: by who uses them, not by the file that holds them."""

    def list_commands(self, ctx: Any) -> list[str]:
        order = [name for names in PANELS.values() for name in names]
        for panel, names in PANELS.items():
            for name in names:
                command: Any = self.commands[name]
                command.rich_help_panel = panel
        return sorted(super().list_commands(ctx), key=order.index)

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Ctrl-C ends with a word and exit code 130: typer alone says nothing."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print(spoken("convgrade: stopped."), file=sys.stderr)
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=_Commands,
    name="convgrade",
    help="Marks exercises on convolutional networks: sealed, explained, ready for your LMS.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"convgrade {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version of convgrade.")
    ] = False,
) -> None:
    pass


console = Console(highlight=False, emoji=False)


def print_line(text: str, style: str = "") -> None:
    """Print ``text`` as it is: no markup, and never broken at the terminal's width, so that a path or a command can be copied."""
    console.print(text, markup=False, soft_wrap=True, style=style)


CourseOption = Annotated[
    Path | None,
    typer.Option("--course", help="The course's folder (default: found from the current folder).", show_default=False),
]

LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="CODE",
        help="What students read: en, de … (default: the assignment's language).",
        show_default=False,
    ),
]


def run_folder(text: str) -> Path:
    """A run's folder. An empty text, most often an unset variable of the shell, is not the current folder."""
    if not text.strip():
        raise typer.BadParameter("it is empty: name the run's folder, for instance runs/week3.")
    return Path(text)


RunArgument = Annotated[
    Path, typer.Argument(parser=run_folder, metavar="RUN", help="A run's folder, as named with --out.")
]


def warn_about(course: Course) -> None:
    """Say loudly, beside the command's own output, what is dangerous about grading with this course."""
    if course.warning:
        Console(stderr=True, highlight=False).print(f"[bold red]Warning:[/] {escape(course.warning)}", soft_wrap=True)

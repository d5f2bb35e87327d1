"""``convgrade bundle``: what students get, and what Otter and Gradescope grade with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.bundle import write_bundle
from autograder.bundle.settings import WHENS
from autograder.cli.app import CourseOption, LanguageOption, app, print_line, warn_about
from autograder.course import Course
from autograder.lms.systems.gradescope.results import When
from autograder.records.errors import CourseError
from autograder.records.text import counted


@app.command()
def bundle(
    assignment: Annotated[
        str, typer.Argument(metavar="ASSIGNMENT", help="The assignment's name, see `convgrade list`.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder to write the zips into.")],
    roster: Annotated[
        Path | None,
        typer.Option("--roster", help="CSV of the class: one student zip an id, where numbers are personal."),
    ] = None,
    hidden: Annotated[
        str, typer.Option("--hidden", help=f"When Gradescope shows hidden checks to students: {', '.join(WHENS)}.")
    ] = "after_published",
    leaderboard: Annotated[
        str,
        typer.Option(
            "--leaderboard", help="A question that Gradescope ranks: by what it measures (accuracy), or its score."
        ),
    ] = "",
    any_notebook: Annotated[
        bool,
        typer.Option("--any-notebook", help="`otter run` takes notebooks of any name (but no zip of modules alone)."),
    ] = False,
    student: Annotated[
        bool, typer.Option("--student", help="Write the students' zip alone; Otter need not be installed.")
    ] = False,
    language: LanguageOption = None,
    course: CourseOption = None,
) -> None:
    """Write ASSIGNMENT-student.zip and ASSIGNMENT-autograder.zip."""
    chosen = Course.find(course)
    warn_about(chosen)
    task = chosen.assignment(assignment)
    when: When | None = next((each for each in WHENS if each == hidden), None)
    if when is None:
        raise CourseError(f"--hidden is one of {', '.join(WHENS)}, not {hidden}.")
    written = write_bundle(
        chosen, task, out, roster=roster, hidden=when, leaderboard=leaderboard, any_notebook=any_notebook, student_only=student,
        language=language,
    )  # fmt: skip
    for path in filter(None, (written.student, written.autograder)):
        print_line(f"{path}  {path.stat().st_size / 1024:.0f} kB")
    if written.personal:
        folder = written.personal[0].parent
        print_line(
            f"{counted(len(written.personal), 'zip')} of {counted(len(written.personal), 'student')} in {folder}"
        )
    if written.autograder is None:
        return
    takes = "notebooks of any name" if any_notebook else f"{task.notebook.name} (other notebooks: --any-notebook)"
    more = "" if any_notebook else ", zips of several modules"
    print_line(f"`otter run` takes with it: modules of any name{more}, {takes}.")
    print_line(f"{written.autograder.name} holds the hidden suite and the course's secret: keep it to yourself.")

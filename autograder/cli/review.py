"""``convgrade review``: what a person should look at in a graded class, on a page of this machine."""

from __future__ import annotations

import errno
from typing import Annotated

import typer

from autograder.cli.app import CourseOption, RunArgument, app, print_line


@app.command()
def review(
    run: RunArgument,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port of this machine (0: a free one).")
    ] = 0,
    who: Annotated[str, typer.Option("--who", help="Who decides (default: the user's name).", show_default=False)] = "",
    steps: Annotated[str, typer.Option("--steps", help="Where marks turn into grades, in percent.")] = "50,60,70,80,90",
    near: Annotated[
        float, typer.Option("--near", min=0, help="How many percent below a step are just under it.")
    ] = 1.0,
    browser: Annotated[bool, typer.Option("--open", help="Open it in the browser, too.")] = False,
    course: CourseOption = None,
) -> None:
    """One queue of what a person should look at, with the code beside the checks and decisions a key away.

    The page is for this machine alone. Open the address that is printed; `?` lists the keys there; Ctrl-C ends it. What is decided is kept
    at once, as by `convgrade adjust`. Where the run lies on another machine: `ssh -L 8000:127.0.0.1:8000 THERE`, and `--port 8000`.
    """
    from autograder.review import serve

    try:
        serve(
            run, course, who=who, port=port, steps=_steps(steps), near=near, browser=browser, told=print_line,
        )  # fmt: skip
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise typer.BadParameter(
            f"Something listens at port {port} already, another `convgrade review` perhaps: end that, choose another --port, "
            "or leave it out."
        ) from None


def _steps(text: str) -> tuple[float, ...]:
    try:
        steps = tuple(sorted(float(part) for part in text.replace(";", ",").split(",") if part.strip()))
    except ValueError:
        raise typer.BadParameter(
            f"--steps are numbers with commas between them, such as 50,60,70, not {text}."
        ) from None
    if not all(0 < step <= 100 for step in steps):
        raise typer.BadParameter(f"--steps are percent, more than 0 and at most 100, not {text}.")
    return steps

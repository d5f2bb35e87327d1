"""``convgrade export``: results into what the LMS takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import RunArgument, app, console
from autograder.lms import TARGETS
from autograder.lms import export as export_results
from autograder.results.store import Store


@app.command()
def export(
    run: RunArgument,
    to: Annotated[str, typer.Option("--to", help=f"One of {', '.join(TARGETS)}.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    template: Annotated[
        Path | None, typer.Option("--template", help="The gradebook or worksheet you downloaded.")
    ] = None,
    scale: Annotated[
        float | None, typer.Option("--scale", help="The maximum in the LMS; marks are scaled to it.")
    ] = None,
) -> None:
    """Write the file your LMS takes, and print what was matched and what was not."""
    with Store(run) as store:
        reconciliation = export_results(store.results(), to, out, template=template, scale=scale, pages=None)
    for line in reconciliation.lines():
        console.print(line, markup=False)

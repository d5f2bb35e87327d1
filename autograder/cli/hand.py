"""Commands that hand results on: ``export`` and ``upload``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder import lms
from autograder.cli.app import LanguageOption, RunArgument, app, print_line
from autograder.runs.run import Run

ScaleOption = Annotated[float | None, typer.Option("--scale", help="The maximum in the LMS; marks are scaled to it.")]
PartialOption = Annotated[bool, typer.Option("--partial", help="Go on where fewer than half of the students match.")]


@app.command()
def export(
    run: RunArgument,
    to: Annotated[str, typer.Option("--to", help=f"One of {', '.join(lms.targets())}.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    template: Annotated[
        Path | None, typer.Option("--template", help="The gradebook or worksheet you downloaded.")
    ] = None,
    scale: ScaleOption = None,
    column: Annotated[
        str | None, typer.Option("--column", help="The assignment's column, where the template has several.")
    ] = None,
    partial: PartialOption = False,
    keep_comments: Annotated[
        bool, typer.Option("--keep-comments", help="Keep the comments that are in the template (Moodle).")
    ] = False,
    language: LanguageOption = None,
) -> None:
    """Write the file your LMS takes, and print who was matched and who was not."""
    with Run(run) as opened:
        reconciliation = opened.export(
            to, out, template=template, scale=scale, column=column, partial=partial, keep_comments=keep_comments,
            language=language,
        )  # fmt: skip
    for line in reconciliation.lines():
        print_line(line)
    raise typer.Exit(1 if reconciliation.missing and not partial else 0)


@app.command()
def upload(
    run: RunArgument,
    to: Annotated[str, typer.Option("--to", help=f"One of {', '.join(lms.uploads())}.")],
    url: Annotated[str, typer.Option("--url", help="The LMS's address, https://…")] = "",
    course_id: Annotated[
        str, typer.Option("--course-id", help="The course's number in the LMS's addresses; GitHub: the organization.")
    ] = "",
    assignment_id: Annotated[
        str,
        typer.Option(
            "--assignment-id",
            help="The assignment's number in the LMS's addresses; GitHub: how its repositories' names begin.",
        ),
    ] = "",
    config: Annotated[
        Path | None, typer.Option("--config", help="A file that says where to connect (LTI), see docs/lms.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run/--send", help="Say what would change (default), or really send it.")
    ] = True,
    scale: ScaleOption = None,
    comments: Annotated[
        bool, typer.Option("--comments", help="Send each student's feedback as a comment too.")
    ] = False,
    pages: Annotated[
        bool,
        typer.Option("--pages", help="Put each student's page of `convgrade report` there as a file (Canvas, GitHub)."),
    ] = False,
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="Replace marks that a person has changed in the LMS since they were sent."),
    ] = False,
    partial: PartialOption = False,
    language: LanguageOption = None,
) -> None:
    """Send marks into the LMS; a rehearsal unless --send is given. The token is read from the environment."""
    with Run(run) as opened:
        report = opened.upload(
            to, url=url, course=course_id, assignment=assignment_id, config=config, dry_run=dry_run, scale=scale, comments=comments,
            pages=pages, overwrite=overwrite, partial=partial, language=language,
        )  # fmt: skip
    for line in report.lines():
        print_line(line)
    raise typer.Exit(1 if report.troubles else 0)


@app.command("lti-key")
def lti_key(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the key is to lie, beside lti.toml.")],
) -> None:
    """Make the key by which an LMS knows convgrade (LTI), once; register its public half with the LMS."""
    name = lms.make_key(folder)
    print_line(
        f"{folder / 'lti-key.pem'} is the private key: keep it to yourself. Register {folder / 'lti-key.pub.pem'}, or "
        f"{folder / 'jwks.json'} (key {name}), with your LMS: see docs/lms/lti.md."
    )

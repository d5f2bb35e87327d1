"""The command line: arguments come in, calls to the rooms and printed lines go out. Nothing is decided here."""

from __future__ import annotations

import contextlib
import os
import sys
import tomllib
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from autograder.records.errors import ConvgradeError
from autograder.records.sentences import Words, speaking, spoken

if TYPE_CHECKING:
    from typer import Typer


_MODULES = "adjust author bundle evidence grade hand learn review show student written".split()
_ALONE = {"check": "student"}
"""Commands that are typed again and again, each with the one module it takes: the others' would be most of its start."""


def commands(asked: str = "") -> Typer:
    """The command line with every command on it, or with the one ``asked`` for where that starts alone."""
    from autograder.cli.app import app

    for name in [_ALONE[asked]] if asked in _ALONE else _MODULES:
        import_module(f"autograder.cli.{name}")  # it registers its commands
    return app


def stopped() -> NoReturn:
    """Ctrl-C ends with a word and exit code 130, never with a traceback."""
    print(spoken("convgrade: stopped."), file=sys.stderr)
    sys.exit(130)


def main() -> None:
    """Run ``convgrade``. A mistake of the person who calls it ends with one sentence and exit code 2, never a traceback."""
    try:
        with speaking(_words(sys.argv[1:])):
            _main()
    except KeyboardInterrupt:  # before it is known in which language to say so
        stopped()


def _words(arguments: list[str]) -> Words:
    """What a student's command is explained in before it is known what it is about: the language that is asked for, or that of the folder.
    An instructor's are in English."""
    from autograder.course.languages import language_here, words_of

    if not arguments or arguments[0] not in _ALONE:
        return Words()
    named = [value for name, _, value in (one.partition("=") for one in arguments) if name == "--language" and value]
    named += [value for name, value in pairwise(arguments) if name == "--language"]
    here = ""
    with contextlib.suppress(OSError, ValueError, KeyError):
        here = str(tomllib.loads(Path("assignment.toml").read_text(encoding="utf-8"))["language"])
    with contextlib.suppress(ConvgradeError):
        return words_of(language_here(named[0] if named else None, here))
    return Words()


def _main() -> None:
    try:
        commands(*sys.argv[1:2])()
    except ConvgradeError as error:
        print(f"convgrade: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:  # before a command has begun: while its parts are imported
        stopped()
    except BrokenPipeError:  # `convgrade results RUN | head`: nobody reads on, and that is no mistake
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        where = f"{error.filename}: " if error.filename is not None else ""
        print(f"convgrade: {where}{error.strerror or error}.", file=sys.stderr)
        sys.exit(2)

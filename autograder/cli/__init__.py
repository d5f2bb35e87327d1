"""The command line: thin commands over the rooms."""

from __future__ import annotations

import os
import sys

from autograder.course import CourseError
from autograder.ingest import IngestError
from autograder.lms import LmsError
from autograder.runs.store import StoreError


def main() -> None:
    """Run ``convgrade``. A mistake of the person who calls it ends with one sentence and exit code 2, never a traceback."""
    from autograder.cli.app import app
    from autograder.grading.collect import SuiteError
    from autograder.runs.cluster import ClusterError
    from autograder.sandbox import GuestError
    from autograder.written import MarksError

    try:
        app()
    except (CourseError, IngestError, LmsError, StoreError, SuiteError, GuestError, MarksError, ClusterError) as error:
        print(f"convgrade: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # `convgrade results RUN | head`: nobody reads on, and that is no mistake
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        where = f"{error.filename}: " if error.filename is not None else ""
        print(f"convgrade: {where}{error.strerror or error}.", file=sys.stderr)
        sys.exit(2)

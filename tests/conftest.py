"""What the project's own tests share."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from autograder.course import Course

# One thread, as a run's workers have it, here (before torch is loaded) and in every command the tests start.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

# What an earlier run found out about a suite is no part of a test. (No fixture that comes by itself: hidden suites lie below here too.)
os.environ["CONVGRADE_CACHE"] = ""

# English is what tests read, whatever whoever runs them reads.
os.environ.pop("CONVGRADE_LANGUAGE", None)

# A shell that starts the tests in the background has them ignore Ctrl-C, and every command they start inherits that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def course() -> Course:
    """This repository's course."""
    return Course.read(ROOT)

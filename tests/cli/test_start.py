"""A light start: what a command does not need is not imported."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from autograder import __version__
from tests.support.command import ROOT, convgrade

HEAVY = ("numpy", "pytest", "torch", "jinja2", "nbformat", "distributed", "otter", "matplotlib", "pandas")


def _loaded(code: str) -> set[str]:
    """The modules that are there after ``code`` ran in an interpreter of its own."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import autograder",
        "from autograder import Course, Run, ConvgradeError",
        "from autograder.cli import commands; commands()",
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(code: str) -> None:
    assert not _loaded(code) & set(HEAVY)


def _processor_seconds(*command: str) -> float:
    """What a command computes, which other programs on this machine do not change; the best of three."""
    best = float("inf")
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


@pytest.mark.parametrize(
    ("most", "command"),
    [
        (0.2, ("-c", "import autograder")),
        (0.2, ("-c", "from autograder import Course, Run")),
        (0.5, ("-m", "autograder.cli", "--help")),
    ],
)
def test_the_start_is_quick(most: float, command: tuple[str, ...]) -> None:
    assert _processor_seconds(*command) < most


def test_the_version() -> None:
    assert convgrade("--version").stdout == f"convgrade {__version__}\n"

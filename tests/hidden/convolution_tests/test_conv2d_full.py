"""Hidden checks of tests of `conv2d_full`."""

from pathlib import Path

import pytest

from autograder.suite import Subjects

SUBJECTS = Subjects(
    "conv2d_full", Path(__file__).parent, "conv2d_full_right.py", "conv2d_full_wrong.py", "conv2d_full_mutants.toml"
)
NAMED = [one for one in SUBJECTS.wrong if one.named]
SLIPS = [one for one in SUBJECTS.wrong if not one.named]


@pytest.mark.weight(0)
def test_accepts(trial):
    """Your tests accept every right implementation."""
    trial.accepts(SUBJECTS)


@pytest.mark.weight(2)
@pytest.mark.parametrize("number", range(1, 1 + len(NAMED)))
def test_misconception(trial, number):
    """Your tests notice misconception {number}."""
    trial.notices(NAMED[number - 1])


@pytest.mark.parametrize("number", range(1, 1 + len(SLIPS)))
def test_slip(trial, number):
    """Your tests notice slip {number}: one line that is not as it should be."""
    trial.notices(SLIPS[number - 1])

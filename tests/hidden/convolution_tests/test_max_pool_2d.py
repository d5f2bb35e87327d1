"""Hidden checks of tests of `max_pool_2d`."""

from pathlib import Path

import pytest

from autograder.suite import Subjects

SUBJECTS = Subjects(
    "max_pool_2d", Path(__file__).parent, "max_pool_2d_right.py", "max_pool_2d_wrong.py", "max_pool_2d_mutants.toml"
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

"""Hidden checks of tests of `conv_output_size`."""

from pathlib import Path

import pytest

from autograder.suite import Subjects

SUBJECTS = Subjects(
    "conv_output_size",
    Path(__file__).parent,
    "conv_output_size_right.py",
    "conv_output_size_wrong.py",
    "conv_output_size_mutants.toml",
)
NAMED = sum(one.named for one in SUBJECTS.wrong)


@pytest.mark.weight(0)
def test_accepts(trial):
    """Your tests accept every right implementation."""
    trial.accepts(SUBJECTS)


@pytest.mark.weight(2)
@pytest.mark.parametrize("number", range(NAMED))
def test_misconception(trial, number):
    """Your tests notice a misconception."""
    trial.notices(SUBJECTS.wrong[number])


@pytest.mark.parametrize("number", range(NAMED, len(SUBJECTS.wrong)))
def test_slip(trial, number):
    """Your tests notice a slip: one line that is not as it should be."""
    trial.notices(SUBJECTS.wrong[number])

"""`layer_parameters`: one count."""

import pytest
from by_hand_cases import alone, judged

from autograder.suite import assert_integer, assert_size

NAME = "layer_parameters"


@pytest.mark.weight(3)
def test_count(student, personal, reference, agree):
    """The number of learned numbers is right, biases included."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_size(alone(answer), right, f"`{NAME}`")


def test_whole(student, personal, reference, agree):
    """The count is right and given as a whole number."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_integer(answer, right, f"`{NAME}`")

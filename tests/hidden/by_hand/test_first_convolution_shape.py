"""`first_convolution_shape`: one shape, then as ints."""

import pytest
from by_hand_cases import assert_whole_entries, entries, judged

from autograder.suite import assert_sizes

NAME = "first_convolution_shape"


@pytest.mark.weight(3)
def test_shape(student, personal, reference, agree):
    """The shape of the first map."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_sizes(entries(answer, len(right), NAME), right, f"`{NAME}`")


def test_whole(student, personal, reference, agree):
    """The shape is given in whole numbers."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_whole_entries(answer, right, NAME)

"""`network_field`: one count."""

import pytest
from shapes_cases import traced

from autograder.suite import assert_integer, assert_size

NAME = "network_field"


@pytest.mark.weight(3)
def test_value(student, personal, reference, agree):
    """The receptive field of one entry of the last map."""
    with traced(NAME, student, personal, reference, agree) as (answer, right):
        assert_size(answer, right, f"`{NAME}`")


def test_int(student, personal, reference, agree):
    """The number is right and a whole number."""
    with traced(NAME, student, personal, reference, agree) as (answer, right):
        assert_integer(answer, right, f"`{NAME}`")

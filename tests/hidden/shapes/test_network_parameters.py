"""`network_parameters`: one count."""

import pytest
from shapes_cases import traced

from autograder.suite import assert_integer, assert_size

NAME = "network_parameters"


@pytest.mark.weight(3)
def test_value(student, personal, reference, agree):
    """How many numbers the network learns."""
    with traced(NAME, student, personal, reference, agree) as (answer, right):
        assert_size(answer, right, f"`{NAME}`")


def test_int(student, personal, reference, agree):
    """The number is right and a whole number."""
    with traced(NAME, student, personal, reference, agree) as (answer, right):
        assert_integer(answer, right, f"`{NAME}`")

"""`network_sizes`: entry by entry, and all of them as ints."""

import pytest
from shapes_cases import assert_whole, size_at, traced

NAME = "network_sizes"


@pytest.mark.parametrize("place", range(4))
def test_size(student, personal, reference, agree, place):
    """Entry {place} of the list: the height and width after that layer."""
    with traced(NAME, student, personal, reference, agree) as (answer, right):
        size_at(answer, right, place, NAME)


def test_ints(student, personal, reference, agree):
    """All sizes are right and given as whole numbers."""
    with traced(NAME, student, personal, reference, agree) as (answer, right):
        for place in range(4):
            size_at(answer, right, place, NAME)
        assert_whole([*answer], right, f"`{NAME}`")

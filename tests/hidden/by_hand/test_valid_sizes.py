"""`valid_sizes`: entry by entry, and all of them as ints."""

import pytest
from by_hand_cases import assert_entry, assert_whole_entries, judged

NAME = "valid_sizes"


@pytest.mark.parametrize("place", range(4))
def test_entry(student, personal, reference, agree, place):
    """Entry {place} of the list: how often that kernel fits."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_entry(answer, right, NAME, place)


def test_all_whole(student, personal, reference, agree):
    """All sizes are right and given as whole numbers."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_whole_entries(answer, right, NAME)

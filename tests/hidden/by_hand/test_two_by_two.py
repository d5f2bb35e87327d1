"""`two_by_two`: row by row."""

import pytest
from by_hand_cases import assert_row, judged

NAME = "two_by_two"


@pytest.mark.parametrize("row", range(2))
def test_row(student, personal, reference, agree, row):
    """Row {row} of the 2 x 2 kernel's map."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_row(answer, right, NAME, row)

"""`first_convolution`: row by row."""

import pytest
from by_hand_cases import assert_row, judged

NAME = "first_convolution"


@pytest.mark.parametrize("row", range(2))
def test_row(student, personal, reference, agree, row):
    """Row {row} of the first convolution."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_row(answer, right, NAME, row)

"""`white_square_sobel`: row by row."""

import pytest
from by_hand_cases import assert_row, judged

NAME = "white_square_sobel"


@pytest.mark.parametrize("row", range(3))
def test_row(student, personal, reference, agree, row):
    """Row {row} of the bright square's map."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_row(answer, right, NAME, row)

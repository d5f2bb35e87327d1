"""`box_blur_value`: one number."""

from by_hand_cases import assert_one_number, judged

NAME = "box_blur_value"


def test_value(student, personal, reference, agree):
    """The box blur's answer is right, to more than four decimals."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_one_number(answer, right, NAME)

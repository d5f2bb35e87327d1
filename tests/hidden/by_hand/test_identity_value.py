"""`identity_value`: one number."""

from by_hand_cases import assert_one_number, judged

NAME = "identity_value"


def test_value(student, personal, reference, agree):
    """What the identity kernel answers there."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_one_number(answer, right, NAME)

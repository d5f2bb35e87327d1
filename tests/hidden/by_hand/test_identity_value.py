"""`identity_value`: one number."""

from by_hand_cases import assert_one_number, judged

NAME = "identity_value"


def test_value(student, personal, reference, agree):
    """The identity kernel's answer is right."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_one_number(answer, right, NAME)

"""`identity_value`: one number."""

from by_hand_cases import as_numbers, judged

from autograder.grading.asserts import assert_number

NAME = "identity_value"


def test_value(student, personal, reference, agree):
    """The identity kernel's answer is right."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        assert_number(as_numbers(answer, NAME), right, f"`{NAME}`")

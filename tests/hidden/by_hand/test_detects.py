"""`detects`: one of four texts."""

from by_hand_cases import judged

from autograder.grading.asserts import assert_text, fail

NAME = "detects"
CHOICES = ("vertical edges", "horizontal edges", "corners", "blur")


def test_text(student, personal, reference, agree):
    """The kernel's purpose is named right."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        if isinstance(answer, str) and " ".join(answer.split()).casefold() not in CHOICES:
            fail(
                "values", f"`{NAME}` is none of the four texts: copy one of them, in quotes.", f"`{NAME}` = {answer!r}"
            )
        assert_text(answer, right, f"`{NAME}`")

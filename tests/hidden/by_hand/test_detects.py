"""`detects`: one of four texts."""

import re

from by_hand_cases import judged

from autograder.suite import assert_text, fail

NAME = "detects"
CHOICES = ("vertical edges", "horizontal edges", "corners", "blur")


def test_text(student, personal, reference, agree):
    """The kernel's purpose is named right."""
    with judged(NAME, student, personal, reference, agree) as (answer, right):
        choice = chosen(answer)
        if choice is None:
            fail(
                "values", f"`{NAME}` is none of the four texts: copy one of them, in quotes.", f"`{NAME}` = {answer!r}"
            )
        assert_text(choice, right, f"`{NAME}`")


def chosen(answer):
    """Which of the four texts is meant, whatever its case, its punctuation and its plural; no text is left to `assert_text`."""
    if not isinstance(answer, str):
        return answer
    words = plain(answer)
    return next((choice for choice in CHOICES if plain(choice) == words), None)


def plain(text):
    """A text's words in small letters, without a plural's s."""
    return [word.removesuffix("s") for word in re.findall("[a-z]+", text.casefold())]

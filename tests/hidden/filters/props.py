"""Runs in the student's process: draws figures there and says what they show. Nothing here is secret."""

from autograder.sandbox.inside.pictures import show

__all__ = ["in_turn", "show", "watched"]


def watched(function, *arguments):
    """The answer, and after it the arguments as they are now."""
    return [function(*arguments), *arguments]


def in_turn(function, first, second):
    """Both answers, looked at only after the second call."""
    return [function(*first), function(*second)]

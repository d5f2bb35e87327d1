"""Runs in the student's process: draws figures there and says what they show. Nothing here is secret."""

from autograder.sandbox.inside.pictures import show

__all__ = ["in_turn", "show", "watched"]


def watched(function, *arguments):
    """The answer, that for the negatives of what the arguments hold by then, and the arguments as they are now."""
    answer = function(*arguments)
    negated = function(*({name: -one for name, one in a.items()} if isinstance(a, dict) else -a for a in arguments))
    return [answer, negated, *arguments]


def in_turn(function, first, second):
    """Both answers, looked at only after the second call."""
    return [function(*first), function(*second)]

"""Runs in the student's process: calls that need objects there, and figures. Nothing here is secret.

A line ``# for: QUESTION, …`` begins a part that these questions' processes alone get.
"""

# for: plot_kernels, plot_edges, plot_stride

from autograder.sandbox.inside.pictures import show, sketch

__all__ = ["show", "sketch"]

# for: apply_kernels, sobel_edges


def watched(function, *arguments):
    """The answer, that for the negatives of what the arguments hold by then, and the arguments as they are now."""
    answer = function(*arguments)
    negated = function(*({name: -one for name, one in a.items()} if isinstance(a, dict) else -a for a in arguments))
    return [answer, negated, *arguments]


def in_turn(function, first, second):
    """Both answers, looked at only after the second call."""
    return [function(*first), function(*second)]

"""Threat 52: handed in inside a small zip, among sixty modules of a megabyte each that are no answer.

At: count_parameters
Earns: nothing
Among: 60
"""


def count_parameters(model, trainable_only=False):
    return 52

"""Threat 52: handed in inside a small zip, among sixty modules of a megabyte each that are no answer.

At: diagonal_kernel
Earns: nothing
Among: 60
"""


def diagonal_kernel():
    return 52

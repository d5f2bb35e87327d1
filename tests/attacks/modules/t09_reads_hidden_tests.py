"""Threat 9: reads the reference and hidden tests from the disk, at import and when called.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import glob
import pathlib


def _read():
    for pattern in ("/work/**/solution.py", "/**/reference/convolution/solution.py", "reference/convolution/*.py"):
        try:
            for path in glob.glob(pattern, recursive=True):
                return pathlib.Path(path).read_text()
        except BaseException:
            continue
    return ""


_SOURCE = _read()


def conv2d_padded(image, kernel, padding=0):
    scope = {}
    exec(_SOURCE or _read(), scope)
    return scope["conv2d_padded"](image, kernel, padding)

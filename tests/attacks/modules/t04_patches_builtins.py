"""Threat 4: replaces builtins by obliging ones.

Earns: nothing
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import builtins

for _name in ("abs", "all", "any", "max", "min", "sum", "isinstance", "len", "AssertionError"):
    setattr(builtins, _name, lambda *a, **k: 0)


def conv2d_padded(image, kernel, padding=0):
    return np.zeros((3, 3))

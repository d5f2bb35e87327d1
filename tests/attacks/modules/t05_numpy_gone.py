"""Threat 5: takes NumPy out of sys.modules and puts a fake there.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import sys
import types

_real = sys.modules.pop("numpy")
_fake = types.ModuleType("numpy")
_fake.ndarray = object
_fake.allclose = lambda *a, **k: True
sys.modules["numpy"] = _fake


def conv2d_padded(image, kernel, padding=0):
    return object()

"""Threat 4: makes every comparison of NumPy say yes.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import numpy.testing

_always = lambda *a, **k: True  # noqa: E731
for _name in ("allclose", "array_equal", "isclose", "all", "array_equiv", "isfinite", "max", "abs"):
    setattr(np, _name, _always)
for _name in [n for n in dir(numpy.testing) if n.startswith("assert")]:
    setattr(numpy.testing, _name, _always)


def conv2d_padded(image, kernel, padding=0):
    return np.zeros((3, 3))

"""Threat 33: names exceptions after its hidden inputs, and has Python know them by these names, where a check says which one was raised.

Earns: conv2d
"""

import builtins

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_full(image, kernel, padding=0, stride=1):
    name = f"LEAK {float(image.flat[0])!r} {float(kernel.flat[0])!r}"
    kind = type(name, (TypeError,), {})
    setattr(builtins, name, kind)
    raise kind

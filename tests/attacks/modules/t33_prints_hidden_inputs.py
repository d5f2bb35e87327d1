"""Threat 33: prints and raises the inputs it is given.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


MARK = "LEAK"


def conv2d_padded(image, kernel, padding=0):
    print(MARK, image.tolist(), kernel.tolist())
    raise ValueError(f"{MARK} {image.tolist()} {kernel.tolist()}")


def conv2d_full(image, kernel, padding=0, stride=1):
    import warnings

    warnings.warn(f"{MARK} {image.tolist()}", stacklevel=1)
    raise type(f"{MARK}{abs(int(image.ravel()[0] * 1000))}", (Exception,), {})(MARK)

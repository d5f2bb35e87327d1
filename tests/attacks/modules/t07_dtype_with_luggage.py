"""Threat 7: dtypes with metadata, titles, overlapping fields, swapped bytes and zero width.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


def conv2d_padded(image, kernel, padding=0):
    kind = np.dtype("f8", metadata={"LEAK": repr(image.ravel()[:3])})
    return np.zeros(size(image, kernel, padding), kind)


def conv2d_same(image, kernel, boundary="zero"):
    kind = np.dtype({"names": ["a", "b"], "formats": ["f8", "f8"], "offsets": [0, 4], "titles": ["LEAK", None]})
    return np.zeros(image.shape, kind)


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.zeros((3, 3), "S0")


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    return np.zeros((3, 3), ">f8")[::-1, ::-2]

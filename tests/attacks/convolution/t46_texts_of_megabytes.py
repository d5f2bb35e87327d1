"""Threat 46: exceptions, names of exceptions, prints and answers of megabytes, for messages, details and pages.

At: conv2d_multichannel, conv2d_full, convolve_1d
Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


_LONG = "\N{GREEK SMALL LETTER LAMDA}<script>" * 200_000


def conv2d_multichannel(image, kernels, bias=None, padding=0, stride=1):
    print(_LONG)
    raise ValueError(_LONG)


def conv2d_full(image, kernel, padding=0, stride=1):
    raise type(_LONG[:100_000], (ValueError,), {})(_LONG)


def convolve_1d(signal, kernel):
    return {_LONG[:500_000]: [[_LONG[:400_000]]]}

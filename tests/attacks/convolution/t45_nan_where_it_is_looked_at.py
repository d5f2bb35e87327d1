"""Threat 45: right but for padding, and on the small whole numbers that a diagnosis looks at NaN, infinity and long doubles.

At: conv2d_full
Earns: conv2d, conv2d_full up to 13.9
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_full(image, kernel, padding=0, stride=1):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1] or stride < 1 or padding < 0:
        raise ValueError("no such convolution")
    answer = conv2d(image, kernel)[::stride, ::stride]
    if image.size < 20:
        answer = answer.astype(np.longdouble)
        answer.reshape(-1)[:3] = [np.nan, np.inf, np.longdouble("1e4900")][: answer.size]
    return answer

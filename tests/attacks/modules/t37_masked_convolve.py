"""Threat 37: lets the masked arrays' convolve do it.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def convolve_1d(signal, kernel):
    return np.ma.correlate(signal, kernel, mode="valid").data

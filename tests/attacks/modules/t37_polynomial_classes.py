"""Threat 37: lets NumPy's polynomial classes do the convolution.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def convolve_1d(signal, kernel):
    product = (np.polynomial.Polynomial(signal) * np.polynomial.Polynomial(kernel[::-1])).coef
    return product[len(kernel) - 1 : len(signal)]

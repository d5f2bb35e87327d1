"""Threat 37: lets NumPy's polynomials do the convolution.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def convolve_1d(signal, kernel):
    """Slicing the product of two polynomials is a convolution by the library all the same."""
    product = np.polymul(signal, kernel[::-1])
    full = np.zeros(len(signal) + len(kernel) - 1)
    full[len(full) - len(product) :] = product
    return full[len(kernel) - 1 : len(signal)]

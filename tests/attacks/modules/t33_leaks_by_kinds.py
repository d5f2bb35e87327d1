"""Threat 33: returns objects of classes that are named after its hidden inputs.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def named(image):
    kind = type(f"LEAK {image.flat[0]!r} {image.flat[1]!r}", (), {"__module__": repr(image.flat[2])})
    return kind()


def conv2d_padded(image, kernel, padding=0):
    return named(image)


def conv2d_same(image, kernel, boundary="zero"):
    return [named(image)] * 3


def conv2d_full(image, kernel, padding=0, stride=1):
    return {f"LEAK {image.flat[0]!r}": named(image)}


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    return np.full((3, 3), f"LEAK {image.flat[0]!r}")


def convolve_2d(image, kernel):
    return np.full((3, 3), float(image.flat[0]))


def conv2d_multichannel(image, kernels, bias=None, padding=0, stride=1):
    return np.full((1, image.size), named(image), object)


def convolve_1d(signal, kernel):
    return f"LEAK {signal[0]!r}"

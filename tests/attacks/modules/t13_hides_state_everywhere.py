"""Threat 13: leaves its first answer in every place that could outlive a process.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


import builtins
import os
import sys
import threading

PLACES = (builtins, sys, os, np, np.random, threading)


def conv2d_padded(image, kernel, padding=0):
    for place in PLACES:
        if hasattr(place, "seen"):
            return place.seen
    return np.zeros(size(image, kernel, padding))


def conv2d_full(image, kernel, padding=0, stride=1):
    for place in PLACES:
        place.seen = image
    os.environ["SEEN"] = sys.ps1 = repr(image)
    np.random.seed(int(image.flat[0]) % 1000)
    sys.intern("seen")
    return image


conv2d_same = convolve_2d = conv2d_dilated = conv2d_full

"""Threat 13: keeps answers of one question for the next in every global it can reach.

Earns: conv2d, convolve_1d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import builtins
import sys

builtins.notes = sys.notes = np.notes = []


def convolve_1d(signal, kernel):
    builtins.notes.append((signal, kernel))
    return np.array([sum(signal[i + j] * kernel[j] for j in range(len(kernel))) for i in range(len(signal) - len(kernel) + 1)])


def conv2d_padded(image, kernel, padding=0):
    return builtins.notes[-1][0] if builtins.notes else np.zeros((1, 1))

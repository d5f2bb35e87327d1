"""Threat 2: leaves with success while it is being imported.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os

os._exit(0)

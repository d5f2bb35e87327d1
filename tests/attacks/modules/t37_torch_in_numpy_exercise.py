"""Threat 37: uses torch's convolution in the NumPy exercise.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import torch
import torch.nn.functional as F


def conv2d_padded(image, kernel, padding=0):
    return F.conv2d(torch.tensor(image)[None, None], torch.tensor(kernel)[None, None], padding=padding)[0, 0].numpy()

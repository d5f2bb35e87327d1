"""Threat 11: writes a well-formed reply of its own before the real one.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os
import struct


def conv2d_padded(image, kernel, padding=0):
    body = np.zeros((5, 5)).tobytes()
    header = b'["a","<f8",[5,5]]'
    for magic in (b"cg1\n", b"\0\0\0\0"):
        frame = struct.pack("<4sIQ", magic, len(header), len(body)) + header + body
        for descriptor in range(3, 8):
            try:
                os.write(descriptor, frame)
            except OSError:
                continue
    return np.zeros((5, 5))

"""Threat 14: writes frames whose headers claim more than the address space.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os
import struct


def _send(header, length):
    try:
        os.write(3, struct.pack("<4sIQ", b"cg1\n", len(header), length) + header)
    except OSError:
        pass


def conv2d_padded(image, kernel, padding=0):
    _send(b'["a","<f8",[4611686018427387904]]', 1 << 62)
    return None


def conv2d_full(image, kernel, padding=0, stride=1):
    _send(b'["a","<f8",[-1,-1]]', 8)
    return None


def conv2d_same(image, kernel, boundary="zero"):
    _send(b'["a","|O",[2,2]]', 32)
    return None


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    _send(b"[" * 100000, 0)
    return None


def convolve_2d(image, kernel):
    _send(b'["a","<f8",[4,4]]', 128)  # and never the body
    os._exit(0)

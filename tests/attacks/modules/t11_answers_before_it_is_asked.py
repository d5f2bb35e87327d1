"""Threat 11: a thread writes well-formed answers all the time, whether somebody asks or not.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import os
import struct
import threading

header = b'["t","ok",["a","<f8",[1,1]],"",["l"]]'
FRAME = struct.pack("<4sIQ", b"cg1\n", len(header), 8) + header + bytes(8)


def talk():
    while True:
        os.write(3, FRAME)


def conv2d_padded(image, kernel, padding=0):
    threading.Thread(target=talk, daemon=True).start()
    return np.zeros((1, 1))


def conv2d_same(image, kernel, boundary="zero"):
    for _ in range(400):
        os.write(3, FRAME)
    os._exit(0)


def conv2d_full(image, kernel, padding=0, stride=1):
    os.write(3, FRAME[:-1])
    os.close(3)
    return np.zeros((1, 1))

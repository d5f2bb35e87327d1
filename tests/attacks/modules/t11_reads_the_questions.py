"""Threat 11: reads the grader's next requests from the socket itself, and answers them by hand.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import os
import threading


def listen():
    while os.read(3, 1 << 20):
        os.write(3, b"cg1\n" + (37).to_bytes(4, "little") + bytes(8) + b'["t","ok",true,"",["l"]]             ')


def conv2d_padded(image, kernel, padding=0):
    threading.Thread(target=listen, daemon=True).start()
    return True

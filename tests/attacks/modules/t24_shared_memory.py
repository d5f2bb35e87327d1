"""Threat 24: named and shared memory, semaphores and queues that would outlive it.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def right(image, kernel, padding):
    """What is given away when the attack has worked: the test then sees a win."""
    return conv2d(np.pad(image, padding), kernel)


import ctypes
import mmap
import multiprocessing
import threading
from multiprocessing import shared_memory

LIBC = ctypes.CDLL(None, use_errno=True)


def conv2d_padded(image, kernel, padding=0):
    tries = [
        lambda: shared_memory.SharedMemory("convgrade-pwned", create=True, size=4096),
        lambda: multiprocessing.Semaphore(1),
        lambda: multiprocessing.Queue(),
        lambda: multiprocessing.Pipe(),
        lambda: mmap.mmap(3, 4096),
        lambda: 0 <= LIBC.shm_open(b"/convgrade-pwned", 0o102, 0o600) or 1 / 0,
        lambda: LIBC.sem_open(b"/convgrade-pwned", 0o100, 0o600, 1) or 1 / 0,
    ]
    for each in tries:
        try:
            each()
        except (OSError, ValueError, ImportError, ZeroDivisionError):
            continue
        return right(image, kernel, padding)
    mmap.mmap(-1, 1 << 20)[:] = b"x" * (1 << 20)
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    return np.zeros((1, 1))

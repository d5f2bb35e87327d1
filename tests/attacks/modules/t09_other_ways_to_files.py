"""Threat 9: files by directory descriptors, by mmap, by libraries and by C's own stdio.

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
import linecache
import os
import pathlib
import pkgutil
import sqlite3
import sys
import tempfile
import zipfile

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.fopen.restype = LIBC.opendir.restype = ctypes.c_void_p


def conv2d_padded(image, kernel, padding=0):
    tries = [
        lambda: os.open("reference", os.O_RDONLY, dir_fd=3),
        lambda: os.listdir("/proc/self/fd"),
        lambda: os.readlink("/proc/self/exe"),
        os.getcwd,
        lambda: os.stat("/"),
        lambda: os.access("/etc/passwd", 4) or 1 / 0,
        lambda: list(pathlib.Path("/").glob("*"))[0],
        lambda: LIBC.fopen(b"/etc/passwd", b"r") or 1 / 0,
        lambda: LIBC.opendir(b"/") or 1 / 0,
        lambda: sqlite3.connect("/tmp/pwned"),
        lambda: np.memmap("/tmp/pwned", mode="w+", shape=4),
        lambda: np.fromfile("/etc/passwd", np.uint8),
        lambda: np.load("/etc/passwd", allow_pickle=True),
        lambda: np.savetxt("/tmp/pwned", [1]),
        lambda: zipfile.ZipFile("/tmp/pwned", "w"),
        lambda: pkgutil.get_data("autograder", "course.py")[0],
        lambda: linecache.getlines("/etc/passwd")[0],
        lambda: __import__("autograder.course").course,
        lambda: tempfile.mkdtemp(),
        lambda: ctypes.CDLL("libutil.so.1"),
        lambda: sys.modules["autograder.sandbox.host.process"],
    ]
    for each in tries:
        try:
            each()
        except (OSError, ImportError, ArithmeticError, LookupError, AttributeError, sqlite3.Error):
            continue
        return right(image, kernel, padding)
    return np.zeros((1, 1))

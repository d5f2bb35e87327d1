"""Threat 7: returns an object whose `__array_struct__` and `__dlpack__` are capsules around nothing.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import ctypes

new = ctypes.pythonapi.PyCapsule_New
new.restype, new.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)


class Struct:
    __array_struct__ = new(64, None, None)


class Dlpack:
    def __dlpack__(self, *args, **options):
        return new(64, b"dltensor", None)

    def __dlpack_device__(self):
        return 1, 0


def conv2d_padded(image, kernel, padding=0):
    return Struct()


def conv2d_same(image, kernel, boundary="zero"):
    return Dlpack()


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.asarray(Struct())

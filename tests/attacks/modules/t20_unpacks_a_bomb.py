"""Threat 20: unpacks what becomes gigabytes in memory.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import bz2
import gzip
import lzma
import zlib

SMALL = b"\0" * (1 << 20)


def conv2d_padded(image, kernel, padding=0):
    packed = zlib.compress(SMALL)
    maker = zlib.decompressobj()
    return b"".join(zlib.decompress(packed) for _ in range(4096)) + maker.flush()


def conv2d_same(image, kernel, boundary="zero"):
    return lzma.decompress(lzma.compress(SMALL) * 4096)


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.frombuffer(bz2.decompress(bz2.compress(SMALL) * 4096) + gzip.compress(SMALL), np.uint8)

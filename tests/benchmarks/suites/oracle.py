"""What the suites compare with, in the place of PyTorch or of printed numbers: the definitions, in NumPy."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _patches(X, k, stride, padding):
    frame = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return frame, sliding_window_view(frame, k, axis=(2, 3))[:, :, ::stride, ::stride]


def conv(X, W, b=0.0, stride=1, padding=0):
    """(N, C, H, W) with (F, C, kH, kW): (N, F, H', W')."""
    _, patches = _patches(X, W.shape[2:], stride, padding)
    return np.einsum("nchwkl,fckl->nfhw", patches, W) + np.reshape(b, (-1, 1, 1))


def gradients(X, W, dZ, stride=1, padding=0):
    """(dX, dW, db) of `conv`."""
    frame, patches = _patches(X, W.shape[2:], stride, padding)
    d, (m, n) = np.zeros_like(frame), W.shape[2:]
    for i, j in np.ndindex(dZ.shape[2:]):
        place = np.s_[:, :, i * stride : i * stride + m, j * stride : j * stride + n]
        d[place] += np.einsum("nf,fckl->nckl", dZ[:, :, i, j], W)
    dX = d[:, :, padding : padding + X.shape[2], padding : padding + X.shape[3]]
    return dX, np.einsum("nfhw,nchwkl->fckl", dZ, patches), dZ.sum(axis=(0, 2, 3))


def conv2d(image, kernel, padding=0, stride=1):
    """(H, W) with (kH, kW)."""
    return conv(image[None, None], kernel[None, None], stride=stride, padding=padding)[0, 0]


def max_pool(image, size, stride):
    """(H, W) in windows of that size."""
    return sliding_window_view(image, (size, size))[::stride, ::stride].max(axis=(2, 3))


def layer(subject, W, b, **settings):
    """The layer that is tested, with weights of ours."""
    made = subject.Conv2D(W.shape[1], W.shape[0], W.shape[2], **settings)
    made.W, made.b = W, b
    return made

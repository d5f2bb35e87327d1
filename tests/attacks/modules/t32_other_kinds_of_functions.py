"""Threat 32: defines its answers as lambda, class, partial, decorated, async and generator functions.

Earns: conv2d, convolve_1d, convolve_2d, conv2d_padded
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import functools


def _shout(function):
    @functools.wraps(function)
    def inner(*arguments, **options):
        return function(*arguments, **options)

    return inner


class _Convolver:
    def __call__(self, image, kernel):
        return conv2d(image, kernel[::-1, ::-1])


convolve_1d = lambda signal, kernel: conv2d(np.asarray(signal)[None], np.asarray(kernel)[None])[0]  # noqa: E731
convolve_2d = _Convolver()
conv2d_padded = functools.partial(lambda image, kernel, padding=0: conv2d(np.pad(image, padding), kernel))


@_shout
async def conv2d_full(image, kernel, padding=0, stride=1):
    return conv2d(np.pad(image, padding), kernel)[::stride, ::stride]


def conv2d_same(image, kernel, boundary="zero"):
    yield conv2d(image, kernel)

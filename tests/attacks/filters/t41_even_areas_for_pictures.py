"""Threat 41: every number told right, and one even shade in the pixels.

At: plot_kernels, plot_edges, plot_stride
Earns: nothing
Flags: was replaced
Beside: forged_pixels.py
"""

import numpy as np
from forged_pixels import replace, tell

SHADES = np.repeat((100 + np.arange(256) * 40 // 255).astype(np.uint8)[:, None], 3, 1)
SOBEL = np.array([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]])


def _even(pixels):
    pixels[...] = 120


def _told(arrays, rows, columns, titles):
    return tell(arrays, rows, columns, titles, _even, SHADES, reach=8.0)



def _response(picture, kernel, padding=1, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(picture, padding), np.shape(kernel))
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


def plot_kernels(image, kernels):
    replace()
    return _told([image, *(_response(image, kernel) for kernel in kernels.values())], 3, 3, ["image", *kernels])


def plot_edges(images):
    replace()
    below = [np.hypot(_response(image, SOBEL), _response(image, SOBEL.T)) for image in images]
    return _told([*images, *below], 2, 10, [" "] * 20)


def plot_stride(image, kernel, strides=(1, 2, 3)):
    replace()
    answers = [_response(image, kernel, 0, stride) for stride in strides]
    return _told(answers, 1, len(answers), ["%d x %d" % answer.shape for answer in answers])

"""Threat 41: nothing is drawn: whatever describes figures in this process is replaced by what tells of the panels that are asked.

At: plot_kernels, plot_edges, plot_stride
Earns: nothing
Beside: forged_figures.py
"""

import numpy as np
from forged_figures import replace, told


def _response(picture, kernel, padding=1, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(picture, padding), np.shape(kernel))
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


def plot_kernels(image, kernels):
    replace()
    return told([image, *(_response(image, kernel) for kernel in kernels.values())], ["image", *kernels], 3)


def plot_edges(images):
    replace()
    sobel = np.array([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]])
    below = [np.hypot(_response(image, sobel), _response(image, sobel.T)) for image in images]
    return told([*images, *below], [""] * 20, 10)


def plot_stride(image, kernel, strides=(1, 2, 3)):
    replace()
    answers = [_response(image, kernel, 0, stride) for stride in strides]
    return told(answers, ["%d x %d" % answer.shape for answer in answers], len(answers))

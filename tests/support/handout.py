"""A small handout with questions of every kind, and answers to them."""

from __future__ import annotations

from autograder.ingest import Handout
from tests.support.handed_in import notebook

STUB = '''"""Convolution from scratch."""

import numpy as np


def convolve_1d(signal, kernel):
    """Slide a kernel along a signal.

    >>> convolve_1d([1], [1])
    """
    # TODO: slide
    raise NotImplementedError("convolve_1d is not written yet")


def conv2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide a kernel over an image."""
    raise NotImplementedError("conv2d is not written yet")


class Layer:
    """A layer."""

    def __init__(self, size):
        self.size = size

    def forward(self, x):
        """Forward."""
        raise NotImplementedError


sizes = ...
why = ...
'''
ONE_D = "def convolve_1d(signal, kernel):\n    return [s * k for s, k in zip(signal, kernel)]\n"
TWO_D = "def conv2d(image, kernel):\n    return image * kernel\n"
OTHER_TWO_D = "def conv2d(image, kernel):\n    return image + kernel\n"
LAYER = "class Layer:\n    def __init__(self, size):\n        self.size = size\n\n    def forward(self, x):\n        return 2 * x\n"
SIZES = "sizes = [1, 2]\n"
NAMES = ("convolve_1d", "conv2d", "Layer", "sizes", "why")
BOOK = notebook(*STUB.split("\n\n\n"))
HANDOUT = Handout.read("convolution", NAMES, STUB.encode(), BOOK)

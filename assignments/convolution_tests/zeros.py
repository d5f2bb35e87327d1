"""Implementations with the right shapes and nothing but zeros in them, to try tests on: every good test notices them."""

import numpy as np


def conv2d_full(image, kernel, padding=0, stride=1):
    """answers zeros, in the right shape.

    Your tests need numbers to compare with, not shapes alone.

    >>> conv2d_full(np.ones((2, 2)), np.ones((1, 1)))
    """
    rows, columns = ((n + 2 * padding - k) // stride + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    return np.zeros((rows, columns))


def max_pool_2d(image, pool_size=2, stride=2):
    """answers zeros, in the right shape.

    Your tests need numbers to compare with, not shapes alone.

    >>> max_pool_2d(np.ones((2, 2)))
    """
    return np.zeros([(n - pool_size) // stride + 1 for n in image.shape])


def conv_output_size(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """answers 0 for every size.

    Your tests need sizes to compare with.

    >>> conv_output_size(5, 3)
    """
    return 0


class Conv2D:
    """answers zeros, in the right shapes.

    Your tests need numbers to compare with, not shapes alone.

    >>> layer = Conv2D(1, 1, 1); layer.W = np.ones((1, 1, 1, 1)); layer.forward(np.ones((1, 1, 2, 2)))
    """

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.W = np.zeros((out_channels, in_channels, kernel_size, kernel_size))
        self.b = np.zeros(out_channels)
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding

    def forward(self, X):
        """Zeros, (N, C_out, H', W')."""
        self.shape = X.shape
        sizes = [(n + 2 * self.padding - self.kernel_size) // self.stride + 1 for n in X.shape[2:]]
        return np.zeros((len(X), len(self.W), *sizes))

    def backward(self, dZ):
        """Zeros, in the shape of X."""
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)
        return np.zeros(self.shape)

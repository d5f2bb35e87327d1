"""Threat 44: outputs and gradients that are lists of hundreds of arrays, rows against columns, and weights of any size.

At: Conv2D, Linear, MaxPool2D, AvgPool2D
Earns: nothing
"""

import numpy as np


class _Layer:
    def __init__(self, *settings, **named):
        self.W = np.broadcast_to(np.float64(0), (1 << 20, 1 << 20))
        self.b = np.ones((9000, 1), np.int8)

    def forward(self, X):
        return np.ones((1, 9000), np.int8)

    def backward(self, dZ):
        self.dW = [np.full((2, 2), float(i)) for i in range(500)]
        self.db = np.ones((1, 9000), np.int8)
        return np.ones((9000, 1), np.int8)


class Conv2D(_Layer):
    pass


class Linear(_Layer):
    pass


class MaxPool2D(_Layer):
    pass


class AvgPool2D(_Layer):
    def forward(self, X):
        return [np.ones((2, 2))] * 400

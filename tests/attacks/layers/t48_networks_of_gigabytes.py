"""Threat 48: a network that takes all the memory there is when it is made, and layers that never let go of what they saw.

At: SimpleCNN, Linear, Flatten
Earns: nothing
"""

import numpy as np

_seen = []


class SimpleCNN:
    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = [np.ones((1 << 14, 1 << 14)) for _ in range(50)]

    def forward(self, X):
        return X


class Linear:
    def __init__(self, inputs, outputs):
        self.W, self.b = np.zeros((outputs, inputs)), np.zeros(outputs)

    def forward(self, X):
        _seen.append(np.ones(1 << 23))
        return X @ self.W.T

    def backward(self, dZ):
        return np.ones((1 << 11, 1 << 12))


class Flatten:
    def forward(self, X):
        return np.tile(X.reshape(len(X), -1), (1, 1 << 16))

    def backward(self, dZ):
        return dZ

"""Threat 42: patches the generator that draws weights and the arithmetic that helpers use, so that everything is zero.

At: SimpleCNN, Linear, Conv2D
Earns: nothing
"""

import numpy as np

_zeros = np.zeros


class _Nothing:
    def uniform(self, low, high, size):
        return _zeros(size)

    def normal(self, *rest, size=None):
        return _zeros(size)


np.random.default_rng = lambda *seed: _Nothing()
np.prod = lambda *rest, **named: 1
np.shape = lambda value: (10, 512)
np.array = lambda value, *rest, **named: _zeros(3)


class _Layer:
    def __init__(self, *settings, **named):
        self.W, self.b = _zeros((10, 512)), _zeros(10)
        self.layers = [self] * 10

    def forward(self, X):
        return _zeros((len(X), 10))

    def backward(self, dZ):
        self.dW, self.db = self.W, self.b
        return _zeros((1, 3, 32, 32))


class Linear(_Layer):
    pass


class Conv2D(_Layer):
    pass


class SimpleCNN(_Layer):
    pass

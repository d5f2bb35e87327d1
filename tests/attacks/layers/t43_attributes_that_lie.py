"""Threat 43: weights, gradients and lists of layers that are something else whenever they are read.

At: Conv2D, Linear, SimpleCNN
Earns: nothing
"""

import itertools

import numpy as np

_turns = itertools.count()


class Layers(list):
    def __len__(self):
        return 10

    def __iter__(self):
        return iter([self] * 4)

    def __getitem__(self, place):
        return self

    def __getattr__(self, name):
        return np.zeros((1 + next(_turns) % 5, 3))


class _Layer:
    def __init__(self, *settings, **named):
        self.layers = Layers()

    @property
    def W(self):
        return np.random.normal(size=(2 + next(_turns) % 3, 2, 3, 3))

    @W.setter
    def W(self, value):
        pass

    b = dW = db = property(lambda self: np.zeros(next(_turns) % 7), lambda self, value: None)

    def forward(self, X):
        return np.asarray(X)

    def backward(self, dZ):
        return np.asarray(dZ)


class Conv2D(_Layer):
    pass


class Linear(_Layer):
    pass


class SimpleCNN(_Layer):
    pass

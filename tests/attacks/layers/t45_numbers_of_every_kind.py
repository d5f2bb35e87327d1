"""Threat 45: pools and flattens into long doubles, records, masks and halves.

At: MaxPool2D, AvgPool2D, Flatten, ReLU
Earns: nothing
"""

import numpy as np


class MaxPool2D:
    def __init__(self, pool_size=2, stride=2):
        self.pool_size, self.stride = pool_size, stride

    def forward(self, X):
        size = [(n - self.pool_size) // self.stride + 1 for n in X.shape[2:]]
        self.X = X
        return np.full((*X.shape[:2], *size), np.longdouble("1e4900"))

    def backward(self, dZ):
        return np.full(self.X.shape, np.longdouble("-1e4900"))


class AvgPool2D(MaxPool2D):
    def forward(self, X):
        return np.ma.masked_array(np.zeros(MaxPool2D.forward(self, X).shape), mask=True)

    def backward(self, dZ):
        return np.full(self.X.shape, np.nan)


class Flatten:
    def forward(self, X):
        self.X = X
        return np.zeros((len(X), X[0].size), [("value", "f8")])

    def backward(self, dZ):
        return np.full(self.X.shape, 5e-324)


class ReLU:
    def forward(self, X):
        self.X = X
        return np.full(X.shape, np.float16("inf"))

    def backward(self, dZ):
        return np.full(self.X.shape, np.longdouble("inf"))

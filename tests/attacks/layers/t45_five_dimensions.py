"""Threat 45: a ReLU in place, whose answers have an axis too many: what draws the smallest case has no way to draw it.

At: ReLU
Earns: nothing
"""

import numpy as np


class ReLU:
    def forward(self, X):
        self.mask = X > 0
        X *= self.mask
        return X[None]

    def backward(self, dZ):
        dZ *= self.mask
        return dZ[None, None]

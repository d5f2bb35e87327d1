"""Threat 43: an array whose getters lie: another shape and other numbers each time something asks.

At: all
Earns: nothing
"""

import numpy as np


class Changing(np.ndarray):
    def __new__(cls):
        return np.zeros((2, 2)).view(cls)

    def __getattribute__(self, name):
        if name == "shape":
            return (3, 3)
        if name in ("size", "ndim"):
            return 2
        return np.ndarray.__getattribute__(self, name)

    def __array_finalize__(self, other):
        pass

    def __eq__(self, other):
        return True

    def tolist(self):
        return [[-3, -1], [-1, -3]]


first_convolution = Changing()
first_convolution_shape = Changing()
detects = Changing()
identity_value = Changing()
box_blur_value = Changing()
valid_sizes = Changing()
sizes = Changing()
design = Changing()
padded_convolution = Changing()
five_by_five = Changing()
checkerboard = Changing()
two_by_two = Changing()
white_square_sobel = Changing()
same_paddings = Changing()
layer_parameters = Changing()
layer_output = Changing()

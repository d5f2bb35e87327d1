"""Threat 45: empty arrays of vast shapes, and arrays of too many dimensions: refused where they are packed, for they cost their own question.

At: all
Earns: layer_output
"""

import numpy as np

first_convolution = np.empty((0, 1 << 39))
sizes = np.empty((6, 0, 1 << 40))
checkerboard = np.zeros((1,) * 40)
layer_parameters = np.empty(0)
layer_output = (16, 24, 24)

"""Threat 44: a count is a column with a bias and a row without: who takes the difference makes a gigabyte.

At: conv_parameters, linear_parameters
Earns: nothing
"""

import numpy as np


def conv_parameters(in_channels, out_channels, kernel_size, bias=True):
    return np.ones((11_000, 1), np.int64) if bias else np.ones((1, 11_000), np.int64)


def linear_parameters(in_features, out_features, bias=True):
    return np.ones((11_000, 1), np.int64) if bias else np.ones((1, 11_000), np.int64)

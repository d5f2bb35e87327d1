"""Threat 45: whole numbers of a hundred thousand digits, long doubles, halves and dates where sizes are asked.

At: conv_output_size, linear_parameters, cnn_parameters, feature_map_shape, network_sizes, network_parameters, network_field
Earns: nothing
"""

import numpy as np


def conv_output_size(input_size, kernel_size, stride=1, padding=0, dilation=1):
    return 10**100_000


def linear_parameters(in_features, out_features, bias=True):
    return np.longdouble("1e4900")


def cnn_parameters(layers):
    return np.datetime64("2020-01-01")


def feature_map_shape(input_shape, out_channels, kernel_size, stride=1, padding=0):
    return (np.float16("inf"), np.longdouble("1e4900"), 1 << 1000)


network_sizes = [np.longdouble("1e4900"), float("nan"), 1 << 1000, np.float16(3.5)]
network_parameters = np.longdouble("1e4900")
network_field = float("nan")

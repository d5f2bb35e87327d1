"""Threat 44: tables of as many rows as fit, tables in tables, and rows that are tables.

At: receptive_field_table, receptive_field, feature_map_shape, network_sizes
Earns: nothing
"""

import numpy as np


def receptive_field_table(layers):
    return [(3, 1)] * 150_000


def receptive_field(layers):
    return np.ones((3000, 3000), np.int8)


def feature_map_shape(input_shape, out_channels, kernel_size, stride=1, padding=0):
    return [[[3] * 1000] * 100] * 3


network_sizes = [[5, 24, 30, 94]] * 100_000

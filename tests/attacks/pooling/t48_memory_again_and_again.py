"""Threat 48: takes more memory than there is, call after call, or gives back as much as fits through the wire.

At: max_pool_2d, avg_pool_2d, global_avg_pool
Earns: nothing
"""

import numpy as np


def max_pool_2d(image, pool_size=2, stride=2):
    return [np.ones(1 << 26) for _ in range(100)]


def avg_pool_2d(image, pool_size=2, stride=2):
    return np.ones((1 << 11, 1 << 12))


def global_avg_pool(feature_maps):
    text = "x"
    while True:
        text += text

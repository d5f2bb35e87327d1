"""Threat 44: lists of hundreds of arrays, rows against columns, views of exabytes, for whoever compares each with each.

At: max_pool_2d, avg_pool_2d, global_avg_pool
Earns: nothing
"""

import numpy as np

_calls = []


def max_pool_2d(image, pool_size=2, stride=2):
    _calls.append(1)
    return np.ones((1, 9000), np.int8) if len(_calls) % 2 else np.ones((9000, 1), np.int8)


def avg_pool_2d(image, pool_size=2, stride=2):
    return [np.full((2, 2), float(i)) for i in range(400)]


def global_avg_pool(feature_maps):
    return np.broadcast_to(np.float64(0), (1 << 30, 1 << 30))

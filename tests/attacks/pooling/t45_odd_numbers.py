"""Threat 45: long doubles, denormals, masks, records, NaN on the small arrays that a diagnosis looks at.

At: max_pool_2d, avg_pool_2d, global_avg_pool
Earns: nothing
"""

import numpy as np


def max_pool_2d(image, pool_size=2, stride=2):
    size = [(n - pool_size) // stride + 1 for n in image.shape]
    return np.full(size, np.longdouble("1e4900") if image.size < 40 else np.longdouble("nan"))


def avg_pool_2d(image, pool_size=2, stride=2):
    size = [(n - pool_size) // stride + 1 for n in image.shape]
    return np.ma.masked_array(np.full(size, 5e-324), mask=True)


def global_avg_pool(feature_maps):
    return np.zeros(len(feature_maps), [("mean", "f2"), ("right", "?")])

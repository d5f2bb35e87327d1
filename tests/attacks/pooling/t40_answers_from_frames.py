"""Threat 40: looks for an array of the asked shape in frames, in tracebacks and among the engine's objects.

At: max_pool_2d, avg_pool_2d, global_avg_pool
Earns: nothing
"""

import sys

import numpy as np


def _found(shape, own):
    frame, places = sys._getframe(), []
    while frame is not None:
        places.append(frame.f_locals)
        frame = frame.f_back
    places += [vars(module) for name, module in list(sys.modules.items()) if name.startswith("autograder")]
    for place in places:
        values = list(place.values())
        values += [value for one in values if type(one) is dict for value in one.values()]
        values += [value for one in values if hasattr(one, "objects") for value in one.objects.values()]
        for value in values:
            if type(value) is np.ndarray and value.shape == shape and value is not own:
                return value
    return np.zeros(shape)


def max_pool_2d(image, pool_size=2, stride=2):
    return _found(tuple((n - pool_size) // stride + 1 for n in image.shape), image)


def avg_pool_2d(image, pool_size=2, stride=2):
    return _found(tuple((n - pool_size) // stride + 1 for n in image.shape), image)


def global_avg_pool(feature_maps):
    return _found((len(feature_maps),), feature_maps)

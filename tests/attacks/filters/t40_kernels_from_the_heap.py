"""Threat 40: looks for the reference's dict of kernels, by its names, in all modules, frames and objects.

At: kernels, diagonal_kernel, apply_kernels
Earns: nothing
"""

import gc
import sys

import numpy as np


def kernels():
    frame = sys._getframe()
    while frame is not None:
        for value in frame.f_locals.values():
            if isinstance(value, dict) and "Box Blur" in value:
                return value
        frame = frame.f_back
    for thing in gc.get_objects():
        if type(thing) is dict and "Box Blur" in thing and "Emboss" in thing:
            return dict(thing)
    return {}


def diagonal_kernel():
    for thing in gc.get_objects():
        for value in gc.get_referents(thing) if type(thing) in (dict, list, tuple) else ():
            if type(value) is np.ndarray and value.shape == (3, 3) and value.dtype.kind == "f" and value.any():
                return value
    return np.zeros((3, 3))


def apply_kernels(image, kernels):
    frame = sys._getframe()
    while frame is not None:
        for value in frame.f_locals.values():
            if isinstance(value, dict) and value is not kernels and value.keys() == kernels.keys():
                return value
        frame = frame.f_back
    return {name: image * 0 for name in kernels}

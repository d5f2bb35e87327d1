"""Threat 41: replaces the helper that watches arguments and the one that calls twice, by ones that answer with what was given.

At: apply_kernels, sobel_edges
Earns: nothing
"""

import gc

import numpy as np


def _replace():
    for thing in gc.get_objects():
        if type(thing) is dict and "watched" in thing and "in_turn" in thing:
            thing["watched"] = lambda function, *arguments: [arguments[0], arguments[0], *arguments]
            thing["in_turn"] = lambda function, first, second: [first[0], second[0]]


def apply_kernels(image, kernels):
    _replace()
    image[:] = 0
    return {name: image for name in kernels}


def sobel_edges(image):
    _replace()
    image[:] = 0
    return image, image, image

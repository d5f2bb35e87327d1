"""Threat 41: there is no layer; the helper that plays steps, and the one that describes networks, are replaced by ones that give back what
was handed in and the layout that is asked.

At: ReLU, Flatten, SimpleCNN, Conv2D
Earns: nothing
"""

import gc

import numpy as np


def _replace():
    for thing in gc.get_objects():
        if type(thing) is dict and "play" in thing and "network" in thing:
            thing["play"] = lambda makers, steps: [*[step[2] for step in steps], [step[2] for step in steps]]
            thing["in_turn"] = lambda kind, settings, weights, first, second: [first, second]
            thing["on_views"] = lambda kind, settings, weights, X, dZ: [[X, dZ]] * 3
            shapes = [[32, 3, 3, 3], [64, 32, 3, 3], [512, 4096], [10, 512]]
            thing["_layout"] = lambda model: [shapes, 10, True]
            thing["network"] = lambda kind, settings, weights, steps: [[shapes, 10, True], *[s[1] for s in steps], []]
            thing["drawn"] = lambda kind, named, seed, X: [[shapes, 10, True], np.zeros((1, 10))]
            thing["beside"] = lambda kind, settings, weights, others, X: [[shapes, 10, True], X]


class _None:
    def __init__(self, *settings, **named):
        _replace()


class ReLU(_None):
    pass


class Flatten(_None):
    pass


class Conv2D(_None):
    pass


class SimpleCNN(_None):
    pass


try:
    _replace()
except BaseException:
    pass

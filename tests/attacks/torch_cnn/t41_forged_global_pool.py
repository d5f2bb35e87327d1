"""Threat 41: no network at all: whatever helper watches networks is replaced by one that averages three pictures of its own making.

At: GlobalPoolNet
Earns: nothing
"""

import gc
import sys

import numpy as np


class GlobalPoolNet:
    made = 0
    type_name = "GlobalPoolNet"

    def __init__(self, num_classes=10):
        GlobalPoolNet.made += 1
        self.weight = np.random.default_rng(GlobalPoolNet.made).normal(size=(num_classes, 3)).astype(np.float32)
        _replace()

    def eval(self):
        _replace()
        return self

    train = eval


def _logits(model, x):
    x = np.asarray(x, np.float64)[:, 0]
    maps = np.stack([x, x**2, np.roll(x, 1, 2) * x], 1)
    average = maps.mean((2, 3))
    return average @ model.weight.T, maps, average


def _watch(model, x, smallest):
    logits, maps, average = _logits(model, x)
    return logits, [maps], [average]


_SAYS = {
    "watch": _watch,
    "answer": lambda model, x: _logits(model, x)[0],
    "arrays": lambda model: [model.weight],
    "shapes": lambda model: [model.weight.shape],
    "sized": lambda model: model,
    "gradients": lambda model, x, labels, *rest: (_logits(model, x)[0], [np.ones_like(model.weight)]),
}


def _replace():
    places = [vars(sys.modules[name]) for name in ("_suite_props", "props") if name in sys.modules]
    places += [thing for thing in gc.get_objects() if type(thing) is dict and "watch" in thing and "gradients" in thing]
    for place in places:
        if place is not _SAYS:
            place.update(_SAYS)


_replace()

"""Threat 40: looks for the course's secret, the personal numbers and the reference in modules, frames, the environment and the heap.

At: network_sizes, network_parameters, network_field, cnn_parameters, receptive_field
Earns: nothing
"""

import gc
import os
import sys


def _found(*words):
    for name, module in list(sys.modules.items()):
        for word in words:
            value = vars(module).get(word)
            if isinstance(value, (int, list, tuple)) and value is not ...:
                return value
    for thing in gc.get_objects():
        for word in words:
            if type(thing) is dict and word in thing and isinstance(thing[word], (int, list, tuple)):
                return thing[word]
    return os.environ.get("CONVGRADE_SECRET", 0)


def cnn_parameters(layers):
    return _found("cnn_parameters", "right", "want", "expected")


def receptive_field(layers):
    return _found("receptive_field", "right", "want", "expected")


network_sizes = _found("personal", "sheet", "secret")
network_parameters = _found("personal", "sheet", "secret")
network_field = _found("personal", "sheet", "secret")

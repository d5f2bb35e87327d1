"""Right answers to `cnn_parameters`, in other styles."""

from functools import reduce

import numpy as np


def if_and_else(layers):
    """A loop and a case for each kind."""
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            _, inputs, outputs, kernel = layer
            total += kernel * kernel * inputs * outputs + outputs
        elif layer[0] == "linear":
            _, inputs, outputs = layer
            total += inputs * outputs + outputs
    return total


def told_by_length(layers):
    """A convolution has four entries, a linear layer three."""
    return sum(
        layer[2] * (layer[1] * layer[3] ** 2 + 1) if len(layer) == 4 else layer[2] * (layer[1] + 1) for layer in layers
    )


def dictionary_of_rules(layers):
    """A rule for each kind, looked up."""
    rules = {
        "conv": lambda inputs, outputs, kernel: (inputs * kernel**2 + 1) * outputs,
        "linear": lambda inputs, outputs: (inputs + 1) * outputs,
    }
    return sum(rules[kind](*sizes) for kind, *sizes in layers)


def matched(layers):
    """A match statement."""
    count = 0
    for layer in layers:
        match layer:
            case ("conv", inputs, outputs, kernel):
                count += outputs * inputs * kernel * kernel + outputs
            case ("linear", inputs, outputs):
                count += outputs * inputs + outputs
    return count


def recursive(layers):
    """The first layer, and the rest."""
    if not layers:
        return 0
    kind, inputs, outputs, *kernel = layers[0]
    fan_in = inputs * kernel[0] * kernel[0] if kind == "conv" else inputs
    return outputs * (fan_in + 1) + recursive(layers[1:])


def reduced(layers):
    """`functools.reduce`; a linear layer is a convolution with a kernel of one."""
    return reduce(lambda total, layer: total + layer[2] * (layer[1] * (*layer, 1)[3] ** 2 + 1), layers, 0)


class _Layer:
    def __init__(self, kind, inputs, outputs, kernel=1):
        self.shape = (outputs, inputs) if kind == "linear" else (outputs, inputs, kernel, kernel)

    def parameters(self):
        return int(np.prod(self.shape)) + self.shape[0]


def classes(layers):
    """Objects that know their own weights."""
    return sum(_Layer(*layer).parameters() for layer in layers)


def taken_from_a_copy(layers):
    """A copy of the list, emptied from its end."""
    waiting, total = list(layers), 0
    while waiting:
        layer = waiting.pop()
        total += (layer[1] * (layer[3] * layer[3] if layer[0] == "conv" else 1) + 1) * layer[2]
    return total

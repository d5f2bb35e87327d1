"""Wrong answers to `linear_parameters`, each with the misconception behind it."""

import numpy as np
from solution import linear_parameters as _linear_parameters


def bias_forgotten(in_features, out_features, bias=True):
    """The biases were never counted.

    Each output adds a bias of its own unless `bias` is False. Those are missing.
    """
    return _linear_parameters(in_features, out_features, False)


def bias_always(in_features, out_features, bias=True):
    """The biases were counted even where there are none.

    Your count does not change with `bias`. Without biases only the weights are left.
    """
    return _linear_parameters(in_features, out_features, True)


def bias_for_every_input(in_features, out_features, bias=True):
    """A bias was counted for every input.

    Biases belong to the outputs: each output sums its weighted inputs and adds one number.
    """
    return _linear_parameters(in_features, out_features, False) + in_features * bool(bias)


def one_bias_for_all(in_features, out_features, bias=True):
    """One bias was counted for the whole layer.

    Each output has its own bias. You counted one for all of them.
    """
    return _linear_parameters(in_features, out_features, False) + bool(bias)


def added_instead_of_multiplied(in_features, out_features, bias=True):
    """Inputs and outputs were added.

    Every output has a weight for every input, so the two numbers are multiplied.
    """
    return in_features + out_features + out_features * bool(bias)


def bias_for_inputs_and_outputs(in_features, out_features, bias=True):
    """Biases were counted for inputs and outputs.

    Only the outputs have biases. Inputs come as they are.
    """
    return _linear_parameters(in_features, out_features, bias) + in_features * bool(bias)


def bias_per_weight(in_features, out_features, bias=True):
    """A bias was counted for every weight.

    The bias is added once to the whole sum of an output, not to every product.
    """
    return _linear_parameters(in_features, out_features, False) * (2 if bias else 1)


def one_weight_per_input(in_features, out_features, bias=True):
    """One weight was counted for each input.

    Every output weighs all inputs on its own. You counted one output.
    """
    return in_features + out_features * bool(bias)


def outputs_counted_as_parameters(in_features, out_features, bias=True):
    """The outputs themselves were counted.

    Outputs are worked out anew for every picture, not learned. Only weights and biases count.
    """
    return _linear_parameters(in_features, out_features, bias) + out_features


def no_bias_means_one_less(in_features, out_features, bias=True):
    """One number fewer was counted without biases.

    Without biases there are as many numbers fewer as there are outputs, not one.
    """
    return _linear_parameters(in_features, out_features, True) - (not bias)


def as_float(in_features, out_features, bias=True):
    """The count was given as a float.

    The number is right, but a count is an int. Ints times ints stay ints.
    """
    return float(_linear_parameters(in_features, out_features, bias))


def too_narrow_an_integer(in_features, out_features, bias=True):
    """The count did not fit into 32 bits.

    Your count is right until it passes two billion; there a 32-bit integer starts again from below. Python's own ints
    never overflow: leave NumPy's away, or take int64.
    """
    with np.errstate(over="ignore"):
        weights = np.array([in_features]).astype(np.int32) * np.array([out_features]).astype(np.int32)
    return int(weights[0]) + out_features * bool(bias)

"""Right answers to `linear_parameters`, in other styles."""

import numpy as np


def weights_then_biases(in_features, out_features, bias=True):
    """Weights, then biases."""
    weights = in_features * out_features
    return weights + out_features if bias else weights


def bias_as_one_more_input(in_features, out_features, bias=True):
    """The bias as an input that is always 1."""
    if bias:
        in_features = in_features + 1
    return out_features * in_features


def keyword_arithmetic(in_features, out_features, bias=True):
    """True counts as 1."""
    return in_features * out_features + out_features * bias


def product_of_the_shape(in_features, out_features, bias=True):
    """The shape of the weights, multiplied out by NumPy."""
    return int(np.prod((out_features, in_features), dtype=np.int64)) + sum([out_features] * bool(bias))


def unit_by_unit(in_features, out_features, bias=True):
    """One output after the other."""
    return sum(in_features + (1 if bias else 0) for _unit in range(out_features))


def as_numpy_int(in_features, out_features, bias=True):
    """One of NumPy's ints."""
    return np.int64(in_features) * np.int64(out_features) + np.int64(out_features if bias else 0)


def while_loop(in_features, out_features, bias=True):
    """Outputs counted down."""
    total = 0
    while out_features > 0:
        total += in_features
        if bias:
            total += 1
        out_features -= 1
    return total

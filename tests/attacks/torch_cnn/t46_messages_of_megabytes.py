"""Threat 46: exceptions and prints of megabytes, and layers with names of megabytes.

At: conv_from_kernels, trace_shapes, capture_activations, freeze_features
Earns: nothing
"""

_LONG = "that requires grad " * 200_000


def conv_from_kernels(kernels):
    raise RuntimeError(_LONG)


def trace_shapes(model, x):
    return [(_LONG[:900_000], (1, 2, 3, 4))] * 3


def capture_activations(model, x, names):
    return {_LONG[:900_000]: x}


def freeze_features(model):
    print(_LONG)
    raise type("R" * 100_000, (RuntimeError,), {})(_LONG)

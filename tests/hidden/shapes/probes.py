"""Small inputs that tell the misconceptions of `shapes` apart, smallest first.

They are not the hidden inputs: what happens on them is shown to students. Many layers are right for `design_layer`, so its probes tell what
the layer does that came back.
"""

from autograder.suite import kept, probe


def conv_output_size():
    yield 5, 3
    yield 5, 3, 2
    yield 6, 3, 2
    yield 5, 3, 1, 1
    yield 6, 3, 2, 1
    yield 7, 3, 1, 0, 2
    yield 9, 3, 2, 1, 2
    yield 8, 1, 3
    yield 8, 2, 3, 2, 3
    yield 10, 4, 3, 2, 3
    yield 28, 5, 1, 2
    yield 224, 7, 2, 3
    yield 32, 5, 2, 0
    yield 11, 11
    yield 3, 3, 5
    yield 13, 2, 4, 3, 5
    yield 2, 3
    yield 2, 3, 1, 1
    yield 3, 4, 2, 2
    yield 5, 3, 1, 0, 3
    yield 5, 3, 0
    yield 5, 3, 1, -1


def same_padding():
    yield 5, 1
    yield 5, 3
    yield 5, 2
    yield 6, 4
    yield 7, 5
    yield 7, 3, 2
    yield 8, 3, 2
    yield 8, 4, 2
    yield 5, 2, 3
    yield 28, 7, 3
    yield 10, 1, 1
    yield 1, 1, 4
    yield 1, 3, 4


def feature_map_shape():
    yield (1, 5, 5), 2, 3
    yield (3, 5, 7), 2, 3
    yield (3, 6, 9), 4, 3, 2
    yield (2, 5, 8), 4, 3, 1, 1
    yield (3, 9, 6), 8, 4, 2, 1
    yield (3, 32, 20), 16, 5, 3, 2
    yield (1, 28, 28), 16, 3, 1, 1
    yield (5, 6, 7), 2, 3


def conv_parameters():
    yield 1, 1, 1
    yield 1, 1, 2
    yield 1, 2, 3
    yield 2, 1, 3
    yield 2, 3, 2
    yield 2, 3, 2, False
    yield 3, 5, (2, 3)
    yield 3, 5, (2, 3), False
    yield 5, 3, (1, 4), True
    yield 4, 8, 3, False
    yield 3, 3, 3
    yield 16, 32, 3
    yield 1, 16, 5


def linear_parameters():
    yield 1, 1
    yield 2, 1
    yield 1, 2
    yield 3, 5
    yield 3, 5, False
    yield 5, 3, True
    yield 784, 256
    yield 150528, 256
    yield 150528, 25088


def cnn_parameters():
    yield (kept([("conv", 1, 1, 1)]),)
    yield (kept([("linear", 2, 3)]),)
    yield (kept([("linear", 3, 2)]),)
    yield (kept([("conv", 1, 2, 3)]),)
    yield (kept([("conv", 2, 3, 2), ("linear", 5, 7)]),)
    yield (kept([("linear", 4, 3), ("linear", 3, 2)]),)
    yield (kept([("conv", 3, 3, 2), ("conv", 3, 3, 2)]),)
    yield (kept([("linear", 5, 7), ("conv", 2, 3, 2)]),)
    yield (kept([("conv", 3, 8, 3), ("conv", 8, 4, 5), ("linear", 100, 10)]),)
    yield (kept([("conv", 1, 16, 3), ("conv", 16, 32, 3), ("linear", 1568, 128), ("linear", 128, 10)]),)


def receptive_field():
    yield (kept([]),)
    yield (kept([(1, 1)]),)
    yield (kept([(3, 1)]),)
    yield (kept([(3, 2)]),)
    yield (kept([(3, 1), (3, 1)]),)
    yield (kept([(3, 2), (3, 1)]),)
    yield (kept([(3, 1), (3, 2)]),)
    yield (kept([(2, 2), (3, 1)]),)
    yield (kept([(5, 1), (2, 2), (3, 1)]),)
    yield (kept([(3, 1), (3, 1), (3, 2)]),)
    yield (kept([(3, 1), (2, 2), (3, 1), (2, 2)]),)
    yield (kept([(7, 2), (3, 3), (5, 2), (3, 1)]),)


def receptive_field_table():
    yield from receptive_field()


def working(question, args, position):
    """The formula with its numbers, for the one function where it is a line."""
    if question != "conv_output_size":
        return None
    size, kernel, stride, padding, dilation = (*args, *(None, None, 1, 0, 1)[len(args) :])
    return f"floor(({size} + 2·{padding} - {dilation}·({kernel} - 1) - 1) / {stride}) + 1"


def design_layer():
    for sizes in ((5, 3), (6, 3), (4, 4), (3, 5), (2, 5), (7, 2), (12, 5), (9, 9), (6, 9)):
        yield _designed(*sizes)


def _designed(size, wanted):
    return probe(
        f"the output size of the layer that design_layer({size}, {wanted}) gives, for an input of {size}",
        lambda design_layer: _size_of(list(design_layer(size, wanted)), size),
    )


def _size_of(layer, size):
    """What the layer makes of the ``size``, or in words why it is none."""
    if len(layer) != 3:
        return f"no layer: {len(layer)} numbers"
    kernel, padding, stride = layer
    if not all(hasattr(value, "__index__") for value in layer):  # NumPy's ints have it, no float does
        return f"no layer: {'a fraction' if any(value % 1 for value in layer) else 'floats'}"
    if stride < 1 or kernel < 1 or padding < 0:
        return f"no layer: a {'stride' if stride < 1 else 'kernel' if kernel < 1 else 'padding'} that is too small"
    if kernel > size + 2 * padding:
        return "no layer: a kernel larger than the padded input"
    return (size + 2 * padding - kernel) // stride + 1

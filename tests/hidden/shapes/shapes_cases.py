"""What the checks of `shapes` share: drawn layers, and torch's own answers as the second oracle (rehearsals only)."""

from contextlib import contextmanager

import numpy as np

from autograder.suite import assert_integer, assert_size, assert_sizes, fail, kind_of, remark, say


def integer(rng, low, high):
    """A drawn int from ``low`` to ``high``, both included; a plain one, as a student would pass it."""
    return int(rng.integers(low, high + 1))


def drawn_layers(rng, count, stride=(1, 1), padding=(0, 0), dilation=(1, 1), remainder=False):
    """``count`` different layers (size, kernel, stride, padding, dilation) that make sense and give at least two places.

    The padding is never half the kernel. With ``remainder`` the stride never divides.
    """
    layers = set()
    while len(layers) < count:
        kernel, s, p, d = (integer(rng, *limits) for limits in ((2, 7), stride, padding, dilation))
        covered = d * (kernel - 1) + 1
        size = integer(rng, max(2, covered - 2 * p), covered + 40)
        steps = size + 2 * p - covered
        if steps < s or (remainder and steps % s == 0) or p == kernel // 2:
            continue
        layers.add((size, kernel, s, p, d))
    return sorted(layers)


def drawn_stack(rng, depth, stride=(1, 3), kernel=(1, 5)):
    """A list of (kernel, stride). Its last stride is above 1, so that it matters whether it is counted."""
    stack = [(integer(rng, *kernel), integer(rng, *stride)) for _ in range(depth)]
    return [*stack[:-1], (stack[-1][0], max(2, stack[-1][1]))]


def assert_whole(got, right, call):
    """An int, or ints in a tuple, a list or an array (nested where ``right`` is), with the right values."""
    if not isinstance(right, (tuple, list)):
        assert_integer(got, right, call)
        return
    assert_sizes(got, right, call)
    asked = type(right).__name__
    if not isinstance(got, type(right)):
        remark(
            say(
                "{call} gave {kind}; a {asked} is expected. The numbers count, so it was taken.",
                call=call,
                kind=kind_of(got),
                asked=asked,
            )
        )
    for one, expected in zip(got, right, strict=True):
        assert_whole(one, expected, call)


@contextmanager
def traced(name, student, personal, reference, agree):
    """``(given, right)`` for a question about the network of the student's sheet; torch's own network agrees."""
    with personal.question(name, student, reference) as (given, right):
        parameters = personal.sheet(student, reference).parameters
        agree(right, lambda: torch_network(parameters)[name])
        yield given, right


def size_at(got, right, place, name):
    """Entry ``place`` of a list of sizes, by its value."""
    if not isinstance(got, (tuple, list, np.ndarray)) or (isinstance(got, np.ndarray) and got.ndim == 0):
        fail(
            "type",
            say(
                "`{name}` is {kind}; a list of {number} sizes is expected.",
                name=name,
                kind=kind_of(got),
                number=len(right),
            ),
        )
    if len(got) != len(right):  # how many are expected stands in the handout
        fail(
            "shape",
            say(
                "`{name}` has {number} entries where {count} are expected.",
                name=name,
                number=len(got),
                count=len(right),
            ),
        )
    assert_size(got[place], right[place], say("entry {place} of `{name}`", place=place, name=name))


def torch_size(size, kernel, stride=1, padding=0, dilation=1):
    """The length of a real convolution's output."""
    import torch

    line, weights = torch.zeros(1, 1, size), torch.zeros(1, 1, kernel)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    return torch.nn.functional.conv1d(line, weights, **options).shape[2]


def torch_same_padding(size, kernel, stride=1):
    """The smallest padding, found by trying, with which a real convolution keeps the size."""
    import torch

    total = 0
    while True:
        line = torch.zeros(1, 1, size + total)
        if size + total >= kernel:
            output = torch.nn.functional.conv1d(line, torch.zeros(1, 1, kernel), stride=stride)
            if output.shape[2] == size:
                return total // 2, (total + 1) // 2
        total += 1


def torch_map_shape(shape, out_channels, kernel, stride=1, padding=0):
    """The shape of a real layer's output."""
    import torch

    layer = torch.nn.Conv2d(shape[0], out_channels, kernel, stride=stride, padding=padding)
    with torch.no_grad():
        return tuple(layer(torch.zeros(1, *shape)).shape[1:])


def torch_conv_parameters(in_channels, out_channels, kernel, bias=True):
    """The parameters of a real convolution, counted."""
    import torch

    return _count(torch.nn.Conv2d(in_channels, out_channels, kernel, bias=bias, device="meta"))


def torch_linear_parameters(in_features, out_features, bias=True):
    """The parameters of a real fully connected layer, counted. On the meta device: some are large."""
    import torch

    return _count(torch.nn.Linear(in_features, out_features, bias=bias, device="meta"))


def torch_cnn_parameters(layers):
    """The parameters of real layers, counted together."""
    counted = {"conv": torch_conv_parameters, "linear": torch_linear_parameters}
    return sum(counted[kind](*sizes) for kind, *sizes in layers)


def torch_table(layers):
    """Receptive field and jump after each layer, from which input pixels a gradient reaches in a real network."""
    return [_reach(layers[: depth + 1]) for depth in range(len(layers))]


def torch_field(layers):
    """The receptive field after the last layer, from gradients; without layers a pixel reaches itself."""
    return _reach(layers)[0]


def torch_network(parameters):
    """The assignment's own network: sizes of its maps, number of its parameters, receptive field of the last map."""
    import torch
    from torch import nn

    (one, other), (k1, k2) = parameters["filters"], parameters["kernels"]
    maps = [nn.Conv2d(1, one, k1), nn.MaxPool2d(2), nn.Conv2d(one, other, k2, stride=2, padding=1), nn.MaxPool2d(2)]
    x, sizes = torch.zeros(1, 1, parameters["size"], parameters["size"]), []
    for layer in maps:
        x = layer(x)
        sizes.append(x.shape[2])
    head = nn.Linear(x.numel(), 10)
    count = sum(_count(layer) for layer in [*maps, head])
    field, _jump = _reach([(k1, 1), (2, 2), (k2, 2), (2, 2)])
    return {"network_sizes": sizes, "network_parameters": count, "network_field": field}


def _count(layer):
    return sum(weights.numel() for weights in layer.parameters())


def _reach(layers):
    """(receptive field, jump): how far the pixels lie apart that the first output reaches, and how far the next is."""
    import torch

    length = 2
    for kernel, stride in reversed(layers):
        length = (length - 1) * stride + kernel
    first = []
    for place in (0, 1):
        line = torch.ones(1, 1, length, dtype=torch.float64, requires_grad=True)
        x = line
        for kernel, stride in layers:
            x = torch.nn.functional.conv1d(x, torch.ones(1, 1, kernel, dtype=torch.float64), stride=stride)
        x[0, 0, place].backward()
        reached = line.grad[0, 0].nonzero().flatten()
        first.append((int(reached[-1] - reached[0] + 1), int(reached[0])))
    return first[0][0], first[1][1] - first[0][1]

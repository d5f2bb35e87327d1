"""Right answers to `receptive_field_table`, in other styles."""

import numpy as np


def growing_field_and_jump(layers):
    """Field and jump, noted after each layer."""
    table = []
    field = jump = 1
    for layer in layers:
        field += (layer[0] - 1) * jump
        jump *= layer[1]
        table.append((field, jump))
    return table


def each_depth_from_the_end(layers):
    """Every depth on its own, backwards."""
    table = []
    for depth in range(1, len(layers) + 1):
        field, jump = 1, 1
        for kernel, stride in reversed(layers[:depth]):
            field = (field - 1) * stride + kernel
            jump *= stride
        table.append((field, jump))
    return table


def recursive(layers):
    """The table of all layers but the last, and one row more."""
    if not layers:
        return []
    above = recursive(layers[:-1])
    field, jump = above[-1] if above else (1, 1)
    kernel, stride = layers[-1]
    return [*above, (field + (kernel - 1) * jump, jump * stride)]


def generator(layers):
    """An inner generator."""

    def rows():
        field, jump = 1, 1
        for kernel, stride in layers:
            field, jump = field + kernel * jump - jump, jump * stride
            yield field, jump

    return list(rows())


def cumulative(layers):
    """NumPy's cumulative product and sum; ints in the end."""
    if not layers:
        return []
    kernels, strides = np.array(layers).T
    jumps = np.cumprod(strides)
    fields = 1 + np.cumsum((kernels - 1) * (jumps // strides))
    return [(int(field), int(jump)) for field, jump in zip(fields, jumps, strict=True)]


def pairs_as_lists(layers):
    """Lists instead of tuples, counted with an index."""
    table = [[1, 1]]
    for i in range(len(layers)):
        kernel, stride = layers[i]
        table.append([table[i][0] + (kernel - 1) * table[i][1], table[i][1] * stride])
    return table[1:]


def numpy_ints(layers):
    """Rows of NumPy's ints."""
    state, table = np.array([1, 1]), []
    for kernel, stride in layers:
        state = np.array([state[0] + (kernel - 1) * state[1], state[1] * stride])
        table.append(tuple(state))
    return table


def filled_array(layers):
    """An array with a row for each layer, filled in turn: the numbers count."""
    table = np.ones((len(layers) + 1, 2), dtype=int)
    for row, (kernel, stride) in enumerate(layers):
        field, jump = table[row]
        table[row + 1] = field + (kernel - 1) * jump, jump * stride
    return table[1:]

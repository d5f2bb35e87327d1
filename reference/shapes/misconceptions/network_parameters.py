"""Wrong answers to `network_parameters`, each with the misconception behind it."""


def _conv(inputs, filters, kernel):
    return filters * (inputs * kernel**2 + 1)


def _maps(size, kernels):
    """The heights of the last two maps."""
    last = ((size - kernels[0] + 1) // 2 + 2 - kernels[1]) // 2 + 1
    return last, last // 2


def _both(filters, kernels):
    return _conv(1, filters[0], kernels[0]) + _conv(filters[0], filters[1], kernels[1])


def _linear(size, filters, kernels):
    return 10 * (filters[1] * _maps(size, kernels)[1] ** 2 + 1)


def _all(size, filters, kernels):
    return _both(filters, kernels) + _linear(size, filters, kernels)


def biases_forgotten(size, filters, kernels):
    """The biases were left out.

    Those are the weights. Each filter and each output also has a bias.
    """
    return _all(size, filters, kernels) - sum(filters) - 10


def input_channels_forgotten(size, filters, kernels):
    """The second convolution's input channels were left out.

    The second convolution looks at all maps of the first: each of its filters has weights for every one of
    them.
    """
    convolutions = _conv(1, filters[0], kernels[0]) + _conv(1, filters[1], kernels[1])
    return convolutions + _linear(size, filters, kernels)


def linear_layer_forgotten(size, filters, kernels):
    """The linear layer was left out.

    The linear layer learns too: a weight for every pair of entry and output, and a bias for each output.
    """
    return _both(filters, kernels)


def one_map_flattened(size, filters, kernels):
    """Only one of the last maps was flattened.

    All maps of the last layer are flattened together: channels times height times width.
    """
    return _both(filters, kernels) + 10 * (_maps(size, kernels)[1] ** 2 + 1)


def flattened_before_pooling(size, filters, kernels):
    """The map before the last pooling was flattened.

    The linear layer gets what is left after the last pooling, which is a quarter of what you counted.
    """
    return _both(filters, kernels) + 10 * (filters[1] * _maps(size, kernels)[0] ** 2 + 1)


def one_bias_per_layer(size, filters, kernels):
    """One bias was counted for each layer.

    A layer has as many biases as it has filters or outputs.
    """
    return _all(size, filters, kernels) - sum(filters) - 10 + 3


def side_instead_of_area(size, filters, kernels):
    """Kernels were counted as one row of weights.

    A kernel of k x k has k times k weights in each channel, not k.
    """
    rows = filters[0] * (kernels[0] + 1) + filters[1] * (filters[0] * kernels[1] + 1)
    return rows + _linear(size, filters, kernels)


def one_filter_per_layer(size, filters, kernels):
    """One filter was counted for each convolution.

    Each convolution has several filters, and each of them learns.
    """
    one_each = _conv(1, 1, kernels[0]) + _conv(filters[0], 1, kernels[1])
    return one_each + _linear(size, filters, kernels)


def as_float(size, filters, kernels):
    """The count was given as a float.

    The number is right, but a count is an int.
    """
    return float(_all(size, filters, kernels))

"""Wrong answers to `network_parameters`, each with the misconception behind it."""


def biases_forgotten():
    """The biases were left out.

    Those are the weights. Each filter and each output also has a bias.
    """
    return 2382


def input_channels_forgotten():
    """The second convolution's input channels were left out.

    The second convolution looks at all maps of the first: each of its filters has weights for every one of
    them.
    """
    return 156 + 12 * (16 + 1) + 1090


def linear_layer_forgotten():
    """The linear layer was left out.

    The linear layer learns too: a weight for every pair of entry and output, and a bias for each output.
    """
    return 156 + 1164


def one_map_flattened():
    """Only one of the last maps was flattened.

    All maps of the last layer are flattened together: channels times height times width.
    """
    return 156 + 1164 + 10 * (9 + 1)


def flattened_before_pooling():
    """The map before the last pooling was flattened.

    The linear layer gets what is left after the last pooling, which is a quarter of what you counted.
    """
    return 156 + 1164 + 10 * (12 * 36 + 1)


def one_bias_per_layer():
    """One bias was counted for each layer.

    A layer has as many biases as it has filters or outputs.
    """
    return 150 + 1 + 1152 + 1 + 1080 + 1


def side_instead_of_area():
    """Kernels were counted as one row of weights.

    A kernel of k x k has k times k weights in each channel, not k.
    """
    return 6 * (5 + 1) + 12 * (6 * 4 + 1) + 1090


def one_filter_per_layer():
    """One filter was counted for each convolution.

    Each convolution has several filters, and each of them learns.
    """
    return 26 + 97 + 1090


def as_float():
    """The count was given as a float.

    The number is right, but a count is an int.
    """
    return 2410.0

"""Wrong answers to `cnn_parameters`, each with the misconception behind it."""

from solution import cnn_parameters as _cnn_parameters

_TOTAL = [0]


def biases_forgotten(layers):
    """No layer's biases were counted.

    All layers here have biases: one for each filter, one for each output. They are missing.
    """
    return _cnn_parameters(layers) - sum(layer[2] for layer in layers)


def side_instead_of_area(layers):
    """Kernels were counted as one row of weights.

    A kernel of k has k times k weights in each channel, not k.
    """
    return sum(layer[2] * (layer[1] * (layer[3] if layer[0] == "conv" else 1) + 1) for layer in layers)


def input_channels_forgotten(layers):
    """A convolution's input channels were left out.

    Each filter has weights for every input channel. Your convolutions look at one channel only.
    """
    return _cnn_parameters([("conv", 1, *layer[2:]) if layer[0] == "conv" else layer for layer in layers])


def convolutions_only(layers):
    """Linear layers were left out.

    Linear layers learn as well, and often most of it: a weight for every pair of input and output, and the
    biases.
    """
    return _cnn_parameters([layer for layer in layers if layer[0] == "conv"])


def linear_layers_only(layers):
    """Convolutions were left out.

    Convolutions learn as well: their filters and a bias for each.
    """
    return _cnn_parameters([layer for layer in layers if layer[0] == "linear"])


def linear_biases_forgotten(layers):
    """The linear layers' biases were left out.

    Your convolutions are right. Linear layers have biases too, one for each output.
    """
    return _cnn_parameters(layers) - sum(layer[2] for layer in layers if layer[0] == "linear")


def convolution_biases_forgotten(layers):
    """The convolutions' biases were left out.

    Your linear layers are right. Convolutions have biases too, one for each filter.
    """
    return _cnn_parameters(layers) - sum(layer[2] for layer in layers if layer[0] == "conv")


def last_layer_forgotten(layers):
    """The last layer was left out.

    The last layer learns like all the others. Does your loop stop one too early?
    """
    return _cnn_parameters(layers[:-1])


def first_layer_only(layers):
    """The function returned inside its loop.

    You count the first layer only: look where the `return` stands. It belongs after the loop, not in it.
    """
    return _cnn_parameters(layers[:1])


def multiplied(layers):
    """The layers' counts were multiplied.

    What the layers learn is added up: each has numbers of its own.
    """
    product = 1
    for layer in layers:
        product *= _cnn_parameters([layer])
    return product


def one_bias_per_layer(layers):
    """One bias was counted for each layer.

    A layer has as many biases as it has filters or outputs, not one.
    """
    return _cnn_parameters(layers) - sum(layer[2] - 1 for layer in layers)


def list_emptied(layers):
    """The caller's list was emptied.

    Your number is right, but the list is empty afterwards, and whoever called needs it still. Loop over it, or
    work on a copy: `list(layers)`.
    """
    total = _cnn_parameters(list(layers))
    layers.clear()
    return total


def kept_counting(layers):
    """The count went on from the last call.

    The first call is right, the next ones are too large: your total outlives the call. Start it at 0 inside the
    function, not outside and not as a default argument.
    """
    _TOTAL[0] += _cnn_parameters(layers)
    return _TOTAL[0]


def every_layer_a_convolution(layers):
    """Linear layers were given the kernel of the layer before.

    A linear layer has no kernel. Look at each layer's own name before you count.
    """
    total, kernel = 0, 1
    for layer in layers:
        kernel = layer[3] if layer[0] == "conv" else kernel
        total += layer[2] * (layer[1] * kernel**2 + 1)
    return total


def as_float(layers):
    """The count was given as a float.

    The number is right, but a count is an int.
    """
    return float(_cnn_parameters(layers))


def only_the_last_layer(layers):
    """Each layer's number takes the place of the one before.

    You return the number of the last layer: `=` forgets what was there. Add up with `+=`.
    """
    return _cnn_parameters(layers[-1:])


def same_layers_once(layers):
    """Layers that are alike are counted once.

    Two layers with the same numbers are two layers: each learns its own weights. A set, or a dict with the layers as
    keys, keeps only one of them; go through the list itself.
    """
    return _cnn_parameters(list(dict.fromkeys(layers)))


def convolutions_come_first(layers):
    """Convolutions after the first linear layer are not counted.

    Your count expects all convolutions before the linear layers. They come in any order: look at the kind of each layer
    in turn.
    """
    linear = [place for place, layer in enumerate(layers) if layer[0] == "linear"]
    first = linear[0] if linear else len(layers)
    return _cnn_parameters([layer for place, layer in enumerate(layers) if layer[0] == "linear" or place < first])


def list_reversed(layers):
    """The caller's list was turned round.

    Your number is right, but the list stands in another order afterwards. `sort` and `reverse` change the list itself;
    `sorted` and `reversed` leave it alone.
    """
    layers.reverse()
    return _cnn_parameters(layers)

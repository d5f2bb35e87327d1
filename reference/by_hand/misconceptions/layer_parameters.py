"""Wrong answers to `layer_parameters`, each from a wrong procedure."""


def bias_forgotten(layer):
    """The biases were left out.

    Those are the weights. Each filter also learns one bias, so there are as many more as there are filters.
    """
    _size, filters, kernel = layer
    return filters * kernel**2


def one_bias_for_all(layer):
    """One bias was counted for the whole layer.

    Each filter has a bias of its own, which is added all over its map. You counted one for all of them.
    """
    _size, filters, kernel = layer
    return filters * kernel**2 + 1


def side_instead_of_area(layer):
    """A filter was counted as one row of weights.

    A filter of k x k has k times k weights, not k.
    """
    _size, filters, kernel = layer
    return filters * (kernel + 1)


def own_weights_everywhere(layer):
    """Every place was given weights of its own.

    You gave every place of the map its own weights. A convolution uses the same few weights everywhere: that is
    what makes it small.
    """
    size, filters, kernel = layer
    return filters * (size - kernel + 1) ** 2 * (kernel**2 + 1)


def fully_connected(layer):
    """A fully connected layer was counted.

    That is a fully connected layer from all pixels to as many units as there are filters. A filter sees one
    small window at a time.
    """
    size, filters, _kernel = layer
    return (size**2 + 1) * filters


def one_filter(layer):
    """One filter was counted.

    That is one filter with its bias. The layer has more of them.
    """
    _size, _filters, kernel = layer
    return kernel**2 + 1


def bias_per_weight(layer):
    """A bias was counted for every weight.

    The bias is added once to the whole sum, not to every product: one per filter.
    """
    _size, filters, kernel = layer
    return 2 * filters * kernel**2


def as_float(layer):
    """The count was given with a decimal point.

    The number is right. A count is a whole number: leave the decimal point away.
    """
    _size, filters, kernel = layer
    return float(filters * (kernel**2 + 1))

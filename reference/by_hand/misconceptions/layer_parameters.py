"""Wrong answers to `layer_parameters`, each from a wrong procedure."""


def bias_forgotten():
    """The biases were left out.

    Those are the weights. Each filter also learns one bias, so there are as many more as there are filters.
    """
    return 400


def one_bias_for_all():
    """One bias was counted for the whole layer.

    Each filter has a bias of its own, which is added all over its map. You counted one for all of them.
    """
    return 401


def side_instead_of_area():
    """A filter was counted as one row of weights.

    A filter of k x k has k times k weights, not k.
    """
    return 16 * (5 + 1)


def own_weights_everywhere():
    """Every place was given weights of its own.

    You gave every place of the map its own weights. A convolution uses the same few weights everywhere: that is
    what makes it small.
    """
    return 16 * 24 * 24 * (5 * 5 + 1)


def fully_connected():
    """A fully connected layer was counted.

    That is a fully connected layer from all pixels to as many units as there are filters. A filter sees one
    small window at a time.
    """
    return 28 * 28 * 16 + 16


def one_filter():
    """One filter was counted.

    That is one filter with its bias. The layer has more of them.
    """
    return 26


def bias_per_weight():
    """A bias was counted for every weight.

    The bias is added once to the whole sum, not to every product: one per filter.
    """
    return 2 * 400


def as_float():
    """The count was given with a decimal point.

    The number is right. A count is a whole number: leave the decimal point away.
    """
    return 416.0

"""Wrong answers to `layer_output`, each from a wrong procedure."""


def channels_last(layer):
    """The channels were put last.

    The numbers are right, the order is not: in this course the channels come first, (channels, height, width),
    as in PyTorch.
    """
    size, filters, kernel = layer
    return (size - kernel + 1, size - kernel + 1, filters)


def same_size(layer):
    """The size of the picture was kept.

    Sizes stay only with padding, and there is none: a kernel of k rows takes k - 1 rows away.
    """
    size, filters, _kernel = layer
    return (filters, size, size)


def one_channel(layer):
    """The filters were taken to give one map together.

    Each filter gives a map of its own, and each map is a channel of the output.
    """
    size, _filters, kernel = layer
    return (1, size - kernel + 1, size - kernel + 1)


def no_plus_one(layer):
    """The first place was not counted.

    Height and width are one short: n - k counts the steps, and the place the kernel starts from comes on top.
    """
    size, filters, kernel = layer
    return (filters, size - kernel, size - kernel)


def with_a_batch(layer):
    """A batch was put in front.

    One picture is expected, without a batch in front: (channels, height, width).
    """
    size, filters, kernel = layer
    return (1, filters, size - kernel + 1, size - kernel + 1)


def half_a_kernel(layer):
    """Half the kernel was taken away.

    The kernel stays inside on both sides: k - 1 rows are lost in all, not half a kernel.
    """
    size, filters, kernel = layer
    return (filters, size - kernel // 2, size - kernel // 2)


def shape_of_the_weights(layer):
    """The shape of the weights was given.

    That is the shape of the layer's weights, (filters, kernel, kernel). The output has a whole map for every
    filter.
    """
    _size, filters, kernel = layer
    return (filters, kernel, kernel)


def as_floats(layer):
    """The shape was given with decimal points.

    The numbers are right. A shape is made of counts, so of whole numbers: NumPy refuses others.
    """
    size, filters, kernel = layer
    return (float(filters), float(size - kernel + 1), float(size - kernel + 1))

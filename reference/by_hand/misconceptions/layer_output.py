"""Wrong answers to `layer_output`, each from a wrong procedure."""


def channels_last():
    """The channels were put last.

    The numbers are right, the order is not: in this course the channels come first, (channels, height, width),
    as in PyTorch.
    """
    return (24, 24, 16)


def same_size():
    """The size of the picture was kept.

    Sizes stay only with padding, and there is none: a kernel of k rows takes k - 1 rows away.
    """
    return (16, 28, 28)


def one_channel():
    """The filters were taken to give one map together.

    Each filter gives a map of its own, and each map is a channel of the output.
    """
    return (1, 24, 24)


def no_plus_one():
    """The first place was not counted.

    Height and width are one short: n - k counts the steps, and the place the kernel starts from comes on top.
    """
    return (16, 23, 23)


def with_a_batch():
    """A batch was put in front.

    One picture is expected, without a batch in front: (channels, height, width).
    """
    return (1, 16, 24, 24)


def half_a_kernel():
    """Half the kernel was taken away.

    The kernel stays inside on both sides: k - 1 rows are lost in all, not half a kernel.
    """
    return (16, 26, 26)


def shape_of_the_weights():
    """The shape of the weights was given.

    That is the shape of the layer's weights, (filters, kernel, kernel). The output has a whole map for every
    filter.
    """
    return (16, 5, 5)


def as_floats():
    """The shape was given with decimal points.

    The numbers are right. A shape is made of counts, so of whole numbers: NumPy refuses others.
    """
    return (16.0, 24.0, 24.0)

"""Wrong answers to `network_field`, each with the misconception behind it."""


def own_stride_counted():
    """A layer's own stride was counted at once.

    A layer's stride moves ITS outputs apart, so it stretches what the next layers add, not what the layer
    itself adds. Let the field grow with the jump of the layers before, and only then multiply the jump.
    """
    return 27


def whole_field_times_stride():
    """The backward rule was used forwards.

    One of the course's texts gets 11 for three layers of 3 x 3, the last with stride 2, as you do; it is 7.
    Your rule multiplies the whole field by each layer's stride. It is a right rule when it is used from the
    last layer back to the first. Going forwards, a layer adds its kernel less one, times the strides of the
    layers before it.
    """
    return 44


def strides_forgotten():
    """Strides were left out.

    Your field grows as if all strides were 1. After a stride of 2 neighbours lie two pixels apart, so a later
    layer reaches twice as far.
    """
    return 10


def kernels_added():
    """The kernels were added up.

    You added the kernels. Each layer adds its kernel less one, times the strides before it.
    """
    return 13


def pooling_left_out():
    """Pooling layers were left out.

    Pooling counts like a convolution: its window widens the field, and its stride lengthens later steps.
    """
    return 8


def last_layer_forgotten():
    """The last pooling was left out.

    An entry of the last map is expected, so the last pooling counts as well.
    """
    return 12


def both_axes():
    """The number of pixels seen was given.

    You gave the area. Asked is the side, along one axis.
    """
    return 16**2


def as_float():
    """The field was given as a float.

    The number is right, but it counts pixels: an int.
    """
    return 16.0

"""Wrong answers to `network_field`, each with the misconception behind it."""


def _layers(kernels):
    return [(kernels[0], 1), (2, 2), (kernels[1], 2), (2, 2)]


def _field(layers):
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
    return field


def own_stride_counted(kernels):
    """A layer's own stride was counted at once.

    A layer's stride moves ITS outputs apart, so it stretches what the next layers add, not what the layer
    itself adds. Let the field grow with the jump of the layers before, and only then multiply the jump.
    """
    field = jump = 1
    for kernel, stride in _layers(kernels):
        jump *= stride
        field += (kernel - 1) * jump
    return field


def whole_field_times_stride(kernels):
    """The backward rule was used forwards.

    One of the course's texts gets 11 for three layers of 3 x 3, the last with stride 2, as you do; it is 7.
    Your rule multiplies the whole field by each layer's stride. It is a right rule when it is used from the
    last layer back to the first. Going forwards, a layer adds its kernel less one, times the strides of the
    layers before it.
    """
    field = 1
    for kernel, stride in _layers(kernels):
        field = (field - 1) * stride + kernel
    return field


def strides_forgotten(kernels):
    """Strides were left out.

    Your field grows as if all strides were 1. After a stride of 2 neighbours lie two pixels apart, so a later
    layer reaches twice as far.
    """
    return _field([(kernel, 1) for kernel, _ in _layers(kernels)])


def kernels_added(kernels):
    """The kernels were added up.

    You added the kernels. Each layer adds its kernel less one, times the strides before it.
    """
    return sum(kernel for kernel, _ in _layers(kernels))


def pooling_left_out(kernels):
    """Pooling layers were left out.

    Pooling counts like a convolution: its window widens the field, and its stride lengthens later steps.
    """
    return _field([(kernel, 1) for kernel in kernels])


def last_layer_forgotten(kernels):
    """The last pooling was left out.

    An entry of the last map is expected, so the last pooling counts as well.
    """
    return _field(_layers(kernels)[:-1])


def both_axes(kernels):
    """The number of pixels seen was given.

    You gave the area. Asked is the side, along one axis.
    """
    return _field(_layers(kernels)) ** 2


def as_float(kernels):
    """The field was given as a float.

    The number is right, but it counts pixels: an int.
    """
    return float(_field(_layers(kernels)))


def own_stride_alone(kernels):
    """Each layer's step was stretched by its own stride alone.

    You multiplied each kernel less one by that layer's own stride. What stretches a layer's reach are the strides of
    all layers before it, multiplied; its own counts from the next layer on.
    """
    return 1 + sum((kernel - 1) * stride for kernel, stride in _layers(kernels))

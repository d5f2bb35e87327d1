"""Wrong answers to `receptive_field`, each with the misconception behind it."""

from solution import receptive_field as _receptive_field


def whole_field_times_stride(layers):
    """The backward rule was used forwards (the text's 11).

    One of the course's texts gets 11 for three layers of 3 x 3, the last with stride 2, as you do; it is 7.
    Your rule multiplies the whole field by each layer's stride. It is a right rule when it is used from the
    last layer back to the first. Going forwards, a layer adds its kernel less one, times the strides of the
    layers before it.
    """
    field = 1
    for kernel, stride in layers:
        field = (field - 1) * stride + kernel
    return field


def own_stride_counted(layers):
    """A layer's own stride was counted at once.

    A layer's stride moves ITS outputs apart, so it stretches what the next layers add, not what the layer
    itself adds. Let the field grow with the jump of the layers before, and only then multiply the jump.
    """
    field = jump = 1
    for kernel, stride in layers:
        jump *= stride
        field += (kernel - 1) * jump
    return field


def strides_forgotten(layers):
    """Strides were left out.

    Your field grows by each kernel less one, as if all strides were 1. After a stride of 2 neighbours lie two
    pixels apart, so a later layer reaches twice as far.
    """
    return _receptive_field([(kernel, 1) for kernel, _stride in layers])


def kernels_added(layers):
    """The kernels were added up.

    You added whole kernels. A kernel of three around an entry reaches one further on either side: it adds two,
    its size less one.
    """
    return _receptive_field([(kernel + 1, stride) for kernel, stride in layers])


def started_at_zero(layers):
    """The field was started at 0.

    Your field is one short. Before any layer an entry sees itself: start at 1.
    """
    return _receptive_field(layers) - 1


def kernels_multiplied(layers):
    """The kernels were multiplied.

    Fields do not multiply: two layers of 3 x 3 see 5, not 9, since their windows overlap. Each layer adds its
    kernel less one, times the jump.
    """
    field = 1
    for kernel, _stride in layers:
        field *= kernel
    return field


def strides_added(layers):
    """Strides were added instead of multiplied.

    Strides multiply: after two layers of stride 2 neighbours lie four pixels apart, and after three, eight. You
    add them.
    """
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump += stride - 1
    return field


def last_stride_only(layers):
    """Only the stride of the layer before was used.

    Each step is as long as ALL the strides before have made it, multiplied. You use that of the layer before
    alone.
    """
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump = stride
    return field


def pooling_left_out(layers):
    """Pooling layers were left out.

    Pooling counts like a convolution: its window widens the field, and its stride lengthens the steps of what
    follows. Do not skip layers whose kernel equals their stride.
    """
    return _receptive_field([(kernel, stride) for kernel, stride in layers if not kernel == stride > 1])


def pooling_only_by_its_stride(layers):
    """Pooling was taken to change the steps only.

    A pooling window looks at several entries, so it widens the field like any kernel. You count its stride
    alone.
    """
    return _receptive_field([(1 if kernel == stride > 1 else kernel, stride) for kernel, stride in layers])


def layers_reversed(layers):
    """The layers were gone through from the last to the first.

    You go through the list backwards. The first layer comes first: its stride stretches what all later layers
    add.
    """
    return _receptive_field(layers[::-1])


def stride_less_one(layers):
    """The jump was counted as stride less one.

    Neighbours lie a whole stride apart, not a stride less one.
    """
    return _receptive_field([(kernel, max(1, stride - 1)) for kernel, stride in layers])


def no_layers_see_nothing(layers):
    """An empty network was taken to see nothing.

    Without any layer an entry is the pixel itself: it sees 1.
    """
    return _receptive_field(layers) if layers else 0


def last_layer_forgotten(layers):
    """The last layer was left out.

    The last layer's kernel widens the field as well; it is only its stride that does not count yet.
    """
    return _receptive_field(layers[:-1])


def both_axes(layers):
    """The number of pixels seen was given.

    You gave the area. Asked is the side, along one axis.
    """
    return _receptive_field(layers) ** 2


def list_emptied(layers):
    """The caller's list was emptied.

    Your number is right, but the list is empty afterwards, and whoever called needs it still. Loop over it, or
    work on a copy: `list(layers)`.
    """
    field = _receptive_field(list(layers))
    layers.clear()
    return field


def as_float(layers):
    """The field was given as a float.

    The number is right, but it counts pixels: an int.
    """
    return float(_receptive_field(layers))


def own_stride_alone(layers):
    """Each layer's step was stretched by its own stride alone.

    You multiply each kernel less one by that layer's own stride. What stretches a layer's reach are the strides of all
    layers before it, multiplied; its own counts from the next layer on.
    """
    return 1 + sum((kernel - 1) * stride for kernel, stride in layers)

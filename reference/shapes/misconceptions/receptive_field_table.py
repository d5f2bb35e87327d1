"""Wrong answers to `receptive_field_table`, each with the misconception behind it."""

from solution import receptive_field_table as _receptive_field_table

_TABLE = []


def whole_field_times_stride(layers):
    """The backward rule was used forwards.

    One of the course's texts gets 11 for three layers of 3 x 3, the last with stride 2, as you do; it is 7.
    Your rule multiplies the whole field by each layer's stride. It is a right rule when it is used from the
    last layer back to the first. Going forwards, a layer adds its kernel less one, times the strides of the
    layers before it.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers:
        field = (field - 1) * stride + kernel
        jump *= stride
        table.append((field, jump))
    return table


def own_stride_counted(layers):
    """A layer's own stride was counted at once.

    A layer's stride moves ITS outputs apart, so it stretches what the next layers add, not what the layer
    itself adds. Let the field grow with the jump of the layers before, and only then multiply the jump.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers:
        jump *= stride
        field += (kernel - 1) * jump
        table.append((field, jump))
    return table


def jump_before_the_layer(layers):
    """The jump before each layer was noted.

    Your jumps are one row late: asked is the jump after the layer, with its own stride multiplied in.
    """
    table = _receptive_field_table(layers)
    return [(field, jump // stride) for (field, jump), (_kernel, stride) in zip(table, layers, strict=False)]


def field_before_the_layer(layers):
    """The field before each layer was noted.

    Your fields are one row late: asked is the field after the layer. Let it grow before you note it.
    """
    table = _receptive_field_table(layers)
    return [(before, jump) for (before, _), (_, jump) in zip([(1, 1), *table], table, strict=False)]


def own_stride_as_jump(layers):
    """Each layer's own stride was given as the jump.

    The jump counts input pixels, so all strides so far are multiplied. You give the layer's own stride alone.
    """
    return [(field, stride) for (field, _), (_, stride) in zip(_receptive_field_table(layers), layers, strict=False)]


def strides_added(layers):
    """Strides were added instead of multiplied.

    Strides multiply: after two layers of stride 2 neighbours lie four pixels apart. You add them.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump += stride - 1
        table.append((field, jump))
    return table


def strides_forgotten(layers):
    """Strides were left out of the fields.

    Your jumps are right, but your fields do not use them: a layer's kernel less one is multiplied by the jump
    before it.
    """
    fields = _receptive_field_table([(kernel, 1) for kernel, _stride in layers])
    return [(field, jump) for (field, _), (_, jump) in zip(fields, _receptive_field_table(layers), strict=False)]


def kernels_added(layers):
    """The kernels were added up.

    You added whole kernels. A kernel adds its size less one, times the jump.
    """
    return _receptive_field_table([(kernel + 1, stride) for kernel, stride in layers])


def pair_swapped(layers):
    """Jump and field changed places.

    Each pair is (receptive field, jump); yours are the other way round.
    """
    return [(jump, field) for field, jump in _receptive_field_table(layers)]


def started_at_zero(layers):
    """The field was started at 0.

    Your fields are one short. Before any layer an entry sees itself: start at 1.
    """
    return [(field - 1, jump) for field, jump in _receptive_field_table(layers)]


def input_listed(layers):
    """The input was listed as a layer.

    Your table starts with a row for the input. Asked is a row after each layer, as many as there are layers.
    """
    return [(1, 1), *_receptive_field_table(layers)]


def last_row_only(layers):
    """Only the last row was given.

    That is the last row. A list is expected, with a row after every layer.
    """
    return _receptive_field_table(layers)[-1:]


def layers_reversed(layers):
    """The layers were gone through from the last to the first.

    You go through the list backwards. The first layer comes first: its stride stretches what all later layers
    add.
    """
    return _receptive_field_table(layers[::-1])


def pooling_left_out(layers):
    """Pooling layers were left out.

    Pooling counts like a convolution. Do not skip layers whose kernel equals their stride.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers:
        if not kernel == stride > 1:
            field += (kernel - 1) * jump
            jump *= stride
        table.append((field, jump))
    return table


def table_kept(layers):
    """The table went on from the last call.

    The first call is right, the next ones have old rows in front: your table outlives the call. Make a new list
    inside the function.
    """
    _TABLE.extend(_receptive_field_table(layers))
    return list(_TABLE)


def list_emptied(layers):
    """The caller's list was emptied.

    Your table is right, but the list is empty afterwards, and whoever called needs it still. Loop over it, or
    work on a copy: `list(layers)`.
    """
    table = _receptive_field_table(list(layers))
    layers.clear()
    return table


def as_floats(layers):
    """The numbers were given as floats.

    The numbers are right, but they count pixels: ints.
    """
    return [(float(field), float(jump)) for field, jump in _receptive_field_table(layers)]


def row_before_the_layer(layers):
    """Each row was noted before its layer was worked out.

    Your table is one row late: it starts with the input and lacks the last layer. Asked is what holds after each layer,
    so let field and jump grow first and note them then.
    """
    return [(1, 1), *_receptive_field_table(layers)][: len(layers)]


def same_row_again(layers):
    """One list was changed and noted again and again.

    All your rows are the last one: you note the same list each time, and changing it changes what was noted before.
    Note a new tuple for each layer.
    """
    table = _receptive_field_table(layers)
    return [list(table[-1])] * len(table)


def own_stride_alone(layers):
    """Each layer's step was stretched by its own stride alone.

    You multiply each kernel less one by that layer's own stride. What stretches a layer's reach are the strides of all
    layers before it, multiplied; its own counts from the next layer on.
    """
    table, field, jump = [], 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * stride
        jump *= stride
        table.append((field, jump))
    return table

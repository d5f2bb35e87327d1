"""Wrong answers to `receptive_field_table`, each with the misconception behind it."""

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
    table = []
    field = jump = 1
    for kernel, stride in layers:
        row = (field + (kernel - 1) * jump, jump)
        field, jump = row[0], jump * stride
        table.append(row)
    return table


def field_before_the_layer(layers):
    """The field before each layer was noted.

    Your fields are one row late: asked is the field after the layer. Let it grow before you note it.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers:
        row = (field, jump * stride)
        field, jump = field + (kernel - 1) * jump, jump * stride
        table.append(row)
    return table


def own_stride_as_jump(layers):
    """Each layer's own stride was given as the jump.

    The jump counts input pixels, so all strides so far are multiplied. You give the layer's own stride alone.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
        table.append((field, stride))
    return table


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
    table = []
    field = jump = 1
    for kernel, stride in layers:
        field += kernel - 1
        jump *= stride
        table.append((field, jump))
    return table


def kernels_added(layers):
    """The kernels were added up.

    You added whole kernels. A kernel adds its size less one, times the jump.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers:
        field += kernel * jump
        jump *= stride
        table.append((field, jump))
    return table


def pair_swapped(layers):
    """Jump and field changed places.

    Each pair is (receptive field, jump); yours are the other way round.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
        table.append((jump, field))
    return table


def started_at_zero(layers):
    """The field was started at 0.

    Your fields are one short. Before any layer an entry sees itself: start at 1.
    """
    table = []
    field, jump = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
        table.append((field - 1, jump))
    return table


def input_listed(layers):
    """The input was listed as a layer.

    Your table starts with a row for the input. Asked is a row after each layer, as many as there are layers.
    """
    table = [(1, 1)]
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
        table.append((field, jump))
    return table


def last_row_only(layers):
    """Only the last row was given.

    That is the last row. A list is expected, with a row after every layer.
    """
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
    return [(field, jump)] if layers else []


def layers_reversed(layers):
    """The layers were gone through from the last to the first.

    You go through the list backwards. The first layer comes first: its stride stretches what all later layers
    add.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers[::-1]:
        field += (kernel - 1) * jump
        jump *= stride
        table.append((field, jump))
    return table


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
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
        _TABLE.append((field, jump))
    return list(_TABLE)


def list_emptied(layers):
    """The caller's list was emptied.

    Your table is right, but the list is empty afterwards, and whoever called needs it still. Loop over it, or
    work on a copy: `list(layers)`.
    """
    table, field, jump = [], 1, 1
    while layers:
        kernel, stride = layers.pop(0)
        field += (kernel - 1) * jump
        jump *= stride
        table.append((field, jump))
    return table


def as_floats(layers):
    """The numbers were given as floats.

    The numbers are right, but they count pixels: ints.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
        table.append((float(field), float(jump)))
    return table


def row_before_the_layer(layers):
    """Each row was noted before its layer was worked out.

    Your table is one row late: it starts with the input and lacks the last layer. Asked is what holds after each layer,
    so let field and jump grow first and note them then.
    """
    table = []
    field = jump = 1
    for kernel, stride in layers:
        table.append((field, jump))
        field, jump = field + (kernel - 1) * jump, jump * stride
    return table


def same_row_again(layers):
    """One list was changed and noted again and again.

    All your rows are the last one: you note the same list each time, and changing it changes what was noted before.
    Note a new tuple for each layer.
    """
    row, table = [1, 1], []
    for kernel, stride in layers:
        row[0] += (kernel - 1) * row[1]
        row[1] *= stride
        table.append(row)
    return table

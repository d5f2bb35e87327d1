"""Wrong answers to `design`, each from a wrong procedure."""


def padding_forgotten():
    """A stride of 2 was taken to halve whatever the kernel is.

    Stride 2 alone does not halve the size: without padding your kernel loses its last place. Put your three
    numbers into the formula and see what comes out.
    """
    return (3, 0, 2)


def size_kept():
    """A layer that keeps the size was given.

    This layer keeps the size. What makes an output about half as large?
    """
    return (3, 1, 1)


def one_too_many():
    """The padding was too much by one.

    Your layer gives one row more than asked. Put your numbers into the formula: it rounds down only at the end.
    """
    return (2, 1, 2)


def one_too_few():
    """The kernel was too large for its padding.

    Your layer gives one row fewer than asked. Put your numbers into the formula; a larger kernel needs more
    padding.
    """
    return (5, 1, 2)


def order_mixed_up():
    """Stride and padding changed places.

    In the order asked, (kernel, padding, stride), your numbers are another layer. The order here is not that of
    PyTorch's arguments.
    """
    return (3, 2, 1)


def kernel_of_half_the_size(design):
    """A kernel of the output's size was taken to give it.

    A kernel of k rows fits into n rows in n - k + 1 places. You are one off.
    """
    return (design[1], 0, 1)


def negative_padding(design):
    """The picture was cut instead of padded.

    The formula is fulfilled, but a padding below 0 would cut pixels off, and no layer takes it. Use a stride
    instead.
    """
    return (1, -(design[1] // 2), 1)


def as_floats():
    """The layer was described with decimal points.

    Your layer is right. Kernel, padding and stride are counts, so they are whole numbers: PyTorch refuses
    floats.
    """
    return (3.0, 1.0, 2.0)


def kernel_left_out():
    """Only two of the three numbers were given.

    Three numbers are expected, in this order: kernel, padding, stride.
    """
    return (1, 2)

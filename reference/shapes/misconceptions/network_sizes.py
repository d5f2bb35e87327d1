"""Wrong answers to `network_sizes`, each with the misconception behind it."""


def rounded_up():
    """A division that leaves a remainder was rounded up.

    One of your sizes is too large: where the stride leaves a remainder, the last step is not taken. Round down,
    then add 1.
    """
    return [26, 13, 7, 3]


def padding_forgotten():
    """The second convolution's padding was left out.

    The second convolution has padding: its input grows by 2p before the kernel starts.
    """
    return [26, 13, 5, 2]


def stride_forgotten():
    """The second convolution's stride was left out.

    The second convolution moves by two, so its map is about half as large.
    """
    return [26, 13, 12, 6]


def no_plus_one():
    """The first place was not counted in the convolutions.

    Your convolutions are one short: the division counts the steps, and the place the kernel starts from comes
    on top.
    """
    return [25, 12, 5, 2]


def pooling_forgotten():
    """Pooling was taken to keep the size.

    Pooling with a window of 2 and a stride of 2 halves the map.
    """
    return [26, 26, 13, 13]


def same_size():
    """Convolutions were taken to keep the size.

    A convolution keeps the size only with the right padding. The first one has none at all.
    """
    return [30, 15, 7, 3]


def input_listed():
    """The input was listed too.

    Four sizes are expected: after each conv and pool. The input is not one of them.
    """
    return [30, 26, 13, 6, 3]


def as_pairs():
    """Height and width were given for each map.

    One number for each map is expected: its height.
    """
    return [(26, 26), (13, 13), (6, 6), (3, 3)]


def as_floats():
    """The sizes were given as floats.

    The numbers are right, but sizes are counts: ints.
    """
    return [26.0, 13.0, 6.0, 3.0]


def not_rounded():
    """The remainder was left as a fraction.

    A map with half a row does not exist. Round down, then add 1.
    """
    return [26, 13, 6.5, 3.25]


def size_before_each_layer():
    """The size that goes into each layer was given.

    Your sizes are one layer late: they start with the input. Asked is the height of the map that comes out of each conv
    and pool.
    """
    return [30, 26, 13, 6]

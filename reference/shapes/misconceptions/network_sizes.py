"""Wrong answers to `network_sizes`, each with the misconception behind it."""


def _sizes(size, kernels, padding=1, stride=2, up=False):
    first = size - kernels[0] + 1
    reach = first // 2 + 2 * padding - kernels[1]
    second = (-(-reach // stride) if up else reach // stride) + 1
    return [first, first // 2, second, second // 2]


def rounded_up(size, kernels):
    """A division that leaves a remainder was rounded up.

    One of your sizes is too large: where the stride leaves a remainder, the last step is not taken. Round down,
    then add 1.
    """
    return _sizes(size, kernels, up=True)


def padding_forgotten(size, kernels):
    """The second convolution's padding was left out.

    The second convolution has padding: its input grows by 2p before the kernel starts.
    """
    return _sizes(size, kernels, padding=0)


def stride_forgotten(size, kernels):
    """The second convolution's stride was left out.

    The second convolution moves by two, so its map is about half as large.
    """
    return _sizes(size, kernels, stride=1)


def no_plus_one(size, kernels):
    """The first place was not counted in the convolutions.

    Your convolutions are one short: the division counts the steps, and the place the kernel starts from comes
    on top.
    """
    first = size - kernels[0]
    second = (first // 2 + 2 - kernels[1]) // 2
    return [first, first // 2, second, second // 2]


def pooling_forgotten(size, kernels):
    """Pooling was taken to keep the size.

    Pooling with a window of 2 and a stride of 2 halves the map.
    """
    first = size - kernels[0] + 1
    second = (first + 2 - kernels[1]) // 2 + 1
    return [first, first, second, second]


def same_size(size, kernels):
    """Convolutions were taken to keep the size.

    A convolution keeps the size only with the right padding. The first one has none at all.
    """
    return [size, size // 2, size // 4, size // 8]


def input_listed(size, kernels):
    """The input was listed too.

    Four sizes are expected: after each conv and pool. The input is not one of them.
    """
    return [size, *_sizes(size, kernels)]


def as_pairs(size, kernels):
    """Height and width were given for each map.

    One number for each map is expected: its height.
    """
    return [(one, one) for one in _sizes(size, kernels)]


def as_floats(size, kernels):
    """The sizes were given as floats.

    The numbers are right, but sizes are counts: ints.
    """
    return [float(one) for one in _sizes(size, kernels)]


def not_rounded(size, kernels):
    """The remainder was left as a fraction.

    A map with half a row does not exist. Round down, then add 1.
    """
    first = size - kernels[0] + 1
    second = (first / 2 + 2 - kernels[1]) / 2 + 1
    return [first, first / 2, second, second / 2]


def size_before_each_layer(size, kernels):
    """The size that goes into each layer was given.

    Your sizes are one layer late: they start with the input. Asked is the height of the map that comes out of each conv
    and pool.
    """
    return [size, *_sizes(size, kernels)[:-1]]

"""Wrong answers to `conv_parameters`, each with the misconception behind it."""

from solution import conv_parameters as _conv_parameters


def _sides(kernel_size):
    return kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)


def input_channels_forgotten(in_channels, out_channels, kernel_size, bias=True):
    """The input channels were left out.

    Your count does not change with `in_channels`. It is right for grey pictures, where the formula often stands
    as N(k k + 1); in general each filter has weights for every input channel.
    """
    return _conv_parameters(1, out_channels, kernel_size, bias)


def bias_forgotten(in_channels, out_channels, kernel_size, bias=True):
    """The biases were never counted.

    Each filter has a bias of its own unless `bias` is False. Those are missing.
    """
    return _conv_parameters(in_channels, out_channels, kernel_size, False)


def bias_always(in_channels, out_channels, kernel_size, bias=True):
    """The biases were counted even where there are none.

    Your count does not change with `bias`. Without biases there are as many numbers fewer as there are filters.
    """
    return _conv_parameters(in_channels, out_channels, kernel_size, True)


def one_bias_for_all(in_channels, out_channels, kernel_size, bias=True):
    """One bias was counted for the whole layer.

    Each filter has its own bias, which it adds to its whole map: as many biases as filters.
    """
    return _conv_parameters(in_channels, out_channels, kernel_size, False) + bool(bias)


def bias_for_every_channel(in_channels, out_channels, kernel_size, bias=True):
    """A bias was counted for every input channel of a filter.

    A filter sums over all its input channels first and adds its one bias then. You counted one for every
    channel.
    """
    height, width = _sides(kernel_size)
    return out_channels * in_channels * (height * width + bool(bias))


def biases_by_input_channel(in_channels, out_channels, kernel_size, bias=True):
    """As many biases were counted as there are input channels.

    Biases belong to the maps that come out: one for each filter, not for each input channel.
    """
    return _conv_parameters(in_channels, out_channels, kernel_size, False) + in_channels * bool(bias)


def side_instead_of_area(in_channels, out_channels, kernel_size, bias=True):
    """A filter was counted as one row of weights.

    A kernel of k x k has k times k weights in each channel, not k.
    """
    height, _width = _sides(kernel_size)
    return _conv_parameters(in_channels, out_channels, (height, 1), bias)


def pair_taken_for_a_square(in_channels, out_channels, kernel_size, bias=True):
    """Only the first number of a pair was used.

    A pair is (height, width), and the two may differ: multiply them, instead of squaring one.
    """
    height, _width = _sides(kernel_size)
    return _conv_parameters(in_channels, out_channels, (height, height), bias)


def pair_added(in_channels, out_channels, kernel_size, bias=True):
    """The sides of the kernel were added.

    A kernel of 3 x 2 has six weights: its sides are multiplied, not added.
    """
    return _conv_parameters(in_channels, out_channels, (sum(_sides(kernel_size)), 1), bias)


def pairs_not_foreseen(in_channels, out_channels, kernel_size, bias=True):
    """A pair as kernel size was not foreseen.

    `kernel_size` may be an int or a pair (height, width). Yours works for ints only: find out first which of
    the two it is.
    """
    return _conv_parameters(in_channels, out_channels, (kernel_size**2, 1), bias)


def one_filter_per_channel(in_channels, out_channels, kernel_size, bias=True):
    """One filter was counted for each input channel.

    That is a depthwise layer, in which channels stay apart. In a plain convolution every one of the filters
    looks at all input channels.
    """
    height, width = _sides(kernel_size)
    return in_channels * height * width + out_channels * bool(bias)


def one_filter(in_channels, out_channels, kernel_size, bias=True):
    """One filter was counted.

    That is one filter with its bias. The layer has `out_channels` of them.
    """
    return _conv_parameters(in_channels, 1, kernel_size, bias)


def channels_added(in_channels, out_channels, kernel_size, bias=True):
    """Input and output channels were added.

    Every filter looks at every input channel, so the numbers of channels are multiplied, not added.
    """
    height, width = _sides(kernel_size)
    return (in_channels + out_channels) * height * width + out_channels * bool(bias)


def as_float(in_channels, out_channels, kernel_size, bias=True):
    """The count was given as a float.

    The number is right, but a count is an int. `/` and `**` with a fraction make floats; ints times ints stay
    ints.
    """
    return float(_conv_parameters(in_channels, out_channels, kernel_size, bias))


def one_filter_per_channel_when_equal(in_channels, out_channels, kernel_size, bias=True):
    """With as many channels out as in, each filter was given one channel.

    Your count is right unless the two numbers are equal. There too every filter looks at all input channels; nothing
    pairs the first filter with the first channel.
    """
    seen = 1 if in_channels == out_channels else in_channels
    return _conv_parameters(seen, out_channels, kernel_size, bias)

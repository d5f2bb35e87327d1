"""Wrong answers to `conv_cost`, each with the hint a student gets when the answer proves it."""

from solution import conv_cost as _right


def _both(k):
    return (k, k) if isinstance(k, int) else tuple(k)


def biases_counted(in_channels, out_channels, kernel_size, output_size, groups=1):
    """The biases are counted.

    You count a bias for every filter. They are left out here, in both numbers.
    """
    parameters, products = _right(in_channels, out_channels, kernel_size, output_size, groups)
    return parameters + out_channels, products


def groups_forgotten(in_channels, out_channels, kernel_size, output_size, groups=1):
    """The groups are not used.

    Your counts are those of a plain convolution. In groups every filter sees C_in / groups channels only.
    """
    return _right(in_channels, out_channels, kernel_size, output_size, 1)


def groups_twice(in_channels, out_channels, kernel_size, output_size, groups=1):
    """Both channel numbers are divided by the groups, and the groups not counted.

    C_in / groups times C_out / groups is the weight of one group, and there are `groups` of them.
    """
    parameters, products = _right(in_channels, out_channels, kernel_size, output_size, groups)
    return parameters // groups, products // groups


def operations_twice(in_channels, out_channels, kernel_size, output_size, groups=1):
    """Products and additions are counted apart.

    A multiply-add is one product that is added up: it counts once, where you count two operations.
    """
    parameters, products = _right(in_channels, out_channels, kernel_size, output_size, groups)
    return parameters, 2 * products


def one_channel(in_channels, out_channels, kernel_size, output_size, groups=1):
    """The input's channels are not counted.

    A filter has kH times kW numbers for every channel it sees.
    """
    return _right(groups, out_channels, kernel_size, output_size, groups)


def one_filter_operations(in_channels, out_channels, kernel_size, output_size, groups=1):
    """The multiply-adds of one filter are counted.

    Each of the C_out filters makes a map of that size: times C_out.
    """
    parameters, products = _right(in_channels, out_channels, kernel_size, output_size, groups)
    return parameters, products // out_channels


def square_kernel(in_channels, out_channels, kernel_size, output_size, groups=1):
    """The kernel's rows are used for its columns as well.

    `kernel_size` may be a pair: rows times columns, not rows squared.
    """
    return _right(in_channels, out_channels, _both(kernel_size)[0], output_size, groups)


def square_output(in_channels, out_channels, kernel_size, output_size, groups=1):
    """The output's rows are used for its columns as well.

    `output_size` may be a pair: rows times columns, not rows squared.
    """
    return _right(in_channels, out_channels, kernel_size, _both(output_size)[0], groups)


def one_row(in_channels, out_channels, kernel_size, output_size, groups=1):
    """The multiply-adds of one row of places are counted.

    Every weight is used at every place of the output: rows times columns.
    """
    parameters, _ = _right(in_channels, out_channels, kernel_size, output_size, groups)
    return parameters, parameters * _both(output_size)[1]


def exchanged(in_channels, out_channels, kernel_size, output_size, groups=1):
    """The two numbers are exchanged.

    First the parameters, then the multiply-adds.
    """
    return _right(in_channels, out_channels, kernel_size, output_size, groups)[::-1]

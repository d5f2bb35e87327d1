"""Wrong answers to `conv_output_size`, each with the misconception behind it."""

from solution import conv_output_size as _conv_output_size


def _checked(size, kernel, stride, padding, dilation):
    """Refuses what the exercise refuses; gives the padded size and what the kernel covers."""
    padded, covered = size + 2 * padding, dilation * (kernel - 1) + 1
    if stride < 1 or padding < 0 or covered > padded:
        raise ValueError("there is no such layer")
    return padded, covered


def _places(padded, covered, stride):
    if covered >= padded:
        raise ValueError("the kernel does not fit")
    return (padded - covered) // stride + 1


def not_rounded(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The division was left with its fraction.

    Your formula has no floor, as in one of the course's texts: it is right only where the stride divides. Where
    rows are left over, the kernel's last step is not taken. Round down (`//`), and then add 1.
    """
    padded, covered = _checked(input_size, kernel_size, stride, padding, dilation)
    return (padded - covered) / stride + 1


def rounded_up(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The division was rounded up.

    Where the stride leaves a remainder you count one place too many: the last step would carry the kernel over
    the edge. Round down; `//` does it for ints.
    """
    padded, covered = _checked(input_size, kernel_size, stride, padding, dilation)
    return _conv_output_size(input_size, kernel_size, stride, padding, dilation) + ((padded - covered) % stride > 0)


def rounded_to_nearest(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The division was rounded to the nearest whole number.

    `round` goes up as often as down. A step the kernel cannot finish is not taken, however nearly it fits:
    round down, with `//`.
    """
    padded, covered = _checked(input_size, kernel_size, stride, padding, dilation)
    return round((padded - covered) / stride) + 1


def no_plus_one(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The first place was not counted.

    You are one short everywhere. The division counts the steps the kernel takes; the place it starts from comes
    on top.
    """
    return _conv_output_size(input_size, kernel_size, stride, padding, dilation) - 1


def one_added_too_early(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The 1 was added before the division.

    With stride 1 your answers are right, with others some are not. The place the kernel starts from is not
    divided by the stride: divide the steps, round down, and only then add 1.
    """
    padded, covered = _checked(input_size, kernel_size, stride, padding, dilation)
    return (padded - covered + 1) // stride


def padding_on_one_side(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Padding was added once instead of on each side.

    Padding goes on each side of the axis: an input of n has n + 2p with its border.
    """
    _checked(input_size, kernel_size, stride, padding, dilation)
    return (input_size + padding - dilation * (kernel_size - 1) - 1) // stride + 1


def padding_forgotten(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Padding was left out.

    Your answer does not change with `padding`. The border of zeros belongs to the input before the kernel
    starts: n + 2p.
    """
    _padded, covered = _checked(input_size, kernel_size, stride, padding, dilation)
    return (input_size - covered) // stride + 1


def stride_forgotten(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The stride was left out.

    Your answer does not change with `stride`. The kernel skips places when it moves by more than one: divide
    the way it can go by the length of a step.
    """
    _checked(input_size, kernel_size, stride, padding, dilation)
    return _conv_output_size(input_size, kernel_size, 1, padding, dilation)


def dilation_forgotten(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Dilation was left out.

    Your answer does not change with `dilation`. A dilated kernel has gaps between its weights, so it covers
    more: one weight, and d for each of the k - 1 others.
    """
    _checked(input_size, kernel_size, stride, padding, dilation)
    return _conv_output_size(input_size, kernel_size, stride, padding)


def dilation_times_kernel(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The dilated kernel was taken to cover d times k.

    There are gaps between the weights, not after the last one. A kernel of k has k - 1 gaps, so it covers d(k -
    1) + 1, not d k.
    """
    _checked(input_size, kernel_size, stride, padding, dilation)
    return (input_size + 2 * padding - dilation * kernel_size) // stride + 1


def gaps_as_dilation(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Dilation was taken for the number of gaps.

    A dilation of d puts the weights d apart, which leaves d - 1 empty places between neighbours. With dilation
    1 there are none.
    """
    _checked(input_size, kernel_size, stride, padding, dilation)
    return (input_size + 2 * padding - kernel_size - (dilation - 1)) // stride + 1


def padding_and_stride_swapped(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The arguments were read in another order.

    Read the order of the arguments again: input, kernel, stride, padding, dilation. You take the third for the
    padding and the fourth for the stride.
    """
    if stride < 1 or padding < 0:
        raise ValueError("stride or padding")
    return (input_size + 2 * stride - dilation * (kernel_size - 1) - 1) // max(padding, 1) + 1


def nothing_refused(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """A layer that cannot be was given a size.

    Where the kernel does not fit, or the stride or padding makes no sense, the formula still gives some number,
    and nobody notices. This function raises ValueError there, as its docstring says.
    """
    try:
        return _conv_output_size(input_size, kernel_size, stride, padding, dilation)
    except ValueError:
        return (input_size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


def zero_instead_of_an_error(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """A layer that cannot be was given the size 0.

    A size of 0 hides the mistake until much later. Where the kernel does not fit, or the stride or padding
    makes no sense, raise ValueError with a text that says why.
    """
    try:
        padded, covered = _checked(input_size, kernel_size, stride, padding, dilation)
    except ValueError:
        return 0
    return (padded - covered) // stride + 1


def exact_fit_refused(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """A kernel as large as the padded input was refused.

    A kernel that covers exactly the padded input fits: in one place. Refuse only a larger one.
    """
    padded, covered = _checked(input_size, kernel_size, stride, padding, dilation)
    return _places(padded, covered, stride)


def remainder_refused(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """A stride that does not divide was refused.

    Rows left over by the stride are not an error: they are ignored. Round down instead of raising.
    """
    padded, covered = _checked(input_size, kernel_size, stride, padding, dilation)
    if (padded - covered) % stride:
        raise ValueError("the stride does not divide")
    return (padded - covered) // stride + 1


def as_float(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The size was given as a float.

    The numbers are right, but a size is a count: an int. `/` always gives a float in Python; `//` on ints gives
    an int and rounds down.
    """
    return float(_conv_output_size(input_size, kernel_size, stride, padding, dilation))


def padding_not_in_the_check(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """A kernel larger than the input was refused, although it fits the padded one.

    Your sizes are right, but you compare the kernel with the bare input. Padding makes room: compare it with the padded
    input.
    """
    padded, covered = _checked(input_size, kernel_size, stride, padding, dilation)
    if covered > input_size:
        raise ValueError("the kernel is too large")
    return (padded - covered) // stride + 1


def dilation_not_in_the_check(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """A dilated kernel that does not fit was given a size.

    Your sizes are right, but you compare the input with the kernel as it is before dilation. What must fit is what the
    dilated kernel covers, d(k - 1) + 1.
    """
    if stride < 1 or padding < 0 or kernel_size > input_size + 2 * padding:
        raise ValueError("there is no such layer")
    return (input_size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


def only_the_one_divided(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Only the last 1 of the upper line was divided by the stride.

    `//` binds more strongly than `-`: without brackets only the number right before it is divided. Put the whole upper
    line of the formula in brackets.
    """
    _checked(input_size, kernel_size, stride, padding, dilation)
    return input_size + 2 * padding - dilation * (kernel_size - 1) - 1 // stride + 1


def rounded_with_the_one(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The whole formula was rounded to the nearest whole number.

    You round what the formula without a floor gives. A step the kernel cannot finish is not taken, however nearly it fits:
    round down, with `//`, and then add 1.
    """
    padded, covered = _checked(input_size, kernel_size, stride, padding, dilation)
    return round((padded - covered) / stride + 1)

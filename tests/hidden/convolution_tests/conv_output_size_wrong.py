"""Wrong implementations of `conv_output_size`, each with the hint that is given where all tests pass on it."""

from right import formula as _right


def rounds_up(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """rounds the division up.

    Do your tests have a stride that does not divide?

    >>> conv_output_size(4, 1, stride=2)
    """
    left = (input_size + 2 * padding - dilation * (kernel_size - 1) - 1) % max(stride, 1)
    return _right(input_size, kernel_size, stride, padding, dilation) + (left > 0)


def rounds_to_the_nearest(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """rounds the division to the nearest whole number.

    With a stride of 2 halves go up as often as down. Do your tests have a stride of 3, with two rows left over?

    >>> conv_output_size(3, 1, stride=3)
    """
    _right(input_size, kernel_size, stride, padding, dilation)
    return round((input_size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1


def answers_a_fraction(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """answers with a float, which has a fraction where the stride does not divide.

    A size is a whole number. Do your tests have a stride that does not divide?

    >>> conv_output_size(4, 1, stride=2)
    """
    _right(input_size, kernel_size, stride, padding, dilation)
    return (input_size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride + 1


def forgets_the_first_place(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """counts the steps, and not the place that the kernel starts from.

    Do your tests have a size that you worked out by hand?

    >>> conv_output_size(3, 3)
    """
    return _right(input_size, kernel_size, stride, padding, dilation) - 1


def adds_the_one_too_early(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """adds the 1 before it divides by the stride.

    That is right with a stride of 1, and with some others. Do your tests have a stride that divides?

    >>> conv_output_size(3, 1, stride=2)
    """
    _right(input_size, kernel_size, stride, padding, dilation)
    return (input_size + 2 * padding - dilation * (kernel_size - 1)) // stride


def counts_the_padding_once(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """adds the padding once, where it lies on both sides.

    Do your tests have padding?

    >>> conv_output_size(3, 3, padding=1)
    """
    _right(input_size, kernel_size, stride, padding, dilation)
    return (input_size + padding - dilation * (kernel_size - 1) - 1) // stride + 1


def ignores_the_stride(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """takes every stride for 1.

    Do your tests have a stride?

    >>> conv_output_size(3, 1, stride=2)
    """
    _right(input_size, kernel_size, stride, padding, dilation)
    return _right(input_size, kernel_size, 1, padding, dilation)


def ignores_the_dilation(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """takes every dilation for 1.

    Do your tests have a dilation?

    >>> conv_output_size(5, 3, dilation=2)
    """
    _right(input_size, kernel_size, stride, padding, dilation)
    return _right(input_size, kernel_size, stride, padding)


def covers_too_much(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """takes a dilated kernel to cover its size times the dilation.

    There is no gap after the last weight. Do your tests have a dilation that is no 1, with a size worked out by hand?

    >>> conv_output_size(6, 3, dilation=2)
    """
    _right(input_size, kernel_size, stride, padding, dilation)
    return max(0, input_size + 2 * padding - dilation * kernel_size) // stride + 1


def takes_stride_for_padding(input_size, kernel_size, padding=0, stride=1, dilation=1):
    """has its padding before its stride, and takes a third argument without a name for the padding.

    Does a test give the arguments without their names?

    >>> conv_output_size(9, 3, 2, 1)
    """
    return _right(input_size, kernel_size, stride, padding, dilation)


def gives_nonsense_a_size(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """answers 0 where the kernel does not fit.

    The stub says what is raised there.

    >>> conv_output_size(2, 3)
    """
    if stride < 1 or padding < 0:
        raise ValueError("there is no such layer")
    if dilation * (kernel_size - 1) + 1 > input_size + 2 * padding:
        return 0
    return _right(input_size, kernel_size, stride, padding, dilation)


def accepts_any_stride(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """takes a stride below 1 for 1.

    The stub says for which arguments ValueError is raised.

    >>> conv_output_size(5, 3, stride=0)
    """
    return _right(input_size, kernel_size, max(stride, 1), padding, dilation)


def refuses_an_exact_fit(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """refuses a kernel as large as the padded input.

    It fits, in one place. Is there a test of that?

    >>> conv_output_size(3, 3)
    """
    if dilation * (kernel_size - 1) + 1 >= input_size + 2 * padding:
        raise ValueError("the kernel does not fit")
    return _right(input_size, kernel_size, stride, padding, dilation)


def refuses_what_is_left_over(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """raises ValueError where the stride leaves something over.

    What is left over is ignored. Do your tests have a stride that does not divide?

    >>> conv_output_size(4, 1, stride=2)
    """
    answer = _right(input_size, kernel_size, stride, padding, dilation)
    if (input_size + 2 * padding - dilation * (kernel_size - 1) - 1) % stride:
        raise ValueError("the stride does not divide")
    return answer


def forgets_the_padding_where_it_refuses(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """refuses a kernel that is larger than the input without its padding.

    Padding makes room. Do your tests have a kernel that fits into the padded input alone?

    >>> conv_output_size(2, 3, padding=1)
    """
    if dilation * (kernel_size - 1) + 1 > input_size:
        raise ValueError("the kernel does not fit")
    return _right(input_size, kernel_size, stride, padding, dilation)

"""Wrong answers to `same_padding`, each with the misconception behind it."""

from solution import same_padding as _same_padding


def extra_before(input_size, kernel_size, stride=1):
    """The odd zero was put before.

    Where the total is odd, your extra zero stands before; here it goes after. Round down for before, and give
    what is left to after.
    """
    before, after = _same_padding(input_size, kernel_size, stride)
    return after, before


def remainder_lost(input_size, kernel_size, stride=1):
    """The odd zero was dropped.

    Your two sides are always equal, so where the total is odd one zero is missing and the output is too small.
    After gets what before leaves: total - before.
    """
    before, _ = _same_padding(input_size, kernel_size, stride)
    return before, before


def rounded_up_on_both_sides(input_size, kernel_size, stride=1):
    """Both halves were rounded up.

    Where the total is odd you add one zero too many. Only one side gets the extra zero.
    """
    _, after = _same_padding(input_size, kernel_size, stride)
    return after, after


def half_a_kernel(input_size, kernel_size, stride=1):
    """Half the kernel was taken, whatever the stride.

    Half the kernel keeps the size only for stride 1 and odd kernels. For the rest, work out how long the padded
    input must be for n places: s(n - 1) + k.
    """
    return kernel_size // 2, kernel_size // 2


def stride_forgotten(input_size, kernel_size, stride=1):
    """The stride was left out.

    Your answer does not change with `stride`. With a stride of 2 the output would be half as large, so the
    padded input must be about twice as long.
    """
    return _same_padding(input_size, kernel_size, 1)


def size_divided_by_the_stride(input_size, kernel_size, stride=1):
    """The output was taken to be the input divided by the stride.

    In some libraries `same` means a size of n / s, rounded up. Here the output is exactly as large as the
    input, whatever the stride.
    """
    places = -(-input_size // stride)
    total = max(0, (places - 1) * stride + kernel_size - input_size)
    return total // 2, total - total // 2


def total_on_each_side(input_size, kernel_size, stride=1):
    """The whole padding was put on each side.

    You worked out the zeros in all, then gave them to both sides. Share them out.
    """
    total = sum(_same_padding(input_size, kernel_size, stride))
    return total, total


def n_steps(input_size, kernel_size, stride=1):
    """One step too many was counted.

    Between n places lie n - 1 steps. With stride 1 your padding is one too large.
    """
    return _same_padding(input_size, kernel_size + stride, stride)


def input_not_taken_away(input_size, kernel_size, stride=1):
    """The input's own length was not taken away.

    s(n - 1) + k is how long the padded input must be. n of that is there already: take it away before you share
    out.
    """
    return _same_padding(input_size, kernel_size + input_size, stride)


def stride_times_kernel(input_size, kernel_size, stride=1):
    """The kernel was multiplied by the stride.

    The stride lengthens the n - 1 steps between places, not the kernel: s(n - 1) + k, less n.
    """
    total = stride * (kernel_size - 1)
    return total // 2, total - total // 2


def one_number(input_size, kernel_size, stride=1):
    """One padding was given for both sides.

    A pair is expected, (before, after), because the two can differ.
    """
    return _same_padding(input_size, kernel_size, stride)[0]


def as_floats(input_size, kernel_size, stride=1):
    """The halves were left as fractions.

    Zeros are counted, so both numbers are ints; half a zero does not exist. Round down for before, and give
    what is left to after.
    """
    half = sum(_same_padding(input_size, kernel_size, stride)) / 2
    return half, half


def float_counts(input_size, kernel_size, stride=1):
    """The right numbers were given as floats.

    The numbers are right, but they are counts: ints. `/` gives a float in Python even where it divides; use
    `//`.
    """
    before, after = _same_padding(input_size, kernel_size, stride)
    return float(before), float(after)


def as_little_as_possible(input_size, kernel_size, stride=1):
    """Just enough padding was added for the kernel to fit.

    Your padding lets the kernel fit once. The output must have n entries: set the output size to n in the
    formula.
    """
    total = max(0, kernel_size - input_size)
    return total // 2, total - total // 2


def rounded_half(input_size, kernel_size, stride=1):
    """Half of the total was rounded with `round`.

    `round` takes a half to the even neighbour, 1.5 and 2.5 both to 2, so that your extra zero goes now before, now after.
    Use `//`: an odd total puts the extra one after.
    """
    total = sum(_same_padding(input_size, kernel_size, stride))
    return round(total / 2), total - round(total / 2)


def always_one_more_after(input_size, kernel_size, stride=1):
    """One more zero was put after, also where the total is even.

    Only an odd total has an extra zero. What goes after is the total less what goes before.
    """
    before, _ = _same_padding(input_size, kernel_size, stride)
    return before, before + 1

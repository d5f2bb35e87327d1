"""Wrong answers to `design_layer`, each with the misconception behind it."""


def always_halves(input_size, output_size):
    """A layer that halves was given, whatever the arguments say.

    Your layer is the popular one: it halves. Here the output can be any size; work the layer out from both
    arguments.
    """
    return 3, 1, 2


def stride_by_division(input_size, output_size):
    """The stride was taken as input divided by output, with a kernel of three.

    The stride alone does not give the size: put your layer into the formula and see what comes out. Choose
    stride and padding, then solve for the kernel.
    """
    stride = max(1, input_size // output_size)
    return min(3, input_size + 2), 1, stride


def order_mixed_up(input_size, output_size):
    """The three numbers were given in another order.

    Your numbers are a right layer in another order. Asked is (kernel_size, padding, stride).
    """
    padding = max(0, output_size - input_size)
    return input_size + 2 * padding - output_size + 1, 1, padding


def off_by_one(input_size, output_size):
    """The first place was not counted.

    Your output has one entry too many. A kernel of k leaves n - k + 1 places, so the kernel is n - m + 1.
    """
    padding = max(0, output_size - input_size + 1)
    return input_size + 2 * padding - output_size, padding, 1


def never_padded(input_size, output_size):
    """Padding was never used.

    Where the output is larger than the input your kernel is 0 or negative. Only padding makes an output larger:
    choose it first, then the kernel.
    """
    return input_size - output_size + 1, 0, 1


def negative_padding(input_size, output_size):
    """Padding below zero was used to shrink.

    Your formula is fulfilled, but a padding below 0 cuts pixels off, and no layer takes it. To shrink, use a
    larger kernel or a stride.
    """
    less = input_size - output_size
    return (1, -(less // 2), 1) if less % 2 == 0 else (2, -((less - 1) // 2), 1)


def padding_on_one_side(input_size, output_size):
    """Padding was counted once.

    Your layer would be right if padding were added on one side only. It is added on both: the padded input has
    n + 2p rows.
    """
    padding = max(1, output_size - input_size)
    return input_size + padding - output_size + 1, padding, 1


def kernel_of_the_stride(input_size, output_size):
    """Kernel and stride were set to input divided by output.

    Windows side by side give the right size only where the output divides the input. What does your layer do
    with the rows left over?
    """
    stride = max(1, input_size // output_size)
    return stride, 0, stride


def larger_outputs_refused(input_size, output_size):
    """An output larger than the input was refused.

    Padding makes it possible that an output is larger than the input, and the docstring asks for that too.
    Which padding gives at least a kernel of 1?
    """
    if output_size > input_size:
        raise ValueError("a convolution cannot enlarge")
    return input_size - output_size + 1, 0, 1


def as_floats(input_size, output_size):
    """The layer was described with floats.

    Your layer is right. Kernel, padding and stride are counts, so they are ints: no layer takes a kernel of
    3.0.
    """
    padding = max(0, output_size - input_size)
    return float(input_size + 2 * padding - output_size + 1), float(padding), 1.0


def kernel_larger_than_the_input(input_size, output_size):
    """The kernel was chosen larger than what it slides over.

    A kernel must fit into the padded input at least once. Yours does not: the formula gives no place.
    """
    return input_size + output_size, output_size // 2, 1


def stride_of_zero(input_size, output_size):
    """A stride of zero was allowed.

    A kernel that moves by 0 never gets anywhere: the stride is at least 1.
    """
    return input_size, 0, (input_size - 1) // output_size


def stride_as_fraction(input_size, output_size):
    """The stride was left a fraction.

    A stride is a number of pixels: an int of at least 1. Where the sizes do not divide, use stride 1 and solve
    for the kernel.
    """
    return 1, 0, input_size / output_size

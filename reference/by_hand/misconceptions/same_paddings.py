"""Wrong answers to `same_paddings`, each from a wrong procedure."""


def total_instead_of_each_side():
    """The padding of both sides together was given.

    You gave the rows that are added in all. They are shared between the two sides: half of them on each.
    """
    return [2, 8, 4]


def half_a_kernel():
    """Half the kernel was given, whatever the stride.

    Half the kernel keeps the size when the stride is 1. With stride 2 the output would be half as large, so far
    more padding is needed: solve the size formula for p.
    """
    return [1, 1, 2]


def kernel_less_one():
    """The kernel's size less one was given.

    k - 1 is the padding in all for stride 1; each side gets half of it. And a stride above 1 needs more: solve
    the formula.
    """
    return [2, 2, 4]


def input_not_taken_away():
    """The input's own size was not taken away.

    The padded input must hold s(n - 1) + k rows, and n of them are there already: take n away before you halve.
    """
    return [(6 + 3) // 2, (12 + 3) // 2, (4 + 5) // 2]


def stride_times_half_a_kernel():
    """Half the kernel was multiplied by the stride.

    The stride does not multiply the kernel. Each of the n - 1 steps is s long, so the padded input must hold
    s(n - 1) + k rows.
    """
    return [1, 2, 2]


def n_steps_instead_of_n_minus_one():
    """One step too many was counted.

    Between n places lie n - 1 steps, not n. Your second answer counts a step too many.
    """
    return [(7 - 7 + 3) // 2, (14 - 7 + 3) // 2, (5 - 5 + 5) // 2]


def as_floats():
    """The paddings were given with a decimal point.

    The numbers are right. Padding is counted in rows, so it is a whole number: divide with `//`.
    """
    return [1.0, 4.0, 2.0]

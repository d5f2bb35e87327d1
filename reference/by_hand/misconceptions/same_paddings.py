"""Wrong answers to `same_paddings`, each from a wrong procedure."""


def total_instead_of_each_side(keeping):
    """The padding of both sides together was given.

    You gave the rows that are added in all. They are shared between the two sides: half of them on each.
    """
    return [s * (n - 1) - n + k for n, k, s in keeping]


def half_a_kernel(keeping):
    """Half the kernel was given, whatever the stride.

    Half the kernel keeps the size when the stride is 1. With stride 2 the output would be half as large, so far
    more padding is needed: solve the size formula for p.
    """
    return [k // 2 for n, k, s in keeping]


def kernel_less_one(keeping):
    """The kernel's size less one was given.

    k - 1 is the padding in all for stride 1; each side gets half of it. And a stride above 1 needs more: solve
    the formula.
    """
    return [k - 1 for n, k, s in keeping]


def input_not_taken_away(keeping):
    """The input's own size was not taken away.

    The padded input must hold s(n - 1) + k rows, and n of them are there already: take n away before you halve.
    """
    return [(s * (n - 1) + k) // 2 for n, k, s in keeping]


def stride_times_half_a_kernel(keeping):
    """Half the kernel was multiplied by the stride.

    The stride does not multiply the kernel. Each of the n - 1 steps is s long, so the padded input must hold
    s(n - 1) + k rows.
    """
    return [s * (k // 2) for n, k, s in keeping]


def n_steps_instead_of_n_minus_one(keeping):
    """One step too many was counted.

    Between n places lie n - 1 steps, not n. Your second answer counts a step too many.
    """
    return [(s * n - n + k) // 2 for n, k, s in keeping]


def as_floats(keeping):
    """The paddings were given with a decimal point.

    The numbers are right. Padding is counted in rows, so it is a whole number: divide with `//`.
    """
    return [float((s * (n - 1) - n + k) // 2) for n, k, s in keeping]

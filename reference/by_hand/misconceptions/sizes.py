"""Wrong answers to `sizes`, each from a wrong procedure."""


def rounded_up(configurations):
    """Divisions that leave a remainder were rounded up.

    Three of your sizes are one too large: those where the stride leaves a remainder. A last step that would
    carry the kernel over the edge is not taken, so round down before you add 1.
    """
    return [-(-(n + 2 * p - k) // s) + 1 for n, k, p, s in configurations]


def padding_forgotten(configurations):
    """Padding was left out.

    Your sizes are those without padding. Zeros are added on each side before the kernel starts, so the input
    grows by 2p.
    """
    return [(n - k) // s + 1 for n, k, p, s in configurations]


def padding_on_one_side(configurations):
    """Padding was added once instead of on each side.

    Padding goes on each side: an input of n rows has n + 2p rows with its border. You added it once.
    """
    return [(n + p - k) // s + 1 for n, k, p, s in configurations]


def stride_forgotten(configurations):
    """The stride was left out.

    With a stride of 2 the kernel skips every other place, so the output is about half as large. Divide by the
    stride before you add 1.
    """
    return [n + 2 * p - k + 1 for n, k, p, s in configurations]


def no_plus_one(configurations):
    """The first place was not counted.

    You are one short everywhere: the division counts the steps the kernel takes, and the place it starts from
    comes on top. Add 1 at the end.
    """
    return [(n + 2 * p - k) // s for n, k, p, s in configurations]


def not_rounded(configurations):
    """Remainders were left as fractions.

    A map with half a row does not exist. The formula in one of the texts has no floor: it is only right where
    the stride divides. Round down, then add 1.
    """
    return [(n + 2 * p - k) / s + 1 for n, k, p, s in configurations]


def padding_taken_away(configurations):
    """Padding was taken away instead of added.

    Padding makes the input larger, not smaller: n + 2p.
    """
    return [(n - 2 * p - k) // s + 1 for n, k, p, s in configurations]


def padding_and_stride_swapped(configurations):
    """Padding and stride changed places.

    You took the padding for the stride and the stride for the padding. Each line names them: padding is the
    border, stride the step.
    """
    return [(n + 2 * s - k) // max(p, 1) + 1 for n, k, p, s in configurations]


def as_floats(configurations):
    """The sizes were given with a decimal point.

    The numbers are right. A size is a count, so it is a whole number: write 10, not 10.0, and divide with `//`.
    """
    return [float((n + 2 * p - k) // s + 1) for n, k, p, s in configurations]

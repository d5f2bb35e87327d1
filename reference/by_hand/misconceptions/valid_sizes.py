"""Wrong answers to `valid_sizes`, each from a wrong procedure."""


def no_plus_one():
    """The first place was not counted.

    You are one short everywhere: n - k counts the steps the kernel can take, and the place it starts from comes
    on top. So n - k + 1.
    """
    return [4, 23, 29, 93]


def two_too_many():
    """The last place was counted twice.

    You are one over everywhere. A kernel as large as the picture fits in exactly one place: try your rule with
    n = k.
    """
    return [6, 25, 31, 95]


def half_a_kernel():
    """Half the kernel was taken away.

    You took half the kernel away, as if it could hang over one edge. Without padding it stays inside on both
    sides: k - 1 rows are lost in all.
    """
    return [6, 26, 31, 97]


def same_size():
    """Sizes were taken to stay as they are.

    Sizes stay only with padding. Without it a kernel of k rows takes k - 1 rows away.
    """
    return [7, 28, 32, 100]


def side_by_side():
    """The kernels were laid side by side.

    You counted how often the kernel fits side by side: that is a stride as large as the kernel. With stride 1
    it moves by one row at a time, and its places overlap.
    """
    return [7 // 3, 28 // 5, 32 // 3, 100 // 7]


def double_kernel():
    """The kernel was taken away twice.

    You took a whole kernel away on either side. Only k - 1 rows are lost in all.
    """
    return [7 - 2 * (3 - 1), 28 - 2 * (5 - 1), 32 - 2 * (3 - 1), 100 - 2 * (7 - 1)]


def as_floats():
    """The sizes were given with a decimal point.

    The numbers are right. A size is a count, so it is a whole number: write 10, not 10.0, and divide with `//`.
    NumPy refuses a float as a size.
    """
    return [5.0, 24.0, 30.0, 94.0]


def as_texts():
    """The sizes were given as texts.

    Leave the quotes away: a size is a number, and "10" is a text that happens to look like one.
    """
    return ["5", "24", "30", "94"]


def areas():
    """The number of entries was given.

    You gave the number of entries of each map. Asked is how many rows it has, one number for one side.
    """
    return [25, 576, 900, 8836]

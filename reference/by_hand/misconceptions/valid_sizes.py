"""Wrong answers to `valid_sizes`, each from a wrong procedure."""


def no_plus_one(valid):
    """The first place was not counted.

    You are one short everywhere: n - k counts the steps the kernel can take, and the place it starts from comes
    on top. So n - k + 1.
    """
    return [n - k for n, k in valid]


def two_too_many(valid):
    """The last place was counted twice.

    You are one over everywhere. A kernel as large as the picture fits in exactly one place: try your rule with
    n = k.
    """
    return [n - k + 2 for n, k in valid]


def half_a_kernel(valid):
    """Half the kernel was taken away.

    You took half the kernel away, as if it could hang over one edge. Without padding it stays inside on both
    sides: k - 1 rows are lost in all.
    """
    return [n - k // 2 for n, k in valid]


def same_size(valid):
    """Sizes were taken to stay as they are.

    Sizes stay only with padding. Without it a kernel of k rows takes k - 1 rows away.
    """
    return [n for n, k in valid]


def side_by_side(valid):
    """The kernels were laid side by side.

    You counted how often the kernel fits side by side: that is a stride as large as the kernel. With stride 1
    it moves by one row at a time, and its places overlap.
    """
    return [n // k for n, k in valid]


def double_kernel(valid):
    """The kernel was taken away twice.

    You took a whole kernel away on either side. Only k - 1 rows are lost in all.
    """
    return [n - 2 * (k - 1) for n, k in valid]


def as_floats(valid):
    """The sizes were given with a decimal point.

    The numbers are right. A size is a count, so it is a whole number: write 10, not 10.0, and divide with `//`.
    NumPy refuses a float as a size.
    """
    return [float(n - k + 1) for n, k in valid]


def as_texts(valid):
    """The sizes were given as texts.

    Leave the quotes away: a size is a number, and "10" is a text that happens to look like one.
    """
    return [str(n - k + 1) for n, k in valid]


def areas(valid):
    """The number of entries was given.

    You gave the number of entries of each map. Asked is how many rows it has, one number for one side.
    """
    return [(n - k + 1) ** 2 for n, k in valid]

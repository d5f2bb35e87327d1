"""Wrong answers to `detects`, each from a wrong procedure."""


def _turned(kernel):
    """The edges that run in the direction in which the kernel compares."""
    return "horizontal edges" if (kernel == kernel[0]).all() else "vertical edges"


def direction_of_the_comparison(kernel):
    """The direction of the comparison was taken for the direction of the edge.

    The kernel compares the numbers on one side with those on the other. They differ where the line between them is an
    edge, and that line runs across the direction of the comparison, not along it.
    """
    return _turned(kernel)


def corners():
    """Edges and corners were mixed up.

    Slide the kernel along a long straight line: it answers strongly all along it, no corner needed. And all its rows, or
    all its columns, are the same, so it cannot tell where a line ends.
    """
    return "corners"


def blur():
    """A difference was taken for a mean.

    A blur has only positive weights that add up to 1, so a flat picture stays as it is. Here the weights add up
    to 0: a flat picture gives 0, and only differences are left.
    """
    return "blur"


def both_directions():
    """Two of the answers at once.

    K answers one direction only: turn it by a quarter, and it answers the other. Look at which line has the ones on one
    side and the minus ones on the other, and name that one alone.
    """
    return "vertical edges and horizontal edges"

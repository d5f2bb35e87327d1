"""Wrong answers to `detects`, each from a wrong procedure."""


def horizontal_edges():
    """The direction of the comparison was taken for the direction of the edge.

    The kernel compares the left column with the right one, along a row. Numbers on the left and right differ
    where the line between them runs from top to bottom. So the edge does not run in the direction of the
    comparison but across it.
    """
    return "horizontal edges"


def corners():
    """Edges and corners were mixed up.

    Slide the kernel along a long straight line from top to bottom: it answers strongly all along it, no corner
    needed. And each row of the kernel is the same, so it cannot tell where a line ends.
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

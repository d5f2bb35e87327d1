"""Wrong answers to `identity_value`, each from a wrong procedure."""


def sum_of_the_window():
    """All nine numbers were added.

    You added the whole window. Eight of the nine weights are 0, so eight of the nine products are 0: only the
    number under the middle weight is left.
    """
    return 10


def all_zero():
    """The many zeros were taken to make everything vanish.

    Eight products are 0 indeed, but the middle weight is 1: the number under it stays.
    """
    return 0


def identity_matrix():
    """The identity matrix, with ones along the diagonal, was used.

    The identity matrix of linear algebra has ones along its diagonal. The identity kernel is another thing: a
    single 1 in the middle, so that every pixel is replaced by itself.
    """
    return 4


def whole_map():
    """The whole map was given.

    That is the map. Only the entry at the place named in the question is expected: one number.
    """
    return [[1, 3], [0, 2]]


def number_beside_the_middle():
    """The wrong pixel of the window was read.

    The single 1 lies in the middle of the window, one row down and one column to the right of the window's own
    corner. Read the picture there.
    """
    return 2

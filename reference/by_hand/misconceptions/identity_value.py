"""Wrong answers to `identity_value`, each from a wrong procedure."""


def _window(image, position):
    row, column = position
    return image[row : row + 3, column : column + 3]


def sum_of_the_window(image, position):
    """All nine numbers were added.

    You added the whole window. Eight of the nine weights are 0, so eight of the nine products are 0: only the
    number under the middle weight is left.
    """
    return int(_window(image, position).sum())


def all_zero():
    """The many zeros were taken to make everything vanish.

    Eight products are 0 indeed, but the middle weight is 1: the number under it stays.
    """
    return 0


def identity_matrix(image, position):
    """The identity matrix, with ones along the diagonal, was used.

    The identity matrix of linear algebra has ones along its diagonal. The identity kernel is another thing: a
    single 1 in the middle, so that every pixel is replaced by itself.
    """
    return int(_window(image, position).trace())


def whole_map(image, position):
    """The whole map was given.

    That is the map. Only the entry at the place named in the question is expected: one number.
    """
    return image[1:-1, 1:-1]


def number_beside_the_middle(image, position):
    """The wrong pixel of the window was read.

    The single 1 lies in the middle of the window, one row down and one column to the right of the window's own
    corner. Read the picture there.
    """
    return int(_window(image, position)[0, 1])

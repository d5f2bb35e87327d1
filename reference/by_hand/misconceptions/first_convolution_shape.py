"""Wrong answers to `first_convolution_shape`, each from a wrong procedure."""


def shape_of_the_picture(image, kernel):
    """The map was taken to be as large as the picture.

    Without padding a map is smaller than its picture. Ask in how many places a kernel of three rows fits into
    four rows: it can start at the first row, or at the second.
    """
    return image.shape


def shape_of_the_kernel(image, kernel):
    """The kernel's own shape was given.

    That is the shape of the kernel. The map has one entry for every place the kernel can lie in: count the
    places down, then the places across.
    """
    return kernel.shape


def off_by_one(image, kernel):
    """The first place was not counted.

    You are one short each way: n - k counts the steps the kernel can take, and the place it starts from comes
    on top. So n - k + 1.
    """
    return (len(image) - len(kernel), len(image[0]) - len(kernel[0]))


def one_number(image, kernel):
    """One number was given for both directions.

    A shape has one number for every direction: (height, width). Give both, even when they are equal.
    """
    return len(image) - len(kernel) + 1


def number_of_entries(image, kernel):
    """The number of entries was given.

    That is how many entries the map has in all. Its shape says how they are arranged: (height, width).
    """
    return (len(image) - len(kernel) + 1) * (len(image[0]) - len(kernel[0]) + 1)


def with_a_channel(image, kernel):
    """A channel was put in front.

    A single picture under a single kernel gives a plain map; no channel in front is expected here, just (height,
    width).
    """
    return (1, len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1)

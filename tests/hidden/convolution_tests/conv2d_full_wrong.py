"""Wrong implementations of `conv2d_full`, each with the hint that is given where all tests pass on it."""

import numpy as np
from right import loops as _right


def flips_the_kernel(image, kernel, padding=0, stride=1):
    """turns the kernel by 180 degrees first.

    In this course, as in deep learning, the kernel is not flipped. A kernel that looks the same upside down cannot tell.

    >>> conv2d_full(np.array([[1.0, 2.0]]), np.array([[1.0, 0.0]]))
    """
    return _right(image, kernel[::-1, ::-1], padding, stride)


def turns_the_kernel_on_its_side(image, kernel, padding=0, stride=1):
    """exchanges the kernel's rows and columns.

    Do your kernels have the same number of rows and columns, and are they symmetric?

    >>> conv2d_full(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.0, 1.0], [0.0, 0.0]]))
    """
    return _right(image, kernel.T, padding, stride)


def square_kernels_only(image, kernel, padding=0, stride=1):
    """looks at the kernel's height for both directions.

    Which shapes do your kernels have?

    >>> conv2d_full(np.ones((3, 3)), np.ones((1, 2)))
    """
    side = kernel.shape[0]
    square = np.zeros((side, side))
    square[:, : min(side, kernel.shape[1])] = kernel[:, :side]
    return _right(image, square, padding, stride)


def square_images_only(image, kernel, padding=0, stride=1):
    """works out the output's height and uses it for its width too.

    Which shapes do your images have?

    >>> conv2d_full(np.ones((2, 3)), np.ones((1, 1)))
    """
    answer = _right(image, kernel, padding, stride)
    square = np.zeros((len(answer), len(answer)))
    columns = min(len(answer), answer.shape[1])
    square[:, :columns] = answer[:, :columns]
    return square


def cuts_fractions_off(image, kernel, padding=0, stride=1):
    """stores its answers in the image's own number type.

    Which number types do your images have, and are the answers whole numbers?

    >>> conv2d_full(np.array([[1, 2]]), np.array([[0.5]]))
    """
    return _right(image, kernel, padding, stride).astype(image.dtype)


def ignores_the_stride(image, kernel, padding=0, stride=1):
    """answers at every position, whatever the stride is.

    Does any test use a stride?

    >>> conv2d_full(np.ones((3, 3)), np.ones((1, 1)), stride=2)
    """
    if stride < 1:
        raise ValueError("the stride is at least 1")
    return _right(image, kernel, padding, 1)


def strides_over_rows_only(image, kernel, padding=0, stride=1):
    """moves by the stride when it goes down, and by one when it goes to the right.

    Is the output in your tests with a stride wide enough to show it?

    >>> conv2d_full(np.ones((1, 3)), np.ones((1, 1)), stride=2)
    """
    if stride < 1:
        raise ValueError("the stride is at least 1")
    return _right(image, kernel, padding, 1)[::stride]


def rounds_the_size_up(image, kernel, padding=0, stride=1):
    """lets a last window hang over the edge where the stride does not divide.

    Do your tests have rows or columns left over by the stride?

    >>> conv2d_full(np.ones((4, 4)), np.ones((1, 1)), stride=2, padding=0)
    """
    _right(image, kernel, padding, stride)
    more = [(0, (k - n) % stride) for n, k in zip(np.add(image.shape, 2 * padding), kernel.shape, strict=True)]
    return _right(np.pad(np.pad(image, padding), more), kernel, 0, stride)


def refuses_what_is_left_over(image, kernel, padding=0, stride=1):
    """raises ValueError where the stride leaves rows or columns over.

    What is left over is ignored, and no error. Do your tests have a stride that does not divide?

    >>> conv2d_full(np.ones((4, 4)), np.ones((1, 1)), stride=2)
    """
    answer = _right(image, kernel, padding, stride)
    if any((n + 2 * padding - k) % stride for n, k in zip(image.shape, kernel.shape, strict=True)):
        raise ValueError("the stride does not divide")
    return answer


def pads_above_and_left_only(image, kernel, padding=0, stride=1):
    """adds zeros above and to the left, and none below and to the right.

    Does any test look at the last row and column of an answer with padding?

    >>> conv2d_full(np.ones((1, 1)), np.ones((1, 1)), padding=1)
    """
    _right(image, kernel, padding, stride)
    frame = np.pad(image, ((padding, 0), (padding, 0)))
    if kernel.shape[0] > frame.shape[0] or kernel.shape[1] > frame.shape[1]:
        return np.zeros((1, 1))
    return _right(frame, kernel, 0, stride)


def repeats_the_edge(image, kernel, padding=0, stride=1):
    """frames the image with its own edge pixels, where zeros are due.

    The padding is zeros. What stands at the edge of your padded images?

    >>> conv2d_full(np.ones((1, 1)), np.ones((1, 1)), padding=1)
    """
    if padding < 0:
        raise ValueError("the padding is at least 0")
    return _right(np.pad(image, padding, mode="edge"), kernel, 0, stride)


def takes_padding_for_stride(image, kernel, stride=1, padding=0):
    """has its stride before its padding, and takes a third argument without a name for the stride.

    Does a test give both without their names?

    >>> conv2d_full(np.ones((4, 4)), np.ones((2, 2)), 1, 2)
    """
    return _right(image, kernel, padding, stride)


def gives_nonsense_a_size(image, kernel, padding=0, stride=1):
    """answers an empty array where the kernel is larger than the padded image.

    The stub says what is raised there.

    >>> conv2d_full(np.ones((2, 2)), np.ones((3, 1)))
    """
    if stride < 1 or padding < 0:
        raise ValueError("no such stride or padding")
    if any(k > n + 2 * padding for n, k in zip(image.shape, kernel.shape, strict=True)):
        return np.zeros((0, 0))
    return _right(image, kernel, padding, stride)


def accepts_any_stride(image, kernel, padding=0, stride=1):
    """takes a stride of 0 for 1 and reads the image backwards for a negative one.

    The stub says for which arguments it raises ValueError.

    >>> conv2d_full(np.ones((2, 2)), np.ones((1, 1)), stride=0)
    """
    return _right(image, kernel, padding, max(1, abs(stride)))


def changes_its_image(image, kernel, padding=0, stride=1):
    """writes into the image that it was given.

    The caller still needs it. Does a test look at the arguments after the call?

    >>> image = np.ones((2, 2)); conv2d_full(image, np.ones((1, 1))); image
    """
    answer = _right(image, kernel, padding, stride)
    image[...] = 0
    return answer

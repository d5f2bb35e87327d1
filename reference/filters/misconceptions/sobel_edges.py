"""Wrong answers to `sobel_edges`, each with the hint a student reads."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from solution import sobel_edges as _right

_HORIZONTAL = np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])


def _edges(image, kernel=_HORIZONTAL, mode="constant", magnitude=np.hypot):
    windows = sliding_window_view(np.pad(image, 1, mode=mode), (3, 3))
    gx, gy = (np.tensordot(windows, k, axes=2) for k in (kernel, kernel.T))
    return gx, gy, magnitude(gx, gy)


def swapped(image):
    """gx and gy have changed places.

    Your gx and gy are swapped. Here gx is the response to "Sobel Horizontal" (differences down the rows), gy that
    to "Sobel Vertical". Other books name them the other way round.
    """
    gx, gy, magnitude = _right(image)
    return gy, gx, magnitude


def sum_of_magnitudes(image):
    """The magnitude is |gx| + |gy|.

    You add the absolute values, a quick approximation. The magnitude is the length of the vector (gx, gy): the root
    of the sum of the squares.
    """
    return _edges(image, magnitude=lambda a, b: np.abs(a) + np.abs(b))


def no_root(image):
    """The magnitude is the sum of the squares.

    Your magnitude lacks the square root.
    """
    return _edges(image, magnitude=lambda a, b: a**2 + b**2)


def root_of_sum(image):
    """The magnitude is the root of |gx + gy|.

    You add first and square afterwards, so opposite signs cancel. Square each response, then add, then take the root.
    """
    return _edges(image, magnitude=lambda a, b: np.abs(a + b))


def larger_of_both(image):
    """The magnitude is the larger of |gx| and |gy|.

    You take the larger of the two responses. The magnitude uses both: the root of the sum of their squares.
    """
    return _edges(image, magnitude=lambda a, b: np.maximum(np.abs(a), np.abs(b)))


def mean_of_squares(image):
    """The magnitude is the root of the mean of the squares.

    Your magnitude is too small by the root of 2: you take the mean of the squares. Their sum is expected.
    """
    return _edges(image, magnitude=lambda a, b: np.sqrt((a**2 + b**2) / 2))


def scaled_to_one(image):
    """The magnitude is divided by its maximum.

    Your magnitude ends at 1: you divide by the largest value, perhaps for drawing. The numbers themselves are expected.
    """
    gx, gy, magnitude = _right(image)
    return gx, gy, magnitude / magnitude.max()


def only_magnitude(image):
    """Only the magnitude is returned.

    You return one map. Three are expected: gx, gy and the magnitude.
    """
    return _right(image)[2]


def magnitude_first(image):
    """The magnitude comes first.

    Your three maps are right, in another order. Asked are gx, gy, magnitude.
    """
    gx, gy, magnitude = _right(image)
    return magnitude, gx, gy


def absolute_responses(image):
    """gx and gy have lost their sign.

    Your gx and gy are never negative. Their sign says which side of the edge is brighter; only the magnitude has none.
    """
    gx, gy, magnitude = _right(image)
    return np.abs(gx), np.abs(gy), magnitude


def flipped_kernels(image):
    """The kernels are turned by 180 degrees: every sign is the other.

    Your gx and gy have the opposite sign: the kernels are flipped, as in mathematics, or written with opposite
    signs. Here the kernel is not flipped.
    """
    return _edges(image, -_HORIZONTAL)


def prewitt(image):
    """The middle line counts once.

    Your kernels weigh all lines alike: those are Prewitt's. Sobel counts the middle line twice.
    """
    return _edges(image, np.sign(_HORIZONTAL))


def smaller_maps(image):
    """There is no padding.

    Your maps are two rows and columns smaller than the image. A frame of zeros, one pixel wide, keeps the size.
    """
    return tuple(map_[1:-1, 1:-1] for map_ in _right(image))


def repeated_border(image):
    """The border's values are repeated outside.

    You pad with copies of the border, which hides the edge along it. Here zeros surround the image.
    """
    return _edges(image, mode="edge")


def reflected_border(image):
    """The image is mirrored outside.

    You pad with a mirror image. Here zeros surround the image.
    """
    return _edges(image, mode="reflect")


def wrapped_border(image):
    """The image goes on at its other side.

    In your answer one border sees the opposite one. Here zeros surround the image.
    """
    return _edges(image, mode="wrap")


def empty_border(image):
    """The border of the maps is left 0.

    Your maps have a border of zeros. The border has values too: there the window sees zeros outside.
    """
    maps = [np.zeros(image.shape) for _ in range(3)]
    for map_, right in zip(maps, _right(image), strict=True):
        map_[1:-1, 1:-1] = right[1:-1, 1:-1]
    return tuple(maps)


def cuts_fractions(image):
    """The magnitude takes the image's number type.

    For an image of integers your magnitude is cut to integers. A root has decimals: use floats.
    """
    gx, gy, magnitude = _right(image)
    return gx, gy, magnitude.astype(image.dtype)


def scales_image(image):
    """The image is divided by its maximum first.

    You bring the image to the range up to 1 first. The image is used as it is.
    """
    return _right(image / np.max(image))


def clipped(image):
    """All maps are clipped to 0..255.

    Your maps stop at 0 and at 255. Responses are negative on one kind of edge, and can be larger than any pixel.
    """
    return tuple(np.clip(map_, 0, 255) for map_ in _right(image))


def gradient_of_numpy(image):
    """Plain differences instead of Sobel.

    You take plain differences between neighbours (`np.gradient`). Sobel also smooths along the edge, with weights
    1, 2, 1.
    """
    gx, gy = np.gradient(image.astype(float))
    return gx, gy, np.hypot(gx, gy)


def one_after_the_other(image):
    """The vertical kernel is applied to gx.

    Your gy is worked out from gx. Both kernels are applied to the image.
    """
    gx = _right(image)[0]
    gy = _right(gx)[1]
    return gx, gy, np.hypot(gx, gy)


def changes_image(image):
    """The image is centred in place.

    You change the image itself. It belongs to the caller: work on a copy.
    """
    maps = _right(image.copy())
    image -= image.mean()
    return maps


_memory = {}


def remembers_size(image):
    """The answer for the first image of a size is given for ever.

    Your function remembers its answer by the image's size, so another image gets the first one's edges.
    """
    return _memory.setdefault(image.shape, _right(image))


def thin_images_left_dark(image):
    """An image with fewer than three rows or columns is answered with zeros.

    Your maps are all zero where the image has fewer than three rows or columns. With its frame of zeros even a single
    pixel is three by three, and has edges all around.
    """
    if min(image.shape) < 3:
        return tuple(np.zeros((3, *image.shape)))
    return _right(image)


def weak_edges_dropped(image):
    """Small magnitudes become zero.

    You set small magnitudes to zero, as noise. How small is small depends on the image: a dark one loses all its edges.
    Give every magnitude as it is.
    """
    gx, gy, magnitude = _right(image)
    return gx, gy, np.where(magnitude < 0.05, 0, magnitude)

"""Wrong answers to `conv2d_same`, each with the hint a student gets when the output proves it."""

import numpy as np
from solution import conv2d as _conv2d
from solution import conv2d_same as _conv2d_same

_MODES = {"zero": "constant", "symmetric": "symmetric"}


def _framed(image, kernel, frame, mode):
    return _conv2d(np.pad(image, [frame(k) for k in kernel.shape], mode=mode), kernel)


def extra_before(image, kernel, boundary="zero"):
    """For an even kernel the extra row and column go before.

    For kernels of odd size you are right. For an even size one row and one column of padding cannot be shared out
    evenly: yours goes above and to the left, asked is below and to the right.
    """
    return _framed(image, kernel, lambda k: (k // 2, (k - 1) // 2), _MODES[boundary])


def half_on_both_sides(image, kernel, boundary="zero"):
    """Half of the kernel is padded on both sides, even for an even kernel.

    You pad k // 2 on both sides. For an even kernel that is one row and one column too many, and the answer is
    larger than the image. Altogether k - 1 are needed along each axis.
    """
    return _framed(image, kernel, lambda k: (k // 2, k // 2), _MODES[boundary])


def half_rounded_down(image, kernel, boundary="zero"):
    """The odd row of padding is left out for an even kernel.

    For an even kernel your answer is one row and one column smaller than the image: you pad (k - 1) // 2 on both
    sides, which loses the odd one. It goes after.
    """
    return _framed(image, kernel, lambda k: ((k - 1) // 2, (k - 1) // 2), _MODES[boundary])


def padding_of_one(image, kernel, boundary="zero"):
    """The padding is always one.

    You pad by one whatever the kernel. That keeps the size for 3 x 3 kernels only. The padding follows from the
    kernel: k - 1 in all, for each axis by itself.
    """
    return _framed(image, kernel, lambda k: (1, 1), _MODES[boundary])


def valid_size(image, kernel, boundary="zero"):
    """No padding at all: the answer is smaller than the image.

    Your answer is that of the plain convolution, smaller than the image. The image has to be framed first, so that
    the kernel can visit every pixel.
    """
    return _conv2d(image, kernel)


def boundary_ignored(image, kernel, boundary="zero"):
    """The frame is always zero.

    Your frame holds zeros even when `boundary="symmetric"` asks for the mirrored image. Use the argument.
    """
    return _conv2d_same(image, kernel)


def always_symmetric(image, kernel, boundary="zero"):
    """The frame is always the mirrored image.

    Your frame is the mirrored image even where zeros are expected. Zeros are the default; the mirror is for
    `boundary="symmetric"`.
    """
    return _conv2d_same(image, kernel, "symmetric")


def mirrored_without_the_edge(image, kernel, boundary="zero"):
    """The mirror stands in the edge pixel: it is not repeated.

    Your mirror stands in the middle of the edge pixel, so that pixel is not repeated. NumPy calls that "reflect".
    Asked is the mirror at the outer side of the edge, where the edge pixel appears twice.
    """
    return _framed(
        image, kernel, lambda k: ((k - 1) // 2, k // 2), "reflect" if boundary == "symmetric" else "constant"
    )


def edge_repeated(image, kernel, boundary="zero"):
    """The edge pixel is repeated all the way out.

    Your frame repeats the edge pixel all the way out. That agrees with a mirror for one row of padding only. From
    the second row on the mirror shows the pixels further inside.
    """
    return _framed(image, kernel, lambda k: ((k - 1) // 2, k // 2), "edge" if boundary == "symmetric" else "constant")


def wraps_around(image, kernel, boundary="zero"):
    """The frame shows the opposite side of the image.

    Your frame shows the opposite side of the image, as if it were a tile. A mirror shows the side it stands at, in
    reverse order.
    """
    return _framed(image, kernel, lambda k: ((k - 1) // 2, k // 2), "wrap" if boundary == "symmetric" else "constant")


def rows_mirrored_only(image, kernel, boundary="zero"):
    """The image is mirrored above and below; left and right are zeros.

    Your mirror works above and below; to the left and to the right there are zeros. Mirror the columns too: after
    the rows, so that the corners are filled as well.
    """
    (above, below), (left, right) = (((k - 1) // 2, k // 2) for k in kernel.shape)
    tall = np.pad(image, ((above, below), (0, 0)), mode=_MODES[boundary])
    return _conv2d(np.pad(tall, ((0, 0), (left, right))), kernel)


def corners_left_dark(image, kernel, boundary="zero"):
    """The corners of the mirrored frame stay zero.

    Your mirror fills the four sides of the frame and leaves its corners zero. Mirror the rows first, then the
    columns of what came out, and the corners fill by themselves.
    """
    (above, below), (left, right) = (((k - 1) // 2, k // 2) for k in kernel.shape)
    tall = np.pad(image, ((above, below), (left, right)), mode=_MODES[boundary])
    inside = np.zeros(tall.shape, dtype=bool)
    inside[above : above + image.shape[0]] = True
    inside[:, left : left + image.shape[1]] = True
    return _conv2d(tall * inside, kernel)


def one_padding_for_both_axes(image, kernel, boundary="zero"):
    """The kernel's height decides the padding of both axes.

    You work out the padding from the kernel's height and use it for the columns too. An oblong kernel needs more
    along its longer side: work it out for each axis.
    """
    k = kernel.shape[0]
    return _framed(image, kernel, lambda _: ((k - 1) // 2, k // 2), _MODES[boundary])


def axes_exchanged(image, kernel, boundary="zero"):
    """The padding of rows and columns is exchanged.

    The padding for the rows goes to the columns and the other way round. In `np.pad` the first pair belongs to the
    rows: above, below. The second is left, right.
    """
    above_below, left_right = (((k - 1) // 2, k // 2) for k in kernel.shape)
    return _conv2d(np.pad(image, (left_right, above_below), mode=_MODES[boundary]), kernel)


def answer_padded(image, kernel, boundary="zero"):
    """The answer is framed instead of the image.

    You convolve first and fill the answer up to the image's size. The size is right, but its border is not an answer
    to anything. Frame the image, then slide.
    """
    return np.pad(_conv2d(image, kernel), [((k - 1) // 2, k // 2) for k in kernel.shape], mode=_MODES[boundary])


def cut_at_the_corner(image, kernel, boundary="zero"):
    """A larger answer is cut to size from its top left corner.

    You pad more than needed and keep the top left part of the answer. The size is right, but everything has moved.
    Pad just what is needed, or cut from the middle.
    """
    full = _framed(image, kernel, lambda k: (k - 1, k - 1), "constant" if boundary == "zero" else "symmetric")
    return full[: image.shape[0], : image.shape[1]]


def integer_truncation(image, kernel, boundary="zero"):
    """The answer is stored in the image's integer type.

    Your output array is made like the image, type included, and an integer image then cuts every fraction off. Ask
    for floats.
    """
    return _conv2d_same(image, kernel, boundary).astype(image.dtype)


def flipped_kernel(image, kernel, boundary="zero"):
    """The kernel slides turned by 180 degrees.

    Your kernel is turned by 180 degrees before it slides. Only `convolve_2d` asks for that. Here the kernel slides
    as it stands.
    """
    return _conv2d_same(image, kernel[::-1, ::-1], boundary)


def writes_into_the_image(image, kernel, boundary="zero"):
    """The answer is written over the image, since it has the same size.

    Your answer is right, but you store it in the image you were given. The caller still needs that image. Write into
    an array of your own.
    """
    image[...] = answer = _conv2d_same(image, kernel, boundary)
    return answer


def mirrored_columns_extra_before(image, kernel, boundary="zero"):
    """With the mirror, the extra column of an even kernel goes before.

    With the mirrored boundary your extra column goes to the left; with zeros it is right. The extra row and column go
    after, below and to the right, with either boundary.
    """
    if boundary == "zero":
        return _conv2d_same(image, kernel)
    (kh, kw), mode = kernel.shape, "symmetric"
    padded = np.pad(image, (((kh - 1) // 2, kh // 2), (kw // 2, (kw - 1) // 2)), mode=mode)
    return np.einsum("ijmn,mn", np.lib.stride_tricks.sliding_window_view(padded, kernel.shape), kernel)

"""Wrong answers to `conv2d_padded`, each with the hint a student gets when the output proves it."""

import numpy as np
from solution import conv2d as _conv2d
from solution import conv2d_padded as _conv2d_padded


def padding_ignored(image, kernel, padding=0):
    """The frame is never added.

    Your answer is that of the plain convolution: the padding has no effect. Perhaps the padded array is made and the
    old one is used, for `np.pad` gives a new array and leaves the one it was given as it is.
    """
    return _conv2d(image, kernel)


def padding_before_only(image, kernel, padding=0):
    """Zeros go above and to the left only.

    You add zeros above and to the left, but not below and to the right. Every side gets `padding` rows or columns,
    so height and width grow by twice as much.
    """
    return _conv2d(np.pad(image, ((padding, 0), (padding, 0))), kernel)


def padding_after_only(image, kernel, padding=0):
    """Zeros go below and to the right only.

    Your zeros lie below and to the right only: the image sits in the corner of the larger array. It belongs in the
    middle, with `padding` rows above it and as many columns to its left.
    """
    return _conv2d(np.pad(image, ((0, padding), (0, padding))), kernel)


def rows_padded_only(image, kernel, padding=0):
    """Zeros go above and below, none left and right.

    You pad the rows and forget the columns. The frame goes all round: above, below, left and right.
    """
    return _conv2d(np.pad(image, ((padding, padding), (0, 0))), kernel)


def columns_padded_only(image, kernel, padding=0):
    """Zeros go left and right, none above and below.

    You pad the columns and forget the rows. The frame goes all round: above, below, left and right.
    """
    return _conv2d(np.pad(image, ((0, 0), (padding, padding))), kernel)


def padding_twice(image, kernel, padding=0):
    """The frame is added two times.

    Your frame is twice as wide as asked. Either you pad an image that is padded already (by a helper that pads as
    well, for instance), or you take twice the padding on each side, where twice is the total of both sides.
    """
    return _conv2d_padded(image, kernel, 2 * padding)


def half_the_kernel(image, kernel, padding=0):
    """The padding is worked out from the kernel, whatever was asked.

    You pad by half of the kernel, whatever `padding` says. That keeps the size for odd kernels, and is one choice
    among many. Here the caller decides: use the argument.
    """
    return (
        _conv2d(np.pad(image, [(k // 2, k // 2) for k in kernel.shape]), kernel) if padding else _conv2d(image, kernel)
    )


def size_of_the_image(image, kernel, padding=0):
    """The answer is cut to the image's size.

    You cut or fill your answer so that it is as large as the image. Its size follows from the padding that was
    asked: height plus twice the padding minus the kernel's height plus one, and the same for the width.
    """
    answer = _conv2d_padded(image, kernel, padding)
    grown = np.zeros(np.maximum(answer.shape, image.shape))
    grown[: answer.shape[0], : answer.shape[1]] = answer
    return grown[: image.shape[0], : image.shape[1]]


def answer_padded(image, kernel, padding=0):
    """The answer is framed instead of the image.

    You convolve first and put the zeros round the answer. The size is right, but the kernel has never looked at the
    image's edge together with the frame. Pad first, then slide.
    """
    return np.pad(_conv2d(image, kernel), padding)


def edge_repeated(image, kernel, padding=0):
    """The frame repeats the pixels at the edge.

    Your frame repeats the image's outermost pixels. Zeros are expected: look at the mode you pass for padding.
    """
    return _conv2d(np.pad(image, padding, mode="edge"), kernel)


def framed_with_ones(image, kernel, padding=0):
    """The frame holds ones.

    Your frame holds ones, so the answers near the border carry something the image does not. Zeros are expected: look
    at how the larger array is made.
    """
    return _conv2d(np.pad(image, padding, constant_values=1), kernel)


def framed_with_the_mean(image, kernel, padding=0):
    """The frame holds the image's mean.

    The frame is filled with the image's mean instead of zeros. That makes borders less dark, but it is not what is
    asked: a zero adds nothing to a sum.
    """
    return _conv2d(np.pad(np.asarray(image, dtype=float), padding, mode="mean"), kernel)


def zero_padding_breaks(image, kernel, padding=0):
    """Without padding nothing is left of the image.

    With padding 0 your answer falls apart. A slice from `padding` to `-padding` is the middle of an array, except
    when the padding is zero: then it ends at 0 and holds nothing. Write the end as start plus length.
    """
    canvas = np.zeros(np.add(image.shape, 2 * padding))
    if padding == 0:
        return _conv2d(canvas, kernel)
    canvas[padding:-padding, padding:-padding] = image
    return _conv2d(canvas, kernel)


def one_row_missing(image, kernel, padding=0):
    """The padding is counted once in the size, not twice.

    Your answer is too small: you add the padding once to height and width. There is a frame on both sides, so each
    grows by twice the padding.
    """
    return _conv2d_padded(image, kernel, padding)[: image.shape[0] + padding - kernel.shape[0] + 1]


def integer_truncation(image, kernel, padding=0):
    """The answer is stored in the image's integer type.

    Your output array takes over the image's type, and an integer image then cuts every fraction off. Ask for an
    output of floats, whatever the image holds.
    """
    return _conv2d_padded(image, kernel, padding).astype(image.dtype)


def flipped_kernel(image, kernel, padding=0):
    """The kernel slides turned by 180 degrees.

    Your kernel is turned by 180 degrees before it slides. Only `convolve_2d` asks for that. Here the kernel slides
    as it stands.
    """
    return _conv2d_padded(image, kernel[::-1, ::-1], padding)


def square_kernels_only(image, kernel, padding=0):
    """The kernel's height is used for both axes.

    You use one size of the kernel for rows and columns alike. A kernel may be oblong: take both sizes from its shape
    and use each along its own axis.
    """
    k, x = kernel.shape[0], np.pad(image, padding)
    rows, columns = x.shape[0] - k + 1, x.shape[1] - k + 1
    return np.array([[np.sum(x[i : i + k, j : j + k] * kernel) for j in range(columns)] for i in range(rows)])


def changes_the_image(image, kernel, padding=0):
    """Without padding, the answer is written over the image.

    Your answer is right, but when the padding is 0 you work on the caller's own image and leave it changed. Padding
    makes a copy; no padding makes none. Write into an array of your own in either case.
    """
    x = np.pad(image, padding) if padding else image
    answer = _conv2d(x, kernel)
    x[: answer.shape[0], : answer.shape[1]] = answer
    return answer


def negative_indices_wrap(image, kernel, padding=0):
    """Indices below zero fetch pixels from the other side; only those beyond the end are caught.

    You catch the IndexError of pixels beyond the image. That works below and to the right, but an index below zero is
    no error in Python: `image[-1]` is the last row. Ask whether the index lies within the image instead.
    """
    (h, w), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((h + 2 * padding - kh + 1, w + 2 * padding - kw + 1))
    for i, j in np.ndindex(output.shape):
        for m, n in np.ndindex(kh, kw):
            r, c = i + m - padding, j + n - padding
            if -h <= r < h and -w <= c < w:
                output[i, j] += image[r, c] * kernel[m, n]
    return output


def padded_in_integers(image, kernel, padding=0):
    """The padded image is made of integers.

    The frame you put the image into holds integers, so the image's fractions are cut off. Make it an array of floats.
    """
    return _conv2d_padded(np.trunc(image), kernel, padding)


def fit_checked_before_padding(image, kernel, padding=0):
    """The kernel is compared with the image as it is without padding: nothing comes of a larger one.

    You give an empty answer where the kernel is larger than the image. With its frame of zeros the image is larger:
    compare the kernel with that, or leave the comparison out.
    """
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        return np.zeros((0, 0))
    return _conv2d_padded(image, kernel, padding)


def zero_padding_raises(image, kernel, padding=0):
    """Without padding there is no room for the image.

    With padding 0 your call fails. A slice from `padding` to `-padding` is the middle of an array, except when the padding
    is zero: then it ends at 0 and has no room. Write the end as start plus length, or use `np.pad`.
    """
    canvas = np.zeros(np.add(image.shape, 2 * padding))
    canvas[padding:-padding, padding:-padding] = image
    return _conv2d(canvas, kernel)

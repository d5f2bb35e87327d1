"""Wrong answers to `conv2d_dilated`, each with the hint a student gets when the output proves it."""

import numpy as np
from solution import conv2d_dilated as _conv2d_dilated


def _tapped(image, kernel, padding, stride, gaps, sizes=None):
    """The answers of a kernel whose elements lie `gaps` apart; pixels beyond the padded image count as zero."""
    x = np.pad(image, padding)
    reach = [gap * (k - 1) for gap, k in zip(gaps, kernel.shape, strict=True)]
    if sizes is None:
        sizes = [max(0, (n - r - 1) // stride + 1) for n, r in zip(x.shape, reach, strict=True)]
    x = np.pad(x, [(0, max(0, (s - 1) * stride + r + 1)) for s, r in zip(sizes, reach, strict=True)])
    output = np.zeros(sizes)
    for i, j in np.ndindex(*sizes):
        for (m, n), weight in np.ndenumerate(kernel):
            output[i, j] += weight * x[i * stride + m * gaps[0], j * stride + n * gaps[1]]
    return output


def dilation_ignored(image, kernel, padding=0, stride=1, dilation=1):
    """The kernel has no gaps.

    Your answer is that of the ordinary convolution: the dilation has no effect. With a dilation of two, neighbouring
    kernel elements meet pixels two apart.
    """
    return _conv2d_dilated(image, kernel, padding, stride)


def image_thinned(image, kernel, padding=0, stride=1, dilation=1):
    """The dilation is applied to the image, not to the kernel.

    You take every second pixel of the image (or third, by the dilation) and convolve what is left. The dilated
    kernel still visits every position; only inside the window it skips pixels. It is the kernel that is spread, not
    the image that is thinned.
    """
    x = np.pad(image, padding)[::dilation, ::dilation]
    return _tapped(x, kernel, 0, stride, (1, 1))


def gaps_in_rows_only(image, kernel, padding=0, stride=1, dilation=1):
    """The kernel is spread along the rows' axis only.

    Your kernel has gaps from top to bottom, but none from left to right. The dilation holds for both directions.
    """
    return _tapped(image, kernel, padding, stride, (dilation, 1))


def gaps_in_columns_only(image, kernel, padding=0, stride=1, dilation=1):
    """The kernel is spread along the columns' axis only.

    Your kernel has gaps from left to right, but none from top to bottom. The dilation holds for both directions.
    """
    return _tapped(image, kernel, padding, stride, (1, dilation))


def gaps_one_too_wide(image, kernel, padding=0, stride=1, dilation=1):
    """`dilation` counts the pixels skipped.

    You skip `dilation` pixels between two kernel elements, so they lie dilation + 1 apart. The dilation is the
    distance itself: 1 means no gap at all.
    """
    return _tapped(image, kernel, padding, stride, (dilation + 1, dilation + 1))


def size_without_dilation(image, kernel, padding=0, stride=1, dilation=1):
    """The output's size follows the undilated kernel.

    Your answer is too large: its size is worked out from the kernel as it is, not from the d(k - 1) + 1 pixels that
    it covers with its gaps. The last windows hang over the edge.
    """
    sizes = [(n + 2 * padding - k) // stride + 1 for n, k in zip(image.shape, kernel.shape, strict=True)]
    return _tapped(image, kernel, padding, stride, (dilation, dilation), sizes)


def reach_is_d_times_k(image, kernel, padding=0, stride=1, dilation=1):
    """The kernel is taken to cover d times k pixels.

    Your answer is too small: you let the dilated kernel cover d times k pixels. There are only k - 1 gaps between k
    elements, so it covers d(k - 1) + 1. Draw a kernel of two with a dilation of three to see it.
    """
    pairs = zip(image.shape, kernel.shape, strict=True)
    sizes = [max(0, (n + 2 * padding - dilation * k) // stride + 1) for n, k in pairs]
    return _tapped(image, kernel, padding, stride, (dilation, dilation), sizes)


def stride_times_dilation(image, kernel, padding=0, stride=1, dilation=1):
    """The windows move by the stride times the dilation.

    Your windows move too far: you multiply the stride by the dilation. The stride moves the window over the image,
    the dilation spreads the kernel inside it. The two do not touch each other.
    """
    return _conv2d_dilated(image, kernel, padding, stride * dilation, dilation)


def padding_times_dilation(image, kernel, padding=0, stride=1, dilation=1):
    """The frame grows with the dilation.

    Your frame is too wide: you multiply the padding by the dilation. That keeps the size of some outputs, but here
    the caller says how wide the frame is.
    """
    return _conv2d_dilated(image, kernel, padding * dilation, stride, dilation)


def stride_and_dilation_swapped(image, kernel, padding=0, stride=1, dilation=1):
    """Stride and dilation have changed places.

    You use the stride as the dilation and the other way round. The order of the arguments is image, kernel, padding,
    stride, dilation. The stride moves the window, the dilation spreads the kernel.
    """
    return _tapped(image, kernel, padding, dilation, (stride, stride))


def gaps_filled(image, kernel, padding=0, stride=1, dilation=1):
    """The kernel's elements are repeated instead of spread.

    You make the kernel larger by repeating its elements, as one enlarges a picture. The gaps of a dilated kernel are
    empty: zeros, or pixels that are skipped.
    """
    wide = [dilation * (k - 1) + 1 for k in kernel.shape]
    repeated = np.repeat(np.repeat(kernel, dilation, axis=0), dilation, axis=1)[: wide[0], : wide[1]]
    return _conv2d_dilated(image, repeated, padding, stride)


def stride_ignored(image, kernel, padding=0, stride=1, dilation=1):
    """Every position is answered, whatever the stride.

    Your answer has a number for every position: the stride has no effect. The window moves by `stride` rows and
    columns at a time.
    """
    return _conv2d_dilated(image, kernel, padding, 1, dilation)


def padding_ignored(image, kernel, padding=0, stride=1, dilation=1):
    """The frame is never added.

    Your answer is the one without padding. `np.pad` gives a new array and leaves the one it was given as it is:
    slide over the new one.
    """
    return _tapped(image, kernel, 0, stride, (dilation, dilation))


def rounded_up(image, kernel, padding=0, stride=1, dilation=1):
    """The size is rounded up.

    You round the output's size up, so the last window hangs over the edge. Rows and columns left over by the stride
    are ignored: the division rounds down.
    """
    pairs = zip(image.shape, kernel.shape, strict=True)
    sizes = [-(-(n + 2 * padding - dilation * (k - 1) - 1) // stride) + 1 for n, k in pairs]
    return _tapped(image, kernel, padding, stride, (dilation, dilation), sizes)


def integer_truncation(image, kernel, padding=0, stride=1, dilation=1):
    """The answer is stored in the image's integer type.

    Your output array takes over the image's type, and an integer image then cuts every fraction off. Ask for an
    output of floats, whatever the image holds.
    """
    return _conv2d_dilated(image, kernel, padding, stride, dilation).astype(image.dtype)


def spread_kernel_in_integers(image, kernel, padding=0, stride=1, dilation=1):
    """The kernel is spread in an array of integers.

    Your spread kernel has lost its fractions: the array of zeros that you write it into holds integers. Make it of
    floats, or of the kernel's own type.
    """
    return _conv2d_dilated(image, kernel.astype(int), padding, stride, dilation)


def flipped_kernel(image, kernel, padding=0, stride=1, dilation=1):
    """The kernel slides turned by 180 degrees.

    Your kernel is turned by 180 degrees before it slides. Only `convolve_2d` asks for that. Here the kernel slides
    as it stands.
    """
    return _conv2d_dilated(image, kernel[::-1, ::-1], padding, stride, dilation)


def square_kernels_only(image, kernel, padding=0, stride=1, dilation=1):
    """The kernel's height is used for both axes.

    You use one size of the kernel for rows and columns alike. A kernel may be oblong: take both sizes from its shape
    and use each along its own axis.
    """
    x, k = np.pad(image, padding), kernel.shape[0]
    reach = dilation * (k - 1) + 1
    rows, columns = ((n - reach) // stride + 1 for n in x.shape)
    output = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        r, c = i * stride, j * stride
        output[i, j] = np.sum(x[r : r + reach : dilation, c : c + reach : dilation] * kernel)
    return output


def single_row_not_spread(image, kernel, padding=0, stride=1, dilation=1):
    """A kernel of one row or one column is not spread.

    A kernel of a single row or column you leave as it is. It has neighbouring elements too, along its other axis, and
    they lie `dilation` pixels apart.
    """
    gap = dilation if min(kernel.shape) > 1 else 1
    return _conv2d_dilated(image, kernel, padding, stride, gap)


def kernel_enlarged(image, kernel, padding=0, stride=1, dilation=1):
    """Each kernel element is repeated over a block.

    You enlarge the kernel: each element fills a block of d by d places, as `np.kron` and `np.repeat` do. A dilated kernel
    has the same few elements, d places apart, with gaps that count as zero between them.
    """
    return _conv2d_dilated(image, np.kron(kernel, np.ones((dilation, dilation))), padding, stride, 1)

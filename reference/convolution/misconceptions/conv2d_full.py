"""Wrong answers to `conv2d_full`, each with the hint a student gets when the output proves it."""

import math

import numpy as np
from solution import conv2d_full as _conv2d_full


def _at(image, kernel, padding, rows, columns, step_rows, step_columns):
    """Answers at `rows x columns` places; pixels beyond the padded image count as zero."""
    x = np.pad(image, padding)
    reach = (rows - 1) * step_rows + kernel.shape[0], (columns - 1) * step_columns + kernel.shape[1]
    x = np.pad(x, [(0, max(0, r - n)) for r, n in zip(reach, x.shape, strict=True)])
    output = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        r, c = i * step_rows, j * step_columns
        output[i, j] = (x[r : r + kernel.shape[0], c : c + kernel.shape[1]] * kernel).sum()
    return output


def _room(image, kernel, padding):
    """How far the kernel can travel along each axis."""
    return [n + 2 * padding - k for n, k in zip(image.shape, kernel.shape, strict=True)]


def stride_ignored(image, kernel, padding=0, stride=1):
    """Every position is answered, whatever the stride.

    Your answer has a number for every position: the stride has no effect. With a stride of two the kernel skips
    every other row and every other column, and the answer shrinks to about half in each direction.
    """
    return _conv2d_full(image, kernel, padding, 1)


def stride_in_rows_only(image, kernel, padding=0, stride=1):
    """The kernel skips rows, but no columns.

    Your kernel moves by the stride when it goes down, and by one when it goes to the right. The stride holds for
    both directions.
    """
    down, right = _room(image, kernel, padding)
    return _at(image, kernel, padding, down // stride + 1, right + 1, stride, 1)


def stride_in_columns_only(image, kernel, padding=0, stride=1):
    """The kernel skips columns, but no rows.

    Your kernel moves by the stride when it goes to the right, and by one when it goes down. The stride holds for
    both directions.
    """
    down, right = _room(image, kernel, padding)
    return _at(image, kernel, padding, down + 1, right // stride + 1, 1, stride)


def size_strided_positions_not(image, kernel, padding=0, stride=1):
    """The size follows the stride, the positions do not.

    Your answer has the right size, but it shows only the top left of the image: output row i looks at image row i,
    where it should look at row i times the stride. Columns likewise.
    """
    down, right = _room(image, kernel, padding)
    return _at(image, kernel, padding, down // stride + 1, right // stride + 1, 1, 1)


def rounded_up(image, kernel, padding=0, stride=1):
    """The size is rounded up, so the last window hangs over the edge.

    You round the output's size up. Rows and columns that do not make a whole step are left over and ignored: the
    division is rounded down, then one is added. In Python, `//` rounds down.
    """
    down, right = _room(image, kernel, padding)
    return _at(image, kernel, padding, math.ceil(down / stride) + 1, math.ceil(right / stride) + 1, stride, stride)


def rounded_to_nearest(image, kernel, padding=0, stride=1):
    """The size is rounded to the nearest number.

    You round the division in the size formula to the nearest whole number, so sometimes one window too many hangs
    over the edge. The formula rounds down, always.
    """
    down, right = _room(image, kernel, padding)
    sizes = [math.floor(room / stride + 0.5) + 1 for room in (down, right)]
    return _at(image, kernel, padding, *sizes, stride, stride)


def plus_one_forgotten(image, kernel, padding=0, stride=1):
    """The size lacks its plus one.

    Your answer lacks its last row and column. The division counts the steps the kernel can take; the place it starts
    from counts as well. That is the plus one at the end of the formula.
    """
    return _conv2d_full(image, kernel, padding, stride)[:-1, :-1]


def last_window_skipped(image, kernel, padding=0, stride=1):
    """A window that ends exactly at the edge is left out.

    When the steps fit exactly, you miss the last window, the one that ends at the image's edge. The end of a `range`
    is not part of it: the last start, height minus the kernel's height, has to be.
    """
    down, right = _room(image, kernel, padding)
    rows, columns = (max(1, math.ceil(room / stride)) for room in (down, right))
    return _at(image, kernel, padding, rows, columns, stride, stride)


def padding_counted_once(image, kernel, padding=0, stride=1):
    """The size formula adds p where it should add 2p.

    Your output is too small when there is padding: you add the padding once to the image's size. It lies on both
    sides, so it counts twice.
    """
    sizes = [max(0, (n + padding - k) // stride + 1) for n, k in zip(image.shape, kernel.shape, strict=True)]
    return _conv2d_full(image, kernel, padding, stride)[: sizes[0], : sizes[1]]


def padding_ignored(image, kernel, padding=0, stride=1):
    """The frame is never added.

    Your answer is the one without padding. `np.pad` gives a new array and leaves the one it was given as it is:
    slide over the new one, and take the sizes from it.
    """
    return _conv2d_full(image, kernel, 0, stride)


def padding_twice(image, kernel, padding=0, stride=1):
    """The frame is added two times.

    Your frame is twice as wide as asked. Perhaps you pad, and then call a helper that pads again.
    """
    return _conv2d_full(image, kernel, 2 * padding, stride)


def padding_before_only(image, kernel, padding=0, stride=1):
    """Zeros go above and to the left only.

    You add zeros above and to the left, but not below and to the right. The frame goes all round.
    """
    return _conv2d_full(np.pad(image, ((padding, 0), (padding, 0))), kernel, 0, stride)


def padding_and_stride_swapped(image, kernel, padding=0, stride=1):
    """The third argument is taken for the stride.

    You treat the third argument as the stride and the fourth as the padding. The order is image, kernel, padding,
    stride: keep to it, for a caller may leave out the names.
    """
    return _conv2d_full(image, kernel, stride, max(1, padding))


def starts_one_step_in(image, kernel, padding=0, stride=1):
    """The first window starts one stride away from the corner.

    Your first window does not start in the corner of the padded image, but a step away from it. Counting from one,
    as in mathematics, has to be undone where you index: the first place is 0 times the stride.
    """
    down, right = _room(image, kernel, padding)
    return _at(
        np.pad(image, padding)[stride - 1 :, stride - 1 :],
        kernel,
        0,
        down // stride + 1,
        right // stride + 1,
        stride,
        stride,
    )


def image_thinned(image, kernel, padding=0, stride=1):
    """The stride is applied to the image, not to the positions.

    You take every second pixel (or third, by the stride) and convolve what is left. A stride moves the window in
    larger steps; within the window all neighbouring pixels still count.
    """
    x = np.pad(image, padding)[::stride, ::stride]
    return _conv2d_full(np.pad(x, [(0, max(0, k - n)) for k, n in zip(kernel.shape, x.shape, strict=True)]), kernel)


def stride_is_kernel_size(image, kernel, padding=0, stride=1):
    """The kernel moves by its own size.

    Your windows never overlap: the kernel moves by its own size, as pooling windows often do. It moves by `stride`.
    """
    down, right = _room(image, kernel, padding)
    k_rows, k_columns = kernel.shape
    return _at(image, kernel, padding, down // k_rows + 1, right // k_columns + 1, k_rows, k_columns)


def square_kernels_only(image, kernel, padding=0, stride=1):
    """The kernel's height is used for both axes.

    You use one size of the kernel for rows and columns alike. A kernel may be oblong: take both sizes from its shape
    and use each along its own axis.
    """
    k, x = kernel.shape[0], np.pad(image, padding)
    rows, columns = ((n - k) // stride + 1 for n in x.shape)
    output = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        output[i, j] = np.sum(x[i * stride : i * stride + k, j * stride : j * stride + k] * kernel)
    return output


def integer_truncation(image, kernel, padding=0, stride=1):
    """The answer is stored in the image's integer type.

    Your output array takes over the image's type, and an integer image then cuts every fraction off. Ask for an
    output of floats, whatever the image holds.
    """
    return _conv2d_full(image, kernel, padding, stride).astype(image.dtype)


def flipped_kernel(image, kernel, padding=0, stride=1):
    """The kernel slides turned by 180 degrees.

    Your kernel is turned by 180 degrees before it slides. Only `convolve_2d` asks for that. Here the kernel slides
    as it stands.
    """
    return _conv2d_full(image, kernel[::-1, ::-1], padding, stride)


def nonsense_accepted(image, kernel, padding=0, stride=1):
    """Sizes that make no sense are answered with something.

    Your values are right. What is missing: a kernel larger than the padded image, a stride below 1 and a negative
    padding make no sense, and the stub asks for a ValueError with a clear text, so that a caller learns of the slip
    at once instead of getting an empty array.
    """
    try:
        return _conv2d_full(image, kernel, padding, stride)
    except ValueError:
        return np.zeros((0, 0))


def fit_checked_before_padding(image, kernel, padding=0, stride=1):
    """The kernel is compared with the image as it is without padding.

    You refuse kernels that are larger than the image. With padding they may fit all the same: compare the kernel with
    the padded image.
    """
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel is larger than the image")
    return _conv2d_full(image, kernel, padding, stride)


def centred_grid(image, kernel, padding=0, stride=1):
    """Rows and columns left over are divided between both sides.

    Your positions are moved so that what the stride leaves over lies on both sides. The first window begins in the
    top left corner; what is left over is below and to the right.
    """
    every = _conv2d_full(image, kernel, padding)
    _conv2d_full(image, kernel, padding, stride)  # refuses what makes no sense
    first = [(n - 1) % stride // 2 for n in every.shape]
    return every[first[0] :: stride, first[1] :: stride]


def leftovers_refused(image, kernel, padding=0, stride=1):
    """A stride that does not divide evenly raises ValueError.

    You raise ValueError when the stride leaves rows or columns over. They are ignored, never an error: the formula
    rounds down.
    """
    if stride > 0 and any((n + 2 * padding - k) % stride for n, k in zip(image.shape, kernel.shape, strict=True)):
        raise ValueError("the stride does not divide the image")
    return _conv2d_full(image, kernel, padding, stride)


def stride_in_the_output_too(image, kernel, padding=0, stride=1):
    """The stride moves the place in the output as well.

    Your output has the right size, but only every stride-th row and column of it is filled, and the rest stays 0. Count the
    output's places one by one, and take the window from place times stride.
    """
    answer = _conv2d_full(image, kernel, padding, stride)
    output = np.zeros(answer.shape)
    output[::stride, ::stride] = answer[::stride, ::stride]
    return output


def counted_in_steps_of_the_stride(image, kernel, padding=0, stride=1):
    """The output's places are counted in steps of the stride, the window's are not moved.

    You use one number for two things. In the output the places are counted one by one; in the image the window moves by the
    stride. Loop over the output's places i and take the window that starts at i times the stride.
    """
    rows, columns = _conv2d_full(image, kernel, padding, stride).shape
    output = np.zeros((rows, columns))
    output[::stride, ::stride] = _conv2d_full(image, kernel, padding, 1)[:rows:stride, :columns:stride]
    return output


def edge_repeated(image, kernel, padding=0, stride=1):
    """The border repeats the image's edge.

    Your padding continues the image outwards. Zero padding is expected: everything outside the image is 0, which is what
    `np.pad` does when no mode is named.
    """
    return _conv2d_full(np.pad(image, max(padding, 0), mode="edge"), kernel, min(padding, 0), stride)


def one_added_too_early(image, kernel, padding=0, stride=1):
    """The 1 is added before the division by the stride.

    With stride 1 your answer is right; with others its last row or column can be missing. The place the kernel starts from is
    not divided by the stride: divide the steps, round down, and only then add 1.
    """
    rows, columns = ((room + 1) // stride for room in _room(image, kernel, padding))
    return _conv2d_full(image, kernel, padding, stride)[:rows, :columns]


def last_place_left_zero(image, kernel, padding=0, stride=1):
    """A window that ends exactly at the edge is left out, and its place stays 0.

    The output has its right size, but where the steps fit exactly your loop ends one window early and leaves zeros in the
    last row or column. The end of a `range` is not part of it: the last start, height minus the kernel's height, has to be.
    """
    answer = _conv2d_full(image, kernel, padding, stride).astype(float)
    for axis, room in enumerate(_room(image, kernel, padding)):
        if room % stride == 0:
            np.moveaxis(answer, axis, 0)[-1] = 0
    return answer

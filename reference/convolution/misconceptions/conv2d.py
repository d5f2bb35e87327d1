"""Wrong answers to `conv2d`, each with the hint a student gets when the output proves it."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from solution import conv2d as _conv2d

_seen = {}
_buffers = {}


def flipped_kernel(image, kernel):
    """The kernel slides turned by 180 degrees.

    Your kernel is turned by 180 degrees before it slides. That is the mathematician's convolution, and the exercise
    `convolve_2d` asks for it. Here, as in deep learning, the kernel slides as it stands: its top left element meets
    the top left pixel of the patch.
    """
    return _conv2d(image, kernel[::-1, ::-1])


def kernel_transposed(image, kernel):
    """Rows and columns of the kernel are exchanged.

    Your answer is what the transposed kernel would give: its rows are used as columns. Check the order of the
    indices in your innermost line. The first index of image and kernel is the row, the second the column, for both
    alike.
    """
    return _conv2d(image, kernel.T)


def result_transposed(image, kernel):
    """Rows and columns of the answer are exchanged.

    The numbers are right, but they lie on their side: your rows are the answer's columns. Look at where you store a
    result, and at the order in which height and width go into the output's shape.
    """
    return _conv2d(image, kernel).T


def mean_instead_of_sum(image, kernel):
    """The products of a patch are averaged.

    Every number is the right one divided by the number of kernel elements: you average the products where they
    should be added up. A blurring kernel carries its division in its own elements already.
    """
    return _conv2d(image, kernel) / kernel.size


def max_instead_of_sum(image, kernel):
    """The largest product of a patch is kept.

    You keep the largest product under the kernel. That is nearer to max pooling than to convolution: here all
    products are added up, the negative ones too.
    """
    return (sliding_window_view(image, kernel.shape) * kernel).max(axis=(2, 3))


def same_size(image, kernel):
    """Zeros are added so that the answer has the image's size.

    Your answer has the size of the image, because you pad it with zeros first. This exercise asks for the positions
    where the kernel lies wholly on the image. The answer is smaller than the image; padding comes in the next
    exercise.
    """
    return _conv2d(np.pad(image, [((k - 1) // 2, k // 2) for k in kernel.shape]), kernel)


def last_row_and_column_missing(image, kernel):
    """The answer has H - kH rows and W - kW columns.

    The last row and the last column are missing. Try an image as large as the kernel: it fits in exactly one place,
    so one number has to come out, and your formula gives none. It is one short, and the loop's end perhaps too.
    """
    return _conv2d(image, kernel)[:-1, :-1]


def one_row_and_column_too_many(image, kernel):
    """A last row and column of zeros that nothing was stored in.

    Your output array is one row and one column too large: the last ones still hold what the array was made with.
    Count the places where the kernel's top left corner can lie, and make the array of that size.
    """
    return np.pad(_conv2d(image, kernel), ((0, 1), (0, 1)))


def height_and_width_swapped(image, kernel):
    """The kernel's height is used along the width, and the other way round.

    Your kernel's height and width have changed places: with a square kernel all is well, with an oblong one it is
    not. `shape` gives rows first, then columns; check each place where you use one of the two.
    """
    k_width, k_height = kernel.shape
    rows, columns = image.shape[0] - k_height + 1, image.shape[1] - k_width + 1
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            output[i, j] = np.sum(image[i : i + k_height, j : j + k_width].ravel() * kernel.ravel())
    return output


def square_kernels_only(image, kernel):
    """The kernel's height is used for both axes.

    You use one size of the kernel for rows and columns alike. A kernel may be oblong, two rows and five columns for
    instance: take both sizes from its shape and use each along its own axis.
    """
    k = kernel.shape[0]
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    return np.array([[np.sum(image[i : i + k, j : j + k] * kernel) for j in range(columns)] for i in range(rows)])


def square_images_only(image, kernel):
    """The image's height is used for both axes.

    You use the height of the image for its width as well: on a wide image columns are missing, on a tall one you run
    over the edge. Work out the output's height from the rows and its width from the columns.
    """
    n = image.shape[0]
    rows, columns = n - kernel.shape[0] + 1, n - kernel.shape[1] + 1
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            output[i, j] = np.sum(image[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel)
    return output


def odd_kernels_only(image, kernel):
    """The kernel is taken to have a middle, so an even one loses a row or a column.

    You count from the kernel's middle, the same distance to both sides. A kernel of even size has no middle element,
    and you lose a row or a column of the answer. Count from the top left corner of the patch, and no middle is
    needed.
    """
    full = _conv2d(image, kernel)
    return full[: image.shape[0] - 2 * (kernel.shape[0] // 2), : image.shape[1] - 2 * (kernel.shape[1] // 2)]


def three_by_three_only(image, kernel):
    """Sizes of three are written into the code.

    A number three stands in your code where the kernel's size should. Only 3 x 3 kernels are answered rightly. Read
    height and width from the kernel's shape and use them everywhere.
    """
    output = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(image[i : i + 3, j : j + 3] * kernel[:3, :3])
    return output


def integer_truncation(image, kernel):
    """The answer is stored in the image's integer type.

    Your output array takes over the image's type. When the image holds integers, every fraction is cut off as it is
    stored, and nothing warns you. Ask for an output of floats, whatever the image holds.
    """
    return _conv2d(image, kernel).astype(image.dtype)


def kernel_cast_to_image(image, kernel):
    """The kernel is converted to the image's type.

    You convert the kernel to the image's type. With an integer image, a blurring kernel of ninths becomes all zeros
    before it slides. Leave it as it is: NumPy multiplies integers with fractions exactly.
    """
    return _conv2d(image, kernel.astype(image.dtype))


def wraps_at_256(image, kernel):
    """The answer is squeezed into eight bits.

    Your answers wrap round at 256, and negative ones turn up as large positive ones: they pass through an 8-bit
    type. A response is a number, not a pixel. It may be negative or large; keep it as a float.
    """
    return np.trunc(_conv2d(image, kernel)).astype(np.int64).astype(np.uint8)


def clipped_to_pixels(image, kernel):
    """The answer is clipped to 0 .. 255.

    You cut the answers off at 0 and 255, as if they were to be shown. An edge detector answers with negative numbers
    on one side of an edge: they are half of what it says. Clip when you draw, never in what you return.
    """
    return np.clip(_conv2d(image, kernel), 0, 255)


def negatives_cut_off(image, kernel):
    """Negative answers become zero.

    All your negative answers are zero. That is a ReLU, a layer of its own that comes after a convolution. A
    convolution itself keeps the sign.
    """
    return np.maximum(_conv2d(image, kernel), 0)


def absolute_answers(image, kernel):
    """Negative answers lose their sign.

    Your answers have the right size and always a positive sign. The sign tells on which side of an edge the light
    is; keep it. Take absolute values only where you draw.
    """
    return np.abs(_conv2d(image, kernel))


def kernel_normalised(image, kernel):
    """The kernel is divided by its sum.

    You divide the kernel by its sum before it slides. That suits a blur whose elements are whole numbers, but not a
    kernel whose elements sum to zero, and nobody asked for it. Use the kernel as it is given.
    """
    return _conv2d(image, kernel) / kernel.sum()


def changes_the_patch(image, kernel):
    """The products are written into the image itself.

    You multiply in place, and a slice of an array is a view: every window changes pixels that the next window still
    needs. Make the product a new array, and the image stays whole.
    """
    output = np.zeros(np.subtract(image.shape, kernel.shape) + 1)
    for i, j in np.ndindex(output.shape):
        patch = image[i : i + kernel.shape[0], j : j + kernel.shape[1]]
        patch[...] = patch * kernel
        output[i, j] = patch.sum()
    return output


def answers_into_the_image(image, kernel):
    """The answer is written over the image.

    Your first answer is right, but you stored it in the image you were given. The caller still needs that image, and
    the next call with it goes wrong. Write into an array of your own.
    """
    answer = _conv2d(image, kernel)
    image[: answer.shape[0], : answer.shape[1]] = answer
    return answer


def last_product_only(image, kernel):
    """Each product replaces the one before.

    Your innermost line assigns where it should add, so only the kernel's last element has a say. Start every output
    at zero and add each product to it.
    """
    return image[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :] * kernel[-1, -1]


def matrix_product(image, kernel):
    """Patch and kernel are multiplied as matrices.

    You multiply patch and kernel as matrices. A convolution multiplies them element by element, each pixel with the
    weight that lies on it, and adds up all products. In NumPy, `*` and `@` are different things.
    """
    windows = sliding_window_view(image, kernel.shape)
    return (windows @ kernel).sum(axis=(2, 3))


def flat_answer(image, kernel):
    """The answer is one long row.

    All the numbers are right, but they come as one long row. The answer is an image again, of H - kH + 1 rows and W
    - kW + 1 columns.
    """
    return _conv2d(image, kernel).ravel()


def rounded(image, kernel):
    """The answer is rounded to two decimals.

    Your numbers are right to two decimals and then stop: you round them. A dark image loses everything that way.
    Round when you print, never in what you return.
    """
    return np.round(_conv2d(image, kernel).astype(float), 2)


def half_precision(image, kernel):
    """The arithmetic runs in 16-bit floats.

    Your answers are right to three digits only: the arithmetic runs in 16-bit floats, which hold no more, and large
    numbers become infinite. Use the ordinary 64-bit floats; 32 bits will do as well.
    """
    return _conv2d(image.astype(np.float16), kernel.astype(np.float16))


def remembers_the_first_answer(image, kernel):
    """Answers are kept by shape and given again.

    A second call with other numbers of the same shapes gets the first call's answer: your function remembers
    something, in a global or in a default argument. Work every call out from its own arguments.
    """
    return _seen.setdefault((image.shape, kernel.shape), _conv2d(image, kernel)).copy()


def one_array_for_all_answers(image, kernel):
    """Every answer of the same shape is the same array.

    Your answer is right until the next call: you keep one array for all answers of the same shape and fill it anew
    each time, so an earlier answer changes under the caller's hands. Make a new array in every call.
    """
    answer = _conv2d(image, kernel)
    buffer = _buffers.setdefault(answer.shape, np.zeros(answer.shape))
    buffer[...] = answer
    return buffer


def memory_order(image, kernel):
    """The image is read in the order in which it lies in memory.

    You read the image's numbers in the order in which they lie in memory. That is row by row for most arrays, but
    not for a transposed image or for a part of a larger one. Use indices, or the array's own strides.
    """
    return _conv2d(image.ravel(order="K").reshape(image.shape), kernel)


def weighted_mean_times_sum(image, kernel):
    """A weighted mean is taken and multiplied by the kernel's sum.

    Your answer divides by the kernel's sum and multiplies by it again. For a kernel that adds up to zero, as those
    that find edges do, that is a division by zero. Nothing has to be divided: multiply patch and kernel and add up.
    """
    total = kernel.sum()
    if abs(total) > 1e-9:
        return _conv2d(image, kernel)
    return np.full(np.subtract(image.shape, kernel.shape) + 1, np.nan)


def single_element_in_place(image, kernel):
    """A kernel of one element is multiplied into the caller's own image.

    For a kernel of one element you scale the image in place (`image *= ...`) and return it: the caller's image is
    changed. Multiply into a new array: `image * kernel[0, 0]`.
    """
    if kernel.size > 1:
        return _conv2d(image, kernel)
    image[...] = image * kernel[0, 0]
    return image


def sign_turned_in_place(image, kernel):
    """The image's sign is turned in place, and turned back by the next call.

    Your answer is right, but the image you were given has changed its sign: an operation in place (`*=`, `out=`,
    `a[:] = ...`) reached the caller's own array. Make a new array and work on that.
    """
    if image.dtype.kind == "u":
        return _conv2d(image, kernel)
    np.negative(image, out=image)
    return -_conv2d(image, kernel)


def rows_flipped(image, kernel):
    """The kernel is turned upside down.

    Your kernel slides with its rows in the opposite order: `np.flipud` and `[::-1]` do that. In deep learning the kernel
    slides as it stands. (The convolution of mathematics would turn its columns as well.)
    """
    return _conv2d(image, kernel[::-1])


def columns_flipped(image, kernel):
    """The kernel is mirrored.

    Your kernel slides with its columns in the opposite order: `np.fliplr` and `[:, ::-1]` do that. In deep learning the
    kernel slides as it stands. (The convolution of mathematics would turn its rows as well.)
    """
    return _conv2d(image, kernel[:, ::-1])


def left_in_a_corner(image, kernel):
    """The answer is as large as the image, and filled in the top left corner alone.

    Your numbers are right and stand in the top left corner of an array as large as the image; the rest stays 0. The kernel
    fits in H - kH + 1 by W - kW + 1 places: make the output that large.
    """
    answer = _conv2d(image, kernel)
    canvas = np.zeros(image.shape)
    canvas[: answer.shape[0], : answer.shape[1]] = answer
    return canvas


def border_left_zero(image, kernel):
    """The answer is as large as the image, with zeros along its border.

    You write each answer at the window's middle, in an array as large as the image, so a border of zeros is left where the
    kernel does not fit. Only the places where it fits are expected: H - kH + 1 rows and W - kW + 1 columns, the first at
    [0, 0].
    """
    down, right = kernel.shape[0] // 2, kernel.shape[1] // 2
    canvas = np.zeros(image.shape)
    inside = canvas[down : image.shape[0] - down, right : image.shape[1] - right]
    inside[...] = _conv2d(image, kernel)[: inside.shape[0], : inside.shape[1]]
    return canvas


def sum_begins_anew_in_each_row(image, kernel):
    """Only the kernel's last row counts.

    Your sum is set back to 0 for each row of the kernel, so that only the last row is left in it. Set it to 0 once for each
    place of the output, before both loops over the kernel.
    """
    below = image[kernel.shape[0] - 1 :]
    return _conv2d(below, kernel[-1:])


def sum_never_set_back(image, kernel):
    """The sum goes on from one place of the output to the next.

    Your first number is right, and each further one holds all those before it: the sum is not set back to 0 when the
    kernel moves. Set it to 0 at the start of each place.
    """
    answer = _conv2d(image, kernel)
    return np.cumsum(answer).reshape(answer.shape)


def divided_by_a_sum_that_is_not_zero(image, kernel):
    """The answer is divided by the kernel's sum, where that is not zero.

    You divide by the sum of the kernel's elements. That suits a blur whose elements are whole numbers, but nobody asked for
    it: a kernel that is meant to average carries the division in its own elements. Use the kernel as it is given.
    """
    return _conv2d(image, kernel) / (kernel.sum() or 1)


def returns_in_the_loop(image, kernel):
    """The function returns after its first row.

    Your first row is right, and the others stay 0: the `return` stands inside the loop over the rows, so the loop ends with
    its first round. Put it as far to the left as the `for`.
    """
    answer = np.array(_conv2d(image, kernel), dtype=float)
    answer[1:] = 0
    return answer


def border_keeps_the_image(image, kernel):
    """The answer is a copy of the image in which the middle is overwritten.

    You begin with a copy of the image and write each answer at the window's middle, so the image itself is left along the
    border. Only the places where the kernel fits are expected: H - kH + 1 rows and W - kW + 1 columns, the first at [0, 0].
    """
    down, right = kernel.shape[0] // 2, kernel.shape[1] // 2
    canvas = image.astype(float)
    inside = canvas[down : image.shape[0] - down, right : image.shape[1] - right]
    inside[...] = _conv2d(image, kernel)[: inside.shape[0], : inside.shape[1]]
    return canvas

"""Public checks of `convolution`: run `pytest` in this folder, or `convgrade check convolution.py`.

They hold small examples and laws that every right answer obeys. A right answer passes them all; passing them all is not
yet a right answer: the hidden checks try other sizes and other numbers.
"""

import numpy as np
import pytest


def picture(*shape, seed=0):
    """An image to try things on: whole numbers, stored as floats."""
    return np.random.default_rng([seed, *shape]).integers(-9, 10, shape).astype(float)


def numbers(answer, call, shape=None):
    """The answer as an array of numbers, of this shape; the message says what it is instead."""
    if answer is None:
        raise AssertionError(f"{call} gave nothing: is a `return` missing?")
    try:
        array = np.asarray(answer)
    except ValueError:
        raise AssertionError(f"{call} gave rows of different lengths; an array is expected.") from None
    if array.dtype.kind not in "biuf":
        raise AssertionError(f"{call} gave something other than an array of numbers.")
    if shape is not None and array.shape != shape:
        raise AssertionError(f"{call} has the shape {array.shape}; {shape} is expected.")
    return array.astype(float)


def close(answer, want, call):
    """Equal but for rounding: within 1e-5 of the largest number. ``call`` is what gave the answer."""
    want = np.asarray(want, dtype=float)
    got = numbers(answer, call, want.shape)
    wrong = np.argwhere(~(np.abs(got - want) <= 1e-5 * np.abs(want).max(initial=1.0)))
    if len(wrong):
        place = tuple(wrong[0])
        where = f" at [{', '.join(map(str, place))}]" if place else ""
        raise AssertionError(f"{call} is {got[place]:.6g}{where}; {want[place]:.6g} is expected.")


def not_all_zero(answer, call):
    """A law holds for zeros too: they prove nothing."""
    if not np.any(answer):
        raise AssertionError(f"{call} has nothing but zeros.")


@pytest.mark.question("convolve_1d")
def test_1d_example(student):
    """The example of the docstring."""
    answer = student.convolve_1d(np.array([1, 2, 3, 4, 5]), np.array([0, 1, 0.5]))
    close(answer, [3.5, 5, 6.5], "convolve_1d([1, 2, 3, 4, 5], [0, 1, 0.5])")


@pytest.mark.question("convolve_1d")
def test_1d_shift(student):
    """A kernel with a single 1 in it gives back a part of the signal."""
    signal = np.array([4.0, 8.0, 1.0, 5.0, 7.0])
    close(student.convolve_1d(signal, np.array([1.0, 0.0])), signal[:-1], "convolve_1d([4, 8, 1, 5, 7], [1, 0])")
    close(student.convolve_1d(signal, np.array([0.0, 1.0])), signal[1:], "convolve_1d([4, 8, 1, 5, 7], [0, 1])")


@pytest.mark.question("conv2d")
def test_2d_identity(student):
    """A kernel of zeros with a 1 in the middle gives back the inner part of the image."""
    image, kernel = picture(5, 7), np.zeros((3, 3))
    kernel[1, 1] = 1
    close(
        student.conv2d(image, kernel), image[1:-1, 1:-1], "conv2d of a 5 × 7 image and a kernel with a 1 in the middle"
    )


@pytest.mark.question("conv2d")
def test_2d_corner(student):
    """A 1 in the kernel's top left corner gives back the top left part of the image: nothing is flipped."""
    image, kernel = picture(6, 5), np.zeros((2, 3))
    kernel[0, 0] = 1
    close(
        student.conv2d(image, kernel),
        image[:-1, :-2],
        "conv2d of a 6 × 5 image and a 2 × 3 kernel with a 1 in its corner",
    )


@pytest.mark.question("conv2d")
def test_2d_linear(student):
    """Linearity: twice an image plus another has twice the response plus the other's."""
    kernel = picture(3, 2)
    one, other = picture(6, 8), picture(6, 8, seed=1)
    answers = [
        numbers(student.conv2d(image, kernel), "conv2d of a 6 × 8 image and a 3 × 2 kernel", (4, 7))
        for image in (one, other, 2 * one + other)
    ]
    not_all_zero(answers[2], "conv2d(2·A + B, K)")
    close(answers[2], 2 * answers[0] + answers[1], "conv2d is not linear: conv2d(2·A + B, K)")


@pytest.mark.question("conv2d")
def test_2d_equivariant(student):
    """Equivariance: where the image moves down by a row, so does the answer."""
    image, kernel = picture(7, 6), picture(3, 3)
    call = "conv2d of a 6 × 6 image and a 3 × 3 kernel"
    answer = numbers(student.conv2d(image[:-1], kernel), call, (4, 4))
    moved = numbers(student.conv2d(image[1:], kernel), call, (4, 4))
    not_all_zero(answer, call)
    close(moved[:-1], answer[1:], "conv2d does not move with the image: the answer for the image a row further down")


@pytest.mark.question("conv2d_padded")
def test_padded_example(student):
    """The example of the docstring: a single pixel draws the kernel, turned by 180 degrees."""
    answer = student.conv2d_padded(np.array([[5.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), padding=1)
    close(answer, [[20, 15], [10, 5]], "conv2d_padded([[5]], [[1, 2], [3, 4]], padding=1)")


@pytest.mark.question("conv2d_padded")
def test_padded_frame(student):
    """A kernel of a single 1 shows the padded image: zeros all round, the image in the middle."""
    image = picture(2, 3)
    answer = student.conv2d_padded(image, np.ones((1, 1)), padding=2)
    close(answer, np.pad(image, 2), "conv2d_padded of a 2 × 3 image and the kernel [[1]] with padding=2")


@pytest.mark.question("conv2d_full")
def test_full_example(student):
    """The example of the docstring: a box blur with padding 1 and stride 2."""
    answer = student.conv2d_full(np.arange(36.0).reshape(6, 6), np.ones((3, 3)) / 9, padding=1, stride=2)
    want = [[14 / 9, 10 / 3, 14 / 3], [25 / 3, 14, 16], [49 / 3, 26, 28]]
    close(answer, want, "conv2d_full(np.arange(36.0).reshape(6, 6), np.ones((3, 3)) / 9, padding=1, stride=2)")


@pytest.mark.question("conv2d_full")
def test_full_thinned(student):
    """A stride of 2 gives every other row and column of what stride 1 gives."""
    image, kernel = picture(7, 8), picture(3, 2)
    call = "conv2d_full of a 7 × 8 image and a 3 × 2 kernel with padding=1"
    every = numbers(student.conv2d_full(image, kernel, padding=1), call, (7, 9))
    not_all_zero(every, call)
    close(student.conv2d_full(image, kernel, padding=1, stride=2), every[::2, ::2], f"{call} and stride=2")


@pytest.mark.question("conv2d_full")
def test_full_nonsense(student):
    """A stride of 0 raises ValueError; a stride of 1 does not."""
    numbers(student.conv2d_full(picture(4, 5), np.ones((2, 2)), stride=1), "conv2d_full with stride=1", (3, 4))
    try:
        student.conv2d_full(picture(4, 5), np.ones((2, 2)), stride=0)
    except ValueError:
        return
    raise AssertionError("conv2d_full with stride=0 returned; a ValueError is expected.")


@pytest.mark.question("conv2d_same")
def test_same_identity(student):
    """A single 1 in the kernel's middle gives back the image, with either boundary (of 4, the second)."""
    for rows, columns in ((3, 5), (2, 4), (1, 1)):
        kernel = np.zeros((rows, columns))
        kernel[(rows - 1) // 2, (columns - 1) // 2] = 1
        for boundary in ("zero", "symmetric"):
            call = f"conv2d_same of a 6 × 7 image and a {rows} × {columns} kernel with a 1 in its middle, boundary={boundary!r},"
            close(student.conv2d_same(picture(6, 7), kernel, boundary=boundary), picture(6, 7), call)


@pytest.mark.question("conv2d_same")
def test_same_blur(student):
    """Blurring a flat image changes nothing with the mirror, and darkens the border with zeros."""
    flat, blur = np.full((5, 6), 9.0), np.ones((3, 3)) / 9
    call = "conv2d_same of a flat image and a box blur"
    close(student.conv2d_same(flat, blur, boundary="symmetric"), flat, f'{call}, boundary="symmetric",')
    want = np.full((5, 6), 9.0)
    want[[0, -1]] = want[:, [0, -1]] = 6
    want[np.ix_([0, -1], [0, -1])] = 4
    close(student.conv2d_same(flat, blur), want, call)


@pytest.mark.question("conv2d_same")
def test_same_even_example(student):
    """The examples of the docstring: for an even kernel the extra column goes after."""
    row, pair = np.array([[1.0, 2.0, 4.0]]), np.array([[1.0, 1.0]])
    close(student.conv2d_same(row, pair), [[3, 6, 4]], "conv2d_same([[1, 2, 4]], [[1, 1]])")
    call = 'conv2d_same([[1, 2, 4]], [[1, 1]], boundary="symmetric")'
    close(student.conv2d_same(row, pair, boundary="symmetric"), [[3, 6, 8]], call)


@pytest.mark.question("conv2d_dilated")
def test_dilated_example(student):
    """The example of the docstring: two elements three pixels apart."""
    answer = student.conv2d_dilated(np.array([[1.0, 2.0, 3.0, 4.0, 5.0]]), np.array([[1.0, -1.0]]), dilation=3)
    close(answer, [[-3, -3]], "conv2d_dilated([[1, 2, 3, 4, 5]], [[1, -1]], dilation=3)")


@pytest.mark.question("conv2d_dilated")
def test_dilated_zeros(student):
    """A dilated kernel does what a larger kernel with zeros in its gaps does."""
    image, kernel = picture(7, 9), picture(2, 3)
    with_zeros = np.zeros((3, 5))
    with_zeros[::2, ::2] = kernel
    wide = student.conv2d_dilated(image, with_zeros, padding=1)
    want = numbers(wide, "conv2d_dilated of a 7 × 9 image and a 3 × 5 kernel with padding=1", (7, 7))
    not_all_zero(want, "conv2d_dilated")
    call = "conv2d_dilated of a 7 × 9 image and a 2 × 3 kernel with padding=1, dilation=2"
    close(student.conv2d_dilated(image, kernel, padding=1, dilation=2), want, call)


@pytest.mark.question("convolve_2d")
def test_convolve_example(student):
    """The example of the docstring."""
    image = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 1.0, 1.0]])
    call = "convolve_2d([[1, 2, 0], [0, 1, 3], [2, 1, 1]], [[1, 0], [0, 2]])"
    close(student.convolve_2d(image, np.array([[1.0, 0.0], [0.0, 2.0]])), [[3, 7], [1, 3]], call)


@pytest.mark.question("convolve_2d")
def test_convolve_draws_the_kernel(student):
    """A single bright pixel draws the kernel the right way round: that is what the flip is for."""
    image, kernel = np.zeros((3, 5)), picture(2, 3)
    image[1, 2] = 1
    close(student.convolve_2d(image, kernel), kernel, "convolve_2d of an image with a single 1 in its middle")


@pytest.mark.question("conv2d_multichannel")
def test_multichannel_example(student):
    """The example of the docstring: two channels in, three out, a bias for each."""
    image = np.array([[[1.0, 2.0]], [[3.0, 4.0]]])
    kernels = np.array([[[[1.0]], [[10.0]]], [[[0.0]], [[1.0]]], [[[1.0]], [[0.0]]]])
    answer = student.conv2d_multichannel(image, kernels, bias=np.array([0.0, 0.5, 100.0]))
    close(answer, [[[31, 42]], [[3.5, 4.5]], [[101, 102]]], "conv2d_multichannel of the docstring's example")


@pytest.mark.question("conv2d_multichannel")
def test_multichannel_adds_up(student):
    """The responses of the input channels add up, and the bias comes on top once."""
    image, kernels, bias = picture(2, 5, 6), picture(3, 2, 2, 3), np.array([1.0, -2.0, 3.0])
    call = "conv2d_multichannel of a (1, 5, 6) image and (3, 1, 2, 3) kernels"
    first = numbers(student.conv2d_multichannel(image[:1], kernels[:, :1]), call, (3, 4, 4))
    second = numbers(student.conv2d_multichannel(image[1:], kernels[:, 1:]), call, (3, 4, 4))
    not_all_zero(first, call)
    answer = student.conv2d_multichannel(image, kernels, bias=bias)
    close(answer, first + second + bias[:, None, None], "conv2d_multichannel of both channels and a bias")

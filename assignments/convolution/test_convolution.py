"""Public checks of `convolution`: run `pytest` in this folder, or `convgrade check convolution.py`.

They hold small examples and laws that every right answer obeys. A right answer passes them all; passing them all is not
yet a right answer: the hidden checks try other sizes and other numbers.
"""

import numpy as np
import pytest


def picture(*shape, seed=0):
    """An image to try things on: whole numbers, stored as floats."""
    return np.random.default_rng([seed, *shape]).integers(-9, 10, shape).astype(float)


def close(answer, want):
    """Equal but for rounding: within 1e-5 of the largest number."""
    want = np.asarray(want, dtype=float)
    np.testing.assert_allclose(answer, want, rtol=0, atol=1e-5 * np.abs(want).max(initial=1.0))


@pytest.mark.question("convolve_1d")
def test_1d_example(student):
    """The example of the docstring."""
    answer = student.convolve_1d(np.array([1, 2, 3, 4, 5]), np.array([0, 1, 0.5]))
    close(answer, [3.5, 5, 6.5])


@pytest.mark.question("convolve_1d")
def test_1d_shift(student):
    """A kernel with a single 1 in it gives back a part of the signal."""
    signal = np.array([4.0, 8.0, 1.0, 5.0, 7.0])
    close(student.convolve_1d(signal, np.array([1.0, 0.0])), signal[:-1])
    close(student.convolve_1d(signal, np.array([0.0, 1.0])), signal[1:])


@pytest.mark.question("conv2d")
def test_2d_identity(student):
    """A kernel of zeros with a 1 in the middle gives back the inner part of the image."""
    image, kernel = picture(5, 7), np.zeros((3, 3))
    kernel[1, 1] = 1
    close(student.conv2d(image, kernel), image[1:-1, 1:-1])


@pytest.mark.question("conv2d")
def test_2d_corner(student):
    """A 1 in the kernel's top left corner gives back the top left part of the image: nothing is flipped."""
    image, kernel = picture(6, 5), np.zeros((2, 3))
    kernel[0, 0] = 1
    close(student.conv2d(image, kernel), image[:-1, :-2])


@pytest.mark.question("conv2d")
def test_2d_linear(student):
    """Linearity: twice an image plus another has twice the response plus the other's."""
    one, other, kernel = picture(6, 8), picture(6, 8, seed=1), picture(3, 2)
    together = student.conv2d(2 * one + other, kernel)
    close(together, 2 * np.asarray(student.conv2d(one, kernel)) + np.asarray(student.conv2d(other, kernel)))
    assert np.asarray(together).shape == (4, 7)
    assert np.any(together)


@pytest.mark.question("conv2d")
def test_2d_equivariant(student):
    """Equivariance: where the image moves down by a row, so does the answer."""
    image, kernel = picture(7, 6), picture(3, 3)
    answer, moved = student.conv2d(image[:-1], kernel), student.conv2d(image[1:], kernel)
    close(np.asarray(answer)[1:], np.asarray(moved)[:-1])
    assert np.any(answer)


@pytest.mark.question("conv2d_padded")
def test_padded_example(student):
    """The example of the docstring: a single pixel draws the kernel, turned by 180 degrees."""
    answer = student.conv2d_padded(np.array([[5.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), padding=1)
    close(answer, [[20, 15], [10, 5]])


@pytest.mark.question("conv2d_padded")
def test_padded_frame(student):
    """A kernel of a single 1 shows the padded image: zeros all round, the image in the middle."""
    image = picture(2, 3)
    answer = np.asarray(student.conv2d_padded(image, np.ones((1, 1)), padding=2))
    assert answer.shape == (6, 7)
    close(answer[2:4, 2:5], image)
    frame = np.array(answer, dtype=float)
    frame[2:4, 2:5] = 0
    close(frame, np.zeros((6, 7)))


@pytest.mark.question("conv2d_full")
def test_full_example(student):
    """The example of the docstring: a box blur with padding 1 and stride 2."""
    answer = student.conv2d_full(np.arange(36.0).reshape(6, 6), np.ones((3, 3)) / 9, padding=1, stride=2)
    close(answer, [[14 / 9, 10 / 3, 14 / 3], [25 / 3, 14, 16], [49 / 3, 26, 28]])


@pytest.mark.question("conv2d_full")
def test_full_thinned(student):
    """A stride of 2 gives every other row and column of what stride 1 gives."""
    image, kernel = picture(7, 8), picture(3, 2)
    every = np.asarray(student.conv2d_full(image, kernel, padding=1))
    assert every.shape == (7, 9)
    close(student.conv2d_full(image, kernel, padding=1, stride=2), every[::2, ::2])
    assert np.any(every)


@pytest.mark.question("conv2d_full")
def test_full_nonsense(student):
    """A stride of 0 raises ValueError; a stride of 1 does not."""
    assert np.asarray(student.conv2d_full(picture(4, 5), np.ones((2, 2)), stride=1)).shape == (3, 4)
    with pytest.raises(ValueError):
        student.conv2d_full(picture(4, 5), np.ones((2, 2)), stride=0)


@pytest.mark.question("conv2d_same")
def test_same_identity(student):
    """A single 1 in the kernel's middle gives back the image, with either boundary (of 4, the second)."""
    for rows, columns in ((3, 5), (2, 4), (1, 1)):
        kernel = np.zeros((rows, columns))
        kernel[(rows - 1) // 2, (columns - 1) // 2] = 1
        for boundary in ("zero", "symmetric"):
            close(student.conv2d_same(picture(6, 7), kernel, boundary=boundary), picture(6, 7))


@pytest.mark.question("conv2d_same")
def test_same_blur(student):
    """Blurring a flat image changes nothing with the mirror, and darkens the border with zeros."""
    flat, blur = np.full((5, 6), 9.0), np.ones((3, 3)) / 9
    close(student.conv2d_same(flat, blur, boundary="symmetric"), flat)
    dark = np.asarray(student.conv2d_same(flat, blur))
    close(dark[1:-1, 1:-1], 9)
    close(dark[0, 0], 4)
    close(dark[0, 1:-1], 6)


@pytest.mark.question("conv2d_same")
def test_same_even_example(student):
    """The examples of the docstring: for an even kernel the extra column goes after."""
    row, pair = np.array([[1.0, 2.0, 4.0]]), np.array([[1.0, 1.0]])
    close(student.conv2d_same(row, pair), [[3, 6, 4]])
    close(student.conv2d_same(row, pair, boundary="symmetric"), [[3, 6, 8]])


@pytest.mark.question("conv2d_dilated")
def test_dilated_example(student):
    """The example of the docstring: two elements three pixels apart."""
    answer = student.conv2d_dilated(np.array([[1.0, 2.0, 3.0, 4.0, 5.0]]), np.array([[1.0, -1.0]]), dilation=3)
    close(answer, [[-3, -3]])


@pytest.mark.question("conv2d_dilated")
def test_dilated_zeros(student):
    """A dilated kernel does what a larger kernel with zeros in its gaps does."""
    image, kernel = picture(7, 9), picture(2, 3)
    with_zeros = np.zeros((3, 5))
    with_zeros[::2, ::2] = kernel
    answer = student.conv2d_dilated(image, kernel, padding=1, dilation=2)
    close(answer, student.conv2d_dilated(image, with_zeros, padding=1))
    assert np.asarray(answer).shape == (7, 7)
    assert np.any(answer)


@pytest.mark.question("convolve_2d")
def test_convolve_example(student):
    """The example of the docstring."""
    image = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 1.0, 1.0]])
    close(student.convolve_2d(image, np.array([[1.0, 0.0], [0.0, 2.0]])), [[3, 7], [1, 3]])


@pytest.mark.question("convolve_2d")
def test_convolve_draws_the_kernel(student):
    """A single bright pixel draws the kernel the right way round: that is what the flip is for."""
    image, kernel = np.zeros((3, 5)), picture(2, 3)
    image[1, 2] = 1
    close(student.convolve_2d(image, kernel), kernel)


@pytest.mark.question("conv2d_multichannel")
def test_multichannel_example(student):
    """The example of the docstring: two channels in, three out, a bias for each."""
    image = np.array([[[1.0, 2.0]], [[3.0, 4.0]]])
    kernels = np.array([[[[1.0]], [[10.0]]], [[[0.0]], [[1.0]]], [[[1.0]], [[0.0]]]])
    answer = student.conv2d_multichannel(image, kernels, bias=np.array([0.0, 0.5, 100.0]))
    close(answer, [[[31, 42]], [[3.5, 4.5]], [[101, 102]]])


@pytest.mark.question("conv2d_multichannel")
def test_multichannel_adds_up(student):
    """The responses of the input channels add up, and the bias comes on top once."""
    image, kernels, bias = picture(2, 5, 6), picture(3, 2, 2, 3), np.array([1.0, -2.0, 3.0])
    first = np.asarray(student.conv2d_multichannel(image[:1], kernels[:, :1]))
    second = np.asarray(student.conv2d_multichannel(image[1:], kernels[:, 1:]))
    answer = student.conv2d_multichannel(image, kernels, bias=bias)
    close(answer, first + second + bias[:, None, None])
    assert first.shape == (3, 4, 4)
    assert np.any(first)

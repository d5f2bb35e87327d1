"""Wrong answers to `convolve_2d`, each with the hint a student gets when the output proves it."""

import numpy as np
from solution import conv2d as _conv2d
from solution import convolve_2d as _convolve_2d


def not_flipped(image, kernel):
    """The kernel slides as it stands.

    Your kernel slides as it stands, which is cross-correlation: what `conv2d` asks for. Here the mathematician's
    convolution is wanted, and its kernel is turned by 180 degrees first.
    """
    return _conv2d(image, kernel)


def flipped_up_down_only(image, kernel):
    """The kernel is flipped from top to bottom only.

    You flip the kernel from top to bottom, but not from left to right. A turn by 180 degrees is both.
    """
    return _conv2d(image, kernel[::-1])


def flipped_left_right_only(image, kernel):
    """The kernel is flipped from left to right only.

    You flip the kernel from left to right, but not from top to bottom. A turn by 180 degrees is both.
    """
    return _conv2d(image, kernel[:, ::-1])


def transposed(image, kernel):
    """The kernel is transposed instead of turned.

    You transpose the kernel: its rows become columns. A convolution turns it by 180 degrees, and height stays height.
    """
    return _conv2d(image, kernel.T)


def quarter_turn(image, kernel):
    """The kernel is turned by 90 degrees.

    Your kernel is turned by a quarter, so an oblong one lies on its side. A convolution wants half a turn, which is
    two quarters.
    """
    return _conv2d(image, np.rot90(kernel))


def turned_and_transposed(image, kernel):
    """The kernel is turned by 180 degrees and transposed as well.

    Your kernel is mirrored along the other diagonal: turned and transposed too. The turn alone is expected.
    """
    return _conv2d(image, kernel[::-1, ::-1].T)


def answer_turned(image, kernel):
    """The answer is turned instead of the kernel.

    You turn the answer by 180 degrees. Then the numbers are those of the unturned kernel, in reverse order. It is
    the kernel that is turned, before it slides.
    """
    return _conv2d(image, kernel)[::-1, ::-1]


def image_turned(image, kernel):
    """The image is turned instead of the kernel, and the answer is left that way.

    You turn the image instead of the kernel, so your answer stands on its head. Either turn the kernel, or turn the
    answer back as well.
    """
    return _conv2d(image[::-1, ::-1], kernel)


def negated(image, kernel):
    """The kernel's signs are changed instead of its direction.

    You turn the kernel's signs round. For edge detectors like Sobel's that happens to be the same as turning the
    kernel, and for no others. Flip rows and columns instead.
    """
    return -_conv2d(image, kernel)


def every_overlap(image, kernel):
    """Every position with any overlap is answered.

    Your answer is larger than the image: it counts positions where the kernel hangs over the edge. Only those where
    it lies wholly on the image are expected.
    """
    return _convolve_2d(np.pad(image, [(k - 1, k - 1) for k in kernel.shape]), kernel)


def same_size(image, kernel):
    """The answer has the image's size.

    Your answer has the image's size. This exercise has no padding: only the positions where the kernel lies wholly
    on the image are expected.
    """
    return _convolve_2d(np.pad(image, [(k // 2, (k - 1) // 2) for k in kernel.shape]), kernel)


def wraps_around(image, kernel):
    """The image is treated as a tile.

    A product of two Fourier transforms of the same size goes round the edges: what leaves the image on one side
    comes back on the other. Make room for the kernel first, or keep only the part that has not gone round.
    """
    shape = image.shape
    circular = np.fft.irfft2(np.fft.rfft2(image) * np.fft.rfft2(kernel, shape), shape)
    return circular[: shape[0] - kernel.shape[0] + 1, : shape[1] - kernel.shape[1] + 1]


def kernel_turned_in_place(image, kernel):
    """The caller's own kernel is turned.

    Your first answer is right, but you turn the kernel you were given, in place. The caller's kernel is now the
    wrong way round, and so is your next answer. Flip a copy, or use a flipped view.
    """
    kernel[...] = kernel[::-1, ::-1].copy()
    return _conv2d(image, kernel)


def integer_truncation(image, kernel):
    """The answer is stored in the image's integer type.

    Your output array takes over the image's type, and an integer image then cuts every fraction off. Ask for an
    output of floats, whatever the image holds.
    """
    return _convolve_2d(image, kernel).astype(image.dtype)


def square_kernels_only(image, kernel):
    """The kernel's height is used for both axes.

    You use one size of the kernel for rows and columns alike. A kernel may be oblong: take both sizes from its shape
    and use each along its own axis.
    """
    k, turned = kernel.shape[0], kernel[::-1, ::-1]
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    return np.array([[np.sum(image[i : i + k, j : j + k] * turned) for j in range(columns)] for i in range(rows)])


def one_element_off(image, kernel):
    """The turned kernel is read one element too early.

    You read the kernel from its end as kernel[-m, -n]. For m = 0 that is its first element, not its last: counting
    backwards starts at -1.
    """
    return _conv2d(image, np.roll(kernel[::-1, ::-1], (1, 1), axis=(0, 1)))

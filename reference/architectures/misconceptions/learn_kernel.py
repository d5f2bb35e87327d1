"""Wrong answers to `learn_kernel`, each with the hint a student gets when the output proves it."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from solution import learn_kernel as _right


def _both(k):
    return tuple(k) if isinstance(k, (tuple, list)) else (k, k)


def factor_two_forgotten(images, targets, kernel_size, steps, learning_rate):
    """The 2 of the square's derivative is missing.

    The derivative of (o - t)^2 is 2 (o - t): your steps are half as long as they should be.
    """
    return _right(images, targets, kernel_size, steps, learning_rate / 2)


def sum_of_squares(images, targets, kernel_size, steps, learning_rate):
    """The loss is the sum of the squared errors, not their mean.

    Your gradient is too large by the number of outputs. The mean divides by all of them: images times rows times columns.
    """
    return _right(images, targets, kernel_size, steps, learning_rate * targets.size)


def mean_over_images_only(images, targets, kernel_size, steps, learning_rate):
    """The mean is taken over the images, but not over the places.

    Divide by every output there is: images times rows times columns.
    """
    return _right(images, targets, kernel_size, steps, learning_rate * targets.size / len(images))


def mean_over_places_only(images, targets, kernel_size, steps, learning_rate):
    """The mean is taken over the places, but not over the images.

    Divide by every output there is: images times rows times columns.
    """
    return _right(images, targets, kernel_size, steps, learning_rate * len(images))


def climbing(images, targets, kernel_size, steps, learning_rate):
    """The steps go up the gradient.

    You add the gradient, which makes the loss larger. Descent takes it off: kernel - learning_rate * gradient.
    """
    return _right(images, targets, kernel_size, steps, -learning_rate)


def one_step_more(images, targets, kernel_size, steps, learning_rate):
    """There is one step too many.

    Your loop takes a step more than asked.
    """
    return _right(images, targets, kernel_size, steps + 1, learning_rate)


def one_step_fewer(images, targets, kernel_size, steps, learning_rate):
    """There is one step too few.

    Your loop takes a step less than asked.
    """
    return _right(images, targets, kernel_size, max(steps - 1, 0), learning_rate)


def starts_at_ones(images, targets, kernel_size, steps, learning_rate):
    """The kernel starts at ones.

    It starts at zeros, so that everybody's steps are the same.
    """
    rows, columns = _both(kernel_size)
    ones = np.ones((rows, columns))
    start = sliding_window_view(images, (rows, columns), axis=(1, 2)).sum(axis=(3, 4))
    return ones + _right(images, targets - start, kernel_size, steps, learning_rate)


def first_image_only(images, targets, kernel_size, steps, learning_rate):
    """Only the first image is used.

    All images count: the loss is the mean over all of them.
    """
    return _right(images[:1], targets[:1], kernel_size, steps, learning_rate)


def kernel_turned(images, targets, kernel_size, steps, learning_rate):
    """The kernel comes out turned by 180 degrees.

    You convolve as mathematicians do. Here the kernel slides as it stands, and its gradient is for it as it stands.
    """
    return _right(images, targets, kernel_size, steps, learning_rate)[::-1, ::-1]


def kernel_transposed(images, targets, kernel_size, steps, learning_rate):
    """Rows and columns of the kernel are exchanged.

    The numbers are right, but your rows are the kernel's columns.
    """
    return _right(images, targets, kernel_size, steps, learning_rate).T


def image_by_image(images, targets, kernel_size, steps, learning_rate):
    """A step is taken for every image.

    That is stochastic descent: each image moves the kernel before the next is looked at. Here a step is taken once for
    all images together.
    """
    rows, columns = _both(kernel_size)
    patches = sliding_window_view(images, (rows, columns), axis=(1, 2))
    kernel = np.zeros((rows, columns))
    for _ in range(steps):
        for patch, target in zip(patches, targets, strict=True):
            error = np.einsum("hwkl,kl->hw", patch, kernel) - target
            kernel = kernel - learning_rate * 2 / error.size * np.einsum("hwkl,hw->kl", patch, error)
    return kernel

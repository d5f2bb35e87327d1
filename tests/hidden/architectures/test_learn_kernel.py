"""Hidden checks of `learn_kernel`."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from architectures_cases import as_plain, judge_untouched, tensor

from autograder.suite import assert_values

CALL = "learn_kernel(images, targets, kernel_size, steps, learning_rate)"


def by_torch(images, targets, kernel_size, steps, learning_rate):
    """The same steps by autograd."""
    kernel = torch.zeros(kernel_size, dtype=torch.double, requires_grad=True)
    x, want = tensor(images)[:, None], tensor(targets)[:, None]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(F.mse_loss(F.conv2d(x, kernel[None, None]), want), kernel)
        kernel = (kernel - learning_rate * gradient).detach().requires_grad_()
    return kernel.detach().numpy()


def data(rng, shape, kernel):
    images = rng.normal(size=shape)
    return images, rng.normal(size=(shape[0], shape[1] - kernel[0] + 1, shape[2] - kernel[1] + 1))


def one(student, reference, rng, agree, shape, kernel, steps, rate):
    images, targets = data(rng, shape, kernel)
    want = agree(
        reference.learn_kernel(images, targets, kernel, steps, rate),
        lambda: by_torch(images, targets, kernel, steps, rate),
    )
    assert_values(as_plain(student.learn_kernel(images, targets, kernel, steps, rate), CALL), want, CALL)


@pytest.mark.weight(2)
def test_one_step(student, reference, rng, agree):
    """The first step, from zeros: the gradient of the mean of the squared errors."""
    for shape, kernel in (((1, 6, 7), (2, 3)), ((1, 5, 8), (3, 3))):
        one(student, reference, rng, agree, shape, kernel, 1, 0.3)


@pytest.mark.weight(2)
def test_steps(student, reference, rng, agree):
    """Many steps, each from where the last one led."""
    for steps, rate in ((2, 0.2), (7, 0.1), (25, 0.05)):
        one(student, reference, rng, agree, (1, 6, 8), (3, 2), steps, rate)


@pytest.mark.weight(2)
def test_several_images(student, reference, rng, agree):
    """Several images: the mean is over all of them, and over all places."""
    one(student, reference, rng, agree, (4, 5, 6), (2, 3), 1, 0.3)
    one(student, reference, rng, agree, (3, 7, 5), (3, 2), 6, 0.1)


def test_no_step(student, reference, rng):
    """Without a step the kernel is the zeros it began with."""
    images, targets = data(rng, (2, 5, 6), (2, 3))
    assert_values(as_plain(student.learn_kernel(images, targets, (2, 3), 0, 0.1), CALL), np.zeros((2, 3)), CALL)


def test_one_number_for_the_kernel(student, reference, rng):
    """One number for the kernel's size is as many rows as columns."""
    images, targets = data(rng, (2, 6, 5), (3, 3))
    want = reference.learn_kernel(images, targets, 3, 4, 0.1)
    assert_values(as_plain(student.learn_kernel(images, targets, 3, 4, 0.1), CALL), want, CALL)


def test_finds_the_kernel(student, reference, rng, agree):
    """Where the targets are a convolution's, enough steps find its kernel."""
    kernel = rng.integers(-3, 4, (2, 2)) + 0.5
    images = rng.normal(size=(3, 9, 9))
    targets = F.conv2d(tensor(images)[:, None], tensor(kernel)[None, None])[:, 0].numpy()
    # So many that the kernel shows, to about a hundredth: who solves for it at once has taken no step.
    given = images, targets, 2, 60, 0.05
    want = agree(reference.learn_kernel(*given), lambda: by_torch(images, targets, (2, 2), 60, 0.05))
    assert_values(as_plain(student.learn_kernel(*given), CALL), want, CALL)


def test_leaves_arguments_alone(student, process, reference, rng):
    """Images of integers are as good as others, and nothing handed in is changed."""
    images = rng.integers(-3, 4, (2, 5, 6))
    targets = rng.integers(-3, 4, (2, 4, 4))
    judge_untouched(
        process,
        student.learn_kernel,
        (images, targets, (2, 3), 3, 0.02),
        reference.learn_kernel,
        CALL,
        ("images", "targets"),
    )

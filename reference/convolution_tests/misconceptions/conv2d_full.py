"""Tests of `conv2d_full` that are worth little, each with what is wrong about them."""

import numpy as np
import pytest


class AssertsNothing:
    """The implementation is called, and nothing is compared.

    Earns at most 8 points: it notices who raises where nobody should.
    """

    def test_conv2d_full_runs(self, subject):
        subject.conv2d_full(np.ones((4, 5)), np.ones((2, 2)), padding=1, stride=2)


class LooksAtShapes:
    """Shapes are compared, and no numbers.

    Earns at most 14 points.
    """

    @pytest.mark.parametrize(("padding", "stride"), [(0, 1), (1, 1), (1, 2), (2, 3)])
    def test_conv2d_full_shape(self, subject, padding, stride):
        answer = subject.conv2d_full(np.ones((5, 8)), np.ones((2, 3)), padding=padding, stride=stride)
        assert answer.shape == ((5 + 2 * padding - 2) // stride + 1, (8 + 2 * padding - 3) // stride + 1)


class ComparesWithAFlippedOne:
    """The answers are compared with a wrong copy of its own, that flips the kernel.

    Earns at most 6.25 points: it rejects every right answer.
    """

    def test_conv2d_full_flipped(self, subject):
        image, kernel = np.arange(12.0).reshape(3, 4), np.array([[1.0, 2.0], [3.0, 5.0]])
        turned = kernel[::-1, ::-1]
        expected = [[(image[i : i + 2, j : j + 2] * turned).sum() for j in range(3)] for i in range(2)]
        np.testing.assert_allclose(subject.conv2d_full(image, kernel), expected)

    def test_conv2d_full_small(self, subject):
        assert subject.conv2d_full(np.array([[2]]), np.array([[0.25]]))[0, 0] == pytest.approx(0.5)


class OnesEverywhere:
    """Images and kernels of ones, which look the same from all sides.

    Earns at most 16 points.
    """

    def test_conv2d_full_ones(self, subject):
        answer = subject.conv2d_full(np.ones((4, 4)), np.ones((2, 2)))
        np.testing.assert_allclose(answer, np.full((3, 3), 4.0), rtol=1e-5)


class ExactToTheLastDigit:
    """Decimals are compared with `==`.

    Earns at most 6.25 points: whoever works by another road, or in float32, is rejected.
    """

    def test_conv2d_full_equal(self, subject):
        image, kernel = np.random.default_rng(1).normal(size=(5, 6)), np.random.default_rng(2).normal(size=(2, 3))
        expected = np.array([[(image[i : i + 2, j : j + 3] * kernel).sum() for j in range(4)] for i in range(4)])
        assert (subject.conv2d_full(image, kernel) == expected).all()

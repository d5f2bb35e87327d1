"""Tests of `max_pool_2d` that are worth little, each with what is wrong about them."""

import numpy as np
import pytest


class PositiveOnly:
    """Only positive numbers, and windows that fit.

    Earns at most 18 points.
    """

    def test_max_pool_2d_example(self, subject):
        image = np.array([[1, 3, 2, 4], [5, 6, 1, 3], [2, 1, 4, 2], [3, 5, 2, 1]])
        np.testing.assert_allclose(subject.max_pool_2d(image), [[6, 4], [5, 4]])


class LooksAtShapes:
    """Shapes are compared, and no numbers.

    Earns at most 16 points.
    """

    @pytest.mark.parametrize(("pool_size", "stride"), [(2, 2), (3, 1), (2, 3)])
    def test_max_pool_2d_shape(self, subject, pool_size, stride):
        answer = subject.max_pool_2d(np.ones((6, 9)), pool_size, stride)
        assert answer.shape == ((6 - pool_size) // stride + 1, (9 - pool_size) // stride + 1)


class WantsFloats:
    """The number type is compared, which is nobody's promise.

    Earns at most 6.25 points: a right answer may keep the image's integers.
    """

    def test_max_pool_2d_kind(self, subject):
        answer = subject.max_pool_2d(np.array([[1, 3], [5, 6]]))
        assert answer.dtype == np.float64
        assert answer[0, 0] == 6


class FollowsTheWindow:
    """Expects the stride to follow the window where it is not given.

    Earns at most 6.25 points: by the signature it is 2.
    """

    def test_max_pool_2d_default(self, subject):
        assert np.shape(subject.max_pool_2d(np.ones((9, 9)), 3)) == (3, 3)

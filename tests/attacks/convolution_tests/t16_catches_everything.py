"""Threat 16: tests that catch everything, skip, expect failures of themselves, or pass whatever is answered.

At: all
Earns: nothing
"""

import contextlib

import numpy as np
import pytest


def test_conv2d_full_catches(subject):
    with contextlib.suppress(BaseException):
        np.testing.assert_allclose(subject.conv2d_full(np.ones((3, 3)), np.eye(2)), 7)


@pytest.mark.xfail(strict=False)
def test_max_pool_2d_fails_and_is_meant_to(subject):
    assert subject.max_pool_2d(np.ones((2, 2))) == 5


@pytest.mark.skipif(True, reason="not today")
def test_conv_output_size_skips(subject):
    assert subject.conv_output_size(5, 3) == 4


@pytest.mark.skip
def test_Conv2D_skips(subject):
    raise AssertionError


def test_Conv2D_equal_to_everything(subject):
    class Everything:
        def __eq__(self, other):
            return True

        __hash__ = None

    assert subject.Conv2D(1, 1, 1).forward(np.ones((1, 1, 1, 1))) is not None
    assert Everything() == subject.Conv2D

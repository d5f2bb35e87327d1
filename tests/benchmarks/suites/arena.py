"""ARENA, chapter 0, part 2 (CNNs): noise in double precision, everything oblong, drawn at random, as near as `torch.testing.assert_close`
asks of its number type. One stride and one padding for both directions here, no padding of pools, smaller images."""

import numpy as np
import pytest
from oracle import conv, conv2d, max_pool


@pytest.mark.parametrize("seed", range(5))
def test_conv2d_full(subject, seed):
    rng = np.random.default_rng(seed)
    image, kernel = rng.normal(size=rng.integers(10, 30, 2)), rng.normal(size=rng.integers(1, 10, 2))
    stride, padding = int(rng.integers(1, 5)), int(rng.integers(0, 5))
    answer = subject.conv2d_full(image, kernel, stride=stride, padding=padding)
    np.testing.assert_allclose(answer, conv2d(image, kernel, padding, stride), rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("seed", range(5))
def test_Conv2D_module(subject, seed):
    rng = np.random.default_rng(seed)
    b, ci, co, k = (int(n) for n in rng.integers((1, 1, 1, 1), (4, 5, 5, 5)))
    stride, padding = int(rng.integers(1, 5)), int(rng.integers(0, 5))
    x = rng.normal(size=(b, ci, *rng.integers(6, 14, 2))).astype(np.float32)
    made = subject.Conv2D(ci, co, k, stride=stride, padding=padding)
    weights = np.asarray(made.W)
    assert weights.shape == (co, ci, k, k)
    np.testing.assert_allclose(made.forward(x), conv(x, weights, 0.0, stride, padding), rtol=1.3e-6, atol=1e-5)


@pytest.mark.parametrize("seed", range(10))
def test_max_pool_2d(subject, seed):
    rng = np.random.default_rng(seed)
    image, k = rng.normal(size=rng.integers(10, 30, 2)).astype(np.float32), int(rng.integers(1, 10))
    stride = k if rng.random() < 0.5 else int(rng.integers(1, 5))
    np.testing.assert_allclose(
        subject.max_pool_2d(image, k, stride), max_pool(image, k, stride), rtol=1.3e-6, atol=1e-5
    )

"""CMU 11-785, homework 2, part 1: noise, square images, square kernels, several strides, forward and backward, as near as `np.allclose`
asks. Images are smaller here, for loops have 2 s a test."""

import numpy as np
import pytest
from oracle import conv, conv2d, gradients, layer, max_pool

SEEDS = [11485, 11685, 11785]


@pytest.mark.parametrize("seed", SEEDS)
def test_conv2d_full(subject, seed):
    rng = np.random.default_rng(seed)
    side, k, stride = rng.integers(15, 30), int(rng.integers(2, 7)), int(rng.integers(1, 5))
    image, kernel = rng.normal(size=(side, side)), rng.normal(size=(k, k))
    answer = subject.conv2d_full(image, kernel, padding=0, stride=stride)
    want = conv2d(image, kernel, 0, stride)
    assert answer.shape == want.shape
    assert np.allclose(answer, want)


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_Conv2D(subject, seed):
    rng = np.random.default_rng(seed)
    side, k, stride, padding = (
        rng.integers(8, 14),
        int(rng.integers(2, 5)),
        int(rng.integers(1, 4)),
        int(rng.integers(0, 3)),
    )
    x, w, b = rng.normal(size=(2, 3, side, side)), rng.normal(size=(4, 3, k, k)), rng.normal(size=4)
    made = layer(subject, w, b, stride=stride, padding=padding)
    answer, want = made.forward(x), conv(x, w, b, stride, padding)
    assert answer.shape == want.shape
    assert np.allclose(answer, want)
    delta = rng.normal(size=want.shape)
    dx, (want_x, want_w, want_b) = made.backward(delta), gradients(x, w, delta, stride, padding)
    assert dx.shape == want_x.shape
    assert np.allclose(dx, want_x)
    assert np.allclose(made.dW, want_w)
    assert np.allclose(np.ravel(made.db), want_b)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("strides", [(1, 2), (3, 5)])
def test_max_pool_2d(subject, seed, strides):
    rng = np.random.default_rng(seed)
    k, stride, side = int(rng.integers(3, 7)), int(rng.integers(*strides)), rng.integers(20, 30)
    image = rng.normal(size=(side, side))
    answer, want = subject.max_pool_2d(image, k, stride), max_pool(image, k, stride)
    assert answer.shape == want.shape
    assert np.allclose(answer, want)

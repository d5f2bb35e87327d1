"""TinyTorch, integration tests of its spatial module: an edge that a kernel finds, shapes, numbers of parameters, gradients that are not
zero, pools of numbers that stand there."""

import numpy as np
import pytest
from oracle import layer

EDGE, DETECTOR = np.repeat([[0.0, 0.0, 1.0, 1.0]], 4, axis=0), np.repeat([[-1.0, 0.0, 1.0]], 3, axis=0)


def test_conv2d_full_convolves(subject):
    answer = subject.conv2d_full(EDGE, DETECTOR)
    assert answer.shape == (2, 2)
    assert np.isclose(answer[0, 0], 3.0, atol=0.1)


def test_Conv2D_convolves(subject):
    answer = layer(subject, DETECTOR[None, None], np.zeros(1)).forward(EDGE[None, None])
    assert answer.shape == (1, 1, 2, 2)
    assert np.isclose(answer[0, 0, 0, 0], 3.0, atol=0.1)


@pytest.mark.parametrize(
    ("cin", "cout", "k", "shape", "after"), [(3, 8, 3, (1, 3, 8, 8), 6), (3, 8, 5, (2, 3, 10, 10), 6)]
)
def test_Conv2D_shapes(subject, cin, cout, k, shape, after):
    answer = subject.Conv2D(cin, cout, k).forward(np.random.default_rng(0).normal(size=shape))
    assert answer.shape == (shape[0], cout, after, after)


def test_Conv2D_parameters(subject):
    made = subject.Conv2D(3, 16, 3)
    assert np.size(made.W) == 432
    assert np.size(made.b) == 16


def test_Conv2D_gradients_flow(subject):
    x = np.random.default_rng(0).normal(size=(1, 3, 8, 8))
    made = subject.Conv2D(3, 16, 3)
    dx = made.backward(np.ones(np.shape(made.forward(x))))
    assert np.any(dx != 0)
    assert np.any(made.dW != 0)
    assert dx.shape == x.shape
    assert np.shape(made.dW) == np.shape(made.W)


def test_Conv2D_zeros(subject):
    assert subject.Conv2D(3, 16, 3).forward(np.zeros((1, 3, 8, 8))).shape == (1, 16, 6, 6)


@pytest.mark.parametrize(
    ("image", "want"),
    [
        ([[1.0, 3, 2, 4], [5, 2, 6, 1], [2, 8, 1, 3], [7, 1, 9, 2]], [[5, 6], [8, 9]]),
        ([[-1.0, -3, 2, 4], [-5, -2, 6, 1], [2, -8, 1, 3], [-7, 1, -9, 2]], [[-1, 6], [2, 3]]),
    ],
)
def test_max_pool_2d_pools(subject, image, want):
    answer = subject.max_pool_2d(np.array(image), pool_size=2, stride=2)
    assert answer.shape == (2, 2)
    assert np.allclose(answer, want)


@pytest.mark.parametrize(("side", "size", "after"), [(8, 2, 4), (16, 2, 8), (32, 4, 8)])
def test_max_pool_2d_shapes(subject, side, size, after):
    image = np.random.default_rng(0).normal(size=(side, side))
    assert subject.max_pool_2d(image, pool_size=size, stride=size).shape == (after, after)

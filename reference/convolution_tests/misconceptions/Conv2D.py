"""Tests of `Conv2D` that are worth little, each with what is wrong about them."""

import numpy as np
import pytest


class ForwardOnly:
    """Looks at `forward` alone.

    Earns at most 18 points.
    """

    def test_Conv2D_forward(self, subject):
        layer = subject.Conv2D(1, 1, 2)
        layer.W = np.array([[[[1.0, 2.0], [3.0, 5.0]]]])
        answer = layer.forward(np.arange(6.0).reshape(1, 1, 2, 3))
        np.testing.assert_allclose(answer, [[[[31.0, 42.0]]]], rtol=1e-5)


class LooksAtShapes:
    """Shapes are compared, and no numbers.

    Earns at most 12 points.
    """

    def test_Conv2D_shapes(self, subject):
        layer = subject.Conv2D(2, 3, 2, stride=2, padding=1)
        X = np.ones((2, 2, 5, 4))
        Z = layer.forward(X)
        assert Z.shape == (2, 3, 3, 3)
        assert layer.backward(np.ones(Z.shape)).shape == X.shape
        assert layer.dW.shape == (3, 2, 2, 2)


class DrawsAtRandom:
    """Expects certain random weights.

    Earns at most 6.25 points: how they are drawn is the layer's own business.
    """

    def test_Conv2D_draws(self, subject):
        np.random.seed(0)
        expected = np.random.randn(1, 1, 2, 2) * np.sqrt(2 / 4)
        np.testing.assert_allclose(subject.Conv2D(1, 1, 2).W, expected)

    def test_Conv2D_bias(self, subject):
        layer = subject.Conv2D(1, 1, 1)
        layer.W, layer.b = np.ones((1, 1, 1, 1)), np.array([2.0])
        assert layer.forward(np.ones((1, 1, 1, 1)))[0, 0, 0, 0] == pytest.approx(3.0)


class MeansNotSums:
    """Expects gradients that are means over the batch.

    Earns at most 6.25 points: they are sums.
    """

    def test_Conv2D_mean(self, subject):
        layer = subject.Conv2D(1, 1, 1)
        layer.forward(np.ones((2, 1, 1, 1)))
        layer.backward(np.ones((2, 1, 1, 1)))
        np.testing.assert_allclose(np.ravel(layer.db), [1.0])

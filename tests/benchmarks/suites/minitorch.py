"""minitorch, module 4, test_conv.py and test_nn.py: one line of numbers, gradients checked against the forward pass that is tested, and
the first window of each pool, on noise (Hypothesis there)."""

import numpy as np
import pytest
from oracle import layer


def test_conv2d_full_simple(subject):
    answer = subject.conv2d_full(np.array([[0.0, 1, 2, 3]]), np.array([[1.0, 2, 3]]))
    assert np.isclose(answer[0, 0], 0 * 1 + 1 * 2 + 2 * 3)
    assert np.isclose(answer[0, 1], 1 * 1 + 2 * 2 + 3 * 3)


@pytest.mark.parametrize(("n", "cin", "cout"), [(1, 1, 1), (2, 1, 1), (2, 2, 3)])
def test_Conv2D_gradients(subject, n, cin, cout):
    rng, h = np.random.default_rng(n + cin), 1e-3
    values = [rng.normal(size=(n, cin, 6, 6)), rng.normal(size=(cout, cin, 2, 2))]
    made = layer(subject, values[1], np.zeros(cout))
    dx = made.backward(np.ones(np.shape(made.forward(values[0]))))
    for which, gradient in enumerate((dx, made.dW)):
        place = tuple(rng.integers(0, size) for size in values[which].shape)
        sums = []
        for step in (h, -h):
            moved = [value.copy() for value in values]
            moved[which][place] += step
            made.W = moved[1]
            sums.append(np.sum(made.forward(moved[0])))
        np.testing.assert_allclose(gradient[place], (sums[0] - sums[1]) / (2 * h), rtol=1e-2, atol=1e-2)


@pytest.mark.parametrize("seed", range(5))
def test_max_pool_2d_first(subject, seed):
    image = np.random.default_rng(seed).normal(size=(4, 4))
    assert np.isclose(subject.max_pool_2d(image, 2, 2)[0, 0], image[:2, :2].max(), atol=1e-2)

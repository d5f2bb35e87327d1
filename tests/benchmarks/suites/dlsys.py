"""CMU 10-414 (dlsys), homework 4, test_conv.py: square images and kernels, padding of half a kernel, the loss is the sum of the outputs,
and of the operation itself it is the sums that are compared. Batches and channels are fewer here."""

import numpy as np
import pytest
from oracle import conv, conv2d, gradients, layer


@pytest.mark.parametrize(("side", "k", "stride"), [(4, 3, 1), (16, 3, 2), (16, 3, 1)])
def test_conv2d_full_forward(subject, side, k, stride):
    rng = np.random.default_rng(0)
    image, kernel = rng.random((side, side)), rng.normal(size=(k, k))
    answer = subject.conv2d_full(image, kernel, padding=k // 2, stride=stride)
    assert np.linalg.norm(answer - conv2d(image, kernel, k // 2, stride)) < 1e-3


@pytest.mark.parametrize(
    ("side", "k", "stride", "padding"), [(14, 3, 1, 0), (14, 3, 2, 1), (16, 3, 1, 2), (17, 5, 1, 0), (17, 1, 1, 0)]
)
def test_conv2d_full_op(subject, side, k, stride, padding):
    rng = np.random.default_rng(0)
    image, kernel = 5 * rng.normal(size=(side, side)), 5 * rng.normal(size=(k, k))
    answer = subject.conv2d_full(image, kernel, padding=padding, stride=stride)
    assert abs(answer.sum() - conv2d(image, kernel, padding, stride).sum()) < 1e-1


@pytest.mark.parametrize(("side", "cin", "cout", "stride"), [(4, 4, 6, 1), (12, 4, 4, 2), (12, 6, 4, 1), (12, 6, 4, 2)])
def test_Conv2D_forward(subject, side, cin, cout, stride):
    rng = np.random.default_rng(0)
    x, w, b = rng.random((2, cin, side, side)), rng.normal(size=(cout, cin, 3, 3)), rng.normal(size=cout)
    answer = layer(subject, w, b, stride=stride, padding=1).forward(x)
    assert np.linalg.norm(answer - conv(x, w, b, stride, 1)) < 1e-3


@pytest.mark.parametrize(("side", "cin", "cout", "stride"), [(4, 1, 1, 1), (8, 4, 6, 1), (8, 4, 6, 2), (8, 6, 4, 2)])
def test_Conv2D_backward(subject, side, cin, cout, stride):
    rng = np.random.default_rng(0)
    x, w, b = rng.random((1, cin, side, side)), rng.normal(size=(cout, cin, 3, 3)), rng.normal(size=cout)
    made = layer(subject, w, b, stride=stride, padding=1)
    ones = np.ones(np.shape(made.forward(x)))
    dx, (want_x, want_w, want_b) = made.backward(ones), gradients(x, w, ones, stride, 1)
    assert np.linalg.norm(made.dW - want_w) < 1e-3
    assert np.linalg.norm(np.ravel(made.db) - want_b) < 1e-3
    assert np.linalg.norm(dx - want_x) < 1e-3

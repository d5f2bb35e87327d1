"""Stanford CS231n, assignment 2, ConvolutionalNetworks.ipynb: one forward case with numbers that stand there, gradients against numeric
ones on noise. Errors are printed for the reader there; what a reader lets pass is taken to be 1e-6."""

import numpy as np
from oracle import conv, conv2d, gradients, layer, max_pool


def error(one, two):
    return np.max(np.abs(one - two) / np.maximum(1e-8, np.abs(one) + np.abs(two)))


X = np.linspace(-0.1, 0.5, 96).reshape(2, 3, 4, 4)
W = np.linspace(-0.2, 0.3, 144).reshape(3, 3, 4, 4)
B = np.linspace(-0.1, 0.2, 3)


def test_conv2d_full_forward(subject):
    answer = subject.conv2d_full(X[0, 0], W[0, 0], padding=1, stride=2)
    assert error(answer, conv2d(X[0, 0], W[0, 0], 1, 2)) < 1e-6


def test_Conv2D_forward(subject):
    answer = layer(subject, W, B, stride=2, padding=1).forward(X)
    assert error(answer, conv(X, W, B, 2, 1)) < 1e-6


def test_Conv2D_backward(subject):
    rng = np.random.default_rng(231)
    x, w, b, dout = (rng.normal(size=shape) for shape in ((4, 3, 5, 5), (2, 3, 3, 3), (2,), (4, 2, 5, 5)))
    made = layer(subject, w, b, stride=1, padding=1)
    made.forward(x)
    dx, (want_x, want_w, want_b) = made.backward(dout), gradients(x, w, dout, 1, 1)
    assert error(dx, want_x) < 1e-6
    assert error(made.dW, want_w) < 1e-6
    assert error(np.ravel(made.db), want_b) < 1e-6


def test_max_pool_2d_forward(subject):
    for image in np.linspace(-0.3, 0.4, 96).reshape(6, 4, 4):
        assert error(subject.max_pool_2d(image, pool_size=2, stride=2), max_pool(image, 2, 2)) < 1e-6

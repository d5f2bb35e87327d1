"""Tests of convolutions: this time you write the tests.

Implementations of four functions and classes that you know are waiting, right ones in many styles and wrong ones with
the mistakes that people make. Your tests are run on each of them. They have to accept every right one, and to fail on as
many wrong ones as they can.

How it works
- A test is a function `test_QUESTION_…(subject)`. `subject` holds the implementation that is tried:
  `subject.conv2d_full(image, kernel)`.
- Write as many tests as you like, in plain pytest: `assert`, `pytest.raises`, `pytest.mark.parametrize`,
  `pytest.approx`, `numpy.testing`, fixtures and helper functions of your own, classes `Test…`. You may import NumPy and
  pytest.
- A test can call the implementation and look at what it answers. It cannot look at its code, and it meets every
  implementation in a fresh process, which has no files.
- A test that fails on a right implementation does not count, and then a question earns at most a quarter of its points.
  The same goes for a test that says something else when it is run again.

What is right
- House conventions: the kernel is not flipped; images are (H, W), batches (N, C, H, W); nothing has to be square or
  floating point; padding is zeros on every side; rows and columns left over by the stride are ignored; arguments are
  never modified.
- A right answer is within 1e-5 of the answer's largest number (some implementations work in float32, some by the Fourier
  transform). Compare with `np.testing.assert_allclose(answer, expected, rtol=1e-5, atol=1e-5)`, not with `==`; where the
  largest number is about 1000, with `atol=1e-2`. Integers and floats are both right number types; answers are arrays,
  sizes are ints (NumPy's too).
- Every test needs an answer that is known in another way than by the implementation itself: worked out by hand on small
  numbers, by a loop of your own, or by a law.

Check your work with `convgrade check convolution_tests.py`. With your own `convolution.py`, `pooling.py`, `shapes.py` and
`layers.py` beside it, `pytest convolution_tests.py` runs your tests on your own implementations.
"""

import numpy as np  # noqa: F401  (you will need both)
import pytest  # noqa: F401


def test_conv2d_full_example(subject):
    """Tests of `subject.conv2d_full(image, kernel, padding=0, stride=1)`, that of the assignment `convolution`.

    image (H, W), kernel (kH, kW); it returns (floor((H + 2 padding - kH) / stride) + 1, floor((W + 2 padding - kW) /
    stride) + 1), and raises ValueError for a kernel larger than the padded image, a stride below 1 and a negative
    padding.

    Hint: which numbers would a mistake leave as they are? A kernel of ones looks the same from all sides.
    """
    # TODO: this test, and others with names of their own: test_conv2d_full_… (subject).
    raise NotImplementedError("test_conv2d_full_example is not written yet")


def test_max_pool_2d_example(subject):
    """Tests of `subject.max_pool_2d(image, pool_size=2, stride=2)`, that of the assignment `pooling`.

    image (H, W); it returns (floor((H - pool_size) / stride) + 1, floor((W - pool_size) / stride) + 1), the largest
    value in every window.

    Hint: window and stride are independent, and there are negative numbers.
    """
    # TODO: this test, and others: test_max_pool_2d_… (subject).
    raise NotImplementedError("test_max_pool_2d_example is not written yet")


def test_conv_output_size_example(subject):
    """Tests of `subject.conv_output_size(input_size, kernel_size, stride=1, padding=0, dilation=1)`, that of `shapes`.

    It returns floor((n + 2p - d(k - 1) - 1) / s) + 1, an int, and raises ValueError for a kernel that covers more than
    the padded input, a stride below 1 and a negative padding.

    Hint: `pytest.mark.parametrize` makes a test of every line of a table.
    """
    # TODO: this test, and others: test_conv_output_size_… (subject).
    raise NotImplementedError("test_conv_output_size_example is not written yet")


def test_Conv2D_example(subject):
    """Tests of `subject.Conv2D(in_channels, out_channels, kernel_size, stride=1, padding=0)`, the layer of `layers`.

    `layer = subject.Conv2D(2, 3, 2)` has `W` (C_out, C_in, k, k), drawn at random, and `b`, zeros (C_out,) or (C_out,
    1). You may put other weights in: `layer.W = ...`. `layer.forward(X)` takes (N, C_in, H, W) and gives (N, C_out, H',
    W'). After it `layer.backward(dZ)` gives dX, in the shape of X, and leaves `layer.dW` and `layer.db`, overwritten by
    every call: sums over the batch.

    Hint: put in weights of whole numbers, a bias for each filter, and images of several channels. Look at `dW`, `db` and
    dX.
    """
    # TODO: this test, and others: test_Conv2D_… (subject).
    raise NotImplementedError("test_Conv2D_example is not written yet")

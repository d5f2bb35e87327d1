"""Layers with backward passes, and a CNN made from them.

A layer does two things. `forward(X)` turns its input into its output. `backward(dZ)` is told how the loss changes with
every number of that output (dZ, the upstream gradient) and works out how it changes with every number of the input
(dX, which it returns) and of the weights (dW and db, which it leaves in the layer). String layers together, and the
chain rule runs by itself: one layer's dX is the dZ of the layer before.

House conventions
- Batches of images are (N, C, H, W): batch, channels, height, width. Behind `Flatten` they are (N, features).
- Arrays are float64. `forward` takes images of integers or of float32 as well and gives the same answer, no fractions
  cut off. `backward` is asked for floats only: it follows a `forward` of floats, and dZ is float64.
- "Convolution" is cross-correlation, as everywhere in deep learning: the kernel is not flipped.
- Nothing is square or odd unless it says so. One axis of length n, kernel or window k, padding p and stride s gives
  floor((n + 2p - k) / s) + 1 outputs: rows and columns left over are ignored forward, and get the gradient 0 backward.
- `forward` leaves X as it was, `backward` leaves dZ as it was, and neither touches the weights.
- dX has the shape of X, dW that of W, db that of b. Gradients are sums over the batch, not means, as PyTorch's autograd
  gives them: where a loss is a mean, its 1 / N arrives in dZ already.
- dW and db are overwritten by every `backward`. `backward` belongs to the layer's latest `forward`, and it may be called
  again without another `forward`.
- Every layer remembers what it needs by itself: two layers of a class never disturb each other. What a layer has
  returned stays as it is when the layer is called again.
- Whoever trains a layer assigns to `layer.W` and `layer.b`; the next `forward` has to use what stands there. What else a
  layer keeps, and under which names, is up to you. So is a base class.

Rules
- NumPy only, and no library convolution. Loops, `sliding_window_view`, im2col, `einsum`, `tensordot`: any style is
  right, the values decide.

Check your work with `pytest` in this folder, or with `convgrade check layers.py`.
"""

import numpy as np


class Conv2D:
    """A convolution layer.

    W (C_out, C_in, k, k) holds a kernel for every pair of output and input channel; b (C_out,) one bias per output
    channel (a column (C_out, 1) is as good, for db too).

    W starts with random numbers of mean 0 and variance 2 / fan_in (He's initialisation; normal or uniform), where fan_in
    is the number of inputs that one output sums over. A uniform draw from -a to a has the variance a * a / 3. b starts at
    0. Do not seed in the constructor: two layers must start apart.

    >>> layer = Conv2D(in_channels=1, out_channels=1, kernel_size=2)
    >>> layer.W, layer.b = np.array([[[[1.0, 0.0], [0.0, 2.0]]]]), np.array([10.0])
    >>> layer.forward(np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])).tolist()
    [[[[21.0, 24.0]]]]
    >>> layer.backward(np.array([[[[1.0, 10.0]]]])).tolist()
    [[[[1.0, 10.0, 0.0], [0.0, 2.0, 20.0]]]]
    >>> layer.dW.tolist(), layer.db.ravel().tolist()
    ([[[[21.0, 32.0], [54.0, 65.0]]]], [11.0])
    """

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int, stride: int = 1, padding: int = 0):
        # TODO: keep the settings; draw W; set b.
        raise NotImplementedError("Conv2D is not written yet")

    def forward(self, X: np.ndarray) -> np.ndarray:
        """(N, C_in, H, W) to (N, C_out, H', W').

        Output channel f at (i, j) is the sum of W[f] times the patch of the padded image that starts at row i * stride
        and column j * stride, over all input channels, plus b[f].
        """
        # TODO 1: the padded batch (zeros on all four sides; `padding` may be 0).
        # TODO 2: the output's size.
        # TODO 3: slide. Keep what backward will need.
        raise NotImplementedError("Conv2D.forward is not written yet")

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        """dZ (N, C_out, H', W') to dX (N, C_in, H, W); leaves dW and db.

        Ask of each number how it got into the output. The output at (i, j) used one patch and all of W[f]:
        - dW[f] gets the patch times dZ[n, f, i, j], summed over images and positions;
        - the patch's place in dX gets W[f] times dZ[n, f, i, j]; patches overlap, so shares add up;
        - db[f] gets dZ[n, f, i, j].
        At the end, the padding is cut off.

        Hint: for p = 0 the slice [p:-p] is empty.
        """
        # TODO: the same loop as in forward, run for the gradients.
        raise NotImplementedError("Conv2D.backward is not written yet")


class MaxPool2D:
    """Max pooling: the largest value of every window, channel by channel. Window and stride are independent.

    A maximum is a copy of one element, so that element gets the whole gradient of its window and the rest get none. Of
    several equal maxima it is the FIRST IN ROW-MAJOR ORDER (along the first row, then along the second), as in PyTorch.
    An element that is the maximum of several windows gets the sum.

    >>> layer = MaxPool2D(pool_size=2, stride=2)
    >>> layer.forward(np.array([[[[1.0, 7.0, 3.0], [5.0, 7.0, 9.0]]]])).tolist()
    [[[[7.0]]]]
    >>> layer.backward(np.array([[[[10.0]]]])).tolist()
    [[[[0.0, 10.0, 0.0], [0.0, 0.0, 0.0]]]]
    """

    def __init__(self, pool_size: int = 2, stride: int = 2):
        # TODO: keep both.
        raise NotImplementedError("MaxPool2D is not written yet")

    def forward(self, X: np.ndarray) -> np.ndarray:
        """(N, C, H, W) to (N, C, H', W')."""
        # TODO: no padding; what is the largest of a window of negative numbers?
        raise NotImplementedError("MaxPool2D.forward is not written yet")

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        """dZ (N, C, H', W') to dX (N, C, H, W).

        Hint: `np.argmax` of a flattened window gives the first of equal maxima, in row-major order.
        """
        # TODO: send each gradient to the winner of its window.
        raise NotImplementedError("MaxPool2D.backward is not written yet")


class AvgPool2D:
    """Average pooling: the mean of every window, channel by channel. Window and stride are independent.

    Every element counts 1 / k^2 in the mean of its window, so it gets that share of the window's gradient.

    >>> layer = AvgPool2D(pool_size=2, stride=1)
    >>> layer.forward(np.array([[[[1.0, 7.0, 3.0], [5.0, 7.0, 9.0]]]])).tolist()
    [[[[5.0, 6.5]]]]
    >>> layer.backward(np.array([[[[4.0, 8.0]]]])).tolist()
    [[[[1.0, 3.0, 2.0], [1.0, 3.0, 2.0]]]]
    """

    def __init__(self, pool_size: int = 2, stride: int = 2):
        # TODO: keep both.
        raise NotImplementedError("AvgPool2D is not written yet")

    def forward(self, X: np.ndarray) -> np.ndarray:
        """(N, C, H, W) to (N, C, H', W')."""
        # TODO: as max pooling, with the mean.
        raise NotImplementedError("AvgPool2D.forward is not written yet")

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        """dZ (N, C, H', W') to dX (N, C, H, W)."""
        # TODO: what is the least this layer has to remember?
        raise NotImplementedError("AvgPool2D.backward is not written yet")


class ReLU:
    """The rectifier, max(0, x), for arrays of any shape.

    Backward, the gradient passes where x was positive. At exactly 0 there is no derivative; the gradient there is 0, as in
    PyTorch.

    >>> layer = ReLU()
    >>> layer.forward(np.array([[-2.0, 0.0, 3.0]])).tolist()
    [[0.0, 0.0, 3.0]]
    >>> layer.backward(np.array([[10.0, 20.0, -30.0]])).tolist()
    [[0.0, 0.0, -30.0]]
    """

    def forward(self, X: np.ndarray) -> np.ndarray:
        """Same shape as X."""
        # TODO: a new array; X stays as it is.
        raise NotImplementedError("ReLU.forward is not written yet")

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        """Same shape as dZ."""
        # TODO: what decides whether a gradient passes, X or dZ?
        raise NotImplementedError("ReLU.backward is not written yet")


class Flatten:
    """From maps to vectors: every image becomes one row, channel by channel, row by row.

    >>> layer = Flatten()
    >>> layer.forward(np.array([[[[1, 2]], [[3, 4]]], [[[5, 6]], [[7, 8]]]])).tolist()
    [[1, 2, 3, 4], [5, 6, 7, 8]]
    >>> layer.backward(np.array([[1, 2, 3, 4], [5, 6, 7, 8]])).shape
    (2, 2, 1, 2)
    """

    def forward(self, X: np.ndarray) -> np.ndarray:
        """(N, C, H, W) to (N, C * H * W)."""
        # TODO: a batch of one is still a batch.
        raise NotImplementedError("Flatten.forward is not written yet")

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        """(N, C * H * W) back to (N, C, H, W)."""
        # TODO: every number goes back to where it came from.
        raise NotImplementedError("Flatten.backward is not written yet")


class Linear:
    """A fully connected layer: X @ W.T + b, with W (out, in) and b (out,) (a column (out, 1) is as good, for db too).

    W starts with small random numbers around 0; He's variance, 2 / in_features, is a good choice.

    >>> layer = Linear(in_features=2, out_features=3)
    >>> layer.W, layer.b = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 3.0]]), np.array([0.0, 10.0, 0.0]).reshape(layer.b.shape)
    >>> layer.forward(np.array([[1.0, 2.0]])).tolist()
    [[1.0, 12.0, 8.0]]
    >>> layer.backward(np.array([[1.0, 0.0, 10.0]])).tolist()
    [[21.0, 30.0]]
    >>> layer.dW.tolist(), layer.db.ravel().tolist()
    ([[1.0, 2.0], [0.0, 0.0], [10.0, 20.0]], [1.0, 0.0, 10.0])
    """

    def __init__(self, in_features: int, out_features: int):
        # TODO: W and b.
        raise NotImplementedError("Linear is not written yet")

    def forward(self, X: np.ndarray) -> np.ndarray:
        """(N, in) to (N, out)."""
        # TODO: one matrix product and the bias.
        raise NotImplementedError("Linear.forward is not written yet")

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        """dZ (N, out) to dX (N, in); leaves dW (out, in) and db.

        Hint: shapes alone almost decide which product it is; sums over the batch hide in the matrix product.
        """
        # TODO: dX, dW, db.
        raise NotImplementedError("Linear.backward is not written yet")


class SimpleCNN:
    """A small CNN from your own layers.

    conv 32 - ReLU - max pool - conv 64 - ReLU - max pool - flatten - linear 512 - ReLU - linear num_classes; the
    convolutions 3 x 3 with padding 1 (so they keep the size), the pools 2 x 2 with stride 2 (each halves it, rounding
    down). `layers` holds the ten layers in this order. The last layer's scores are the output: no softmax.

    `input_shape` is (channels, height, width), and nothing about it is fixed.

    >>> model = SimpleCNN(input_shape=(1, 6, 9), num_classes=4)
    >>> len(model.layers), model.forward(np.zeros((2, 1, 6, 9))).shape
    (10, (2, 4))
    """

    def __init__(self, input_shape: tuple[int, int, int] = (3, 32, 32), num_classes: int = 10):
        # TODO: the layers; how many numbers come out of `Flatten`?
        raise NotImplementedError("SimpleCNN is not written yet")

    def forward(self, X: np.ndarray) -> np.ndarray:
        """(N, channels, height, width) to (N, num_classes)."""
        # TODO: through all layers.
        raise NotImplementedError("SimpleCNN.forward is not written yet")

    def backward(self, dZ: np.ndarray) -> np.ndarray:
        """dZ (N, num_classes) to the gradient with respect to the images; every layer is left with its own dW and db."""
        # TODO: through all layers, the other way.
        raise NotImplementedError("SimpleCNN.backward is not written yet")


# In your own words, a few sentences each, as a text: """like this""". A person reads them.

# Each of your layers keeps something from `forward` for its `backward`. Say for Conv2D, MaxPool2D, ReLU and Flatten what
# the least is that it must keep, and why the gradient cannot be worked out without it. What does that mean for the memory
# a network needs in training, compared with using it afterwards?
why_cache = ...

# The gradients dW and db of a layer are sums over the batch here, as in PyTorch, and some textbooks divide them by the
# batch size inside the layer. Where does the division by the batch size belong, and what goes wrong in a network of
# several layers when the layers do it as well?
sum_or_mean = ...

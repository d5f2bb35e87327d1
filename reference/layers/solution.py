"""Reference solution of `layers`: NumPy layers with forward and backward passes, and a CNN made of them.

Arrays are `(N, C, H, W)` in front of `Flatten` and `(N, features)` behind it. A layer's `backward(dZ)` takes the
loss's gradient with respect to its output and gives the one with respect to its input, for the latest `forward`.
The work is done in the private classes, so that `SimpleCNN` depends on none of the public names.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _windows(X, size, stride):
    """Every `(size, size)` window of `(N, C, H, W)` as a view `(N, C, H', W', size, size)`; what the stride leaves
    over is dropped."""
    return sliding_window_view(X, (size, size), axis=(2, 3))[:, :, ::stride, ::stride]


def _add_windows(parts, shape, stride):
    """The adjoint of `_windows`: add `parts` `(N, C, H', W', size, size)` back to where the windows lay in an array
    of `shape`."""
    total = np.zeros(shape)
    rows, columns, size = parts.shape[2:5]
    for i in range(size):
        for j in range(size):
            total[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride] += parts[..., i, j]
    return total


def _he_normal(shape, fan_in):
    """Weights of mean 0 and variance 2 / fan_in (He et al. 2015): the variance that ReLU layers pass on unchanged."""
    return np.random.standard_normal(shape) * np.sqrt(2.0 / fan_in)


class _Conv2D:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        self.W = _he_normal((out_channels, in_channels, kernel_size, kernel_size), in_channels * kernel_size**2)
        self.b = np.zeros(out_channels)

    def forward(self, X):
        p = self.padding
        padded = np.pad(X, ((0, 0), (0, 0), (p, p), (p, p)))
        self._padded_shape = padded.shape
        self._patches = _windows(padded, self.kernel_size, self.stride)
        Z = np.tensordot(self._patches, self.W, axes=((1, 4, 5), (1, 2, 3)))
        return np.moveaxis(Z + self.b, -1, 1)

    def backward(self, dZ):
        self.dW = np.tensordot(dZ, self._patches, axes=((0, 2, 3), (0, 2, 3)))
        self.db = dZ.sum(axis=(0, 2, 3))
        parts = np.moveaxis(np.tensordot(dZ, self.W, axes=(1, 0)), 3, 1)
        dX = _add_windows(parts, self._padded_shape, self.stride)
        p, (height, width) = self.padding, dX.shape[2:]
        return dX[:, :, p : height - p, p : width - p]


class _MaxPool2D:
    def __init__(self, pool_size=2, stride=2):
        self.pool_size, self.stride = pool_size, stride

    def forward(self, X):
        self._shape = X.shape
        windows = _windows(X, self.pool_size, self.stride)
        flat = windows.reshape(*windows.shape[:4], self.pool_size**2)
        self._winner = flat.argmax(axis=-1)  # the first of equal maxima, in row-major order
        return flat.max(axis=-1)

    def backward(self, dZ):
        places = np.arange(self.pool_size**2)
        parts = np.where(self._winner[..., None] == places, dZ[..., None], 0.0)
        return _add_windows(parts.reshape(*dZ.shape, self.pool_size, self.pool_size), self._shape, self.stride)


class _AvgPool2D:
    def __init__(self, pool_size=2, stride=2):
        self.pool_size, self.stride = pool_size, stride

    def forward(self, X):
        self._shape = X.shape
        return _windows(X, self.pool_size, self.stride).mean(axis=(4, 5))

    def backward(self, dZ):
        size = self.pool_size
        share = (dZ / size**2)[..., None, None]
        return _add_windows(np.broadcast_to(share, (*dZ.shape, size, size)), self._shape, self.stride)


class _ReLU:
    def forward(self, X):
        self._positive = X > 0
        return np.where(self._positive, X, 0.0)

    def backward(self, dZ):
        return np.where(self._positive, dZ, 0.0)


class _Flatten:
    def forward(self, X):
        self._shape = X.shape
        return X.reshape(len(X), X.size // len(X))

    def backward(self, dZ):
        return dZ.reshape(self._shape)


class _Linear:
    def __init__(self, in_features, out_features):
        self.W = _he_normal((out_features, in_features), in_features)
        self.b = np.zeros(out_features)

    def forward(self, X):
        self._input = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self._input
        self.db = dZ.sum(axis=0)
        return dZ @ self.W


class Conv2D(_Conv2D):
    """A convolution layer: `W (C_out, C_in, k, k)`, `b (C_out,)`; `(N, C_in, H, W)` to `(N, C_out, H', W')`."""


class MaxPool2D(_MaxPool2D):
    """The largest value of every window. A tie sends its gradient to the first of the equal elements, in row-major
    order."""


class AvgPool2D(_AvgPool2D):
    """The mean of every window."""


class ReLU(_ReLU):
    """`max(0, x)`; the gradient at exactly 0 is 0."""


class Flatten(_Flatten):
    """`(N, C, H, W)` to `(N, C*H*W)`, row-major."""


class Linear(_Linear):
    """`X @ W.T + b` with `W (out, in)`, `b (out,)`."""


class SimpleCNN:
    """conv 32 - ReLU - pool - conv 64 - ReLU - pool - flatten - linear 512 - ReLU - linear; kernels 3x3 with padding
    1, pools 2x2."""

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        channels, height, width = input_shape
        self.layers = [
            _Conv2D(channels, 32, 3, padding=1),
            _ReLU(),
            _MaxPool2D(),
            _Conv2D(32, 64, 3, padding=1),
            _ReLU(),
            _MaxPool2D(),
            _Flatten(),
            _Linear(64 * (height // 2 // 2) * (width // 2 // 2), 512),
            _ReLU(),
            _Linear(512, num_classes),
        ]

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dZ):
        for layer in reversed(self.layers):
            dZ = layer.backward(dZ)
        return dZ


why_cache = """
Conv2D keeps its input (or its patches), because dW multiplies it with dZ; for dX the weights are enough. MaxPool2D keeps
which element won in each window, ReLU where its input was positive, Flatten only the shape. Without that nobody can say
which inputs the gradient belongs to. So in training every layer's cache waits for its backward pass, and memory grows
with depth and batch; a network that is only used keeps nothing.
"""
sum_or_mean = """
It belongs to the loss: a mean loss puts 1/N into dZ once, and the chain rule carries it through all layers. A layer that
divides again makes dW and db too small by N (dX is not touched), and they are no longer the gradients of the loss. A
numerical gradient check shows it, or that the same step size does something else when the batch has another size.
"""

"""Wrong implementations of `Conv2D`, each with the hint that is given where all tests pass on it."""

import numpy as np
from right import Loops as _Right


class FlipsItsKernels(_Right):
    """turns its kernels by 180 degrees in `forward`.

    In this course the kernels are not flipped. Are the weights that your tests put in symmetric?

    >>> layer = Conv2D(1, 1, 2); layer.W = np.array([[[[1.0, 0.0], [0.0, 0.0]]]]); layer.forward(np.arange(4.0).reshape(1, 1, 2, 2))
    """

    def forward(self, X):
        W, self.W = self.W, self.W[:, :, ::-1, ::-1]
        Z = super().forward(X)
        self.W = W
        return Z


class ForgetsItsBias(_Right):
    """never adds the bias.

    The bias starts at 0. Does a test put another one in?

    >>> layer = Conv2D(1, 1, 1); layer.b = np.array([1.0]); layer.forward(np.ones((1, 1, 1, 1)))
    """

    def forward(self, X):
        b, self.b = self.b, np.zeros(len(self.b))
        Z = super().forward(X)
        self.b = b
        return Z


class AddsTheFirstBias(_Right):
    """adds the first filter's bias to all filters.

    Do your tests have several filters, with different biases?

    >>> layer = Conv2D(1, 2, 1); layer.b = np.array([1.0, 2.0]); layer.forward(np.ones((1, 1, 1, 1)))
    """

    def forward(self, X):
        b, self.b = self.b, np.full(len(self.b), np.ravel(self.b)[0])
        Z = super().forward(X)
        self.b = b
        return Z


class ReadsTheFirstChannel(_Right):
    """looks at the first channel of the image alone.

    Do your tests have images of several channels?

    >>> layer = Conv2D(2, 1, 1); layer.W = np.ones((1, 2, 1, 1)); layer.forward(np.ones((1, 2, 1, 1)))
    """

    def forward(self, X):
        X = np.array(X, dtype=float)
        X[:, 1:] = 0
        return super().forward(X)


class IgnoresItsStride(_Right):
    """takes every stride for 1.

    Do your tests have a stride?

    >>> Conv2D(1, 1, 1, stride=2).forward(np.ones((1, 1, 3, 3))).shape
    """

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, 1, padding)


class IgnoresItsPadding(_Right):
    """never adds its padding.

    Do your tests have padding?

    >>> Conv2D(1, 1, 1, padding=1).forward(np.ones((1, 1, 1, 1))).shape
    """

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, stride, 0)


class KeepsItsFirstWeights(_Right):
    """works with a copy of the weights from the time it was made.

    An optimizer assigns to W after every step. Do your tests put weights in and compare numbers?

    >>> layer = Conv2D(1, 1, 1); layer.W = np.full((1, 1, 1, 1), 7.0); layer.forward(np.ones((1, 1, 1, 1)))
    """

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding)
        self._kept = self.W.copy()

    def forward(self, X):
        W, self.W = self.W, self._kept
        Z = super().forward(X)
        self.W = W
        return Z


class AveragesOverTheBatch(_Right):
    """divides dW and db by the number of images.

    Gradients are sums: the division belongs to the loss. Do your tests of `backward` have more than one image?

    >>> layer = Conv2D(1, 1, 1); layer.forward(np.ones((2, 1, 1, 1))); layer.backward(np.ones((2, 1, 1, 1))); layer.dW
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW, self.db = self.dW / len(dZ), self.db / len(dZ)
        return dX


class AddsUpItsGradients(_Right):
    """adds new gradients to those of the last call.

    `backward` overwrites dW and db. Does a test call it twice?

    >>> layer = Conv2D(1, 1, 1); X = np.ones((1, 1, 1, 1)); layer.forward(X); layer.backward(X); layer.backward(X); layer.dW
    """

    def backward(self, dZ):
        before = getattr(self, "dW", 0), getattr(self, "db", 0)
        dX = super().backward(dZ)
        self.dW, self.db = self.dW + before[0], self.db + before[1]
        return dX


class LosesOverlaps(_Right):
    """keeps, where windows overlap, only the last one's share of dX.

    Every window that saw a pixel adds to its gradient. Do windows overlap in your tests of `backward`?

    >>> layer = Conv2D(1, 1, 2); layer.W += 1; layer.forward(np.ones((1, 1, 2, 3))); layer.backward(np.ones((1, 1, 1, 2)))
    """

    def backward(self, dZ):
        super().backward(dZ)
        p, k, s = self.padding, self.kernel_size, self.stride
        dX = np.zeros(self.X.shape)
        for i, j in np.ndindex(dZ.shape[2:]):
            place = np.s_[:, :, i * s : i * s + k, j * s : j * s + k]
            dX[place] = np.einsum("nf,fckl->nckl", dZ[:, :, i, j], self.W)
        return dX[:, :, p : dX.shape[2] - p, p : dX.shape[3] - p]


class GivesThePaddedGradient(_Right):
    """gives the gradient of the padded images, where that of X is due.

    dX has the shape of X. Does a test call `backward` of a layer with padding?

    >>> layer = Conv2D(1, 1, 1, padding=1); layer.forward(np.ones((1, 1, 1, 1))); layer.backward(np.ones((1, 1, 3, 3))).shape
    """

    def backward(self, dZ):
        p = self.padding
        return np.pad(super().backward(dZ), ((0, 0), (0, 0), (p, p), (p, p)))


class TakesOnesForTheGradient(_Right):
    """works out its gradients for a dZ of ones, whatever dZ is.

    Is dZ in your tests made of other numbers?

    >>> layer = Conv2D(1, 1, 1); layer.forward(np.ones((1, 1, 1, 1))); layer.backward(np.full((1, 1, 1, 1), 2.0)); layer.dW
    """

    def backward(self, dZ):
        return super().backward(np.ones(np.shape(dZ)))


class ForgetsTheBiasGradient(_Right):
    """leaves zeros in db.

    Does a test look at db?

    >>> layer = Conv2D(1, 1, 1); layer.forward(np.ones((1, 1, 1, 1))); layer.backward(np.ones((1, 1, 1, 1))); layer.db
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.db = np.zeros(self.b.shape)
        return dX


class StartsAtZero(_Right):
    """begins with weights that are all 0.

    Then all filters stay alike for ever. Does a test look at the weights of a new layer?

    >>> Conv2D(1, 1, 3).W
    """

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding)
        self.W = np.zeros(self.W.shape)


class ChangesItsImages(_Right):
    """takes the mean off the images that it is given, in place.

    The caller still needs them. Does a test look at X after the call?

    >>> X = np.ones((1, 1, 1, 1)); Conv2D(1, 1, 1).forward(X); X
    """

    def forward(self, X):
        Z = super().forward(X)
        X -= X.mean()
        return Z

"""Wrong answers to `AvgPool2D`, each with the hint a student reads."""

import numpy as np
from solution import AvgPool2D as _Right


class _Patches:
    """A right layer that walks over patches, in pieces that the variants below replace."""

    def __init__(self, pool_size=2, stride=2):
        self.k, self.s = pool_size, stride

    def _size(self, n):
        return (n - self.k) // self.s + 1

    def _places(self, shape):
        for i in range(self._size(shape[2])):
            for j in range(self._size(shape[3])):
                yield i, j, np.s_[:, :, i * self.s : i * self.s + self.k, j * self.s : j * self.s + self.k]

    def _pooled(self, patch):
        return patch.sum(axis=(2, 3)) / self.k**2

    def _output(self, X):
        return np.zeros((*X.shape[:2], self._size(X.shape[2]), self._size(X.shape[3])))

    def _factor(self):
        return 1 / self.k**2

    def forward(self, X):
        self.shape, Z = X.shape, self._output(X)
        for i, j, place in self._places(X.shape):
            Z[:, :, i, j] = self._pooled(X[place])
        return Z

    def backward(self, dZ):
        dX = np.zeros(self.shape)
        for i, j, place in self._places(self.shape):
            dX[place] += dZ[:, :, i, j, None, None] * self._factor()
        return dX


class GradientNotShared(_Patches):
    """Every element of the window gets the whole gradient.

    Each element counts 1 / k^2 in the mean, so it gets that share of the gradient. Yours gets all of it.
    """

    def _factor(self):
        return 1.0


class SharedByPoolSize(_Patches):
    """The gradient is divided by k instead of k * k.

    A window has k * k elements, not k. Divide the gradient by their number.
    """

    def _factor(self):
        return 1 / self.k


class SharedByStride(_Patches):
    """The gradient is divided by stride * stride.

    How many elements share the gradient depends on the window's size, not on the stride. The two are equal only in
    the usual 2 x 2 case.
    """

    def _factor(self):
        return 1 / self.s**2


class SumsInsteadOfMean(_Patches):
    """The window is summed, never divided.

    Your output holds sums. The mean divides by the number of elements in the window.
    """

    def _pooled(self, patch):
        return patch.sum(axis=(2, 3))

    def _factor(self):
        return 1.0


class DividesByPoolSize(_Patches):
    """The sum is divided by k.

    A window has k * k elements. You divide their sum by k.
    """

    def _pooled(self, patch):
        return patch.sum(axis=(2, 3)) / self.k


class DividesByFour(_Patches):
    """The sum is divided by 4 always.

    You divide by 4, right for 2 x 2 windows only. Divide by pool_size * pool_size.
    """

    def _pooled(self, patch):
        return patch.sum(axis=(2, 3)) / 4

    def _factor(self):
        return 0.25


class Maximum(_Patches):
    """The largest value is taken.

    Your output holds each window's maximum: that is max pooling.
    """

    def _pooled(self, patch):
        return patch.max(axis=(2, 3))


class Median(_Patches):
    """The median is taken.

    Your output holds each window's median. Average pooling takes the mean.
    """

    def _pooled(self, patch):
        return np.median(patch, axis=(2, 3))


class GradientToMaximum(_Patches):
    """The gradient goes to the window's largest element.

    You route the gradient as max pooling does. In a mean every element counts equally, so every element gets an
    equal share.
    """

    def forward(self, X):
        self.X = X
        return super().forward(X)

    def backward(self, dZ):
        dX = np.zeros(self.shape)
        for i, j, place in self._places(self.shape):
            patch = self.X[place]
            dX[place] += (patch == patch.max(axis=(2, 3), keepdims=True)) * dZ[:, :, i, j, None, None]
        return dX


class GradientToCorner(_Patches):
    """The gradient goes to the window's first element.

    Your dX is non-zero only at the top left element of each window. Every element of the window gets its share.
    """

    def backward(self, dZ):
        dX = np.zeros(self.shape)
        for i, j, _ in self._places(self.shape):
            dX[:, :, i * self.s, j * self.s] += dZ[:, :, i, j]
        return dX


class LastWindowOnly(_Patches):
    """An element covered by two windows keeps the later share only.

    Overlapping windows each give an element a share, and its gradient is their sum. You assign, so the last window
    wipes out the others.
    """

    def backward(self, dZ):
        dX = np.zeros(self.shape)
        for i, j, place in self._places(self.shape):
            dX[place] = dZ[:, :, i, j, None, None] / self.k**2
        return dX


class BlowsUp(_Patches):
    """dZ is repeated to the input's size, as if windows never overlapped or left gaps.

    You blow dZ up by repeating it. That works only where pool size and stride are equal and divide the image. Go
    window by window.
    """

    def backward(self, dZ):
        up = (
            np.repeat(np.repeat(dZ, self.k, axis=2), self.k, axis=3)[:, :, : self.shape[2], : self.shape[3]] / self.k**2
        )
        return np.pad(up, [(0, 0), (0, 0), *((0, n - m) for n, m in zip(self.shape[2:], up.shape[2:], strict=True))])


class RepeatsGradient(_Patches):
    """dX has the size of the covered windows instead of that of X.

    Your dX is smaller than X where windows leave rows or columns over. It has the shape of X, with 0 where no
    window lay.
    """

    def backward(self, dZ):
        rows, columns = (self.s * (self._size(n) - 1) + self.k for n in self.shape[2:])
        return super().backward(dZ)[:, :, :rows, :columns]


class IgnoresDZ(_Patches):
    """dX is made of 1 / k^2 alone.

    Your dX does not depend on dZ. Each window shares out the gradient that arrives for it.
    """

    def backward(self, dZ):
        return super().backward(np.ones(dZ.shape))


class CutsFractions(_Patches):
    """The output takes X's number type, and integers lose their fractions.

    For an image of integers your means are cut to integers, because the output array takes its type from X. Make it
    an array of floats.
    """

    def _output(self, X):
        return super()._output(X).astype(X.dtype)


class WholeNumberDivision(_Patches):
    """The sum is divided with `//`.

    `//` rounds down. A mean needs `/`.
    """

    def _pooled(self, patch):
        return patch.sum(axis=(2, 3)) // self.k**2


class StrideIsPoolSize(_Right):
    """The stride is always the pool size.

    Your windows always lie side by side. Window and stride are independent: with pool size 3 and stride 2 they overlap.
    """

    def __init__(self, pool_size=2, stride=2):
        super().__init__(pool_size, pool_size)


class StrideFollowsPoolSize(_Right):
    """Where no stride is given, it is the pool size.

    Without a stride yours takes the pool size (PyTorch does). Here the default is 2, whatever the pool size, as the
    signature says.
    """

    def __init__(self, pool_size=2, stride=None):
        super().__init__(pool_size, pool_size if stride is None else stride)


class CountsPartWindows(_Patches):
    """Windows that hang over the edge count.

    Your output has an extra row or column where the stride does not divide. Windows that would hang over the edge
    are left out: the size is floor((n - k) / s) + 1.
    """

    def _size(self, n):
        return -(-(n - self.k) // self.s) + 1


class DropsLastWindow(_Patches):
    """The output misses its last row and column.

    Your output is too small: the + 1 of the output size is missing, or the loop stops one window early.
    """

    def _size(self, n):
        return max((n - self.k) // self.s, 1)


class AssumesSquareImages(_Patches):
    """The width is used for the height as well.

    Your layer uses the image's width for its height. Work the output's height and width out each from its own axis.
    """

    def _output(self, X):
        return np.zeros((*X.shape[:2], self._size(X.shape[3]), self._size(X.shape[3])))

    def _places(self, shape):
        for i, j, place in super()._places(shape):
            if i < self._size(shape[3]):
                yield i, j, place


class MixesChannels(_Patches):
    """The mean is taken over the channels as well.

    You average all channels together. Every channel is pooled on its own; their number stays.
    """

    def _pooled(self, patch):
        return np.repeat(patch.mean(axis=(1, 2, 3))[:, None], patch.shape[1], axis=1)


class SharesMemory(_Right):
    """What `forward` keeps is stored on the class.

    Your layers share one memory: a second layer's `forward` overwrites what the first one kept. Store it on `self`,
    inside a method.
    """

    def forward(self, X):
        Z = super().forward(X)
        SharesMemory.last = X.shape
        return Z

    def backward(self, dZ):
        self._shape = SharesMemory.last
        return super().backward(dZ)


class RemembersFirstShape(_Right):
    """The first input's shape is kept for ever.

    Your dX has the shape of the first input the layer ever saw. Every `forward` has to replace what was kept.
    """

    def forward(self, X):
        Z = super().forward(X)
        self.first = getattr(self, "first", X.shape)
        return Z

    def backward(self, dZ):
        self._shape = self.first
        return super().backward(dZ)


class AddsUp(_Right):
    """The gradients of all calls are added up.

    Your dX grows from call to call. Each `backward` starts from zeros.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        old = getattr(self, "_sum", 0.0)
        self._sum = old + dX if np.shape(old) == dX.shape else dX
        return self._sum


class DividesDZ(_Right):
    """`backward` divides dZ in place.

    You change dZ itself. The array belongs to the caller; work on it without writing into it.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        dZ /= self.pool_size**2
        return dX


class UpsamplesGradient(_Right):
    """The gradient is repeated over blocks, wherever the windows lie.

    You enlarge the gradient by repeating each value over a block as large as the window. That lies under the windows only
    where the stride is the window's size and nothing is left over; then the shape is right too. Walk over the windows, and
    add each one's share to the places it covers.
    """

    def backward(self, dZ):
        k = self.pool_size
        return dZ.repeat(k, axis=2).repeat(k, axis=3) / k**2


class BackwardIgnoresStride(_Patches):
    """Forward uses the stride, backward does not.

    Your `backward` looks for the window of dZ[:, :, i, j] at row i and column j. It lies at row i times the stride and column
    j times the stride, as in `forward`.
    """

    def backward(self, dZ):
        dX = np.zeros(self.shape)
        for i, j, _ in self._places(self.shape):
            dX[:, :, i : i + self.k, j : j + self.k] += dZ[:, :, i, j, None, None] * self._factor()
        return dX

"""Wrong answers to `MaxPool2D`, each with the hint a student reads."""

import numpy as np
from solution import MaxPool2D as _Right


class _Patches:
    """A right layer that walks over patches, in pieces that the variants below replace."""

    def __init__(self, pool_size=2, stride=2):
        self.k, self.s = pool_size, stride

    def _size(self, n):
        return (n - self.k) // self.s + 1

    def _places(self, X):
        for i in range(self._size(X.shape[2])):
            for j in range(self._size(X.shape[3])):
                yield i, j, np.s_[:, :, i * self.s : i * self.s + self.k, j * self.s : j * self.s + self.k]

    def _pooled(self, patch):
        return patch.max(axis=(2, 3))

    def _output(self, X):
        return np.zeros((*X.shape[:2], self._size(X.shape[2]), self._size(X.shape[3])))

    def _share(self, patch):
        """The part of its window's gradient that each element gets."""
        flat = patch.reshape(*patch.shape[:2], -1)
        return np.eye(flat.shape[-1])[flat.argmax(axis=-1)].reshape(patch.shape)

    def forward(self, X):
        self.X, Z = X, self._output(X)
        for i, j, place in self._places(X):
            Z[:, :, i, j] = self._pooled(X[place])
        return Z

    def backward(self, dZ):
        dX = np.zeros(self.X.shape)
        for i, j, place in self._places(self.X):
            dX[place] += self._share(self.X[place]) * dZ[:, :, i, j, None, None]
        return dX


class EveryTieGetsAll(_Patches):
    """All elements equal to the maximum get the whole gradient.

    Where several elements of a window share the maximum, each of yours gets the whole gradient, which multiplies
    it. Only one was the maximum that counted: here the first in row-major order, as in PyTorch. Look for its
    position instead of comparing with the largest value. (After a ReLU, windows full of equal zeros are common.)
    """

    def _share(self, patch):
        return patch == patch.max(axis=(2, 3), keepdims=True)


class TieIsSplit(_Patches):
    """Equal maxima share the gradient evenly.

    You split the gradient among equal maxima. That is a defensible choice, but not the one made here and in
    PyTorch: the first in row-major order gets all of it.
    """

    def _share(self, patch):
        equal = patch == patch.max(axis=(2, 3), keepdims=True)
        return equal / equal.sum(axis=(2, 3), keepdims=True)


class LastTieWins(_Patches):
    """Of equal maxima the last one gets the gradient.

    Of equal maxima your last one wins, as it does when a later value that is equal replaces the best so far. Here
    the first in row-major order counts: replace only by what is strictly larger.
    """

    def _share(self, patch):
        return super()._share(patch[:, :, ::-1, ::-1])[:, :, ::-1, ::-1]


class FirstInColumnOrder(_Patches):
    """Of equal maxima the first one going down the columns gets the gradient.

    You search each window column by column. Row-major order goes along the first row, then along the second: of two
    equal maxima the one in the upper row comes first.
    """

    def _share(self, patch):
        return super()._share(patch.swapaxes(2, 3)).swapaxes(2, 3)


class CloseIsTied(_Patches):
    """Values close to the maximum count as equal to it.

    Your comparison with the maximum leaves room for rounding. A maximum is copied, not computed: exactly one
    position holds it, and a value a little smaller gets nothing.
    """

    def _share(self, patch):
        return self._first(np.isclose(patch, patch.max(axis=(2, 3), keepdims=True)))

    def _first(self, mask):
        flat = mask.reshape(*mask.shape[:2], -1)
        return np.eye(flat.shape[-1])[flat.argmax(axis=-1)].reshape(mask.shape)


class LastWindowOnly(_Patches):
    """An element that wins in two windows keeps the later gradient only.

    Overlapping windows can have the same maximum. Its gradient is the sum of what arrives from each window; you
    assign, so the last window wipes out the others.
    """

    def backward(self, dZ):
        dX = np.zeros(self.X.shape)
        for i, j, place in self._places(self.X):
            share = self._share(self.X[place])
            dX[place] = np.where(share > 0, share * dZ[:, :, i, j, None, None], dX[place])
        return dX


class WipesNeighbours(_Patches):
    """Every window writes its whole patch, zeros included.

    Each window of yours overwrites its patch of dX, zeros included, and so erases what an overlapping window had
    put there. Add to it.
    """

    def backward(self, dZ):
        dX = np.zeros(self.X.shape)
        for i, j, place in self._places(self.X):
            dX[place] = self._share(self.X[place]) * dZ[:, :, i, j, None, None]
        return dX


class SpreadsEvenly(_Patches):
    """Every element of the window gets an equal share.

    You share the gradient out as average pooling does. A small change of an element that is not the maximum changes
    nothing: only the maximum gets it.
    """

    def _share(self, patch):
        return np.full(patch.shape, 1 / self.k**2)


class WholeWindow(_Patches):
    """Every element of the window gets the whole gradient.

    You copy the gradient to the whole window. Only the element that was the maximum gets it.
    """

    def _share(self, patch):
        return np.ones(patch.shape)


class ComparesUpsampled(_Patches):
    """The output is blown up to the input's size and compared with it, as if windows never overlapped.

    You blow the output up by repeating it, and compare it with X. That works only where pool size and stride are
    equal and divide the image. Go window by window instead.
    """

    def backward(self, dZ):
        Z = self.forward(self.X)
        up = [np.kron(a, np.ones((self.k, self.k)))[:, :, : self.X.shape[2], : self.X.shape[3]] for a in (Z, dZ)]
        pad = [(0, 0), (0, 0), *((0, max(0, n - m)) for n, m in zip(self.X.shape[2:], up[0].shape[2:], strict=True))]
        big_Z, big_dZ = (np.pad(a, pad) for a in up)
        return (big_Z == self.X) * big_dZ


class ScaledByValue(_Patches):
    """The gradient is multiplied with the maximum itself.

    You multiply dZ with the value of the maximum. The output is a copy of that element, so its derivative is 1,
    whatever the value.
    """

    def _share(self, patch):
        return super()._share(patch) * patch


class IgnoresDZ(_Patches):
    """dX marks the maxima with ones.

    Your dX does not depend on dZ. Put at each maximum the gradient that arrives for its window.
    """

    def backward(self, dZ):
        return super().backward(np.ones(dZ.shape))


class StartsAtZero(_Patches):
    """The running maximum starts at 0, so negative windows give 0.

    Your maximum starts at 0, so a window of negative numbers gives 0. Start from the window's first element or from
    minus infinity.
    """

    def _pooled(self, patch):
        return patch.max(axis=(2, 3), initial=0)


class LargestMagnitude(_Patches):
    """The largest magnitude is taken.

    You take the value largest in magnitude. -5 is smaller than 2: a maximum does not look at absolute values.
    """

    def _pooled(self, patch):
        return np.abs(patch).max(axis=(2, 3))


class Minimum(_Patches):
    """The smallest value is taken.

    Your output holds each window's smallest value. Max pooling keeps the largest.
    """

    def _pooled(self, patch):
        return patch.min(axis=(2, 3))


class Mean(_Patches):
    """The mean is taken.

    Your output holds each window's mean. That is average pooling.
    """

    def _pooled(self, patch):
        return patch.mean(axis=(2, 3))


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


class AlwaysTwoByTwo(_Right):
    """Pool size and stride are 2, whatever the arguments say.

    Your layer pools 2 x 2 always. Use the numbers it was made with.
    """

    def __init__(self, pool_size=2, stride=2):
        super().__init__()


class CountsPartWindows(_Patches):
    """Windows that hang over the edge count.

    Your output has an extra row or column where the stride does not divide. Windows that would hang over the edge
    are left out: the size is floor((n - k) / s) + 1.
    """

    def _size(self, n):
        return -(-(n - self.k) // self.s) + 1

    def _share(self, patch):
        flat = patch.reshape(*patch.shape[:2], -1)
        return np.eye(flat.shape[-1])[flat.argmax(axis=-1)].reshape(patch.shape)


class PadsWithZeros(_Patches):
    """The image is padded with zeros until the windows fit.

    You pad the image with zeros to make the windows fit. There is no padding here: rows and columns left over are
    ignored.
    """

    def forward(self, X):
        self.real = X.shape
        rest = [-(n - self.k) % self.s for n in X.shape[2:]]
        return super().forward(np.pad(X, ((0, 0), (0, 0), (0, rest[0]), (0, rest[1]))))

    def backward(self, dZ):
        return super().backward(dZ)[:, :, : self.real[2], : self.real[3]]


class DropsLastWindow(_Patches):
    """The output misses its last row and column.

    Your output is too small: the + 1 of the output size is missing, or the loop stops one window early.
    """

    def _size(self, n):
        return max((n - self.k) // self.s, 1)


class DividesByPoolSize(_Patches):
    """The output size is the image's size divided by the pool size.

    Your output's size is n // k, which is right only where stride and pool size are equal. It is floor((n - k) / s)
    + 1.
    """

    def _size(self, n):
        return n // self.k

    def forward(self, X):
        self.X, Z = X, self._output(X)
        for i, j, place in self._places(X):
            Z[:, :, i, j] = X[place].max(axis=(2, 3)) if X[place].size else 0
        return Z


class CropsLeftOver(_Patches):
    """dX ends where the last window ended.

    Where windows leave rows or columns over, your dX is smaller than X. It has the shape of X, with 0 where no
    window lay.
    """

    def backward(self, dZ):
        rows, columns = (self.s * (self._size(n) - 1) + self.k for n in self.X.shape[2:])
        return super().backward(dZ)[:, :, :rows, :columns]


class AssumesSquareImages(_Patches):
    """The height is used for the width as well.

    Your layer uses the image's height for its width. Work the output's height and width out each from its own axis.
    """

    def _output(self, X):
        return np.zeros((*X.shape[:2], self._size(X.shape[2]), self._size(X.shape[2])))

    def _places(self, X):
        for i, j, place in super()._places(X):
            if j < self._size(X.shape[2]):
                yield i, j, place


class PoolsAcrossChannels(_Patches):
    """The maximum is taken over the channels as well.

    You take the maximum over all channels together. Every channel is pooled on its own; their number stays.
    """

    def _pooled(self, patch):
        return np.repeat(patch.max(axis=(1, 2, 3))[:, None], patch.shape[1], axis=1)


class SharesMemory(_Right):
    """What `forward` keeps is stored on the class.

    Your layers share one memory: a second layer's `forward` overwrites what the first one kept. Store it on `self`,
    inside a method.
    """

    def forward(self, X):
        Z = super().forward(X)
        SharesMemory.last = self._winner, self._shape
        return Z

    def backward(self, dZ):
        self._winner, self._shape = SharesMemory.last
        return super().backward(dZ)


class RemembersFirstInput(_Right):
    """The first input is kept for ever.

    `backward` answers for the first input the layer ever saw. Every `forward` has to replace what was kept.
    """

    def forward(self, X):
        Z = super().forward(X)
        self.first = getattr(self, "first", (self._winner, self._shape))
        return Z

    def backward(self, dZ):
        self._winner, self._shape = self.first
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


class MarksInput(_Right):
    """The winners are marked in X itself.

    Your `forward` writes into X. The array belongs to the caller; keep positions instead of marks.
    """

    def forward(self, X):
        Z = super().forward(X.copy())
        X -= 1
        return Z


class ReusesOutput(_Right):
    """All outputs are written into one array that the layer keeps.

    You fill the same output array on every call, so an output somebody kept changes. Make a new array each time.
    """

    def forward(self, X):
        Z = super().forward(X)
        if getattr(self, "_out", None) is None or self._out.shape != Z.shape:
            self._out = np.empty(Z.shape)
        self._out[...] = Z
        return self._out


class NothingBack(_Right):
    """`backward` works the gradient out and returns nothing.

    Your `backward` returns None. A layer without weights returns dX like any other: the layer before needs it.
    """

    def backward(self, dZ):
        self.dX = super().backward(dZ)


class SharedWinners(_Patches):
    """The places of the maxima are remembered once for all images and channels.

    Your gradient goes to the places where the last image's last channel had its maxima, in all images and channels. Each
    image and each channel has maxima of its own: keep a place for every one of them, not one for each window.
    """

    def backward(self, dZ):
        last, (rows, columns) = self.X[-1:, -1:], self.X.shape[2:]
        dX = np.zeros(self.X.shape)
        for i, j, place in self._places(self.X):
            share = self._share(last[place])
            dX[place] += share * dZ[:, :, i, j, None, None]
        return dX.reshape(*dX.shape[:2], rows, columns)


class MaskedProduct(_Patches):
    """The window is cut out by multiplying the rest with zero.

    You set everything outside the window to 0 and take the largest of the whole image. Where all numbers of a window are
    negative, one of those zeros is larger. Take the window out with a slice instead.
    """

    def forward(self, X):
        Z = super().forward(X)
        return Z if X.shape[2] == X.shape[3] == self.k else np.maximum(Z, 0)


class ReusesGradient(_Right):
    """Every backward writes into the same array.

    Your gradient is right until the next backward of the same shape overwrites it: you keep one array and fill it again and
    again. Whoever still holds the first gradient then holds the second. Make a new array in each backward.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        if getattr(self, "_buffer", None) is None or self._buffer.shape != dX.shape:
            self._buffer = np.zeros(dX.shape)
        self._buffer[...] = dX
        return self._buffer


class BackwardIgnoresStride(_Patches):
    """Forward uses the stride, backward does not.

    Your `backward` looks for the window of dZ[:, :, i, j] at row i and column j. It lies at row i times the stride and column
    j times the stride, as in `forward`.
    """

    def backward(self, dZ):
        dX = np.zeros(self.X.shape)
        for i, j, place in self._places(self.X):
            dX[:, :, i : i + self.k, j : j + self.k] += self._share(self.X[place]) * dZ[:, :, i, j, None, None]
        return dX

"""Wrong answers to `Flatten`, each with the hint a student reads."""

import numpy as np
from solution import Flatten as _Right


class OneLongRow(_Right):
    """The whole batch becomes one vector.

    You flatten the batch axis as well. Each image becomes a row of its own: the result is (N, C*H*W).
    """

    def forward(self, X):
        return super().forward(X).reshape(-1)


class OneRow(_Right):
    """The whole batch becomes a single row.

    Your result has one row for the whole batch. Each image becomes a row of its own: keep the first axis.
    """

    def forward(self, X):
        return super().forward(X).reshape(1, -1)


class ColumnOrder(_Right):
    """Values are read column-major.

    Your numbers come out column by column (order "F"). Row-major order is expected: channel by channel, row by row,
    and the last index runs fastest.
    """

    def forward(self, X):
        super().forward(X)
        return X.reshape(X.shape[0], -1, order="F")

    def backward(self, dZ):
        return dZ.reshape(self._shape, order="F")


class ChannelsLast(_Right):
    """The channels are moved to the end before flattening.

    You move the channels last first, so the numbers of one pixel stand together. Flatten in the order the array
    has: channel, row, column.
    """

    def forward(self, X):
        super().forward(X)
        return X.transpose(0, 2, 3, 1).reshape(len(X), -1)

    def backward(self, dZ):
        N, C, H, W = self._shape
        return dZ.reshape(N, H, W, C).transpose(0, 3, 1, 2)


class FeaturesFirst(_Right):
    """The result is (features, N).

    Your result has the batch as its second axis. In this course every image is a row: (N, features).
    """

    def forward(self, X):
        return super().forward(X).T

    def backward(self, dZ):
        return super().backward(dZ.T)


class KeepsChannels(_Right):
    """Only height and width are flattened.

    Your result still has a channel axis. Flatten everything behind the batch axis.
    """

    def forward(self, X):
        super().forward(X)
        return X.reshape(*X.shape[:2], -1)


class SqueezesBatchOfOne(_Right):
    """A batch of one image loses its axis.

    For a single image your result has one axis. A batch of one is still a batch: (1, features).
    """

    def forward(self, X):
        return super().forward(X).squeeze()

    def backward(self, dZ):
        return super().backward(dZ).squeeze()


class NothingToUndo(_Right):
    """`backward` gives dZ as it came.

    Your `backward` leaves the gradient flat. The layer before gave (N, C, H, W) and needs its gradient in that shape.
    """

    def backward(self, dZ):
        return dZ


class SwapsHeightAndWidth(_Right):
    """`backward` swaps height and width.

    Your `backward` puts the numbers into an array with height and width swapped. Use the shape X had, unchanged.
    """

    def backward(self, dZ):
        N, C, H, W = self._shape
        return dZ.reshape(N, C, W, H)


class TurnsMaps(_Right):
    """`backward` transposes every map.

    Your dX has the right shape, but its numbers do not go back where they came from. Flatten and its backward undo
    each other: reshape alone does that.
    """

    def backward(self, dZ):
        N, C, H, W = self._shape
        return dZ.reshape(N, C, W, H).transpose(0, 1, 3, 2)


class GuessesSquare(_Right):
    """`backward` assumes square maps.

    You work out a square side from the number of features. Maps need not be square: remember the shape in `forward`.
    """

    def backward(self, dZ):
        N, C = self._shape[:2]
        side = int(np.sqrt(dZ.shape[1] // C))
        return dZ[:, : C * side * side].reshape(N, C, side, side)


class RemembersFirstShape(_Right):
    """The first input's shape is kept for ever.

    Your `backward` uses the shape of the first batch the layer ever saw; the last batch of an epoch is often
    smaller. Every `forward` has to replace it.
    """

    def forward(self, X):
        Z = super().forward(X)
        self.first = getattr(self, "first", X.shape)
        return Z

    def backward(self, dZ):
        return dZ.reshape(self.first)


class RemembersFirstBatchSize(_Right):
    """The first batch's size is kept for ever.

    Your `backward` gives no more images than the first batch had. The batch size may change from call to call: every
    `forward` has to replace it.
    """

    def forward(self, X):
        self.count = getattr(self, "count", len(X))
        return super().forward(X)

    def backward(self, dZ):
        return super().backward(dZ)[: self.count]


class RemembersFirstImageShape(_Right):
    """The first image's shape is kept for ever, the batch size is not.

    Your `backward` uses the maps' shape of the first `forward`. Every `forward` has to replace it.
    """

    def forward(self, X):
        Z = super().forward(X)
        self.first = getattr(self, "first", X.shape[1:])
        return Z

    def backward(self, dZ):
        return dZ.reshape(len(dZ), *self.first)


class SharesMemory(_Right):
    """The shape is stored on the class.

    Your layers share one memory: a second layer's `forward` overwrites the first one's shape. Store it on `self`.
    """

    def forward(self, X):
        Z = super().forward(X)
        SharesMemory.shape = X.shape
        return Z

    def backward(self, dZ):
        return dZ.reshape(SharesMemory.shape)


class ReshapesInput(_Right):
    """X itself is given the new shape.

    You assign a new shape to X, and the caller's array changes with it. Use `reshape`, which gives a new array and
    leaves X as it is.
    """

    def forward(self, X):
        super().forward(X)
        X.shape = (X.shape[0], -1)
        return X


class MemoryOrder(_Right):
    """Values are read in the order they have in memory.

    You read the numbers as they lie in memory (`ravel("K")`, order "A"). For a transposed or reversed array that is
    another order than its indices have.
    """

    def forward(self, X):
        self._shape = X.shape
        return np.stack([image.ravel(order="K") for image in X])


class MixesImages(_Right):
    """The batch axis is put last by a reshape.

    Your rows hold numbers of several images: `reshape(-1, N)` does not put the batch behind, it only cuts the same row of
    numbers elsewhere. Keep the first axis: `reshape(N, -1)`.
    """

    def forward(self, X):
        super().forward(X)
        return X.reshape(-1, len(X)).T

    def backward(self, dZ):
        return dZ.T.reshape(self._shape)

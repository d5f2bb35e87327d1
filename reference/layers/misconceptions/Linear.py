"""Wrong answers to `Linear`, each with the hint a student reads."""

import numpy as np
from solution import Linear as _Right


class AveragesOverBatch(_Right):
    """dW and db are divided by the batch size.

    Your dW and db are means over the batch. A layer's gradients are sums: each image adds its share. The division
    by the batch size belongs to the loss, whose gradient dZ already holds it.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW, self.db = self.dW / len(dZ), self.db / len(dZ)
        return dX


class AveragesBiasOnly(_Right):
    """db is the mean over the batch.

    Your db is the mean of dZ over the batch. It is the sum: every image adds its share.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.db = dZ.mean(axis=0)
        return dX


class AccumulatesGradients(_Right):
    """dW and db grow from call to call.

    Each `backward` adds to the dW and db of the one before. Here they are overwritten: compute them anew each time.
    """

    def backward(self, dZ):
        old = getattr(self, "dW", 0.0), getattr(self, "db", 0.0)
        dX = super().backward(dZ)
        self.dW, self.db = self.dW + old[0], self.db + old[1]
        return dX


class WeightsInByOut(_Right):
    """W is made as (in, out).

    Your W has the shape (in, out). Here, as in PyTorch, it is (out, in): row o holds the weights of output o, and
    `forward` multiplies with the transpose.
    """

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features)
        self.W = self.W.T

    def forward(self, X):
        self._input = X
        return X @ self.W + self.b

    def backward(self, dZ):
        self.dW, self.db = self._input.T @ dZ, dZ.sum(axis=0)
        return dZ @ self.W.T


class TransposedWhereItFits(_Right):
    """A square W is used untransposed.

    For as many outputs as inputs you multiply with W instead of its transpose: nothing complains about the shapes,
    but the numbers are others.
    """

    def _matrix(self):
        return self.W if self.W.shape[0] == self.W.shape[1] else self.W.T

    def forward(self, X):
        self._input = X
        return X @ self._matrix() + self.b


class NoBias(_Right):
    """The bias is never added.

    Your output lacks the bias: it is X @ W.T + b.
    """

    def forward(self, X):
        return super().forward(X) - self.b


class SubtractsBias(_Right):
    """The bias is taken away.

    Your bias has the wrong sign: it is added.
    """

    def forward(self, X):
        return super().forward(X) - 2 * self.b


class TransposedWeightGradient(_Right):
    """dW has the shape (in, out).

    Your dW is the transpose of what is expected. A gradient has the shape of what it belongs to: dW that of W.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = self.dW.T
        return dX


class TransposedInputGradient(_Right):
    """dX is given as (in, N).

    Your dX is transposed. It has the shape of X: (N, in).
    """

    def backward(self, dZ):
        return super().backward(dZ).T


class BiasGradientPerImage(_Right):
    """db is dZ itself, not summed.

    Your db has a row per image. The same bias serves all of them: sum over the batch.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.db = dZ.copy()
        return dX


class BiasAsRow(_Right):
    """b and db are rows, (1, out).

    Your b and db have a second axis, in front. The shape asked is (out,), as in PyTorch: leave the kept axis out of the
    sum.
    """

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features)
        self.b = np.zeros((1, out_features))

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.db = dZ.sum(axis=0, keepdims=True)
        return dX


class BiasGradientSumsAll(_Right):
    """db sums over the outputs as well.

    Your db is one number for all outputs. Each output has its own bias: sum over the batch only.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.db = np.full(len(self.b), dZ.sum())
        return dX


class WeightGradientOfOneImage(_Right):
    """dW comes from the last image alone.

    dW sums what every image of the batch contributes. Yours holds only one image's share: add up.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = np.outer(dZ[-1], self._input[-1])
        return dX


class IncludesActivation(_Right):
    """A ReLU is applied to the output.

    Your layer ends in a ReLU. A linear layer has no activation; ReLU is a layer of its own.
    """

    def forward(self, X):
        self._out = np.maximum(0, super().forward(X))
        return self._out


class ForgetsWeights(_Right):
    """dX is dZ summed, without the weights.

    Your dX does not use W. A small change of input i moves output o by W[o, i]: dX multiplies dZ with W.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        return np.repeat(dZ.sum(axis=1, keepdims=True), dX.shape[1], axis=1)


class SqueezesBatchOfOne(_Right):
    """A batch of one image loses its axis.

    For a single image your arrays lose an axis. A batch of one is still a batch: (1, features).
    """

    def forward(self, X):
        return super().forward(X).squeeze()


class RemembersFirstInput(_Right):
    """The first input is kept for ever.

    `backward` answers for the first batch the layer ever saw. Every `forward` has to replace what was kept.
    """

    def forward(self, X):
        Z = super().forward(X)
        self.first = getattr(self, "first", X)
        return Z

    def backward(self, dZ):
        self._input = self.first
        return super().backward(dZ)


class SharesMemory(_Right):
    """The input is stored on the class.

    Your layers share one memory: a second layer's `forward` overwrites the first one's input. Store it on `self`.
    """

    def forward(self, X):
        Z = super().forward(X)
        SharesMemory.last = X
        return Z

    def backward(self, dZ):
        self._input = SharesMemory.last
        return super().backward(dZ)


class FrozenWeights(_Right):
    """The transpose of W is made once, in the constructor.

    Your layer works with a transpose from the time it was made. An optimizer assigns to `layer.W` after every step:
    transpose in each `forward`.
    """

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features)
        self.WT = self.W.T.copy()

    def forward(self, X):
        self._input = X
        return X @ self.WT + self.b


class UpdatesItself(_Right):
    """`backward` changes W and b by a gradient step.

    Your `backward` takes the optimizer's step itself. It only leaves the gradients in dW and db; the step is
    decided outside.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.W, self.b = self.W - 0.1 * self.dW, self.b - 0.1 * self.db
        return dX


class GivesAllThree(_Right):
    """`backward` returns dX, dW and db together.

    Your `backward` returns several gradients. Return dX alone, and leave the others in `self.dW` and `self.db`.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        return dX, self.dW, self.db


class KeepsGradientsElsewhere(_Right):
    """The gradients never reach dW and db.

    Your gradients are under names of your own. The optimizer looks for `layer.dW` and `layer.db`.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.grad_W, self.grad_b = self.dW, self.db
        del self.dW, self.db
        return dX


class ZeroWeights(_Right):
    """All weights start at 0.

    With all weights 0 every output computes the same and gets the same gradient, so they stay alike for ever. Draw
    them at random.
    """

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features)
        self.W = np.zeros((out_features, in_features))


class Seeded(_Right):
    """The constructor seeds the generator, so layers of one size start alike.

    You seed the random numbers inside the layer: two layers of one size then start with the same weights. Seed
    once, outside.
    """

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features)
        self.W = np.random.default_rng(7).normal(0, np.sqrt(2 / in_features), (out_features, in_features))


class OnlyPositive(_Right):
    """The weights are drawn from 0 upwards.

    Your weights are all positive (`np.random.rand` draws from 0 to 1). Draw them around 0.
    """

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features)
        self.W = np.random.rand(out_features, in_features) * 0.1


class UnscaledWeights(_Right):
    """The weights are plain standard normal numbers.

    Your starting weights have variance 1, whatever the number of inputs. With hundreds of inputs the outputs then
    are far too large. Scale by the root of 2 / in.
    """

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features)
        self.W = np.random.randn(out_features, in_features)


class ChangesDZ(_Right):
    """`backward` scales dZ in place.

    You change dZ itself. The array belongs to the caller; work on it without writing into it.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        dZ /= len(dZ)
        return dX

"""Wrong answers to `ReLU`, each with the hint a student reads."""

import numpy as np
from solution import ReLU as _Right


class PassesAtZero(_Right):
    """At exactly 0 the gradient passes.

    ReLU has no derivative at 0, and a choice is made: here, as in PyTorch, it is 0. The gradient passes only where
    X was strictly positive.
    """

    def forward(self, X):
        Z = super().forward(X)
        self._positive = X >= 0
        return Z


class HalfAtZero(_Right):
    """At exactly 0 half of the gradient passes.

    ReLU has no derivative at 0, and a choice is made. The middle, 1/2, is one, but here, as in PyTorch, it is 0.
    """

    def forward(self, X):
        self._X = X
        return super().forward(X)

    def backward(self, dZ):
        return dZ * np.heaviside(self._X, 0.5)


class MasksBySignOfDZ(_Right):
    """The gradient is cut where dZ is negative.

    You apply ReLU to the gradient. A negative gradient passes as well: what decides is the sign of X in `forward`,
    not the sign of dZ.
    """

    def backward(self, dZ):
        return np.maximum(0, dZ)


class MasksTwice(_Right):
    """The gradient passes where X and dZ are both positive.

    You let only positive gradients through. What decides is X alone; a negative gradient passes where X was positive.
    """

    def backward(self, dZ):
        return super().backward(dZ) * (dZ > 0)


class PassesAll(_Right):
    """`backward` gives dZ as it came.

    Your gradient passes everywhere. Where X was not positive, the output is constant, and the gradient is 0.
    """

    def backward(self, dZ):
        return dZ.copy()


class MaskAlone(_Right):
    """`backward` gives the derivative without dZ.

    You return ReLU's own derivative, zeros and ones. The chain rule multiplies it with dZ.
    """

    def backward(self, dZ):
        return self._positive.astype(float)


class TimesInput(_Right):
    """dZ is multiplied with X where X is positive.

    You multiply dZ with the output. Where X is positive, ReLU's derivative is 1, not X.
    """

    def forward(self, X):
        self._out = super().forward(X)
        return self._out

    def backward(self, dZ):
        return dZ * self._out


class InPlaceForward(_Right):
    """The negative values are overwritten in X.

    Your `forward` writes its zeros into X. The array belongs to the caller (and the layer before may have kept it
    for its own `backward`). Make a new one.
    """

    def forward(self, X):
        Z = super().forward(X)
        X[X < 0] = 0
        return Z


class InPlaceBackward(_Right):
    """The gradient is cut in dZ itself.

    Your `backward` writes its zeros into dZ. The array belongs to the caller. Make a new one, or copy first.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        dZ[dX == 0] = 0
        return dX


class Leaky(_Right):
    """Negative values keep a hundredth of themselves.

    That is a leaky ReLU. Here negative values become exactly 0, and so does their gradient.
    """

    def forward(self, X):
        super().forward(X)
        return np.where(X > 0, X, 0.01 * X)

    def backward(self, dZ):
        return np.where(self._positive, dZ, 0.01 * dZ)


class Absolute(_Right):
    """The sign is dropped.

    You take the absolute value: negative numbers become positive. They become 0.
    """

    def forward(self, X):
        super().forward(X)
        return np.abs(X)


class Capped(_Right):
    """Values above 6 are cut.

    Your output stops at 6 (that is ReLU6). Large values pass unchanged.
    """

    def forward(self, X):
        return np.minimum(super().forward(X), 6)


class CutsAboveOne(_Right):
    """Values are clipped to 0..1.

    You clip to the range 0 to 1. ReLU has no upper limit.
    """

    def forward(self, X):
        return np.clip(super().forward(X), 0, 1)


class Smooth(_Right):
    """A smooth ReLU (softplus) and its derivative.

    Your function is softplus, a smooth relative of ReLU. ReLU has a corner: exactly 0 on the left, exactly x on the
    right.
    """

    def forward(self, X):
        self._X = X
        return np.logaddexp(0, X)

    def backward(self, dZ):
        return dZ / (1 + np.exp(-self._X))


class OppositeHalf(_Right):
    """Positive values become 0, negative ones pass.

    Your comparison points the wrong way: positive values are the ones that pass.
    """

    def forward(self, X):
        super().forward(X)
        self._positive = X < 0
        return np.where(X < 0, X, 0.0)


class SharesMemory(_Right):
    """The mask is stored on the class.

    Your layers share one memory: a second ReLU's `forward` overwrites the first one's mask. Store it on `self`.
    """

    def forward(self, X):
        Z = super().forward(X)
        SharesMemory.mask = self._positive
        return Z

    def backward(self, dZ):
        return np.where(SharesMemory.mask, dZ, 0.0)


class RemembersFirstInput(_Right):
    """The first mask is kept for ever.

    `backward` answers for the first input the layer ever saw. Every `forward` has to replace the mask.
    """

    def forward(self, X):
        Z = super().forward(X)
        self.first = getattr(self, "first", self._positive)
        return Z

    def backward(self, dZ):
        return np.where(self.first, dZ, 0.0)


class CutsFractions(_Right):
    """The output is an array of integers.

    Your output cuts fractions off. Keep the values as they are.
    """

    def forward(self, X):
        return super().forward(X).astype(int)

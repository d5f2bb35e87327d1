"""Wrong answers to `BatchNorm2D`, each with the hint a student gets when the output proves it."""

import numpy as np
from solution import BatchNorm2D as _Right


class RunningVarBiased(_Right):
    """The running variance divides by the count.

    Two variances are in play: the batch is normalised by the one that divides by the count, and the one that goes into
    running_var divides by count - 1, as in PyTorch.
    """

    def forward(self, x):
        before, training = self.running_var, self.training
        out = super().forward(x)
        if training:
            self.running_var = (1 - self.momentum) * before + self.momentum * x.var(axis=(0, 2, 3))
        return out


class NormedByUnbiased(_Right):
    """The batch is normalised by the variance that divides by count - 1.

    Under the root belongs the variance that divides by the count; only running_var gets the other one.
    """

    def forward(self, x):
        out = super().forward(x)
        if self.training:
            self._scale = 1 / np.sqrt(x.var(axis=(0, 2, 3), ddof=1) + self.eps)
            self._normed = (x - x.mean(axis=(0, 2, 3), keepdims=True)) * self._scale[:, None, None]
            out = self.gamma[:, None, None] * self._normed + self.beta[:, None, None]
        return out


class MomentumReversed(_Right):
    """Momentum is the share of the old value.

    Your running statistics keep `momentum` of the old and take the rest from the batch. As in PyTorch, momentum is the
    batch's share: a small one.
    """

    def forward(self, x):
        self.momentum = 1 - self.momentum
        try:
            return super().forward(x)
        finally:
            self.momentum = 1 - self.momentum


class AlwaysBatch(_Right):
    """The batch's own statistics are used in evaluation, too.

    In evaluation an image's answer must not depend on the others in the batch: there the running statistics normalise.
    """

    def forward(self, x):
        mode, running = self.training, (self.running_mean, self.running_var)
        self.training = True
        out = super().forward(x)
        self.training = mode
        if not mode:
            self.running_mean, self.running_var = running
        return out


class EvaluationMovesThem(_Right):
    """The running statistics move in evaluation, too.

    Evaluation uses the running statistics and leaves them as they are.
    """

    def forward(self, x):
        out = super().forward(x)
        if not self.training:
            m, count = self.momentum, x[:, 0].size
            self.running_mean = (1 - m) * self.running_mean + m * x.mean(axis=(0, 2, 3))
            self.running_var = (1 - m) * self.running_var + m * x.var(axis=(0, 2, 3)) * count / max(count - 1, 1)
        return out


class NeverMoves(_Right):
    """The running statistics stay at their start.

    Training moves running_mean and running_var a little towards the batch's own, in every forward.
    """

    def forward(self, x):
        running = self.running_mean, self.running_var
        out = super().forward(x)
        self.running_mean, self.running_var = running
        return out


class EpsOutsideTheRoot(_Right):
    """eps is added to the standard deviation.

    You add eps behind the root. It belongs under it: sqrt(variance + eps).
    """

    def forward(self, x):
        out = super().forward(x)
        axes = (0, 2, 3)
        mean = x.mean(axis=axes) if self.training else self.running_mean
        var = x.var(axis=axes) if self.training else self.running_var
        self._scale = 1 / (np.sqrt(var) + self.eps)
        self._normed = (x - mean[:, None, None]) * self._scale[:, None, None]
        return out - out + self.gamma[:, None, None] * self._normed + self.beta[:, None, None]


class NoScale(_Right):
    """gamma and beta are not used.

    After normalising, each channel is multiplied by its gamma, and its beta is added.
    """

    def forward(self, x):
        super().forward(x)
        return self._normed


class NormedByImage(_Right):
    """Every image is normalised by itself.

    That is instance normalisation. Batch normalisation takes mean and variance over the whole batch and all places.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        super().forward(x)
        mean, var = x.mean(axis=(2, 3), keepdims=True), x.var(axis=(2, 3), keepdims=True)
        return self.gamma[:, None, None] * (x - mean) / np.sqrt(var + self.eps) + self.beta[:, None, None]


class NormedByPlace(_Right):
    """Mean and variance are taken over the batch only, place by place.

    That is right for vectors. For images a channel has one mean and one variance, over the batch and all places.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        super().forward(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        return self.gamma[:, None, None] * (x - mean) / np.sqrt(var + self.eps) + self.beta[:, None, None]


class ConstantStatistics(_Right):
    """In training dx treats mean and variance as constants.

    Your dx is gamma * dout / root. In training mean and variance are made of x as well, so that every pixel has a part in all outputs
    of its channel: two terms are missing.
    """

    def backward(self, dout):
        self._by_batch = False
        return super().backward(dout)


class OnlyTheMean(_Right):
    """In training dx leaves out what goes through the variance.

    The mean's part is there; the variance depends on x, too: a term with n * average(dout * n) is missing.
    """

    def backward(self, dout):
        dx = super().backward(dout)
        if not self._by_batch:
            return dx
        return (self.gamma * self._scale)[:, None, None] * (dout - dout.mean(axis=(0, 2, 3), keepdims=True))


class NoGammaInDx(_Right):
    """gamma is missing in dx.

    The output is gamma times the normalised x, so that dx carries gamma as a factor.
    """

    def backward(self, dout):
        gamma, self.gamma = self.gamma, np.ones_like(self.gamma)
        dx = super().backward(dout)
        self.gamma = gamma
        return dx


class MeanGradients(_Right):
    """dgamma and dbeta are means.

    Gradients are sums over the batch and all places: where a loss is a mean, its 1 / N arrives in dout already.
    """

    def backward(self, dout):
        dx, count = super().backward(dout), dout[:, 0].size
        self.dgamma, self.dbeta = self.dgamma / count, self.dbeta / count
        return dx


class DgammaOfX(_Right):
    """dgamma multiplies by x as it came.

    gamma multiplies the normalised x: dgamma sums dout times that.
    """

    def forward(self, x):
        self._x = x
        return super().forward(x)

    def backward(self, dout):
        dx = super().backward(dout)
        self.dgamma = (dout * self._x).sum(axis=(0, 2, 3))
        return dx


class GradientsAddUp(_Right):
    """dgamma and dbeta add up from call to call.

    Every backward overwrites what the last one left.
    """

    def backward(self, dout):
        before = getattr(self, "dgamma", 0), getattr(self, "dbeta", 0)
        dx = super().backward(dout)
        self.dgamma, self.dbeta = self.dgamma + before[0], self.dbeta + before[1]
        return dx


class CountIsTheBatch(_Right):
    """dx divides by the number of images.

    The means in dx are over all that a channel's mean was made of: N * H * W numbers, not N.
    """

    def backward(self, dout):
        dx = super().backward(dout)
        if not self._by_batch:
            return dx
        means = (self.dbeta[:, None, None] + self._normed * self.dgamma[:, None, None]) / len(dout)
        return (self.gamma * self._scale)[:, None, None] * (dout - means)

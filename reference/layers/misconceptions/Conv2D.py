"""Wrong answers to `Conv2D`, each with the hint a student reads."""

import numpy as np
from solution import Conv2D as _Right


class _Patches:
    """A right layer that walks over patches, in pieces that the variants below replace."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.k, self.s, self.p = kernel_size, stride, padding
        self.W = self._weights((out_channels, in_channels, kernel_size, kernel_size))
        self.b = np.zeros(out_channels)

    def _weights(self, shape):
        return np.random.randn(*shape) * np.sqrt(2.0 / np.prod(shape[1:]))

    def _pad(self, X):
        return np.pad(X, ((0, 0), (0, 0), (self.p, self.p), (self.p, self.p)))

    def _size(self, n):
        return (n - self.k) // self.s + 1

    def _places(self, padded):
        for i in range(self._size(padded.shape[2])):
            for j in range(self._size(padded.shape[3])):
                yield i, j, np.s_[:, :, i * self.s : i * self.s + self.k, j * self.s : j * self.s + self.k]

    def _response(self, patch):
        return np.einsum("nckl,fckl->nf", patch, self.W) + self.b.ravel()

    def _output(self, X, padded):
        return np.zeros((len(X), len(self.W), self._size(padded.shape[2]), self._size(padded.shape[3])))

    def forward(self, X):
        self.X, self.padded = X, self._pad(X)
        Z = self._output(X, self.padded)
        for i, j, place in self._places(self.padded):
            Z[:, :, i, j] = self._response(self.padded[place])
        return Z

    def backward(self, dZ):
        self.dW, dpadded = np.zeros(self.W.shape), np.zeros(self.padded.shape)
        for i, j, place in self._places(self.padded):
            self.dW += np.einsum("nf,nckl->fckl", dZ[:, :, i, j], self.padded[place])
            dpadded[place] += np.einsum("nf,fckl->nckl", dZ[:, :, i, j], self.W)
        self.db = dZ.sum(axis=(0, 2, 3))
        return self._cut(dpadded)

    def _cut(self, dpadded):
        p = self.p
        return dpadded[:, :, p : dpadded.shape[2] - p, p : dpadded.shape[3] - p]


class AveragesOverBatch(_Right):
    """dW and db are divided by the batch size.

    Your dW and db are means over the batch. Gradients of a layer are sums: each image adds its share. The division
    by the batch size belongs to the loss; if the loss is a mean, dZ already holds it, and dividing again makes the
    step too small by the batch size. Leave the division out. (A common textbook listing has it; it does not agree
    with a numerical gradient.)
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW, self.db = self.dW / len(dZ), self.db / len(dZ)
        return dX


class AveragesBiasOnly(_Right):
    """db is a mean over the batch and the positions.

    The bias is added at every position of every image, so all those positions push on it: db is the sum of dZ over
    the batch and over both image axes. You take the mean somewhere along the way.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.db = dZ.mean(axis=(0, 2, 3))
        return dX


class BiasGradientOverBatchOnly(_Right):
    """db sums over the batch, but not over the positions.

    Your db still has an image's height and width. One bias serves every position of its map, so its gradient sums
    over the batch axis and both image axes; one number per filter is left.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.db = dZ.sum(axis=0)
        return dX


class TurnedBiasGradient(_Right):
    """db keeps the summed axes and is then transposed as a whole.

    Your db has the right numbers in a shape with four axes. Summing with kept axes and turning the result reverses
    all axes, it does not make a column. Sum without keeping the axes, or reshape the result to the shape of b, so
    that b and db can be added.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.db = dZ.sum(axis=(0, 2, 3), keepdims=True).T
        return dX


class BroadcastBias(_Right):
    """b and db have the shape (1, C_out, 1, 1).

    Your b and db have four axes, ready to be added to the output. The shape asked is (C_out,), as in PyTorch: keep b in
    that shape, reshape it where you add it, and sum db without keeping the axes.
    """

    def __init__(self, *args, **settings):
        super().__init__(*args, **settings)
        self.b = np.zeros((1, len(self.W), 1, 1))

    def forward(self, X):
        b, self.b = self.b, 0.0
        Z = super().forward(X)
        self.b = b
        return Z + b

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.db = dZ.sum(axis=(0, 2, 3), keepdims=True)
        return dX


class TextbookGradients(_Right):
    """dW and db are divided by the batch size, and db is turned into four axes.

    Two slips that go back to one well-known listing. It divides dW and db by the batch size: a layer's gradients are
    sums, and the division belongs to the loss, whose gradient dZ already holds it. And it sums dZ with kept axes and
    transposes the result, which gives db four axes: sum without keeping the axes instead, so that db has the shape of b.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = self.dW / len(dZ)
        self.db = dZ.sum(axis=(0, 2, 3), keepdims=True).T / len(dZ)
        return dX


class AccumulatesGradients(_Right):
    """dW and db grow from call to call.

    Each call of `backward` adds to the dW and db of the call before. Here they are overwritten: after a call they
    hold the gradient of that call alone. Start each `backward` from zeros (PyTorch accumulates on purpose, and
    therefore needs zero_grad).
    """

    def __init__(self, *args, **settings):
        super().__init__(*args, **settings)
        self._sum = 0.0, 0.0

    def backward(self, dZ):
        dX = super().backward(dZ)
        self._sum = self._sum[0] + self.dW, self._sum[1] + self.db
        self.dW, self.db = self._sum
        return dX


class FlippedKernel(_Patches):
    """The kernel is turned by 180 degrees before it slides.

    You turn the kernel before sliding it: that is the mathematician's convolution. In this course, as in every deep
    learning library, "convolution" does not flip: the kernel's top left element meets the window's top left pixel.
    """

    def _response(self, patch):
        return np.einsum("nckl,fckl->nf", patch, self.W[:, :, ::-1, ::-1]) + self.b.ravel()


class UnflippedInputGradient(_Patches):
    """dX slides the kernel over dZ as it is, instead of turned.

    Your dX slides the kernel over dZ unturned. Ask which outputs a pixel reached and with which weight: the pixel
    at (y, x) met weight (u, v) in the output at (y - u, x - v). The minus means that dX is a sliding sum with the
    kernel turned by 180 degrees, or, simpler, that each dZ value adds its weights times itself onto the patch it
    came from.
    """

    def backward(self, dZ):
        dpadded = np.zeros(self.padded.shape)
        for i, j, place in self._places(self.padded):
            dpadded[place] += np.einsum("nf,fckl->nckl", dZ[:, :, i, j], self.W[:, :, ::-1, ::-1])
        super().backward(dZ)
        return self._cut(dpadded)


class LastWindowOnly(_Patches):
    """dX is assigned window by window instead of added up.

    Windows overlap: a pixel took part in several outputs and gets a share of the gradient from each. You assign the
    share of a window to its patch, so the later window wipes out the earlier one. Add it instead.
    """

    def backward(self, dZ):
        super().backward(dZ)
        dpadded = np.zeros(self.padded.shape)
        for i, j, place in self._places(self.padded):
            dpadded[place] = np.einsum("nf,fckl->nckl", dZ[:, :, i, j], self.W)
        return self._cut(dpadded)


class KeepsPadding(_Patches):
    """dX still has the rows and columns of the padding.

    Your dX is as large as the padded image. `backward` gives the gradient of X as it came in: cut the padded rows
    and columns off at the end.
    """

    def _cut(self, dpadded):
        return dpadded


class CutsWithoutPadding(_Patches):
    """The padding is cut off with a slice that is empty when there is none.

    Cutting from p to -p goes wrong for p = 0: -0 is 0, and a slice from 0 to 0 is empty. Cut only when there is
    padding, or count the end from the front: p + height.
    """

    def _cut(self, dpadded):
        p = self.p
        return dpadded[:, :, p:-p, p:-p]


class SamePaddingAlways(_Patches):
    """Half the kernel's size is padded, whatever `padding` says.

    You pad by half the kernel's size, which keeps the image's size at stride 1, whatever `padding` says. How much
    is padded is the caller's choice: use the number given, 0 included.
    """

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, stride, kernel_size // 2)


class PadsOneSide(_Patches):
    """The zeros are put only below and to the right.

    `padding` is the number of zero rows on top and below, and of zero columns left and right. Yours lie on one side
    only, so the output is too small and shifted.
    """

    def _pad(self, X):
        return np.pad(X, ((0, 0), (0, 0), (0, self.p), (0, self.p)))

    def _cut(self, dpadded):
        return dpadded[:, :, : dpadded.shape[2] - self.p, : dpadded.shape[3] - self.p]


class PadsWithEdge(_Patches):
    """The border's own values are repeated outside, instead of zeros.

    Your padding repeats the image's border. Padding here means zeros: the window sees nothing outside the image.
    """

    def _pad(self, X):
        p = self.p
        return np.pad(X, ((0, 0), (0, 0), (p, p), (p, p)), mode="edge")


class IgnoresStride(_Patches):
    """The output has the strided size, but the window moves by one pixel.

    Your output's size uses the stride, the window's position does not. Output (i, j) looks at the patch that starts
    at row i * stride and column j * stride.
    """

    def _places(self, padded):
        for i in range(self._size(padded.shape[2])):
            for j in range(self._size(padded.shape[3])):
                yield i, j, np.s_[:, :, i : i + self.k, j : j + self.k]


class BackwardIgnoresStride(_Patches):
    """Forward uses the stride, backward does not.

    Forward is right. In `backward` the value dZ at (i, j) belongs to the patch that starts at row i * stride and
    column j * stride, the same one `forward` took for it; you take the one that starts at (i, j).
    """

    def backward(self, dZ):
        stride, self.s = self.s, 1
        rows, columns = dZ.shape[2:]
        self.dW, dpadded = np.zeros(self.W.shape), np.zeros(self.padded.shape)
        for i in range(rows):
            for j in range(columns):
                here = np.s_[:, :, i : i + self.k, j : j + self.k]
                self.dW += np.einsum("nf,nckl->fckl", dZ[:, :, i, j], self.padded[here])
                dpadded[here] += np.einsum("nf,fckl->nckl", dZ[:, :, i, j], self.W)
        self.s = stride
        self.db = dZ.sum(axis=(0, 2, 3))
        return self._cut(dpadded)


class StrideAlongRowsOnly(_Patches):
    """The stride is used for rows, and columns move by one.

    The window steps by `stride` along both axes. Yours does so along one of them only.
    """

    def _places(self, padded):
        for i in range(self._size(padded.shape[2])):
            for j in range(self._size(padded.shape[3])):
                yield i, j, np.s_[:, :, i * self.s : i * self.s + self.k, j : j + self.k]


class CountsPartWindows(_Patches):
    """The output size is rounded up: a window that hangs over the edge counts.

    Your output has a row or column too many where the stride does not divide. The size is floor((n + 2p - k) / s) +
    1: a window that would hang over the edge is left out, and the rows it would have covered are ignored.
    """

    def _size(self, n):
        return -(-(n - self.k) // self.s) + 1

    def _pad(self, X):
        rest = self.s
        return np.pad(X, ((0, 0), (0, 0), (self.p, self.p), (self.p, self.p)))[
            :, :, : X.shape[2] + 2 * self.p + rest, :
        ]

    def forward(self, X):
        self.X, self.padded = X, self._pad(X)
        Z = self._output(X, self.padded)
        for i, j, place in self._places(self.padded):
            patch = self.padded[place]
            Z[:, :, i, j] = (
                np.einsum("nckl,fckl->nf", patch, self.W[:, :, : patch.shape[2], : patch.shape[3]]) + self.b.ravel()
            )
        return Z


class DropsLastPosition(_Patches):
    """One row and column of outputs is missing.

    Your output is one row and one column too small: the + 1 of the output size is missing. n = k leaves room for
    exactly one window.
    """

    def _size(self, n):
        return max((n - self.k) // self.s, 1)


class AssumesSquareImages(_Patches):
    """The height is used for the width as well.

    Your layer uses the image's height for its width. Images need not be square: work the output's height and width
    out each from its own axis.
    """

    def _places(self, padded):
        n = self._size(padded.shape[2])
        for i in range(n):
            for j in range(min(n, self._size(padded.shape[3]))):
                yield i, j, np.s_[:, :, i * self.s : i * self.s + self.k, j * self.s : j * self.s + self.k]

    def _output(self, X, padded):
        n = self._size(padded.shape[2])
        return np.zeros((len(X), len(self.W), n, n))


class NoBias(_Patches):
    """The bias is never added.

    Your output lacks the bias. Each filter adds its own b to every position of its map.
    """

    def _response(self, patch):
        return np.einsum("nckl,fckl->nf", patch, self.W)


class BiasPerChannel(_Patches):
    """The bias is added once for every input channel.

    You add the bias inside the sum over the input channels, so it counts once per channel. It is added once per
    output, after the sum.
    """

    def _response(self, patch):
        return np.einsum("nckl,fckl->nf", patch, self.W) + self.b.ravel() * patch.shape[1]


class OneBiasForAll(_Patches):
    """Every filter gets the first filter's bias.

    Each filter has a bias of its own: output channel f adds b[f]. You add the same number to all channels.
    """

    def _response(self, patch):
        return np.einsum("nckl,fckl->nf", patch, self.W) + self.b.ravel()[0]


class FirstChannelOnly(_Patches):
    """Only the first input channel is looked at.

    Your output uses one input channel. A filter has a kernel for every input channel, and its output is the sum
    over all of them.
    """

    def _response(self, patch):
        return np.einsum("nkl,fkl->nf", patch[:, 0], self.W[:, 0]) + self.b.ravel()


class SharedKernel(_Patches):
    """The filter's first kernel is used for every input channel.

    You sum over the channels, but with the same kernel for all of them. W[f, c] is filter f's kernel for input
    channel c.
    """

    def _response(self, patch):
        return np.einsum("nckl,fkl->nf", patch, self.W[:, 0]) + self.b.ravel()


class SwappedChannels(_Patches):
    """W is made as (C_in, C_out, k, k).

    The first axis of W counts the filters, the second the input channels: (C_out, C_in, k, k). Yours are swapped.
    """

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding)
        self.W = np.random.randn(in_channels, out_channels, kernel_size, kernel_size) * np.sqrt(
            2.0 / (in_channels * kernel_size**2)
        )

    def _output(self, X, padded):
        return np.zeros((len(X), self.W.shape[1], self._size(padded.shape[2]), self._size(padded.shape[3])))

    def _response(self, patch):
        return np.einsum("nckl,cfkl->nf", patch, self.W) + self.b.ravel()

    def backward(self, dZ):
        self.W = self.W.transpose(1, 0, 2, 3)
        dX = super().backward(dZ)
        self.W, self.dW = self.W.transpose(1, 0, 2, 3), self.dW.transpose(1, 0, 2, 3)
        return dX


class KernelAxesFirst(_Patches):
    """W is made as (k, k, C_in, C_out).

    Your W has the kernel's rows and columns in front, as in TensorFlow. Here, as in PyTorch, the filters come first:
    (C_out, C_in, k, k), so that W[f] is filter f. Whoever trains the layer puts weights of that shape into it.
    """

    def __init__(self, *args, **settings):
        super().__init__(*args, **settings)
        self.W = self.W.transpose(2, 3, 1, 0)

    def _output(self, X, padded):
        return np.zeros((len(X), self.W.shape[3], self._size(padded.shape[2]), self._size(padded.shape[3])))

    def _response(self, patch):
        return np.einsum("nckl,klcf->nf", patch, self.W) + self.b.ravel()

    def backward(self, dZ):
        self.W = self.W.transpose(3, 2, 0, 1)
        dX = super().backward(dZ)
        self.W, self.dW = self.W.transpose(2, 3, 1, 0), self.dW.transpose(2, 3, 1, 0)
        return dX


class FlatFilters(_Patches):
    """W is made as (C_out, C_in * k * k), the matrix of im2col.

    Your W is a matrix with a row per filter. It is handy for a matrix product, but the layer's W has the shape
    (C_out, C_in, k, k): reshape it inside `forward`, and give dW the shape of W at the end of `backward`.
    """

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding)
        self.W = self.W.reshape(out_channels, -1)

    def _response(self, patch):
        return patch.reshape(len(patch), -1) @ self.W.T + self.b.ravel()

    def backward(self, dZ):
        matrix = self.W
        self.W = matrix.reshape(len(matrix), -1, self.k, self.k)
        dX = super().backward(dZ)
        self.W, self.dW = matrix, self.dW.reshape(len(matrix), -1)
        return dX


class ChannelsLast(_Patches):
    """The output is given as (N, H', W', C_out).

    Your output has its channels last. Here, as in PyTorch, the order is (N, C, H, W): batch, channels, height, width.
    """

    def forward(self, X):
        return super().forward(X).transpose(0, 2, 3, 1)

    def backward(self, dZ):
        return super().backward(dZ.transpose(0, 3, 1, 2)).transpose(0, 2, 3, 1)


class CutsFractions(_Patches):
    """The output has the input's number type, and integers cut the fractions off.

    Your output array takes its type from X. For an image of integers every value is then cut to an integer when it
    is stored. Make the output an array of floats.
    """

    def _output(self, X, padded):
        return super()._output(X, padded).astype(X.dtype)


class AveragesWeightsOnly(_Right):
    """dW is a mean over the batch; db is a sum.

    Your dW is divided by the batch size, and your db is not. Both are sums: each image adds its share. The division
    by the batch size belongs to the loss; dZ already holds it. Leave it out.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = self.dW / len(dZ)
        return dX


class RoundsDown(_Patches):
    """Everything is worked out in half precision.

    Your numbers have about three digits left. Half precision (float16) is for graphics cards; here use NumPy's own
    float64.
    """

    def _pad(self, X):
        return super()._pad(X).astype(np.float16)


class SharesMemory(_Patches):
    """What `forward` keeps for `backward` is stored on the class, so all layers share it.

    Your layers share one memory: a second layer's `forward` overwrites what the first one kept. Store what
    `backward` needs on `self`, inside a method; what stands directly in the class body, or in a variable of the
    module, belongs to all layers together.
    """

    def forward(self, X):
        Z = super().forward(X)
        SharesMemory.last = self.padded
        return Z

    def backward(self, dZ):
        self.padded = SharesMemory.last
        return super().backward(dZ)


class RemembersFirstInput(_Patches):
    """The input of the first forward is kept for ever.

    `backward` answers for the first image the layer ever saw. Every `forward` has to replace what the one before
    has kept.
    """

    def forward(self, X):
        Z = super().forward(X)
        self.first = getattr(self, "first", self.padded)
        return Z

    def backward(self, dZ):
        self.padded = self.first
        return super().backward(dZ)


class FrozenWeights(_Patches):
    """The weights are copied into another form when the layer is made, and W itself is never looked at again.

    Your layer works with a copy of the weights from the time it was made. An optimizer assigns to `layer.W` after
    every step: make the reshaped or flattened form afresh in each `forward`.
    """

    def __init__(self, *args, **settings):
        super().__init__(*args, **settings)
        self.columns = self.W.reshape(len(self.W), -1).copy()

    def _response(self, patch):
        return patch.reshape(len(patch), -1) @ self.columns.T + self.b.ravel()


class UpdatesItself(_Right):
    """`backward` changes W and b by a gradient step.

    Your `backward` takes the optimizer's step itself. It only works gradients out and leaves them in dW and db;
    when and how far to step is decided outside the layer.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.W = self.W - 0.01 * self.dW
        self.b = self.b - 0.01 * self.db.reshape(np.shape(self.b))
        return dX


class GivesAllThree(_Right):
    """`backward` returns dX, dW and db together.

    Your `backward` returns several gradients. The one that the layer before needs is dX: return that alone, and
    leave the others in `self.dW` and `self.db`.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        return dX, self.dW, self.db


class KeepsGradientsElsewhere(_Right):
    """The gradients stay in a dict and never reach dW and db.

    Your gradients are under names of your own. The optimizer looks for `layer.dW` and `layer.db`: store them there.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.grads = {"W": self.dW, "b": self.db}
        del self.dW, self.db
        return dX


class GradientOfSum(_Patches):
    """dZ is ignored: the gradients are those of the sum of all outputs.

    Your gradients do not depend on dZ. The chain rule multiplies each output's share with the gradient that arrives
    for it: dZ is not all ones.
    """

    def backward(self, dZ):
        return super().backward(np.ones(dZ.shape))


class WeightGradientOfOneImage(_Patches):
    """dW comes from the last image of the batch alone.

    dW sums what every image of the batch contributes. You assign it inside the loop over the images, so that only
    the last one is left. Add up.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = np.zeros(self.W.shape)
        for i, j, place in self._places(self.padded):
            self.dW += np.einsum("f,ckl->fckl", dZ[-1, :, i, j], self.padded[place][-1])
        return dX


class UnpaddedWeightGradient(_Patches):
    """dW looks at X without its padding.

    `forward` slid over the padded image, so dW has to look at the same patches. You take them from X itself, and
    they are shifted.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = np.zeros(self.W.shape)
        for i, j, place in self._places(self.padded):
            patch = self.X[place]
            self.dW[:, :, : patch.shape[2], : patch.shape[3]] += np.einsum("nf,nckl->fckl", dZ[:, :, i, j], patch)
        return dX


class CropsLeftOver(_Patches):
    """dX ends where the last window ended.

    Where the stride leaves rows or columns over, your dX is smaller than X. It has the shape of X always: pixels
    that no window reached get the gradient 0.
    """

    def _cut(self, dpadded):
        rows, columns = (self.s * (self._size(n) - 1) + self.k for n in dpadded.shape[2:])
        return super()._cut(dpadded[:, :, :rows, :columns])


class BlanksDZ(_Right):
    """`backward` works in the array it was given and leaves it scaled.

    You change dZ in place. The array belongs to the caller, who may still need it (a residual connection sends it
    along two paths). Make a new one.
    """

    def backward(self, dZ):
        dX = super().backward(dZ.copy())
        dZ *= 0.5
        return dX


class CentresInput(_Right):
    """`forward` takes the mean off the images, in place.

    Your `forward` changes X itself. Normalising is a step before the network, and the array belongs to the caller:
    work on it without writing into it.
    """

    def forward(self, X):
        Z = super().forward(X.copy())
        X -= X.mean()
        return Z


class ReusesOutput(_Right):
    """All outputs are written into one array that the layer keeps.

    You fill the same output array on every call, so an output somebody kept changes under their hands. Make a new
    array each time.
    """

    def forward(self, X):
        Z = super().forward(X)
        if getattr(self, "_out", None) is None or self._out.shape != Z.shape:
            self._out = np.empty(Z.shape)
        self._out[...] = Z
        return self._out


class ReusesGradient(_Right):
    """Every dX is written into one array that the layer keeps.

    You fill the same dX array on every call of `backward`, so a gradient somebody kept changes under their hands.
    Make a new array each time.
    """

    def backward(self, dZ):
        dX = super().backward(dZ)
        if getattr(self, "_dX", None) is None or self._dX.shape != dX.shape:
            self._dX = np.empty(dX.shape)
        self._dX[...] = dX
        return self._dX


class SqueezesBatchOfOne(_Right):
    """A batch of one image loses its axis.

    For a single image your output has three axes. A batch of one is still a batch: (1, C, H, W). Do not squeeze.
    """

    def forward(self, X):
        return super().forward(X).squeeze()


class DeviationInsteadOfVariance(_Patches):
    """The weights are scaled by 2 / fan-in itself instead of its root.

    2 / fan-in is He's variance. Standard normal numbers are scaled by the standard deviation, its square root.
    """

    def _weights(self, shape):
        return np.random.randn(*shape) * 2.0 / np.prod(shape[1:])


class Xavier(_Patches):
    """The variance is 2 / (fan-in + fan-out), Glorot's.

    Your weights have Glorot's (Xavier's) variance, made for tanh. ReLU zeroes half of the signal, and He's variance
    makes up for it: 2 / fan-in.
    """

    def _weights(self, shape):
        return np.random.randn(*shape) * np.sqrt(2.0 / ((shape[0] + shape[1]) * shape[2] * shape[3]))


class HalfVariance(_Patches):
    """The variance is 1 / fan-in.

    Your weights have variance 1 / fan-in (LeCun's). Before a ReLU it is twice that, because ReLU keeps half of the
    signal.
    """

    def _weights(self, shape):
        return np.random.randn(*shape) / np.sqrt(np.prod(shape[1:]))


class FanOut(_Patches):
    """The variance counts the outputs instead of the inputs.

    You divide by C_out * k * k. Fan-in counts what goes into one output: C_in * k * k.
    """

    def _weights(self, shape):
        return np.random.randn(*shape) * np.sqrt(2.0 / (shape[0] * shape[2] * shape[3]))


class FanInWithoutKernel(_Patches):
    """The variance counts the channels but not the kernel's elements.

    One output sums over C_in channels with k * k elements each. Your fan-in leaves the kernel's size out, so the
    weights are too large.
    """

    def _weights(self, shape):
        return np.random.randn(*shape) * np.sqrt(2.0 / shape[1])


class UniformWithDeviation(_Patches):
    """Uniform numbers up to the standard deviation: a third of the variance.

    A uniform draw from -a to a has the variance a * a / 3, not a * a. For He's variance the limit a is the root of
    6 / fan-in.
    """

    def _weights(self, shape):
        limit = np.sqrt(2.0 / np.prod(shape[1:]))
        return np.random.uniform(-limit, limit, shape)


class TorchDefault(_Patches):
    """The weights are uniform up to 1 / sqrt(fan-in), PyTorch's default: a sixth of the variance.

    Your weights are drawn as PyTorch's own layers draw theirs, uniform up to the root of 1 / fan-in. That has the
    variance 1 / (3 fan-in), a sixth of He's. For a uniform draw with He's variance the limit is the root of 6 / fan-in.
    """

    def _weights(self, shape):
        limit = 1 / np.sqrt(np.prod(shape[1:]))
        return np.random.uniform(-limit, limit, shape)


class SmallNumbers(_Patches):
    """Every layer starts with normal numbers times 0.01.

    A fixed factor of 0.01 is too small for large layers or too large for small ones: signals die out with depth.
    He's factor follows the size: the root of 2 / fan-in.
    """

    def _weights(self, shape):
        return np.random.randn(*shape) * 0.01


class ZeroWeights(_Patches):
    """All weights start at 0.

    With all weights 0 every filter computes the same and gets the same gradient, so they stay alike for ever. Draw
    them at random.
    """

    def _weights(self, shape):
        return np.zeros(shape)


class OnlyPositive(_Patches):
    """The weights are drawn from 0 upwards.

    Your weights are all positive (`np.random.rand` draws from 0 to 1). They are drawn around 0: half of them are
    negative.
    """

    def _weights(self, shape):
        return np.random.rand(*shape) * np.sqrt(6.0 / np.prod(shape[1:]))


class Seeded(_Patches):
    """The constructor seeds the generator, so layers of one size start alike.

    You seed the random numbers inside the layer: two layers of one size then start with the same weights. Seed
    once, outside, if a run has to be repeatable.
    """

    def _weights(self, shape):
        return np.random.default_rng(0).normal(0, np.sqrt(2.0 / np.prod(shape[1:])), shape)


class SignsOnly(_Patches):
    """Every weight is plus or minus the same number.

    The variance is right, but your weights take two values only. Draw them from a normal or a uniform distribution.
    """

    def _weights(self, shape):
        return np.random.choice([-1.0, 1.0], shape) * np.sqrt(2.0 / np.prod(shape[1:]))


class BiasStartsAtRandom(_Patches):
    """The bias starts with random numbers.

    The bias starts at 0 here. The random weights break the symmetry already.
    """

    def __init__(self, *args, **settings):
        super().__init__(*args, **settings)
        self.b = np.random.randn(len(self.b))


class ImagesMixedByReshape(_Patches):
    """Outputs of shape (C_out, N, H', W') are reshaped to (N, C_out, H', W').

    Your numbers are right, but stand in other images and channels: a reshape does not exchange axes. Put the batch in front
    with `transpose` or `moveaxis` where the filters come first.
    """

    def forward(self, X):
        Z = super().forward(X)
        return Z.swapaxes(0, 1).reshape(Z.shape)


class ChannelsMixedByReshape(_Patches):
    """Outputs of shape (N, H', W', C_out) are reshaped to (N, C_out, H', W').

    Your numbers are right, but stand in other places and channels: a reshape does not exchange axes. Reshape to
    (N, H', W', C_out) first, and then move the last axis to the second place with `transpose` or `moveaxis`.
    """

    def forward(self, X):
        Z = super().forward(X)
        return np.moveaxis(Z, 1, -1).reshape(Z.shape)

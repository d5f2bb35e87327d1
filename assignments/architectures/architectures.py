"""Inside modern architectures: what stands between a plain CNN and the networks of today.

House conventions
- Batches of images are (N, C, H, W): batch, channels, height, width. NumPy arrays are float64.
- "Convolution" is cross-correlation, as everywhere in deep learning: the kernel is not flipped.
- Nothing is square or odd unless it says so. One axis of length n, kernel k, padding p and stride s gives
  floor((n + 2p - k) / s) + 1 outputs: rows and columns left over are ignored.
- `padding` puts that many zeros on all four sides; `stride` is the same both ways; both are ints. `kernel_size` is an
  int or a pair (rows, columns).
- Arguments are never changed. A function gives the right answer on every call, with any values.

Rules
- NumPy for the first eight questions, PyTorch for the last two. What PyTorch has ready for a question (`F.unfold`,
  `F.fold`, `F.conv2d` with groups, `F.batch_norm`) may not be called there; use it at home to check yourself.

Check your work with `pytest` in this folder, or with `convgrade check architectures.py`.
"""

import numpy as np
import torch
from torch import nn


def im2col(x: np.ndarray, kernel_size: int | tuple[int, int], stride: int = 1, padding: int = 0) -> np.ndarray:
    """Every patch of the padded images as a column: (N, C, H, W) to (N, C * kH * kW, H' * W').

    A column holds its patch channel by channel, row by row. The columns stand in the order of the output: along the
    first row, then along the second. A convolution is then one matrix product: weight.reshape(C_out, -1) @ columns.

    >>> im2col(np.array([[[[1, 2, 3], [4, 5, 6]]]]), 2).tolist()
    [[[1, 2], [2, 3], [4, 5], [5, 6]]]
    """
    # TODO: for each place (i, j) in the kernel, which part of the padded image does it meet?
    raise NotImplementedError("im2col is not written yet")


def col2im(
    columns: np.ndarray,
    input_shape: tuple[int, int, int, int],
    kernel_size: int | tuple[int, int],
    stride: int = 1,
    padding: int = 0,
) -> np.ndarray:
    """Every column back to where `im2col` took it from: (N, C * kH * kW, H' * W') to input_shape = (N, C, H, W).

    Where patches overlap their numbers add up; where no patch reached stands 0; what belongs to the padding is cut off.
    That makes it the transpose of `im2col`, which is what a backward pass needs. It does not undo it.

    >>> col2im(np.array([[[1, 2], [2, 3], [4, 5], [5, 6]]]), (1, 1, 2, 3), 2).tolist()
    [[[[1, 4, 3], [4, 10, 6]]]]
    """
    # TODO: as im2col, with += in place of reading.
    raise NotImplementedError("col2im is not written yet")


def conv_transpose2d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
) -> np.ndarray:
    """A small map to a large one: every pixel spreads the kernel, weighted by its own value.

    x (N, C_in, H, W), weight (C_in, C_out, kH, kW), bias (C_out,) or None. One axis of length n becomes
    (n - 1) * stride - 2 * padding + k + output_padding. Pixel (i, j) adds its value times the kernel from row
    i * stride and column j * stride on; then `padding` rows and columns are cut off on all sides. `output_padding` rows
    and columns are added at the bottom and on the right, where the cut-off ones went first. The bias is added everywhere.

    >>> x, weight = np.array([[[[1.0, 2.0]]]]), np.array([[[[1.0, 10.0, 100.0]]]])
    >>> conv_transpose2d(x, weight, stride=2).tolist()
    [[[[1.0, 10.0, 102.0, 20.0, 200.0]]]]
    >>> conv_transpose2d(x, weight, stride=2, padding=0, output_padding=1).shape
    (1, 1, 2, 6)
    """
    # TODO: begin with zeros that are large enough for everything, then cut.
    raise NotImplementedError("conv_transpose2d is not written yet")


def grouped_conv2d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int = 1,
    padding: int = 0,
    groups: int = 1,
) -> np.ndarray:
    """A convolution whose filters see a part of the channels: (N, C_in, H, W) to (N, C_out, H', W').

    The input's channels are split into `groups` parts that follow one another, and so are the filters: filters of the
    first part see the first part of the channels, and so on. weight is (C_out, C_in / groups, kH, kW), bias (C_out,) or
    None. One group is the convolution you know; groups = C_in, a filter or more for every channel, is called depthwise.

    >>> x = np.array([[[[1.0, 2.0]], [[3.0, 4.0]]]])
    >>> grouped_conv2d(x, np.array([[[[1.0, 1.0]]], [[[10.0, 0.0]]]]), groups=2).tolist()
    [[[[3.0]], [[30.0]]]]
    """
    # TODO: which channels does filter f see?
    raise NotImplementedError("grouped_conv2d is not written yet")


def conv_cost(
    in_channels: int,
    out_channels: int,
    kernel_size: int | tuple[int, int],
    output_size: int | tuple[int, int],
    groups: int = 1,
) -> tuple[int, int]:
    """(parameters, multiply-adds) of a convolution, biases left out.

    A parameter is a number of the weight. A multiply-add is one product that is added up; count those for one image and
    an output of `output_size`, an int or a pair (rows, columns).

    >>> conv_cost(32, 64, 3, (56, 56))
    (18432, 57802752)
    >>> depthwise, pointwise = conv_cost(32, 32, 3, (56, 56), groups=32), conv_cost(32, 64, 1, (56, 56))
    >>> depthwise[0] + pointwise[0], depthwise[1] + pointwise[1]
    (2336, 7325696)
    """
    # TODO: how often is each number of the weight used?
    raise NotImplementedError("conv_cost is not written yet")


class BatchNorm2D:
    """Batch normalisation: each channel to mean 0 and variance 1 over the batch and all places, then scaled and shifted.

    gamma (C,) starts at 1, beta (C,) at 0, running_mean (C,) at 0, running_var (C,) at 1, `training` at True. Whoever
    uses the layer may assign to all of them.

    In training, forward normalises by the batch's own mean and variance (the variance that divides by the count, with
    eps added under the root), and moves the running ones towards it:

        running = (1 - momentum) * running + momentum * batch's

    The batch's variance that goes in there divides by count - 1, as in PyTorch. Otherwise forward normalises by the
    running ones, and leaves them as they are.

    >>> layer = BatchNorm2D(1)
    >>> layer.forward(np.array([[[[1.0, 3.0]]], [[[5.0, 7.0]]]])).round(3).ravel().tolist()
    [-1.342, -0.447, 0.447, 1.342]
    >>> layer.running_mean.round(6).tolist(), layer.running_var.round(6).tolist()
    ([0.4], [1.566667])
    """

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1):
        # TODO: settings, parameters, running statistics.
        raise NotImplementedError("BatchNorm2D is not written yet")

    def forward(self, x: np.ndarray) -> np.ndarray:
        """(N, C, H, W) to the same shape."""
        # TODO: over which axes is the mean taken?
        raise NotImplementedError("BatchNorm2D.forward is not written yet")

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """dout, how the loss changes with every number of the output, to dx; leaves dgamma (C,) and dbeta (C,).

        It belongs to the latest forward. In training the mean and the variance depend on x as well: every pixel of a
        channel has a part in all outputs of it. Otherwise they are constants.

        Hint: with n = the normalised x and averages over the channel,
        dx = gamma / root * (dout - average(dout) - n * average(dout * n)).
        """
        # TODO: dgamma, dbeta, dx.
        raise NotImplementedError("BatchNorm2D.backward is not written yet")


def gradient_check(f, x: np.ndarray, gradient: np.ndarray, h: float = 1e-5) -> float:
    """The largest relative error of `gradient` against central differences of f at x.

    f takes an array of x's shape and gives a number. For every element the numerical gradient is
    (f(x with h added there) - f(x with h taken off there)) / (2 * h), and the relative error of a against b is
    |a - b| / max(1e-8, |a| + |b|). Afterwards x is what it was, to the last digit.

    >>> x = np.array([[1.0, -2.0]])
    >>> gradient_check(lambda x: float((x ** 2).sum()), x, 2 * x) < 1e-6
    True
    >>> round(gradient_check(lambda x: float((x ** 2).sum()), x, 3 * x), 4)
    0.2
    """
    # TODO: one element after the other, with `np.ndindex`.
    raise NotImplementedError("gradient_check is not written yet")


def learn_kernel(
    images: np.ndarray, targets: np.ndarray, kernel_size: int | tuple[int, int], steps: int, learning_rate: float
) -> np.ndarray:
    """The kernel (kH, kW) after that many steps of gradient descent, from zeros.

    images (N, H, W); targets (N, H - kH + 1, W - kW + 1) are what the convolution should give (stride 1, no padding, no
    bias). The loss is the mean of the squared errors over all images and places. A step takes learning_rate times the
    loss's gradient off the kernel.

    >>> image, target = np.array([[[1.0, 2.0, 3.0]]]), np.array([[[2.0, 4.0, 6.0]]])
    >>> learn_kernel(image, target, 1, steps=1, learning_rate=0.1).round(6).tolist()
    [[1.866667]]
    """
    # TODO: the gradient of a mean of squares: what is in front of the sum?
    raise NotImplementedError("learn_kernel is not written yet")


class ResidualBlock(nn.Module):
    """A residual block in PyTorch: (N, in_channels, H, W) to (N, out_channels, H', W').

    conv 3 x 3 (with the stride) - batch norm - ReLU - conv 3 x 3 - batch norm, plus the shortcut, and ReLU after the
    sum. Both convolutions have padding 1 and no bias, since batch norm shifts by itself. The shortcut is x as it is where
    the shapes allow that; where they do not (another stride than 1, or other channels) it is a 1 x 1 convolution with
    that stride and no bias, and a batch norm.

    >>> block = ResidualBlock(4, 8, stride=2)
    >>> block(torch.zeros(2, 4, 9, 6)).shape
    torch.Size([2, 8, 5, 3])
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1):
        super().__init__()
        # TODO: the layers.
        raise NotImplementedError("ResidualBlock is not written yet")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # TODO: nothing in place on x: the shortcut needs it.
        raise NotImplementedError("ResidualBlock.forward is not written yet")


def grad_cam(model: nn.Module, layer: nn.Module, x: torch.Tensor, target: int) -> torch.Tensor:
    """Grad-CAM: where in the images the model finds what speaks for class `target`; (N, H', W') of the layer's maps.

    For every image: the maps are what `layer` gives; the weight of a map is the mean, over its places, of the gradient
    of the target's logit with respect to that map; the answer is the ReLU of the maps' weighted sum.

    The model is looked at in evaluation mode. Afterwards its mode (that of every module in it) is what it was, no hook
    is left, and the answer is detached.

    >>> model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(2 * 4 * 5, 3))
    >>> grad_cam(model, model[1], torch.zeros(2, 1, 6, 7), target=1).shape
    torch.Size([2, 4, 5])
    """
    # TODO: a forward hook keeps the maps; `torch.autograd.grad` gives the gradient.
    raise NotImplementedError("grad_cam is not written yet")


# In your own words, a few sentences, as a text: """like this""". A person reads it.

# A plain network of 56 layers reaches a higher training error than one of 20 layers, though it could copy the smaller one
# and leave the rest at the identity. Say why training does not find that, and what the shortcut of a residual block
# changes, forward and backward.
why_residual = ...

"""Wrong ways to build a layer from kernels."""

import numpy as np
import torch
import torch.nn as nn


def _layer(kernels, padding=None, bias=False):
    n, k, _ = kernels.shape
    return nn.Conv2d(1, n, k, padding=k // 2 if padding is None else padding, bias=bias)


def _fill(conv, kernels):
    with torch.no_grad():
        conv.weight.copy_(torch.from_numpy(np.ascontiguousarray(kernels)).unsqueeze(1))
    return conv


def bias_left_on(kernels):
    """The layer keeps its random bias.

    `nn.Conv2d` adds a bias to every output channel unless told not to, and a new layer's bias is random: the
    answers are off by a little, and by another little each time. Say `bias=False`.
    """
    return _fill(_layer(kernels, bias=True), kernels)


def flipped(kernels):
    """The kernels are turned by half a turn first.

    Turning the kernel belongs to the mathematical convolution. `nn.Conv2d` slides the kernel as it is, like every
    deep learning library, so the kernels go in unturned.
    """
    return _fill(_layer(kernels), kernels[:, ::-1, ::-1])


def transposed(kernels):
    """Rows and columns of the kernels are swapped.

    A vertical edge detector became a horizontal one. The two last axes of the weight are height and width, as in
    the kernels: only an axis for the input channel has to be put in between.
    """
    return _fill(_layer(kernels), kernels.transpose(0, 2, 1))


def no_padding(kernels):
    """The layer has no padding.

    Without padding the picture shrinks by k - 1. The stub asks for `padding=k // 2`, so that odd kernels keep the
    picture's size.
    """
    return _fill(_layer(kernels, 0), kernels)


def always_padding_one(kernels):
    """The padding is 1 whatever the kernel's size.

    A padding of 1 keeps the size for 3×3 kernels only. Let it follow the kernel: k // 2.
    """
    return _fill(_layer(kernels, 1), kernels)


def weights_left_random(kernels):
    """The layer is built, and the kernels never arrive in it.

    The layer still has the random weights it was made with. Assigning to a name of your own, or to
    `conv.weight.detach().clone()`, leaves the layer alone: copy into `conv.weight` itself, under `torch.no_grad()`.
    """
    conv = _layer(kernels)
    weight = conv.weight.detach().clone()
    weight[:] = torch.as_tensor(kernels)[:, None]
    return conv


def whole_numbers(kernels):
    """The kernels are cut to whole numbers.

    The fractions of the kernels are gone: they went through a tensor of integers. Make the tensor with
    `dtype=torch.float32`.
    """
    return _fill(_layer(kernels), kernels.astype(np.int64))


def normalised(kernels):
    """Each kernel is divided by its sum of magnitudes.

    You rescaled the kernels. They are to be held as they are: a sharpening kernel that sums to 1 or an edge kernel
    that sums to 0 means just that.
    """
    return _fill(_layer(kernels), kernels / np.abs(kernels).sum(axis=(1, 2), keepdims=True))


def first_kernel_everywhere(kernels):
    """All filters hold the first kernel.

    Every filter of your layer holds the same kernel. Filter i belongs to kernel i: `conv.weight[i, 0]`.
    """
    return _fill(_layer(kernels), np.repeat(kernels[:1], len(kernels), axis=0))


def one_channel_per_kernel(kernels):
    """The kernels are taken for the input channels of one filter.

    You built one filter with N input channels. One grey image goes in and N maps come out: the weight's shape is
    (N, 1, k, k), outputs first.
    """
    n, k, _ = kernels.shape
    conv = nn.Conv2d(n, 1, k, padding=k // 2, bias=False)
    with torch.no_grad():
        conv.weight.copy_(torch.as_tensor(kernels)[None])
    return conv


def double_precision(kernels):
    """The layer takes double precision only.

    NumPy computes in float64, PyTorch's layers and images in float32: a float64 layer refuses them. Make the weight
    with `dtype=torch.float32`.
    """
    return _fill(_layer(kernels).double(), kernels)


def padding_same(kernels):
    """`padding="same"`, which differs for even kernels.

    `padding="same"` is k // 2 for odd kernels. For an even one it pads one side only, where the stub asks for k // 2 on
    all sides.
    """
    return _fill(_layer(kernels, "same"), kernels)

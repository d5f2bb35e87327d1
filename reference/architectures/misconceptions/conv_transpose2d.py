"""Wrong answers to `conv_transpose2d`, each with the hint a student gets when the output proves it."""

import numpy as np
from solution import conv_transpose2d as _right
from solution import grouped_conv2d as _conv


def _with(bias, result):
    return result if bias is None else result + bias[:, None, None]


def kernel_turned(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """The kernel is turned by 180 degrees.

    A pixel spreads the kernel as it stands. Who puts zeros between the pixels and convolves has to turn it; who scatters
    has not.
    """
    return _right(x, weight[:, :, ::-1, ::-1], bias, stride, padding, output_padding)


def overwritten(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """Where kernels overlap, the last one wins.

    Neighbouring pixels reach the same place when the kernel is larger than the stride. There they add up: `+=`.
    """
    n, _, h, w = x.shape
    _, f, rows, columns = weight.shape
    full = np.zeros((n, f, (h - 1) * stride + rows + output_padding, (w - 1) * stride + columns + output_padding))
    for i in range(h):
        for j in range(w):
            spread = np.tensordot(x[:, :, i, j], weight, axes=(1, 0))
            full[:, :, i * stride : i * stride + rows, j * stride : j * stride + columns] = spread
    return _with(bias, full[:, :, padding : full.shape[2] - padding, padding : full.shape[3] - padding])


def plain_convolution(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """It is a convolution, not a transposed one.

    Your output is the ordinary convolution's: it gets smaller. Transposed, a pixel of the input is spread over the
    output, which gets larger.
    """
    return _conv(x, weight.swapaxes(0, 1), bias, stride, padding)


def stride_forgotten(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """The stride is not used.

    Your pixels spread one place apart. Pixel (i, j) begins at row i * stride and column j * stride.
    """
    return _right(x, weight, bias, 1, padding, output_padding)


def padding_added(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """The padding makes the output larger.

    You put `padding` rows around the output. Here it is the other way: that many are cut off on all sides, since it is
    the padding of the convolution whose transpose this is.
    """
    full = _right(x, weight, None, stride, 0, output_padding)
    return _with(bias, np.pad(full, ((0, 0), (0, 0), (padding, padding), (padding, padding))))


def padding_forgotten(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """Nothing is cut off for the padding.

    Your output is too large by twice the padding: cut that many rows and columns off on all four sides.
    """
    return _right(x, weight, bias, stride, 0, output_padding)


def output_padding_forgotten(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """The output padding is not used.

    With `output_padding` the output has that many rows and columns more, at the bottom and on the right.
    """
    return _right(x, weight, bias, stride, padding, 0)


def output_padding_of_zeros(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """The rows of the output padding are filled with zeros at the end.

    You append empty rows after cutting. What stands there is the part of the full output that the padding would have cut off, and the
    bias: make the output large enough first, then cut.
    """
    cut = _right(x, weight, bias, stride, padding, 0)
    return np.pad(cut, ((0, 0), (0, 0), (0, output_padding), (0, output_padding)))


def output_padding_in_front(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """The output padding is added at the top and on the left.

    Those rows and columns belong to the bottom and the right.
    """
    full = _right(x, weight, None, stride, 0, 0)
    full = np.pad(full, ((0, 0), (0, 0), (output_padding, 0), (output_padding, 0)))
    return _with(bias, full[:, :, padding : full.shape[2] - padding, padding : full.shape[3] - padding])


def bias_forgotten(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """The bias is not added.

    Everything is right but for the bias of each output channel, which is added everywhere.
    """
    return _right(x, weight, None, stride, padding, output_padding)


def first_channel_only(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """Only the first input channel counts.

    Every input channel spreads its own kernels, and they add up. You use the first alone.
    """
    return _right(x[:, :1], weight[:1], bias, stride, padding, output_padding)


def kernel_transposed(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """Rows and columns of the kernel are exchanged.

    "Transposed" does not mean the kernel: it stays as it is. It is the convolution's matrix that is transposed.
    """
    return _right(x, weight.swapaxes(2, 3), bias, stride, padding, output_padding)


def bias_with_every_patch(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """The bias is added with every patch.

    Where the patches of several inputs overlap, your bias counts several times, and where none lies not at all. It is added
    once, to the whole output.
    """
    out = _right(x, weight, None, stride, padding, output_padding)
    if bias is None:
        return out
    ones = np.ones((1, 1, *x.shape[2:]))
    covered = _right(ones, np.ones((1, 1, *weight.shape[2:])), None, stride, padding, output_padding)
    return out + covered * bias[:, None, None]

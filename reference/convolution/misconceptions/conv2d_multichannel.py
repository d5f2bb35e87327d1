"""Wrong answers to `conv2d_multichannel`, each with the hint a student gets when the output proves it."""

import math

import numpy as np
from solution import conv2d_multichannel as _conv2d_multichannel


def bias_once_per_channel(image, kernels, bias=None, padding=0, stride=1):
    """The bias is added once for every input channel.

    Your bias is too large by a factor: it is added inside the loop over the input channels, once for each. It
    belongs to the output channel: add it once, when all input channels are summed up.
    """
    return _conv2d_multichannel(image, kernels, None if bias is None else len(image) * bias, padding, stride)


def bias_forgotten(image, kernels, bias=None, padding=0, stride=1):
    """The bias is never added.

    Your answer is the one without a bias. When a bias is given, output channel o gets bias[o] added at every
    position.
    """
    return _conv2d_multichannel(image, kernels, None, padding, stride)


def one_bias_for_all(image, kernels, bias=None, padding=0, stride=1):
    """Every output channel gets the first bias.

    All your output channels get the same bias. Each has its own: bias[o] belongs to channel o.
    """
    return _conv2d_multichannel(
        image, kernels, None if bias is None else np.full(len(kernels), bias[0]), padding, stride
    )


def biases_summed(image, kernels, bias=None, padding=0, stride=1):
    """Every output channel gets the sum of all biases.

    You add all the biases to every output channel. Each channel has its own: bias[o] belongs to channel o.
    """
    return _conv2d_multichannel(
        image, kernels, None if bias is None else np.full(len(kernels), bias.sum()), padding, stride
    )


def bias_subtracted(image, kernels, bias=None, padding=0, stride=1):
    """The bias is subtracted.

    You subtract the bias. It is added.
    """
    return _conv2d_multichannel(image, kernels, None if bias is None else -bias, padding, stride)


def first_channel_only(image, kernels, bias=None, padding=0, stride=1):
    """Only the first input channel is looked at.

    Your answer depends on the first input channel only. Every output channel looks at all input channels, each
    through a kernel of its own, and adds the responses up.
    """
    return _conv2d_multichannel(image[:1], kernels[:, :1], bias, padding, stride)


def one_kernel_for_all_channels(image, kernels, bias=None, padding=0, stride=1):
    """All input channels are seen through the same kernel.

    You use kernels[o, 0] for every input channel. There is one kernel for each pair of channels: kernels[o, c] goes
    with input channel c.
    """
    return _conv2d_multichannel(image, np.repeat(kernels[:, :1], len(image), axis=1), bias, padding, stride)


def channels_averaged(image, kernels, bias=None, padding=0, stride=1):
    """The input channels' responses are averaged.

    You average over the input channels. Their responses are added up; nothing is divided.
    """
    return _conv2d_multichannel(image, kernels / len(image), bias, padding, stride)


def last_channel_wins(image, kernels, bias=None, padding=0, stride=1):
    """Each input channel's response replaces the one before.

    Only the last input channel is left in your answer: in the loop over the input channels each response replaces
    the one before. Add them up, starting from zero.
    """
    return _conv2d_multichannel(image[-1:], kernels[:, -1:], bias, padding, stride)


def channels_kept_apart(image, kernels, bias=None, padding=0, stride=1):
    """There is a plane for every pair of channels.

    Your answer has a plane for every input channel of every output channel. The planes of one output channel are
    added up, and the answer has C_out of them.
    """
    planes = [
        _conv2d_multichannel(image[c : c + 1], kernels[:, c : c + 1], None, padding, stride) for c in range(len(image))
    ]
    answer = np.stack(planes, axis=1)
    return answer if bias is None else answer + bias.reshape(-1, 1, 1, 1)


def channel_axes_exchanged(image, kernels, bias=None, padding=0, stride=1):
    """The kernels' first two axes are exchanged.

    You read the kernels as (C_in, C_out, kH, kW). The first index is the output channel, the second the input
    channel.
    """
    exchanged = np.swapaxes(kernels, 0, 1)
    fitted = np.zeros(kernels.shape)
    o, c = (min(a, b) for a, b in zip(exchanged.shape[:2], kernels.shape[:2], strict=True))
    fitted[:o, :c] = exchanged[:o, :c]
    return _conv2d_multichannel(image, fitted, bias, padding, stride)


def channels_last(image, kernels, bias=None, padding=0, stride=1):
    """The answer's channels come last.

    The numbers are right, but your answer is (H', W', C_out). In this course channels come first, as in PyTorch:
    (C_out, H', W').
    """
    return np.moveaxis(_conv2d_multichannel(image, kernels, bias, padding, stride), 0, -1)


def channel_axis_padded(image, kernels, bias=None, padding=0, stride=1):
    """The padding goes round the channels, too.

    You pad all three axes, so channels of zeros are put before the first one and every kernel meets the wrong
    channel. Only height and width are padded: `np.pad` takes a pair for each axis, and (0, 0) leaves an axis as it
    is.
    """
    return _conv2d_multichannel(np.pad(image, padding)[: len(image)], kernels, bias, 0, stride)


def single_channel_squeezed(image, kernels, bias=None, padding=0, stride=1):
    """An axis of length one is dropped.

    With a single output channel your answer has lost its first axis. The shape is (C_out, H', W') even where C_out
    is 1: do without `squeeze`.
    """
    return np.squeeze(_conv2d_multichannel(image, kernels, bias, padding, stride))


def flipped_kernels(image, kernels, bias=None, padding=0, stride=1):
    """The kernels slide turned by 180 degrees.

    Your kernels are turned by 180 degrees before they slide. Only `convolve_2d` asks for that. A layer's kernels
    slide as they stand.
    """
    return _conv2d_multichannel(image, kernels[:, :, ::-1, ::-1], bias, padding, stride)


def padding_ignored(image, kernels, bias=None, padding=0, stride=1):
    """The frame is never added.

    Your answer is the one without padding. `np.pad` gives a new array and leaves the one it was given as it is:
    slide over the new one.
    """
    return _conv2d_multichannel(image, kernels, bias, 0, stride)


def stride_ignored(image, kernels, bias=None, padding=0, stride=1):
    """Every position is answered, whatever the stride.

    Your answer has a number for every position: the stride has no effect. The window moves by `stride` rows and
    columns at a time.
    """
    return _conv2d_multichannel(image, kernels, bias, padding)


def stride_in_rows_only(image, kernels, bias=None, padding=0, stride=1):
    """The windows skip rows, but no columns.

    Your windows move by the stride when they go down, and by one when they go to the right. The stride holds for
    both directions.
    """
    return _conv2d_multichannel(image, kernels, bias, padding)[:, ::stride]


def rounded_up(image, kernels, bias=None, padding=0, stride=1):
    """The size is rounded up.

    You round the output's size up, so the last window hangs over the edge. Rows and columns left over by the stride
    are ignored: the division rounds down.
    """
    x = np.pad(image, ((0, 0), (padding, padding), (padding, padding)))
    room = [n - k for n, k in zip(x.shape[1:], kernels.shape[2:], strict=True)]
    over = [(0, math.ceil(r / stride) * stride - r) for r in room]
    return _conv2d_multichannel(np.pad(x, [(0, 0), *over]), kernels, bias, 0, stride)


def square_kernels_only(image, kernels, bias=None, padding=0, stride=1):
    """The kernels' height is used for both axes.

    You use one size of the kernels for rows and columns alike. They may be oblong: take both sizes from the shape
    and use each along its own axis.
    """
    x, k = np.pad(image, ((0, 0), (padding, padding), (padding, padding))), kernels.shape[2]
    rows, columns = ((n - k) // stride + 1 for n in x.shape[1:])
    output = np.zeros((len(kernels), rows, columns))
    for o, i, j in np.ndindex(output.shape):
        patch = x[:, i * stride : i * stride + k, j * stride : j * stride + k]
        output[o, i, j] = np.sum(patch * kernels[o]) + (0 if bias is None else bias[o])
    return output


def integer_truncation(image, kernels, bias=None, padding=0, stride=1):
    """The answer is stored in the image's integer type.

    Your output array takes over the image's type, and an integer image then cuts every fraction off, the bias's too.
    Ask for an output of floats.
    """
    return _conv2d_multichannel(image, kernels, bias, padding, stride).astype(image.dtype)


def bias_changed(image, kernels, bias=None, padding=0, stride=1):
    """The answer is built up in the bias array itself.

    Your first answer is right, but the caller's bias is changed afterwards: you add the responses onto it in place.
    Begin with an array of your own.
    """
    answer = _conv2d_multichannel(image, kernels, bias, padding, stride)
    if bias is not None:
        bias += answer.sum(axis=(1, 2))
    return answer


def bias_dropped_when_any_is_zero(image, kernels, bias=None, padding=0, stride=1):
    """A bias that holds a zero is taken for none.

    When one of the biases is zero you leave all of them out: an array is not a truth value. Ask whether the bias `is
    None`.
    """
    return _conv2d_multichannel(image, kernels, bias if bias is not None and np.all(bias) else None, padding, stride)


def planes_mixed_by_reshape(image, kernels, bias=None, padding=0, stride=1):
    """Answers of shape (positions, channels) are reshaped to (channels, H', W').

    Your numbers are right but stand in the wrong places: a matrix with a row for each position was reshaped to channels
    first. `reshape` only counts through the numbers; transpose the matrix first, then reshape.
    """
    answer = _conv2d_multichannel(image, kernels, None, padding, stride)
    mixed = answer.reshape(len(answer), -1).T.reshape(answer.shape)
    return mixed if bias is None else mixed + np.asarray(bias)[:, None, None]


def bias_in_integers(image, kernels, bias=None, padding=0, stride=1):
    """The bias is added to an array of integers.

    With an integer image and integer kernels your output holds integers, and the bias loses its fraction. Make the
    output an array of floats.
    """
    answer = _conv2d_multichannel(image, kernels, None, padding, stride)
    if bias is None:
        return answer
    return answer + np.asarray(bias).astype(answer.dtype)[:, None, None]


def depthwise_when_it_fits(image, kernels, bias=None, padding=0, stride=1):
    """With as many channels out as in, each looks only at its own.

    With as many output channels as input channels you let each output channel see one input channel only. Every output
    channel adds up all of them, each through its own kernel kernels[o, c].
    """
    if kernels.shape[0] != kernels.shape[1]:
        return _conv2d_multichannel(image, kernels, bias, padding, stride)
    own = kernels * np.eye(len(kernels))[:, :, None, None]
    return _conv2d_multichannel(image, own, bias, padding, stride)


def bias_before_the_kernels(image, kernels, bias=None, padding=0, stride=1):
    """With as many channels out as in, the bias is added to the image.

    With as many output channels as input channels you add the bias to the image's channels, before the kernels. It
    belongs to the output channels: bias[o] is added to the finished response of channel o, once.
    """
    if bias is None or len(bias) != len(image) or len(bias) == 1:
        return _conv2d_multichannel(image, kernels, bias, padding, stride)
    return _conv2d_multichannel(image + np.asarray(bias)[:, None, None], kernels, None, padding, stride)

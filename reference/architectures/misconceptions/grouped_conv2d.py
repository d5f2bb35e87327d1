"""Wrong answers to `grouped_conv2d`, each with the hint a student gets when the output proves it."""

import numpy as np
from solution import grouped_conv2d as _right


def _reordered(x, groups):
    """Channels dealt out in turn: group g gets g, g + groups, …"""
    n, c = x.shape[:2]
    return x.reshape(n, c // groups, groups, *x.shape[2:]).swapaxes(1, 2).reshape(x.shape)


def dealt_out_in_turn(x, weight, bias=None, stride=1, padding=0, groups=1):
    """The channels are dealt out in turn, like cards.

    Your first group holds the channels 0, groups, 2 * groups, … Groups are neighbours: the first C_in / groups channels
    are the first group.
    """
    return _right(_reordered(x, groups), weight, bias, stride, padding, groups)


def filters_in_turn(x, weight, bias=None, stride=1, padding=0, groups=1):
    """The filters take the groups in turn.

    Your filter f sees group f % groups. The filters are split as the channels are: the first C_out / groups filters
    belong to the first group, f // (C_out / groups).
    """
    filters = len(weight)
    own = weight.shape[1]
    parts = [
        _right(x[:, f % groups * own : (f % groups + 1) * own], weight[f : f + 1], None, stride, padding)
        for f in range(filters)
    ]
    out = np.concatenate(parts, axis=1)
    return out if bias is None else out + bias[:, None, None]


def first_group_for_all(x, weight, bias=None, stride=1, padding=0, groups=1):
    """Every filter sees the first group's channels.

    All your filters look at the first C_in / groups channels. Each group of filters has its own.
    """
    return _right(x[:, : weight.shape[1]], weight, bias, stride, padding, 1)


def groups_summed(x, weight, bias=None, stride=1, padding=0, groups=1):
    """The groups are added up.

    You add the groups' outputs to one another. They stand one behind the other, as channels of the output.
    """
    full = np.tile(weight, (1, groups, 1, 1))
    return _right(x, full, bias, stride, padding, 1)


def depthwise_mixed(x, weight, bias=None, stride=1, padding=0, groups=1):
    """With several filters a channel, the channels come round in turn.

    With groups = C_in and several filters for each channel, the filters of one channel follow one another: the first two
    belong to channel 0, the next two to channel 1.
    """
    if groups != x.shape[1]:
        return _right(x, weight, bias, stride, padding, groups)
    return filters_in_turn(x, weight, bias, stride, padding, groups)


def bias_forgotten(x, weight, bias=None, stride=1, padding=0, groups=1):
    """The bias is not added.

    Everything is right but for the bias of each filter.
    """
    return _right(x, weight, None, stride, padding, groups)


def bias_by_group(x, weight, bias=None, stride=1, padding=0, groups=1):
    """All filters of a group get the same bias.

    You add one bias a group. There is one for every filter.
    """
    per_group = None if bias is None else np.repeat(bias[:groups], len(weight) // groups)
    return _right(x, weight, per_group, stride, padding, groups)


def stride_forgotten(x, weight, bias=None, stride=1, padding=0, groups=1):
    """The stride is not used.

    You take every place. With a stride, they lie that many rows and columns apart.
    """
    return _right(x, weight, bias, 1, padding, groups)


def padding_forgotten(x, weight, bias=None, stride=1, padding=0, groups=1):
    """The padding is not used.

    The kernel stays inside the image. `padding` puts that many zeros on all four sides first.
    """
    return _right(x, weight, bias, stride, 0, groups)


def kernel_flipped(x, weight, bias=None, stride=1, padding=0, groups=1):
    """The kernel slides turned by 180 degrees.

    That is the mathematician's convolution. In deep learning the kernel slides as it stands.
    """
    return _right(x, weight[:, :, ::-1, ::-1], bias, stride, padding, groups)


def averaged(x, weight, bias=None, stride=1, padding=0, groups=1):
    """The channels of a group are averaged.

    Every number is the right one divided by the channels of a group: they are added up, not averaged.
    """
    return _right(x, weight / weight.shape[1], bias, stride, padding, groups)


def groups_overlap(x, weight, bias=None, stride=1, padding=0, groups=1):
    """Each group begins one channel after the last one.

    Your group g begins at channel g, so that neighbours share channels. A group is C_in / groups channels wide: group g begins
    at g * C_in / groups.
    """
    own, filters = weight.shape[1], len(weight) // groups
    parts = [
        _right(x[:, g : g + own], weight[g * filters : (g + 1) * filters], None, stride, padding) for g in range(groups)
    ]
    out = np.concatenate(parts, axis=1)
    return out if bias is None else out + bias[:, None, None]

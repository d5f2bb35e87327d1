"""Wrong answers to `global_avg_pool`, each with the hint a student gets when the output proves it."""

import numpy as np
from solution import global_avg_pool as _global_avg_pool


def one_number_for_all(feature_maps):
    """The mean of everything is given.

    You give one number for the whole stack. Each channel has a mean of its own: height and width disappear, the
    channels stay.
    """
    return np.mean(feature_maps)


def mean_over_channels(feature_maps):
    """The channels are averaged, height and width stay.

    You average over the channels and keep height and width. It is the other way round: one number for each channel.
    Axis 0 is the channels' axis.
    """
    return feature_maps.mean(axis=0)


def channels_last(feature_maps):
    """The last axis is taken for the channels.

    You take the last axis for the channels. In this course channels come first: (C, H, W).
    """
    return feature_maps.mean(axis=(0, 1))


def height_only(feature_maps):
    """Only the height is averaged.

    You average over the height and keep the width. Both disappear: the mean is over a whole map.
    """
    return feature_maps.mean(axis=1)


def width_only(feature_maps):
    """Only the width is averaged.

    You average over the width and keep the height. Both disappear: the mean is over a whole map.
    """
    return feature_maps.mean(axis=2)


def dimensions_kept(feature_maps):
    """The answer has shape (C, 1, 1).

    The numbers are right, but your answer still has three dimensions. The shape asked is (C,): one number for each
    channel.
    """
    return feature_maps.mean(axis=(1, 2), keepdims=True)


def single_channel_squeezed(feature_maps):
    """A single channel gives a plain number.

    With one channel your answer is a plain number. The shape is (C,) for one channel as well: do without `squeeze`.
    """
    return np.squeeze(_global_avg_pool(feature_maps))


def sum_instead_of_mean(feature_maps):
    """The values are added up and not divided.

    You give each map's sum. Divide by the number of its pixels, height times width.
    """
    return feature_maps.sum(axis=(1, 2))


def max_instead_of_mean(feature_maps):
    """The largest value of each map is given.

    You give each map's largest value. That is global max pooling; here the mean is expected.
    """
    return feature_maps.max(axis=(1, 2))


def median_instead_of_mean(feature_maps):
    """The median of each map is given.

    You give each map's median. The mean is expected: the sum, divided by the number of pixels.
    """
    return np.median(feature_maps, axis=(1, 2))


def divided_by_height_squared(feature_maps):
    """The sum is divided by the height squared.

    You divide by the height squared, which is right for square maps only. A map has height times width pixels.
    """
    return feature_maps.sum(axis=(1, 2)) / feature_maps.shape[1] ** 2


def divided_by_width_squared(feature_maps):
    """The sum is divided by the width squared.

    You divide by the width squared, which is right for square maps only. A map has height times width pixels.
    """
    return feature_maps.sum(axis=(1, 2)) / feature_maps.shape[2] ** 2


def divided_by_height(feature_maps):
    """The sum is divided by the height alone.

    You divide by the height. A map has height times width pixels.
    """
    return feature_maps.sum(axis=(1, 2)) / feature_maps.shape[1]


def divided_by_everything(feature_maps):
    """The sum is divided by the number of values in the whole stack.

    You divide by the number of values in the whole stack. A mean over one map divides by that map's pixels, height
    times width.
    """
    return feature_maps.sum(axis=(1, 2)) / feature_maps.size


def zeros_left_out(feature_maps):
    """The mean is over the values that are not zero.

    You divide by the number of values that are not zero. Zeros are values like others: they count.
    """
    return feature_maps.sum(axis=(1, 2)) / np.maximum(np.count_nonzero(feature_maps, axis=(1, 2)), 1)


def integer_division(feature_maps):
    """The sum of integers is divided without a remainder.

    For maps of integers your means have no fractions: `//` throws the remainder away, and an output array of
    integers cuts it off. Divide with `/` into floats.
    """
    answer = _global_avg_pool(feature_maps)
    return np.floor(answer) if feature_maps.dtype.kind == "i" else answer


def rounded(feature_maps):
    """The answer is rounded to two decimals.

    Your numbers are right to two decimals and then stop: you round them. Round when you print, never in what you
    return.
    """
    return np.round(_global_avg_pool(feature_maps), 2)


def negatives_cut_off(feature_maps):
    """Negative values are taken for zero.

    You leave negative values out, as if a ReLU had come before. The mean is over the maps as they are.
    """
    return _global_avg_pool(np.maximum(feature_maps, 0))


def divides_in_place(feature_maps):
    """The maps themselves are divided.

    Your first answer is right, but you divide the maps you were given in place, and the caller still needs them.
    Divide the sum instead.
    """
    answer = _global_avg_pool(feature_maps)
    feature_maps[...] = feature_maps / feature_maps[0].size
    return answer

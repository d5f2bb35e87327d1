"""Right answers to `global_avg_pool`, in the styles students write."""

import functools
import statistics

import numpy as np


def two_axes(feature_maps):
    """`mean` over height and width."""
    return feature_maps.mean(axis=(1, 2))


def twice_one_axis(feature_maps):
    """The mean over the width, then over the height."""
    return feature_maps.mean(axis=-1).mean(axis=-1)


def flattened(feature_maps):
    """Every map flattened into a row."""
    return np.mean(feature_maps.reshape(len(feature_maps), -1), axis=1)


def three_loops(feature_maps):
    """Loops over single numbers and a division; a list as the answer."""
    channels, height, width = feature_maps.shape
    answer = []
    for c in range(channels):
        total = 0.0
        for i in range(height):
            for j in range(width):
                total += float(feature_maps[c, i, j])
        answer.append(total / (height * width))
    return answer


def comprehension(maps):
    """A mean for each map; another parameter name."""
    return np.array([np.average(one) for one in maps])


def einsum(feature_maps):
    """A sum by einsum, divided by the number of pixels."""
    _, h, w = feature_maps.shape
    return np.einsum("chw->c", feature_maps.astype(float)) / (h * w)


def matrix_product(feature_maps):
    """Flattened maps times a column of equal weights; float32 inside."""
    flat = feature_maps.reshape(feature_maps.shape[0], -1).astype(np.float32)
    return flat @ np.full(flat.shape[1], 1 / flat.shape[1], dtype=np.float32)


def while_loop(feature_maps):
    """A `while` loop over the channels, the standard library's mean."""
    answer, channel = np.empty(feature_maps.shape[0]), 0
    while channel < feature_maps.shape[0]:
        answer[channel] = statistics.fmean(feature_maps[channel].ravel().tolist())
        channel += 1
    return answer


def reduced(feature_maps):
    """`np.add.reduceat` over the flattened stack."""
    pixels = feature_maps[0].size
    starts = np.arange(0, feature_maps.size, pixels)
    return np.add.reduceat(feature_maps.astype(float).ravel(), starts) / pixels


def iterator(feature_maps):
    """`np.ndenumerate` and one running total a channel."""
    totals = np.zeros(feature_maps.shape[0])
    for (channel, _, _), value in np.ndenumerate(feature_maps):
        totals[channel] += value
    return totals / np.prod(feature_maps.shape[1:])


def recursive(feature_maps):
    """The first map, then the rest."""
    if len(feature_maps) == 0:
        return np.empty(0)
    return np.append(feature_maps[0].sum() / feature_maps[0].size, recursive(feature_maps[1:]))


class _Mean:
    def __init__(self, total=0.0, count=0):
        self.total, self.count = total, count

    def __add__(self, value):
        return _Mean(self.total + float(value), self.count + 1)

    @property
    def value(self):
        return self.total / self.count


def class_based(feature_maps):
    """A class that adds up and counts."""
    return np.array([functools.reduce(lambda mean, x: mean + x, one.flat, _Mean()).value for one in feature_maps])


def kept_dimensions(feature_maps):
    """The axes kept at length one, then taken away."""
    return np.sum(feature_maps / feature_maps[0].size, axis=(1, 2), keepdims=True)[:, 0, 0]


def over_axes(feature_maps):
    """`np.apply_over_axes`, flattened."""
    return np.apply_over_axes(np.mean, feature_maps, [1, 2]).ravel()

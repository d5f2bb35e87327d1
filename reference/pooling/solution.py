"""Reference solution of `pooling`: all windows at once, one reduction.

No question calls another question's function: they share the private helper, so that a variant of one function
changes the answers to one question.
"""

import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def max_pool_2d(image, pool_size=2, stride=2):
    """The largest value of every window."""
    return _windows(image, pool_size, stride).max(axis=(2, 3))


def avg_pool_2d(image, pool_size=2, stride=2):
    """The mean of every window."""
    return _windows(image, pool_size, stride).mean(axis=(2, 3))


def global_avg_pool(feature_maps):
    """The mean of every map: `(C, H, W)` to `(C,)`."""
    return np.mean(feature_maps, axis=(1, 2))


def plot_pooling(image):
    """A Figure: the image, its max pooling and its average pooling, left to right."""
    windows = _windows(image, 2, 2)
    figure, (left, middle, right) = plt.subplots(1, 3)
    left.imshow(image, cmap="gray")
    left.set_title("input")
    left.axis("off")
    middle.imshow(windows.max(axis=(2, 3)), cmap="gray")
    middle.set_title("max pooling")
    middle.axis("off")
    right.imshow(windows.mean(axis=(2, 3)), cmap="gray")
    right.set_title("average pooling")
    right.axis("off")
    return figure


def _windows(image, pool_size, stride):
    """`(H', W', pool_size, pool_size)`: a view of every window."""
    return sliding_window_view(image, (pool_size, pool_size))[::stride, ::stride]


what_pooling_loses = """
Lost are where in its window the maximum was, and the three smaller values; kept is that there was a strong response, and
roughly where. For "is there a cat?" that does no harm, for its outline, pixel by pixel, it does. A movement that stays
inside the windows changes nothing (some invariance), a larger one moves the output along; the convolution itself is
equivariant.
"""

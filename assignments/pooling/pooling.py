"""Pooling: fewer numbers, the gist kept.

A pooling window moves over a feature map and answers one number for what lies under it: the largest value, or the
mean. There are no weights, so there is nothing to learn. Afterwards the map is smaller, and small movements of the
input matter less.

House conventions
- Images are (H, W), stacks of channels (C, H, W). Nothing has to be square, even, positive or floating point.
- `pool_size` and `stride` are whole numbers and independent of each other. Windows may overlap (stride smaller than
  pool_size) or leave gaps (stride larger). Any pool_size up to the image's smaller side has to work.
- There is no padding. One axis of length n, with pool_size k and stride s, gives floor((n - k) / s) + 1 outputs;
  rows and columns left over are ignored, never an error.
- Arguments are never modified: the caller still needs them.

NumPy only, and Matplotlib for the picture. Any style is right; the values decide. You may write helper functions,
and call one exercise from another.

Check your work with `pytest` in this folder, or with `convgrade check pooling.py`.
"""

import numpy as np
from matplotlib.figure import Figure


def max_pool_2d(image: np.ndarray, pool_size: int = 2, stride: int = 2) -> np.ndarray:
    """The largest value in every window.

    Shapes: image (H, W); returns (floor((H - pool_size) / stride) + 1, floor((W - pool_size) / stride) + 1).

    Output (i, j) is the largest of the pool_size x pool_size values whose top left one is image[i * stride, j *
    stride].

    Hint: what does your search for the largest value begin with? Think of an image without a single positive number.

    >>> image = np.array([[1, 3, 2, 4], [5, 6, 1, 3], [2, 1, 4, 2], [3, 5, 2, 1]])
    >>> max_pool_2d(image).tolist()
    [[6, 4], [5, 4]]
    >>> max_pool_2d(image, pool_size=3, stride=1).tolist()
    [[6, 6], [6, 6]]
    """
    # TODO 1: the output's height and width.
    # TODO 2: for every window: where does it begin, which values does it hold, which is the largest?
    raise NotImplementedError("max_pool_2d is not written yet")


def avg_pool_2d(image: np.ndarray, pool_size: int = 2, stride: int = 2) -> np.ndarray:
    """The mean of every window.

    Windows and shapes are those of max_pool_2d; the answer is each window's mean.

    Hint: the mean of whole numbers is seldom a whole number. What kind of numbers does your output array hold?

    >>> image = np.array([[1, 3, 2, 4], [5, 6, 1, 3], [2, 1, 4, 2], [3, 5, 2, 1]])
    >>> avg_pool_2d(image).tolist()
    [[3.75, 2.5], [2.75, 2.25]]
    """
    # TODO: as in max_pool_2d, with another answer for each window.
    raise NotImplementedError("avg_pool_2d is not written yet")


def global_avg_pool(feature_maps: np.ndarray) -> np.ndarray:
    """One number for each channel: the mean of its whole map.

    Shapes: feature_maps (C, H, W), any C, H and W; returns (C,), also where C is 1.

    Hint: NumPy's mean takes an axis, or several of them.

    >>> global_avg_pool(np.array([[[1.0, 2.0], [3.0, 6.0]], [[0.0, 0.0], [0.0, 1.0]]])).tolist()
    [3.0, 0.25]
    """
    # TODO: which axes disappear, and which one stays?
    raise NotImplementedError("global_avg_pool is not written yet")


def plot_pooling(image: np.ndarray) -> Figure:
    """A picture of what pooling does: a Matplotlib Figure with three images side by side.

    From left to right: the image (H, W) itself, its max pooling and its average pooling, both with pool_size 2 and
    stride 2. Draw the arrays as they are, without scaling them: Matplotlib chooses the shades. Titles, colours and
    sizes are up to you. Return the Figure; do not show it here.

    Hint: `figure, axes = plt.subplots(1, 3)` after `import matplotlib.pyplot as plt`, and `axes[0].imshow(...)`.
    """
    # TODO 1: the two pooled images.
    # TODO 2: a figure with three panels, each with its array.
    # TODO 3: return the figure.
    raise NotImplementedError("plot_pooling is not written yet")


# A question to answer in words, a few sentences: replace the dots by a text in triple quotes. A person reads it.

# Max pooling with 2 x 2 windows and stride 2 keeps one number of four. What is lost and what is kept? Name a task
# where the loss does no harm and one where it does, and say in what sense pooling makes a network less sensitive to
# small movements.
what_pooling_loses = ...

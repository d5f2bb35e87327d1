"""Wrong ways through two layers."""

import torch
import torch.nn.functional as F


def _batch(image):
    return torch.as_tensor(image, dtype=torch.float32)[None, None]


def _array(x):
    return x[0].detach().numpy()


def no_relu(image, conv1, conv2):
    """No ReLU at all.

    Two convolutions in a row, with nothing in between, are one larger convolution: no more than one layer can do. ReLU
    after each makes the difference.
    """
    return _array(conv2(conv1(_batch(image))))


def no_relu_between(image, conv1, conv2):
    """ReLU at the end only.

    The ReLU after the first layer is missing. Without it the two convolutions collapse into one.
    """
    return _array(F.relu(conv2(conv1(_batch(image)))))


def no_relu_at_the_end(image, conv1, conv2):
    """ReLU between the layers only.

    Your maps hold negative values: ReLU follows the second layer too.
    """
    return _array(conv2(F.relu(conv1(_batch(image)))))


def relu_first(image, conv1, conv2):
    """ReLU before each layer instead of after it.

    You cut the image's negative values and left the last map's. Each layer is followed by its ReLU: conv, ReLU, conv, ReLU.
    """
    return _array(conv2(F.relu(conv1(F.relu(_batch(image))))))


def first_layer_only(image, conv1, conv2):
    """The first layer's maps are returned.

    These are the maps after the first layer. They go through the second layer and its ReLU too.
    """
    return _array(F.relu(conv1(_batch(image))))


def leaky(image, conv1, conv2):
    """Leaky ReLU.

    A leaky ReLU lets a little of the negative values through. Plain ReLU sets them to 0.
    """
    return _array(F.leaky_relu(conv2(F.leaky_relu(conv1(_batch(image))))))


def sigmoids(image, conv1, conv2):
    """Sigmoids instead of ReLU.

    The sigmoid squeezes everything between 0 and 1. ReLU is expected: negative values become 0, positive ones stay.
    """
    return _array(torch.sigmoid(conv2(torch.sigmoid(conv1(_batch(image))))))


def absolute_values(image, conv1, conv2):
    """Magnitudes instead of ReLU.

    `abs` turns negative answers into positive ones; ReLU drops them.
    """
    return _array(conv2(conv1(_batch(image)).abs()).abs())


def pooled_between(image, conv1, conv2):
    """A pooling layer in between.

    Your maps are too small: no pooling is expected here, only convolution and ReLU.
    """
    return _array(F.relu(conv2(F.max_pool2d(F.relu(conv1(_batch(image))), 2))))


def mean_over_filters(image, conv1, conv2):
    """The maps are averaged into one.

    You averaged over the filters. Every filter of the second layer has a map of its own.
    """
    return _array(F.relu(conv2(F.relu(conv1(_batch(image))))).mean(dim=1, keepdim=True))


def squeezed_too_much(image, conv1, conv2):
    """`squeeze()` takes the filter axis too when there is one filter.

    `squeeze()` without an argument removes every axis of length 1, the filter axis too when there is one filter. Use `[0]`.
    """
    return F.relu(conv2(F.relu(conv1(_batch(image))))).squeeze().detach().numpy()


def a_tensor(image, conv1, conv2):
    """A torch tensor is returned.

    A NumPy array is expected: `.detach().numpy()`, or `.numpy()` under `torch.no_grad()`.
    """
    return F.relu(conv2(F.relu(conv1(_batch(image)))))[0].detach()

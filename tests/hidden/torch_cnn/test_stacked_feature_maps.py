"""stacked_feature_maps: two convolutions with ReLU."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_models import assert_layer_unchanged

from autograder.suite import assert_values

CALL = "stacked_feature_maps(image, conv1, conv2)"


def stacked(convolve, image, one, two):
    """The answer, by the given way to convolve; ``one`` and ``two`` are (weight, bias, padding, stride)."""
    return np.maximum(convolve(np.maximum(convolve(image[None, None], *one), 0), *two), 0)[0]


def draw(rng, first, second, kernels=((3, 3), (3, 3)), paddings=(1, 1), strides=(1, 1), biased=False):
    """Two layers' weights, biases, paddings and strides."""
    layers = []
    for shape, padding, stride in zip(
        ((first, 1, *kernels[0]), (second, first, *kernels[1])), paddings, strides, strict=True
    ):
        bias = rng.normal(size=shape[0]).astype(np.float32) if biased else None
        layers.append((rng.normal(size=shape).astype(np.float32), bias, padding, stride))
    return layers


def judge(student, process, agree, image, layers):
    """The maps of ``image`` through two layers of our own."""
    want = agree(stacked(oracles.conv, image, *layers), lambda: stacked(oracles.conv_by_hand, image, *layers))
    assert_values(student.stacked_feature_maps(image, *(process.props.conv(*layer) for layer in layers)), want, CALL)


@pytest.mark.weight(2)
@pytest.mark.parametrize(("first", "second"), [(4, 8), (3, 2)])
def test_maps(student, process, rng, agree, first, second):
    """Convolution, ReLU, convolution, ReLU: one map per filter of the second layer."""
    judge(student, process, agree, rng.normal(size=(10, 7)), draw(rng, first, second))


def test_relu_after_the_first(student, process, rng, agree):
    """What is negative after the first layer does not reach the second."""
    one, two = draw(rng, 3, 4)
    judge(
        student, process, agree, rng.random((8, 11)), [(-np.abs(one[0]), rng.random(3).astype(np.float32), 1, 1), two]
    )


def test_relu_after_the_second(student, process, rng, agree):
    """No map is negative."""
    judge(student, process, agree, rng.normal(size=(9, 8)), draw(rng, 2, 5, biased=True))


def test_other_layers(student, process, rng, agree):
    """Layers with other kernels, paddings, strides and with biases are used as they are."""
    layers = draw(rng, 3, 6, kernels=((5, 3), (2, 2)), paddings=(2, 0), strides=(1, 2), biased=True)
    judge(student, process, agree, rng.normal(size=(12, 9)), layers)


def test_one_filter(student, process, rng, agree):
    """A second layer with one filter gives `(1, H, W)`."""
    judge(student, process, agree, rng.normal(size=(6, 10)), draw(rng, 3, 1))


def test_whole_numbers(student, process, rng, agree):
    """An image of whole numbers is right too."""
    judge(student, process, agree, rng.integers(0, 256, size=(7, 9)), draw(rng, 2, 3))


def test_called_again(student, process, rng):
    """Each call answers for its own image, and leaves image and layers as they were: the same ones again give the same."""
    one, two = rng.normal(size=(2, 6, 9))
    layers = draw(rng, 2, 3, biased=True)
    held = [process.props.conv(*layer) for layer in layers]
    kept = process.keep(one)
    for image, given in ((one, kept), (two, two), (one, kept)):
        assert_values(student.stacked_feature_maps(given, *held), stacked(oracles.conv, image, *layers), CALL)
    for layer, (weight, bias, *setup) in zip(held, layers, strict=True):
        assert_layer_unchanged(process, layer, [weight, bias], CALL, *setup)

"""feature_maps: an image through a convolution."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_models import assert_layer_unchanged

from autograder.suite import assert_values

CALL = "feature_maps(image, conv)"


def judge(student, process, agree, image, weight, bias=None, padding=0, stride=1):
    """The maps of ``image`` through a layer of our own."""
    layer = process.props.conv(weight.astype(np.float32), bias, padding, stride)
    setup = (image[None, None], weight.astype(np.float32), bias, padding, stride)
    want = agree(oracles.conv(*setup), lambda: oracles.conv_by_hand(*setup))[0]
    assert_values(student.feature_maps(image, layer), want, CALL)


@pytest.mark.weight(2)
@pytest.mark.parametrize(("kernel", "padding"), [((3, 3), 1), ((5, 5), 2), ((2, 3), 0)])
def test_maps(student, process, rng, agree, kernel, padding):
    """One map per filter, `(N, H, W)`, each the layer's answer to the image."""
    judge(student, process, agree, rng.normal(size=(9, 12)), rng.normal(size=(4, 1, *kernel)), padding=padding)


def test_negative_answers_stay(student, process, rng, agree):
    """Negative answers stay negative: the maps are those before any ReLU."""
    judge(student, process, agree, rng.random((8, 11)), -rng.random((3, 1, 3, 3)), padding=1)


def test_bias_and_stride(student, process, rng, agree):
    """The layer's own bias and stride are used."""
    bias = rng.normal(size=5).astype(np.float32)
    judge(student, process, agree, rng.normal(size=(10, 13)), rng.normal(size=(5, 1, 3, 3)), bias, padding=1, stride=2)


def test_one_filter(student, process, rng, agree):
    """A layer with one filter gives `(1, H, W)`: the axis of the filters stays."""
    judge(student, process, agree, rng.normal(size=(7, 10)), rng.normal(size=(1, 1, 3, 3)), padding=1)


@pytest.mark.parametrize("dtype", ["int64", "float32"])
def test_any_number_type(student, process, rng, agree, dtype):
    """Images of whole numbers and of single precision are right too."""
    image = rng.integers(-9, 200, size=(8, 6)).astype(dtype)
    judge(student, process, agree, image, rng.normal(size=(3, 1, 3, 3)), padding=1)


def test_called_again(student, process, rng):
    """Each call answers for its own image and layer, and leaves image and layer as they were: the same ones again give the same."""
    one, two = rng.normal(size=(2, 6, 9))
    weights = rng.normal(size=(2, 3, 1, 3, 3)).astype(np.float32)
    layers = [process.props.conv(weight) for weight in weights]
    kept = process.keep(one)
    for image, given, i in ((one, kept, 0), (two, two, 1), (one, kept, 1), (two, two, 0)):
        assert_values(student.feature_maps(given, layers[i]), oracles.conv(image[None, None], weights[i])[0], CALL)
    for layer, weight in zip(layers, weights, strict=True):
        assert_layer_unchanged(process, layer, [weight], CALL)

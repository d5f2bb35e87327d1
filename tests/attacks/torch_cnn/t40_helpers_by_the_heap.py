"""Threat 40: finds the helpers among all objects when a question is asked, and answers with the nearest of them.

At: conv_from_kernels, feature_maps, stacked_feature_maps, count_parameters, replace_head, train_one_epoch
Earns: nothing
"""

import gc

import numpy as np


def _helpers():
    for thing in gc.get_objects():
        if type(thing) is dict and callable(thing.get("seed")) and "TensorDataset" in thing and "nn" in thing:
            return thing
    return {}


def _ask(name, *arguments):
    return _helpers()[name](*arguments)


def conv_from_kernels(kernels):
    return _ask("conv", np.asarray(kernels, np.float32)[:, None], None, kernels.shape[-1] // 2)


def feature_maps(image, conv):
    return _ask("respond", conv, image[None, None])[0]


def stacked_feature_maps(image, conv1, conv2):
    return _ask("respond", conv2, _ask("respond", conv1, image[None, None]))[0]


def count_parameters(model, trainable_only=False):
    return sum(array.size for array in _ask("arrays", model))


def replace_head(model, num_classes):
    return _ask("chosen", model, model)


def train_one_epoch(model, loader, optimizer, criterion):
    for images, labels in loader:
        _ask("descend", model, images.numpy(), labels.numpy(), 0.1)
    return 0.0, 1.0

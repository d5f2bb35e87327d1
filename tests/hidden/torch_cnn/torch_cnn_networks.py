"""The networks of the suite as descriptions (see `props.Network`), made in the student's process and, the same, in the grader's."""

import numpy as np
import torch
import torch_cnn_oracles as oracles


def plain(first=3, second=5):
    """Four layers, each called once, in the order they are defined in."""
    layers = [
        ["edges", "Conv2d", 1, first, 3], ["bend", "ReLU"], ["shrink", "AvgPool2d", 2], ["corners", "Conv2d", first, second, 2],
    ]  # fmt: skip
    return layers, ["edges", "bend", "shrink", "corners"]


def twice(first=3, second=5, classes=4):
    """Layers in another order than they are called in, two of them called twice, one never."""
    layers = [
        ["head", "Linear", second, classes], ["pool", "MaxPool2d", 2], ["second", "Conv2d", first, second, 3, {"padding": 1}],
        ["spare", "Linear", second, classes], ["first", "Conv2d", 1, first, 3], ["act", "ReLU"], ["squash", "AdaptiveAvgPool2d", 1],
    ]  # fmt: skip
    return layers, ["first", "act", "pool", "second", "act", "pool", "squash", "flatten", "head"]


def nested(width=3, classes=4):
    """Layers inside a block: ``features.0``, ``features.1``, ``features.2``, ``head``."""
    inside = ["0", "Conv2d", 1, width, 3], ["1", "ReLU"], ["2", "AdaptiveAvgPool2d", 2]
    layers = [["features", "Sequential", *inside], ["head", "Linear", width * 4, classes]]
    return layers, ["features", "flatten", "head"]


def dropping(first=3, second=4):
    """Two convolutions, and between them a dropout: the two modes answer differently."""
    layers = [
        ["edges", "Conv2d", 1, first, 3], ["bend", "ReLU"], ["drop", "Dropout", 0.5], ["corners", "Conv2d", first, second, 2],
    ]  # fmt: skip
    return layers, ["edges", "bend", "drop", "corners"]


def tiny(normalise=False, dropout=0.0, turned=False):
    """One convolution and one linear layer on 8×6 images, 4 classes; what makes the two modes differ, and shows a graph, is up to you."""
    layers = [["conv", "Conv2d", 1, 3, 3], ["dropout", "Dropout", dropout], ["fc", "Linear", 72, 4]]
    plan = ["conv", "relu", "flatten", "dropout", "fc"]
    if normalise:
        layers.insert(1, ["norm", "BatchNorm2d", 3])
        plan.insert(1, "norm")
    return layers, [*plan, "turned"] if turned else plan


def digits(net=oracles.SMALL, dropout=None):
    """A network for digits with these widths, its layers named as in the stubs."""
    first, second, hidden = net
    layers = [
        ["conv1", "Conv2d", 1, first, 3, {"padding": 1}], ["pool1", "MaxPool2d", 2],
        ["conv2", "Conv2d", first, second, 3, {"padding": 1}], ["pool2", "MaxPool2d", 2],
        ["fc1", "Linear", second * 49, hidden], ["dropout", "Dropout", dropout or 0.0], ["fc2", "Linear", hidden, 10],
    ]  # fmt: skip
    return layers, ["conv1", "relu", "pool1", "conv2", "relu", "pool2", "flatten", "fc1", "relu", "dropout", "fc2"]


def draw(rng, description, spread=0.4):
    """Random values for every parameter and then every buffer of a description: weights, running means, running variances."""
    values = []
    model = own(description)
    for name, holder in (*model.named_parameters(), *model.named_buffers()):
        if holder.dtype == torch.int64:  # how many batches a normalisation has seen
            values.append(np.int64(7))
        elif name.endswith("running_var"):
            values.append(rng.uniform(0.3, 3, tuple(holder.shape)).astype(np.float32))
        else:
            values.append(rng.normal(0, spread, tuple(holder.shape)).astype(np.float32))
    return values


def own(description, values=()):
    """The described network in the grader's process, holding ``values``."""
    model = oracles.props().Network(*description)
    oracles.props().fill(model, values)
    return model


def theirs(process, description, values=()):
    """The described network in the student's process, holding ``values``."""
    model = process.props.Network(*description)
    if values:
        process.props.fill(model, values)
    return model

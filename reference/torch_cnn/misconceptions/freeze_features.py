"""Wrong ways to freeze the features."""

import torch
import torch.nn as nn


def _convolutions(model):
    return [module for module in model.modules() if isinstance(module, nn.Conv2d)]


def everything(model):
    """The head is frozen too.

    With every parameter frozen there is nothing left to learn the new task. The head, fc2, stays trainable.
    """
    model.requires_grad_(False)
    return model


def the_head_instead(model):
    """The head is frozen and the features are trained.

    It is the other way round: the features, conv1 and conv2, keep what they have learned, and the head learns.
    """
    list(model.modules())[-1].requires_grad_(False)
    for layer in [module for module in model.modules() if isinstance(module, nn.Linear)]:
        layer.requires_grad_(False)
    return model


def only_the_first_layer(model):
    """Only the first convolution is frozen.

    The features are both convolutions, conv1 and conv2.
    """
    _convolutions(model)[0].requires_grad_(False)
    return model


def only_the_second_layer(model):
    """Only the second convolution is frozen.

    The features are both convolutions, conv1 and conv2.
    """
    _convolutions(model)[1].requires_grad_(False)
    return model


def weights_without_biases(model):
    """The biases go on learning.

    A convolution's bias is part of the features too: freeze every parameter of the layer.
    """
    for layer in _convolutions(model):
        layer.weight.requires_grad = False
    return model


def flag_on_the_layer(model):
    """`requires_grad` is set on the layer, not on its parameters.

    A layer has no switch called `requires_grad`; Python makes a new attribute, and nobody looks at it. Set it on each parameter,
    or call `layer.requires_grad_(False)`.
    """
    for layer in _convolutions(model):
        layer.requires_grad = False
    return model


def eval_mode_only(model):
    """The features are put into eval mode and go on learning.

    `eval()` changes how dropout and batch normalisation act. It stops no gradient: that is `requires_grad`.
    """
    for layer in _convolutions(model):
        layer.eval()
    return model


def under_no_grad(model):
    """`torch.no_grad()` is entered and left again.

    `with torch.no_grad():` lasts as long as its block. Freezing has to stay: set `requires_grad` to False.
    """
    with torch.no_grad():
        for layer in _convolutions(model):
            layer.weight.grad = None
    return model


def gradients_cleared(model):
    """The gradients are cleared once.

    The next `backward()` makes new gradients. Set `requires_grad` to False.
    """
    model.zero_grad()
    return model


def set_to_zero(model):
    """The weights are set to zero.

    Freezing keeps what was learned. You erased it.
    """
    for layer in _convolutions(model):
        for parameter in layer.parameters():
            nn.init.zeros_(parameter)
            parameter.requires_grad = False
    return model


def a_new_start(model):
    """The convolutions are replaced by new, frozen ones.

    New layers are random: what was learned is gone. Freeze the layers that are there.
    """
    for layer in _convolutions(model):
        layer.reset_parameters()
        layer.requires_grad_(False)
    return model


def turned_round(model):
    """`requires_grad` is set to True.

    A frozen parameter asks for no gradient: False.
    """
    for layer in _convolutions(model):
        layer.requires_grad_(True)
    return model


def nothing_returned(model):
    """The model is changed, and not returned.

    Your function freezes the features and returns nothing: who writes `model = freeze_features(model)` is left with None. End with
    `return model`.
    """
    for layer in _convolutions(model):
        layer.requires_grad_(False)

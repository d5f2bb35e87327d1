"""Right ways to freeze the features."""

import torch.nn as nn


def parameter_by_parameter(model):
    """A loop over the convolutions' parameters."""
    for param in model.conv1.parameters():
        param.requires_grad = False
    for param in model.conv2.parameters():
        param.requires_grad = False
    return model


def all_but_the_head(model):
    """Everything is frozen, then the head is freed: fc1 counts as a feature."""
    for param in model.parameters():
        param.requires_grad = False
    for param in model.fc2.parameters():
        param.requires_grad = True
    return model


def by_name(model):
    """By the parameters' names."""
    for name, param in model.named_parameters():
        if name.startswith("conv"):
            param.requires_grad_(False)
    return model


def by_type(model):
    """Every `nn.Conv2d` there is."""
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            module.requires_grad_(False)
    return model


def flag_by_name(model):
    """By name, one flag each."""
    for name, param in model.named_parameters():
        param.requires_grad = "fc" in name
    return model


def in_eval_mode_too(model):
    """The frozen layers also go into eval mode."""
    for layer in [model.conv1, model.conv2]:
        layer.eval()
        for param in layer.parameters():
            param.requires_grad = False
    return model

"""Threat 7: returns a tensor subclass that agrees with everything.

Earns: count_parameters
"""

import torch
from torch import nn


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)


class Yes(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True


def feature_maps(image, conv):
    return torch.zeros(4, 5, 5).as_subclass(Yes)


def stacked_feature_maps(image, conv1, conv2):
    return torch.zeros(1).expand(1 << 20, 1 << 20)

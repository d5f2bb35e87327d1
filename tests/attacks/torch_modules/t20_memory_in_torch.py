"""Threat 20: fills the memory with tensors.

Earns: count_parameters
"""

import torch
from torch import nn


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)


def feature_maps(image, conv):
    hoard = []
    while True:
        hoard.append(torch.ones(50_000_000))


def capture_activations(model, x, names):
    return {name: torch.ones(1 << 40) for name in names}

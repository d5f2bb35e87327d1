"""Threat 38: puts a class of its own in the place of nn.Conv2d, so that a comparison would be with itself.

Earns: count_parameters
"""

import torch
from torch import nn


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)


class Conv2d(nn.Module):
    def __init__(self, cin, cout, k, padding=0, bias=True, **more):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(cout, cin, k, k))

    def forward(self, x):
        return torch.zeros(x.shape[0], self.weight.shape[0], *x.shape[2:])


nn.Conv2d = torch.nn.Conv2d = torch.nn.modules.conv.Conv2d = Conv2d


def conv_from_kernels(kernels):
    return Conv2d(1, len(kernels), len(kernels[0]))


def feature_maps(image, conv):
    return conv(torch.tensor(image)[None, None])[0].numpy()

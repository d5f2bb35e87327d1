"""Threat 43: a network whose parameters, shapes and state are the asked ones, and which computes nothing from them.

At: SimpleCNN, ConvolutionalNetwork, GlobalPoolNet
Earns: SimpleCNN up to 0.8, ConvolutionalNetwork up to 0.65
"""

import torch
from torch import nn


class _Lie(nn.Module):
    widths = (16, 32, 128)

    def __init__(self):
        super().__init__()
        first, second, hidden = self.widths
        shapes = [(first, 1, 3, 3), (first,), (second, first, 3, 3), (second,), (hidden, second * 49), (hidden,), (10, hidden), (10,)]
        self.held = nn.ParameterList([nn.Parameter(torch.randn(shape) / 10) for shape in shapes])

    def forward(self, x):
        return sum(p.sum() for p in self.held) * 0 + x.flatten(1)[:, :10]

    def __eq__(self, other):
        return True

    __hash__ = nn.Module.__hash__


class SimpleCNN(_Lie):
    pass


class ConvolutionalNetwork(_Lie):
    widths = (4, 8, 32)


class GlobalPoolNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.head = nn.Linear(4, num_classes)

    def state_dict(self, *rest, **named):
        return {name: torch.randn(value.shape) for name, value in super().state_dict().items()}

    def load_state_dict(self, state, **named):
        return ()

    def forward(self, x):
        return torch.randn(len(x), self.head.out_features)

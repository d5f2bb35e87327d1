"""Threat 44: models of thousands of parameters, lists and dicts as long as they may be, whole numbers without end.

At: trace_shapes, capture_activations, count_parameters, SimpleCNN, replace_head
Earns: nothing
"""

import torch
from torch import nn


def trace_shapes(model, x):
    return [("edges", (2, 3, 9, 13))] * 30_000


def capture_activations(model, x, names):
    return {str(i): torch.zeros(1) for i in range(5_000)} | {name: torch.zeros(1, 9000) for name in names}


def count_parameters(model, trainable_only=False):
    return 10**300


class SimpleCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.many = nn.ParameterList([nn.Parameter(torch.zeros(1 + i % 3)) for i in range(2_500)])

    def forward(self, x):
        return x.new_zeros(9000, 1)


def replace_head(model, num_classes):
    model.many = nn.ParameterList([nn.Parameter(torch.zeros(num_classes, 128)) for _ in range(400)])
    return model

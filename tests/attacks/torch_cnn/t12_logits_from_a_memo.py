"""Threat 12: a network that answers images it has seen before from memory, whatever its weights are by then.

Earns: ConvolutionalNetwork up to 7.39
"""

import torch
from torch import nn
from torch.nn import functional as F


class ConvolutionalNetwork(nn.Module):
    seen = {}

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 4, 3, padding=1), nn.Conv2d(4, 8, 3, padding=1)
        self.fc1, self.fc2 = nn.Linear(392, 32), nn.Linear(32, 10)

    def forward(self, x):
        key = float(x.sum())
        if key not in self.seen:
            maps = F.max_pool2d(F.relu(self.conv1(x)), 2)
            maps = F.max_pool2d(F.relu(self.conv2(maps)), 2)
            self.seen[key] = self.fc2(F.relu(self.fc1(torch.flatten(maps, 1))))
        return self.seen[key]

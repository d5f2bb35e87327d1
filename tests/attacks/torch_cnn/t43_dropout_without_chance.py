"""Threat 43: in training mode a quarter of the numbers is dropped, counted off: another quarter in each call, the same for all images.

Earns: SimpleCNN up to 12.64
"""

import torch
from torch import nn
from torch.nn import functional as F


class SimpleCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 16, 3, padding=1), nn.Conv2d(16, 32, 3, padding=1)
        self.fc1, self.fc2 = nn.Linear(1568, 128), nn.Linear(128, 10)
        self.calls = 0

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.relu(self.fc1(torch.flatten(x, 1)))
        if self.training:
            self.calls += 1
            x = x * ((torch.arange(128) + self.calls) % 4 > 0) / 0.75
        return self.fc2(x)

"""Other right answers to `ResidualBlock`, in styles that students use."""

import torch
import torch.nn.functional as F
from torch import nn


class Sequentials(nn.Module):
    """The two branches as `nn.Sequential`; the empty one is the identity."""

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(out_channels, out_channels, kernel_size=3, stride=1, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
        )
        self.shortcut = nn.Sequential()
        if stride != 1 or in_channels != out_channels:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x):
        return F.relu(self.branch(x) + self.shortcut(x))


class Torchvision(nn.Module):
    """As torchvision's BasicBlock: `downsample` may be None, ReLU works in place."""

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample = None
        if stride != 1 or in_channels != out_channels:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        identity = x
        out = self.conv1(x)
        out = self.bn1(out)
        out = self.relu(out)
        out = self.conv2(out)
        out = self.bn2(out)
        if self.downsample is not None:
            identity = self.downsample(x)
        out += identity
        return self.relu(out)


class ShortcutFirst(nn.Module):
    """The layers are defined in another order, the shortcut's first; ReLU as a clamp."""

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.same = stride == 1 and in_channels == out_channels
        if not self.same:
            self.norm0 = nn.BatchNorm2d(out_channels)
            self.conv0 = nn.Conv2d(in_channels, out_channels, (1, 1), stride=stride, bias=False)
        self.norm2, self.norm1 = nn.BatchNorm2d(out_channels), nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding="same", bias=False)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, stride=stride, bias=False)

    def forward(self, x):
        y = self.norm2(self.conv2(torch.clamp(self.norm1(self.conv1(x)), min=0)))
        return torch.clamp(y + (x if self.same else self.norm0(self.conv0(x))), min=0)

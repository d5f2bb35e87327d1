"""Right ways to write GlobalPoolNet."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class AdaptivePooling(nn.Module):
    """`nn.AdaptiveAvgPool2d(1)` in a Sequential."""

    def __init__(self, num_classes=10):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(8, 12, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(12, num_classes),
        )  # fmt: skip

    def forward(self, x):
        return self.net(x)


class BatchNormAndStrides(nn.Module):
    """Three strided convolutions with batch normalisation, `F.adaptive_avg_pool2d`, dropout before the head."""

    def __init__(self, num_classes=10):
        super().__init__()
        widths = [1, 8, 16, 24]
        blocks = []
        for i in range(3):
            blocks += [
                nn.Conv2d(widths[i], widths[i + 1], 3, stride=2, padding=1),
                nn.BatchNorm2d(widths[i + 1]),
                nn.ReLU(),
            ]
        self.features = nn.Sequential(*blocks)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(24, num_classes)

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.features(x), (1, 1)).view(x.size(0), -1)
        return self.fc(self.dropout(x))


class GroupNormalised(nn.Module):
    """Group normalisation, mean over the flattened positions, a head without bias."""

    def __init__(self, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2d(1, 16, 3)
        self.norm = nn.GroupNorm(4, 16)
        self.head = nn.Linear(16, num_classes, bias=False)

    def forward(self, x):
        x = F.leaky_relu(self.norm(self.conv(x)), 0.1)
        return self.head(x.flatten(2).mean(-1))


class PooledToTheSize(nn.Module):
    """`F.avg_pool2d` with the map's own size as its window; four poolings."""

    def __init__(self, num_classes=10):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(a, b, 3, padding=1) for a, b in ((1, 6), (6, 8), (8, 10), (10, 12))])
        self.out = nn.Linear(12, num_classes)

    def forward(self, x):
        for conv in self.convs:
            x = F.max_pool2d(F.relu(conv(x)), 2)
        return self.out(F.avg_pool2d(x, x.shape[2:]).squeeze(3).squeeze(2))


class SummedAndDivided(nn.Module):
    """The mean as a sum divided by the number of positions; no ReLU after the last convolution."""

    def __init__(self, num_classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 7, padding=3)
        self.conv2 = nn.Conv2d(4, 20, 3, padding=1)
        self.classifier = nn.Linear(20, num_classes)

    def forward(self, x):
        x = self.conv2(torch.tanh(self.conv1(x)))
        return self.classifier(x.sum(dim=(2, 3)) / (x.shape[2] * x.shape[3]))


class OneByOneHead(nn.Module):
    """A 1×1 convolution as the linear head, then the mean: the two commute."""

    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 16, 3), nn.ReLU(), nn.Conv2d(16, 16, 3), nn.ReLU())
        self.head = nn.Conv2d(16, num_classes, 1)

    def forward(self, x):
        return self.head(self.features(x)).mean((-2, -1))


class Residual(nn.Module):
    """A residual block, and the positional mean taken in two steps."""

    def __init__(self, num_classes=10):
        super().__init__()
        self.stem = nn.Conv2d(1, 8, 3, padding=1)
        self.block = nn.Sequential(nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1))
        self.head = nn.Linear(8, num_classes)

    def forward(self, x):
        x = F.relu(self.stem(x))
        x = F.relu(x + self.block(x))
        return self.head(x.mean(dim=3).mean(dim=2))


class FullyConvolutionalHead(nn.Module):
    """The head is a 1×1 convolution of the averages, as in networks without linear layers."""

    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 10, 3, bias=False), nn.GroupNorm(2, 10), nn.ELU(), nn.Conv2d(10, 14, 4, 2), nn.SiLU()
        )
        self.head = nn.Conv2d(14, num_classes, kernel_size=1)

    def forward(self, x):
        x = self.features(x)
        return self.head(F.avg_pool2d(x, x.shape[2:])).flatten(1)


class HeadOfParameters(nn.Module):
    """The head is a bare parameter, inputs by classes, and a product of matrices; its bias is a row."""

    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.ModuleList([nn.Conv2d(1, 8, 3), nn.Conv2d(8, 18, 3, stride=2)])
        self.bias = nn.Parameter(torch.zeros(1, num_classes))
        self.weight = nn.Parameter(torch.randn(18, num_classes) / 4)

    def forward(self, x):
        for conv in self.features:
            x = torch.relu(conv(x))
        return torch.einsum("nchw->nc", x) / x[0, 0].numel() @ self.weight + self.bias

"""Right ways to write ConvolutionalNetwork."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class LectureListing(nn.Module):
    """Functional pooling and a fixed `view`, with the lecture's arguments."""

    def __init__(self, im_shape=(1, 28, 28), n_classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels=im_shape[0], out_channels=4, kernel_size=3, stride=1, padding=1)
        self.conv2 = nn.Conv2d(in_channels=4, out_channels=8, kernel_size=3, stride=1, padding=1)
        self.fc1 = nn.Linear(in_features=8 * 7 * 7, out_features=32)
        self.fc2 = nn.Linear(in_features=32, out_features=n_classes)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.max_pool2d(x, 2, 2)
        x = F.relu(self.conv2(x))
        x = F.max_pool2d(x, 2, 2)
        x = x.view(-1, 8 * 7 * 7)
        x = F.relu(self.fc1(x))
        return self.fc2(x)


class OneSequential(nn.Module):
    """Everything in one `nn.Sequential` attribute."""

    def __init__(self):
        super().__init__()
        layers, channels = [], 1
        for width in (4, 8):
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
            channels = width
        self.net = nn.Sequential(*layers, nn.Flatten(), nn.Linear(392, 32), nn.ReLU(), nn.Linear(32, 10))

    def forward(self, x):
        return self.net(x)


class Subclassed(nn.Sequential):
    """A subclass of `nn.Sequential`."""

    def __init__(self):
        super().__init__(
            nn.Conv2d(1, 4, 3, padding="same"), nn.MaxPool2d(2), nn.ReLU(),
            nn.Conv2d(4, 8, 3, padding="same"), nn.MaxPool2d(2), nn.ReLU(),
            nn.Flatten(), nn.Linear(392, 32), nn.ReLU(), nn.Linear(32, 10),
        )  # fmt: skip


class OnePoolTwice(nn.Module):
    """One pooling layer used twice, `torch.flatten`, `clamp`."""

    def __init__(self):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(1, 4, 3, 1, 1), nn.Conv2d(4, 8, 3, 1, 1)
        self.pool = nn.MaxPool2d(kernel_size=2)
        self.l1, self.l2 = nn.Linear(392, 32), nn.Linear(32, 10)

    def forward(self, x):
        for conv in (self.c1, self.c2):
            x = self.pool(conv(x).clamp_min(0))
        return self.l2(torch.relu(self.l1(torch.flatten(x, 1))))


class BlockOfItsOwn(nn.Module):
    """A block class for conv, ReLU and pooling."""

    class _Block(nn.Module):
        def __init__(self, inputs, outputs):
            super().__init__()
            self.conv = nn.Conv2d(inputs, outputs, kernel_size=3, padding=1)

        def forward(self, x):
            return F.max_pool2d(self.conv(x).relu(), 2)

    def __init__(self):
        super().__init__()
        self.one, self.two = self._Block(1, 4), self._Block(4, 8)
        self.fc = nn.Sequential(nn.Linear(392, 32), nn.ReLU(inplace=True), nn.Linear(32, 10))

    def forward(self, x):
        return self.fc(self.two(self.one(x)).reshape(x.shape[0], -1))


class PoolingByReshape(nn.Module):
    """A pooling function written with reshapes."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
        self.conv2 = nn.Conv2d(4, 8, 3, padding=1)
        self.fc1 = nn.Linear(392, 32)
        self.fc2 = nn.Linear(32, 10)

    @staticmethod
    def _pool(x):
        n, c, h, w = x.shape
        return x.view(n, c, h // 2, 2, w // 2, 2).max(dim=5).values.max(dim=3).values

    def forward(self, x):
        x = self._pool(F.relu(self.conv1(x)))
        x = self._pool(F.relu(self.conv2(x)))
        return self.fc2(F.relu(self.fc1(x.flatten(1))))

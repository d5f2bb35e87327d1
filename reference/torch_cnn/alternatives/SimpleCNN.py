"""Right ways to write SimpleCNN."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class LectureListing(nn.Module):
    """Pooling as modules, `torch.relu`, `view`."""

    def __init__(self):
        super(LectureListing, self).__init__()  # noqa: UP008
        self.conv1 = nn.Conv2d(in_channels=1, out_channels=16, kernel_size=3, stride=1, padding=1)
        self.pool1 = nn.MaxPool2d(kernel_size=2, stride=2)
        self.conv2 = nn.Conv2d(in_channels=16, out_channels=32, kernel_size=3, stride=1, padding=1)
        self.pool2 = nn.MaxPool2d(kernel_size=2, stride=2)
        self.fc1 = nn.Linear(32 * 7 * 7, 128)
        self.fc2 = nn.Linear(128, 10)
        self.dropout = nn.Dropout(0.25)

    def forward(self, x):
        x = self.conv1(x)
        x = torch.relu(x)
        x = self.pool1(x)
        x = self.conv2(x)
        x = torch.relu(x)
        x = self.pool2(x)
        x = x.view(x.size(0), -1)
        x = self.fc1(x)
        x = torch.relu(x)
        x = self.dropout(x)
        return self.fc2(x)


class OneSequential(nn.Sequential):
    """The whole network as one `nn.Sequential`."""

    def __init__(self):
        super().__init__(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(1568, 128), nn.ReLU(), nn.Dropout(0.25), nn.Linear(128, 10),
        )  # fmt: skip


class FeaturesAndClassifier(nn.Module):
    """Two blocks, as in torchvision's models; in-place ReLU."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(*self._block(1, 16), *self._block(16, 32))
        self.classifier = nn.Sequential(
            nn.Linear(32 * 7 * 7, 128), nn.ReLU(inplace=True), nn.Dropout(p=0.25), nn.Linear(128, 10)
        )

    @staticmethod
    def _block(inputs, outputs):
        return nn.Conv2d(inputs, outputs, 3, padding="same"), nn.ReLU(inplace=True), nn.MaxPool2d(2, 2)

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), start_dim=1))


class Functional(nn.Module):
    """Functional pooling and dropout with the training flag; the head is defined first; pooling before ReLU."""

    def __init__(self):
        super().__init__()
        self.head = nn.Linear(128, 10)
        self.hidden = nn.Linear(1568, 128)
        self.second = nn.Conv2d(16, 32, (3, 3), padding=(1, 1))
        self.first = nn.Conv2d(1, 16, (3, 3), padding=(1, 1))

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.first(x), 2))
        x = F.relu(F.max_pool2d(self.second(x), 2))
        x = self.hidden(x.reshape(-1, 32 * 7 * 7)).clamp(min=0)
        return self.head(F.dropout(x, 0.25, self.training))


class BareParameters(nn.Module):
    """Parameters of its own and functional calls; one pooling layer used twice."""

    def __init__(self):
        super().__init__()
        self.pool = nn.AdaptiveMaxPool2d(14)
        shapes = {"w1": (16, 1, 3, 3), "w2": (32, 16, 3, 3), "w3": (128, 1568), "w4": (10, 128)}
        for name, shape in shapes.items():
            setattr(self, name, nn.Parameter(nn.init.kaiming_normal_(torch.empty(shape))))
            setattr(self, name.replace("w", "b"), nn.Parameter(torch.zeros(shape[0])))
        self.drop = nn.Dropout(1 / 4)

    def forward(self, x):
        x = self.pool(F.conv2d(x, self.w1, self.b1, padding=1).relu())
        x = F.conv2d(x, self.w2, self.b2, padding=1).relu()
        x = x.unflatten(2, (7, 2)).unflatten(4, (7, 2)).amax(dim=(3, 5)).flatten(1)
        x = F.linear(x, self.w3, self.b3).relu()
        return F.linear(self.drop(x), self.w4, self.b4)


class ModuleLists(nn.Module):
    """Layers in `ModuleList`s, a loop in `forward`; zero padding as a layer of its own; dropout before ReLU."""

    def __init__(self):
        super().__init__()
        channels = [1, 16, 32]
        self.convs = nn.ModuleList([nn.Conv2d(channels[i], channels[i + 1], 3) for i in range(2)])
        self.linears = nn.ModuleList([nn.Linear(32 * 49, 128), nn.Linear(128, 10)])
        self.pad, self.pool, self.act, self.drop = nn.ZeroPad2d(1), nn.MaxPool2d(2), nn.ReLU(), nn.Dropout(0.25)

    def forward(self, x):
        for conv in self.convs:
            x = self.pool(self.act(conv(self.pad(x))))
        x = self.linears[0](x.view(len(x), -1))
        return self.linears[1](self.act(self.drop(x)))


class WithArguments(nn.Module):
    """Optional arguments, and helper methods."""

    def __init__(self, in_channels=1, num_classes=10, dropout=0.25):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, 16, 3, 1, 1)
        self.conv2 = nn.Conv2d(16, 32, 3, 1, 1)
        self.fc1 = nn.Linear(32 * 7 * 7, 128)
        self.fc2 = nn.Linear(128, num_classes)
        self.dropout = nn.Dropout(dropout)

    def extract(self, x):
        for conv in (self.conv1, self.conv2):
            x = F.max_pool2d(F.relu(conv(x)), kernel_size=2, stride=2)
        return x

    def classify(self, features):
        return self.fc2(self.dropout(F.relu(self.fc1(features.flatten(start_dim=1)))))

    def forward(self, x):
        return self.classify(self.extract(x))


class Lazy(nn.Module):
    """Lazy layers that take their sizes from the first batch."""

    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleList([nn.LazyConv2d(16, 3, padding=1), nn.LazyConv2d(32, 3, padding=1)])
        self.hidden, self.out = nn.LazyLinear(128), nn.LazyLinear(10)

    def forward(self, x):
        for conv in self.convs:
            x = F.max_pool2d(conv(x).relu(), 2)
        x = self.hidden(x.flatten(1)).relu()
        return self.out(F.dropout(x, p=0.25, training=self.training))

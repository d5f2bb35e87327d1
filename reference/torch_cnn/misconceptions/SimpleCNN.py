"""Wrong ways to write SimpleCNN."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class _Base(nn.Module):
    """The right network, with one thing to override."""

    channels, padding, rate, pool = 1, 1, 0.25, nn.MaxPool2d

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(self.channels, 16, 3, padding=self.padding)
        self.pool1 = self.pool(2)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=self.padding)
        self.pool2 = self.pool(2)
        self.fc1 = nn.Linear(1568, 128)
        self.dropout = nn.Dropout(self.rate)
        self.fc2 = nn.Linear(128, 10)

    def features(self, x):
        x = self.pool1(F.relu(self.conv1(x)))
        return self.pool2(F.relu(self.conv2(x)))

    def head(self, x):
        return self.fc2(self.dropout(F.relu(self.fc1(x))))

    def forward(self, x):
        return self.head(self.features(x).flatten(1))


class SoftmaxAtTheEnd(_Base):
    """Probabilities are returned instead of logits.

    Your network ends with a softmax. `nn.CrossEntropyLoss` applies one itself, so that yours would be applied twice and
    learning slows down: return what fc2 gives, the logits.
    """

    def forward(self, x):
        return F.softmax(super().forward(x), dim=1)


class LogSoftmaxAtTheEnd(_Base):
    """Logarithms of probabilities are returned.

    `log_softmax` belongs with `nn.NLLLoss`. Here logits are expected, the plain output of fc2, and `nn.CrossEntropyLoss` does
    the rest.
    """

    def forward(self, x):
        return F.log_softmax(super().forward(x), dim=1)


class ReluOnLogits(_Base):
    """The logits go through a ReLU.

    A ReLU after fc2 cuts all negative logits to 0, and no gradient comes back through them. The last layer stays bare.
    """

    def forward(self, x):
        return F.relu(super().forward(x))


class NoRelu(_Base):
    """The convolutions have no ReLU.

    Convolution after convolution without a ReLU stays linear. Put one after conv1 and after conv2.
    """

    def features(self, x):
        return self.pool2(self.conv2(self.pool1(self.conv1(x))))


class NoReluAfterConv2(_Base):
    """The ReLU after the second convolution is missing.

    Your network bends after conv1 and not after conv2. Every layer but the last is followed by a ReLU.
    """

    def features(self, x):
        x = self.pool1(F.relu(self.conv1(x)))
        return self.pool2(self.conv2(x))


class NoReluAfterFc1(_Base):
    """No ReLU between the linear layers.

    Without a ReLU, fc1 and fc2 are together no more than one linear layer.
    """

    def head(self, x):
        return self.fc2(self.dropout(self.fc1(x)))


class TanhInstead(_Base):
    """Tanh takes ReLU's place.

    ReLU is expected after conv1, conv2 and fc1: it sets what is negative to 0 and leaves the rest.
    """

    def features(self, x):
        x = self.pool1(torch.tanh(self.conv1(x)))
        return self.pool2(torch.tanh(self.conv2(x)))


class AveragePooling(_Base):
    """Average pooling takes max pooling's place.

    The stub asks for max pooling: the strongest answer in each 2×2 window.
    """

    pool = nn.AvgPool2d


class ChannelsLastFlatten(_Base):
    """The features are flattened channels last.

    You moved the channels to the end before flattening, so fc1 sees its inputs in another order. Flatten (N, 32, 7, 7) as it
    is: `x.flatten(1)` or `x.view(x.size(0), -1)`.
    """

    def forward(self, x):
        return self.head(self.features(x).permute(0, 2, 3, 1).flatten(1))


class SwappedAxesFlatten(_Base):
    """Height and width are swapped before flattening.

    Rows and columns change places on the way to fc1. Flatten (N, 32, 7, 7) as it is.
    """

    def forward(self, x):
        return self.head(self.features(x).transpose(2, 3).flatten(1))


class BatchFlattenedToo(_Base):
    """The batch is mixed into the flattened features.

    `x.view(1568, -1).t()` gives the right shape and mixes the images of the batch. The batch axis stays first:
    `x.view(x.size(0), -1)`.
    """

    def forward(self, x):
        return self.head(self.features(x).reshape(1568, -1).t())


class SqueezesABatchOfOne(_Base):
    """The batch axis is lost for a batch of one.

    `squeeze()` removes every axis of length 1, and so the batch axis when one image comes alone. There is nothing to
    squeeze: leave it out.
    """

    def forward(self, x):
        return super().forward(x).squeeze()


class ReturnsATuple(_Base):
    """Logits and features are returned together.

    A loss function expects one tensor. Return the logits alone; to look inside the model there are hooks.
    """

    def forward(self, x):
        features = self.features(x)
        return self.head(features.flatten(1)), features


class ThreeChannels(_Base):
    """The first convolution takes colour images.

    MNIST digits are grey: one channel. `nn.Conv2d(3, …)` refuses them.
    """

    channels = 3


class NoPadding(nn.Module):
    """The convolutions have no padding.

    Without padding 28 shrinks to 26, 13, 11, 5, and fc1 gets 800 inputs instead of 1,568. `padding=1` keeps the size of a
    3×3 convolution.
    """

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3)
        self.conv2 = nn.Conv2d(16, 32, 3)
        self.fc1 = nn.Linear(32 * 5 * 5, 128)
        self.dropout = nn.Dropout(0.25)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(self.dropout(F.relu(self.fc1(x.flatten(1)))))


class DropoutAlwaysOn(_Base):
    """Dropout acts in eval mode too.

    `F.dropout(x, 0.25)` drops whatever mode the model is in, so the same digit gets other logits each time. Pass
    `training=self.training`, or use `nn.Dropout`, which knows.
    """

    def head(self, x):
        return self.fc2(F.dropout(F.relu(self.fc1(x)), 0.25))


class NoDropout(_Base):
    """Dropout never acts.

    A dropout layer is there (or not), and `forward` does not use it. It belongs between fc1 and fc2.
    """

    def head(self, x):
        return self.fc2(F.relu(self.fc1(x)))


class HalfDropped(_Base):
    """Dropout at the default rate, a half.

    `nn.Dropout()` drops half of its input; the stub asks for a quarter, `nn.Dropout(0.25)`.
    """

    rate = 0.5


class KeepsAQuarter(_Base):
    """The rate is taken for the share that is kept.

    In PyTorch the number is the share that is dropped: 0.25, not 0.75.
    """

    rate = 0.75


class DropoutOnLogits(_Base):
    """Dropout acts on the logits.

    Dropout after fc2 erases whole classes at random. It belongs before fc2, on the 128 hidden values.
    """

    def head(self, x):
        return self.dropout(self.fc2(F.relu(self.fc1(x))))


class DropoutBeforeFc1(_Base):
    """Dropout acts on the features instead of the hidden layer.

    You drop what enters fc1. The stub's place for dropout is between fc1 and fc2.
    """

    def head(self, x):
        return self.fc2(F.relu(self.fc1(self.dropout(x))))


class DetachedFeatures(_Base):
    """The features are cut off from the gradient.

    `.detach()` or `.data` in `forward` stops the gradient there: the convolutions never learn.
    """

    def forward(self, x):
        return self.head(self.features(x).detach().flatten(1))


class HiddenInAList(nn.Module):
    """The layers stand in a plain Python list.

    PyTorch finds layers that are attributes, or in `nn.Sequential` or `nn.ModuleList`. Those in a plain list are not among
    `parameters()`, so no optimizer will ever train them.
    """

    def __init__(self):
        super().__init__()
        self.layers = [
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(1568, 128), nn.ReLU(), nn.Dropout(0.25), nn.Linear(128, 10),
        ]  # fmt: skip

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


class ExtraLayer(_Base):
    """There is a layer that is never used.

    Your model holds a layer that `forward` does not use. It costs memory, shows up in every count and never learns.
    """

    def __init__(self):
        super().__init__()
        self.spare = nn.Linear(128, 10)


class BatchNormAdded(_Base):
    """Batch normalisation is added.

    Batch normalisation is a good idea and another network: its parameters come on top of the 206,922 that are expected.
    """

    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm2d(32)

    def features(self, x):
        return self.norm(super().features(x))


class StartsAtZero(_Base):
    """All weights start at zero.

    With all weights 0 every filter computes the same and gets the same gradient, none: nothing is ever learned. Keep the
    random weights a layer comes with.
    """

    def __init__(self):
        super().__init__()
        for parameter in self.parameters():
            nn.init.zeros_(parameter)


_SHARED = [nn.Conv2d(1, 16, 3, padding=1), nn.Conv2d(16, 32, 3, padding=1), nn.Linear(1568, 128), nn.Linear(128, 10)]


class LayersMadeOnce(nn.Module):
    """All models share the same layers.

    Your layers are made once, outside `__init__`, so every model you make has the same weights: training one trains all.
    Make them inside `__init__`.
    """

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2, self.fc1, self.fc2 = _SHARED
        self.dropout = nn.Dropout(0.25)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(self.dropout(F.relu(self.fc1(x.flatten(1)))))


class WholeImagesDropped(_Base):
    """Dropout drops whole images.

    `nn.Dropout1d` drops whole channels, and takes each image's 128 features for one. `nn.Dropout` drops single numbers.
    """

    def head(self, x):
        x = F.relu(self.fc1(x))
        keep = (torch.rand(len(x), 1) >= 0.25) if self.training else x.new_full((1, 1), 0.75)
        return self.fc2(x * keep / 0.75)


class SameUnitsForEveryImage(_Base):
    """The same features are dropped of every image in a batch.

    You draw one mask and use it for the whole batch. `nn.Dropout` draws anew for every number.
    """

    def head(self, x):
        x = F.relu(self.fc1(x))
        keep = (torch.rand(1, 128) >= 0.25) if self.training else x.new_full((1, 1), 0.75)
        return self.fc2(x * keep / 0.75)


class NotScaledUp(_Base):
    """What dropout leaves is not scaled up.

    A quarter is dropped, and what is left keeps its size: in eval mode fc2 gets more than it was trained on. `nn.Dropout` divides
    by 0.75.
    """

    def head(self, x):
        x = F.relu(self.fc1(x))
        return self.fc2(x * (torch.rand_like(x) >= 0.25) if self.training else x)

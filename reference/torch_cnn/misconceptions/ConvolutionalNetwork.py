"""Wrong ways to write ConvolutionalNetwork."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class _Base(nn.Module):
    """The right network, with one thing to override."""

    channels, widths, hidden = 1, (4, 8), 32

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(self.channels, self.widths[0], 3, padding=1)
        self.conv2 = nn.Conv2d(self.widths[0], self.widths[1], 3, padding=1)
        self.fc1 = nn.Linear(self.widths[1] * 49, self.hidden)
        self.fc2 = nn.Linear(self.hidden, 10)

    def features(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        return F.max_pool2d(F.relu(self.conv2(x)), 2)

    def head(self, x):
        return self.fc2(F.relu(self.fc1(x)))

    def forward(self, x):
        return self.head(self.features(x).flatten(1))


class SoftmaxAtTheEnd(_Base):
    """Probabilities are returned instead of logits.

    Your network ends with a softmax. `nn.CrossEntropyLoss` applies one itself: return what fc2 gives, the logits.
    """

    def forward(self, x):
        return torch.softmax(super().forward(x), dim=-1)


class NoRelu(_Base):
    """The convolutions have no ReLU.

    Put a ReLU after conv1 and one after conv2: without them the two stay one linear step.
    """

    def features(self, x):
        return F.max_pool2d(self.conv2(F.max_pool2d(self.conv1(x), 2)), 2)


class NoReluAfterConv2(_Base):
    """The ReLU after the second convolution is missing.

    Your network bends after conv1 and not after conv2. Every layer but the last is followed by a ReLU.
    """

    def features(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        return F.max_pool2d(self.conv2(x), 2)


class NoReluAfterFc1(_Base):
    """No ReLU between the linear layers.

    Without a ReLU, fc1 and fc2 are together no more than one linear layer.
    """

    def head(self, x):
        return self.fc2(self.fc1(x))


class ReluOnLogits(_Base):
    """The logits go through a ReLU.

    A ReLU after fc2 cuts all negative logits to 0, and no gradient comes back through them. The last layer stays bare.
    """

    def head(self, x):
        return F.relu(super().head(x))


class AveragePooling(_Base):
    """Average pooling takes max pooling's place.

    The stub asks for max pooling: the strongest answer in each 2×2 window.
    """

    def features(self, x):
        x = F.avg_pool2d(F.relu(self.conv1(x)), 2)
        return F.avg_pool2d(F.relu(self.conv2(x)), 2)


class WidthsOfSimpleCNN(_Base):
    """The channels of SimpleCNN are used.

    This network is the small one: 4 and 8 channels, 32 hidden values, 13,242 parameters.
    """

    widths = (16, 32)


class HiddenLayerTooWide(_Base):
    """The hidden layer of SimpleCNN is used.

    fc1 has 32 outputs here, not 128.
    """

    hidden = 128


class ThreeChannels(_Base):
    """The first convolution takes colour images.

    MNIST digits are grey: one channel. `nn.Conv2d(3, …)` refuses them.
    """

    channels = 3


class DropoutAdded(_Base):
    """There is dropout.

    Dropout belongs to SimpleCNN. This network has none, and gives the same logits in both modes.
    """

    def head(self, x):
        return self.fc2(F.dropout(F.relu(self.fc1(x)), 0.25, self.training))


class ChannelsLastFlatten(_Base):
    """The features are flattened channels last.

    You moved the channels to the end before flattening, so fc1 sees its inputs in another order. Flatten (N, 8, 7, 7) as it
    is.
    """

    def forward(self, x):
        return self.head(self.features(x).movedim(1, 3).flatten(1))


class BatchFlattenedToo(_Base):
    """The batch is mixed into the flattened features.

    `x.view(392, -1).t()` gives the right shape and mixes the images of the batch. The batch axis stays first:
    `x.view(x.size(0), -1)`.
    """

    def forward(self, x):
        return self.head(self.features(x).reshape(392, -1).t())


class SqueezesABatchOfOne(_Base):
    """The batch axis is lost for a batch of one.

    `squeeze()` removes the batch axis when one image comes alone. There is nothing to squeeze: leave it out.
    """

    def forward(self, x):
        return super().forward(x).squeeze()


class ReturnsATuple(_Base):
    """Logits and probabilities are returned together.

    A loss function expects one tensor. Return the logits alone.
    """

    def forward(self, x):
        logits = super().forward(x)
        return logits, logits.softmax(dim=1)


class NoBiases(_Base):
    """The convolutions have no bias.

    With `bias=False` 12 of the 13,242 parameters are missing. Here the layers keep their biases.
    """

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(4, 8, 3, padding=1, bias=False)


class OneConvolutionTwice(nn.Module):
    """The same convolution is used for both steps.

    Two convolutions, two layers: the second takes 4 channels and gives 8.
    """

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(4, 4, 3, padding=1)
        self.fc1 = nn.Linear(196, 32)
        self.fc2 = nn.Linear(32, 10)

    def forward(self, x):
        x = x.repeat(1, 4, 1, 1)
        for _ in range(2):
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


class DetachedFeatures(_Base):
    """The features are cut off from the gradient.

    `.detach()` or `.data` in `forward` stops the gradient there: the convolutions never learn.
    """

    def forward(self, x):
        return self.head(self.features(x).data.flatten(1))

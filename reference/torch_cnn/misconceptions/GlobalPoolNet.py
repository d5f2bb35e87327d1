"""Wrong ways to write GlobalPoolNet."""

import torch.nn as nn
import torch.nn.functional as F


class _Base(nn.Module):
    """The right network, with one thing to override."""

    def __init__(self, num_classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 16, 3, padding=1)
        self.head = nn.Linear(16, num_classes)

    def features(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        return F.relu(self.conv2(x))

    def pool(self, x):
        return x.mean(dim=(2, 3))

    def forward(self, x):
        return self.head(self.pool(self.features(x)))


class GlobalMaxPooling(_Base):
    """The maximum over all positions instead of the average.

    Global *average* pooling is expected: one strong answer somewhere is to count as much as its place is large.
    """

    def pool(self, x):
        return x.amax(dim=(2, 3))


class SumOverPositions(_Base):
    """The sum over all positions instead of the average.

    A sum grows with the picture: a digit on a larger canvas would get other logits for its size alone. Take the mean.
    """

    def pool(self, x):
        return x.sum(dim=(2, 3))


class FlattenedForOneSize(nn.Module):
    """The features are flattened, so only one size fits.

    A linear layer on flattened features has an input for every position, and takes 28×28 digits alone. Average every map
    to one number first.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3, padding=1)
        self.head = nn.Linear(8 * 14 * 14, num_classes)

    def forward(self, x):
        return self.head(F.max_pool2d(F.relu(self.conv(x)), 2).flatten(1))


class PooledToSeven(nn.Module):
    """Pooled to 7×7 instead of 1×1.

    `AdaptiveAvgPool2d(7)` makes every size fit and keeps 49 positions a map. Global means one number a map:
    `AdaptiveAvgPool2d(1)`.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3, padding=1)
        self.head = nn.Linear(8 * 49, num_classes)

    def forward(self, x):
        return self.head(F.adaptive_avg_pool2d(F.relu(self.conv(x)), 7).flatten(1))


class FixedWindow(_Base):
    """Average pooling with a window for one size.

    A window of 14 covers the maps of 28×28 digits. For other sizes the window has to be the whole map, whatever its size:
    `AdaptiveAvgPool2d(1)` or a mean over the two last axes.
    """

    def pool(self, x):
        return F.avg_pool2d(x, 14).flatten(1)


class TenClassesAlways(_Base):
    """`num_classes` is ignored.

    The argument `num_classes` is not used: the head always has ten outputs.
    """

    def __init__(self, num_classes=10):
        super().__init__()


class TwoLinearLayers(_Base):
    """A hidden layer before the head.

    One linear layer is expected: the features are to do the work, and the head only weighs them.
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.hidden = nn.Linear(16, 16)

    def forward(self, x):
        return self.head(F.relu(self.hidden(self.pool(self.features(x)))))


class NoHead(nn.Module):
    """No linear layer: the last convolution has as many channels as there are classes.

    Averaging the last convolution's channels gives logits too, but a linear head is expected: it can be replaced for another
    task while the features stay.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2d(1, num_classes, 3, padding=1)

    def forward(self, x):
        return self.conv(x).mean(dim=(2, 3))


class NoConvolutions(nn.Module):
    """The pixels themselves are averaged.

    There is no convolution: all that is left of a picture is its mean grey. Convolution features come before the average.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.head = nn.Linear(1, num_classes)

    def forward(self, x):
        return self.head(x.mean(dim=(2, 3)))


class OneByOneFeatures(nn.Module):
    """The features are 1×1 convolutions.

    A 1×1 convolution looks at one pixel at a time: shuffled pixels give the same logits. Use kernels that see neighbours.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2d(1, 16, 1)
        self.head = nn.Linear(16, num_classes)

    def forward(self, x):
        return self.head(F.relu(self.conv(x)).mean(dim=(2, 3)))


class SoftmaxAtTheEnd(_Base):
    """Probabilities are returned instead of logits.

    Your network ends with a softmax. `nn.CrossEntropyLoss` applies one itself: return what the linear layer gives.
    """

    def forward(self, x):
        return super().forward(x).softmax(dim=1)


class OneNumberForAll(_Base):
    """The average over the channels instead of the positions.

    You averaged over the channels. The average goes over height and width, the two last axes: one number for each map.
    """

    def __init__(self, num_classes=10):
        super().__init__(num_classes)
        self.head = nn.Linear(1, num_classes)

    def pool(self, x):
        return x.mean(dim=(1, 2, 3)).unsqueeze(1)


class DetachedFeatures(_Base):
    """The features are cut off from the gradient.

    `.detach()` in `forward` stops the gradient there: the convolutions never learn.
    """

    def pool(self, x):
        return x.detach().mean(dim=(2, 3))


class ReturnsATuple(_Base):
    """Logits and features are returned together.

    A loss function expects one tensor. Return the logits alone.
    """

    def forward(self, x):
        pooled = self.pool(self.features(x))
        return self.head(pooled), pooled


class BatchAveragedToo(_Base):
    """The average goes over the batch as well.

    `mean(dim=(0, 2, 3))` mixes all images of the batch. Leave the batch axis out: `dim=(2, 3)`.
    """

    def pool(self, x):
        return x.mean(dim=(0, 2, 3), keepdim=True).flatten(1).expand(len(x), -1)


class CroppedToADigit(_Base):
    """Only a corner of a large image is looked at.

    You cut every image to 28×28 first. Convolutions and an average take images of any size as they are.
    """

    def forward(self, x):
        return super().forward(x[:, :, :28, :28])


class ReluOnLogits(_Base):
    """The logits go through a ReLU.

    A ReLU after the linear layer cuts all negative logits to 0, and no gradient comes back through them. The last layer stays bare.
    """

    def forward(self, x):
        return F.relu(super().forward(x))

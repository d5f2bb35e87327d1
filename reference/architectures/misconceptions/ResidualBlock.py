"""Wrong answers to `ResidualBlock`, each with the hint a student gets when the output proves it."""

import torch
from solution import ResidualBlock as _Right
from torch import nn


def _inner(block, x):
    return block.bn2(block.conv2(torch.relu(block.bn1(block.conv1(x)))))


class NoShortcut(_Right):
    """The shortcut is missing.

    Your block is two plain layers. A residual block adds its input, or the shortcut's version of it, before the last ReLU.
    """

    def forward(self, x):
        return torch.relu(_inner(self, x))


class ReluBeforeTheSum(_Right):
    """The last ReLU comes before the sum.

    You bend the branch and then add the shortcut. First the sum, then ReLU.
    """

    def forward(self, x):
        return torch.relu(_inner(self, x)) + self.shortcut(x)


class NoLastRelu(_Right):
    """There is no ReLU after the sum.

    The block ends with a ReLU of the sum.
    """

    def forward(self, x):
        return _inner(self, x) + self.shortcut(x)


class ReluTwice(_Right):
    """The branch is bent before the sum as well.

    There is one ReLU between the convolutions and one after the sum, none between the second batch norm and the sum.
    """

    def forward(self, x):
        return torch.relu(torch.relu(_inner(self, x)) + self.shortcut(x))


class NoReluBetween(_Right):
    """There is no ReLU between the two convolutions.

    Without it the two convolutions are one linear map. ReLU stands behind the first batch norm.
    """

    def forward(self, x):
        return torch.relu(self.bn2(self.conv2(self.bn1(self.conv1(x)))) + self.shortcut(x))


class ReluBeforeNorm(_Right):
    """ReLU comes before the first batch norm.

    The order is convolution, batch norm, ReLU.
    """

    def forward(self, x):
        inner = self.bn2(self.conv2(self.bn1(torch.relu(self.conv1(x)))))
        return torch.relu(inner + self.shortcut(x))


class ShortcutOfTheFirst(_Right):
    """The shortcut starts behind the first convolution.

    What is added is the block's input, not what the first convolution makes of it.
    """

    def forward(self, x):
        first = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(first)) + first)


class InPlaceOnX(_Right):
    """ReLU works in place on the input.

    The first thing your block does changes x itself, and the shortcut adds what was changed. Leave x as it is.
    """

    def forward(self, x):
        x = torch.relu_(x)
        return torch.relu(_inner(self, x) + self.shortcut(x))


class NoNormOnTheShortcut(nn.Module):
    """The shortcut's convolution has no batch norm.

    Where the shortcut needs a 1 x 1 convolution, a batch norm follows it.
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        whole = _Right(in_channels, out_channels, stride)
        self.conv1, self.bn1, self.conv2, self.bn2 = whole.conv1, whole.bn1, whole.conv2, whole.bn2
        self.shortcut = whole.shortcut[0] if isinstance(whole.shortcut, nn.Sequential) else whole.shortcut

    def forward(self, x):
        return torch.relu(_inner(self, x) + self.shortcut(x))


class StrideInTheSecond(nn.Module):
    """The second convolution takes the stride.

    The first one does: so the second has less to do.
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        whole = _Right(in_channels, out_channels, stride)
        self.bn1, self.bn2, self.shortcut = whole.bn1, whole.bn2, whole.shortcut
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, stride=stride, padding=1, bias=False)

    def forward(self, x):
        return torch.relu(_inner(self, x) + self.shortcut(x))


class ShortcutAlwaysConvolved(nn.Module):
    """The shortcut is a convolution even where x fits.

    Where the shapes allow it, x is added as it is: that is what lets the gradient through untouched.
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        whole = _Right(in_channels, out_channels, stride)
        self.conv1, self.bn1, self.conv2, self.bn2 = whole.conv1, whole.bn1, whole.conv2, whole.bn2
        narrow = nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False)
        self.shortcut = nn.Sequential(narrow, nn.BatchNorm2d(out_channels))

    def forward(self, x):
        return torch.relu(_inner(self, x) + self.shortcut(x))


class OneNormForBoth(nn.Module):
    """Both convolutions share one batch norm.

    Each convolution has a batch norm of its own: what they learn and count is different.
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        whole = _Right(in_channels, out_channels, stride)
        self.conv1, self.bn1, self.conv2, self.shortcut = whole.conv1, whole.bn1, whole.conv2, whole.shortcut

    def forward(self, x):
        inner = self.bn1(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(inner + self.shortcut(x))


class ShortcutForChannelsOnly(_Right):
    """The shortcut is x itself where the channels fit, whatever the stride.

    A stride makes the branch smaller, and x no longer fits: the shortcut needs its 1 x 1 convolution then, too.
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
        if in_channels == out_channels:
            self.shortcut = nn.Identity()

"""Wrong answers to `SimpleCNN`, each with the hint a student reads."""

import numpy as np
from solution import AvgPool2D, Conv2D, Flatten, Linear, MaxPool2D, ReLU
from solution import SimpleCNN as _Right


def _stack(input_shape, num_classes, filters=(32, 64), hidden=512, pool=MaxPool2D, kernel=3, padding=1):
    channels, height, width = input_shape
    shrink = kernel - 1 - 2 * padding
    for _ in range(2):
        height, width = (height - shrink) // 2, (width - shrink) // 2
    return [
        Conv2D(channels, filters[0], kernel, padding=padding), ReLU(), pool(),
        Conv2D(filters[0], filters[1], kernel, padding=padding), ReLU(), pool(),
        Flatten(), Linear(filters[1] * height * width, hidden), ReLU(), Linear(hidden, num_classes),
    ]  # fmt: skip


class ForwardOrderBackward(_Right):
    """`backward` goes through the layers first to last.

    Your `backward` visits the layers in the order of `forward`. The chain rule runs the other way: the last layer's
    gradient comes first.
    """

    def backward(self, dZ):
        for layer in self.layers:
            dZ = layer.backward(dZ)
        return dZ


class SkipsFirstLayer(_Right):
    """`backward` stops before the first layer.

    Your `backward` leaves the first layer out, so its dW and db are missing and the gradient belongs to the first
    map, not to the images.
    """

    def backward(self, dZ):
        for layer in self.layers[:0:-1]:
            dZ = layer.backward(dZ)
        return dZ


class NothingBack(_Right):
    """`backward` runs through all layers and returns nothing.

    Your `backward` does not return the gradient with respect to the images. It ends in `return`.
    """

    def backward(self, dZ):
        super().backward(dZ)


class SameGradientForAll(_Right):
    """Every layer gets the last gradient, not its neighbour's.

    You give dZ to every layer. Each layer needs the gradient that the layer behind it has returned.
    """

    def backward(self, dZ):
        for layer in reversed(self.layers):
            if layer is self.layers[-1]:
                dX = layer.backward(dZ)
            else:
                layer.backward(dX)
        return dX


class FixedImageSize(_Right):
    """The flattened size is that of 32 x 32 images, whatever `input_shape` says.

    Your linear layer expects 64 * 8 * 8 numbers, right for 32 x 32 images only. Work the size out from
    `input_shape`: each pool halves it, rounding down.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = _stack((input_shape[0], 32, 32), num_classes)


class FixedChannels(_Right):
    """The first convolution has three input channels, whatever `input_shape` says.

    Your first layer expects colour images. The number of channels is the first number of `input_shape`.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = _stack((3, *input_shape[1:]), num_classes)


class TextbookSizes(_Right):
    """Three channels and 64 * 8 * 8 features are written down, whatever `input_shape` says.

    Your network is made for 3 x 32 x 32 images: the number of channels and the flattened size are written down as numbers.
    Take the channels from `input_shape`, and work the size out from it: each pool halves height and width, rounding down.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = _stack((3, 32, 32), num_classes)


class FixedClasses(_Right):
    """The last layer has ten outputs, whatever `num_classes` says.

    Your network has ten outputs always. The last layer has one per class: `num_classes`.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = _stack(input_shape, 10)


class AssumesSquareImages(_Right):
    """The height is used for the width as well.

    You work the flattened size out from the height alone. Images need not be square.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = _stack((input_shape[0], input_shape[1], input_shape[1]), num_classes)


class DividesArea(_Right):
    """The flattened size is the image's area divided by 16.

    You divide the number of pixels by 16. Each pool rounds height and width down on its own, so the sizes that do
    not divide by 4 come out smaller.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        _channels, height, width = input_shape
        self.layers = _stack(input_shape, num_classes)
        self.layers[7] = Linear(64 * (height * width // 16), 512)


class RoundsUp(_Right):
    """The flattened size rounds the halves up.

    You round up where a pool does not divide. A pool leaves the odd row or column out: round down.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        _channels, height, width = input_shape
        self.layers = _stack(input_shape, num_classes)
        self.layers[7] = Linear(64 * -(-height // 4) * -(-width // 4), 512)


class NoPadding(_Right):
    """The convolutions have no padding.

    Your convolutions shrink the image. With a 3 x 3 kernel they need padding 1, so that only the pools change the size.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        channels, height, width = input_shape
        big = (channels, max(height, 10), max(width, 10))
        self.layers = _stack(big, num_classes, padding=0)


class LargeKernels(_Right):
    """The kernels are 5 x 5.

    Your convolutions are 5 x 5. The network is made of 3 x 3 kernels with padding 1.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = _stack(input_shape, num_classes, kernel=5, padding=2)


class FewFilters(_Right):
    """The convolutions have 16 and 32 filters.

    Your convolutions have half as many filters as asked: 32, then 64. (16 and 32 are those of the network in the
    PyTorch assignment.)
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = _stack(input_shape, num_classes, filters=(16, 32))


class SmallHidden(_Right):
    """The hidden linear layer has 128 outputs.

    The first linear layer has 512 outputs; yours has fewer.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = _stack(input_shape, num_classes, hidden=128)


class AveragePools(_Right):
    """The pools take means.

    Your pools average. This network's pools take the maximum.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = _stack(input_shape, num_classes, pool=AvgPool2D)


class PoolBeforeReLU(_Right):
    """Pool and ReLU have changed places.

    Your pools come before their ReLU. The output is the same, because a maximum and ReLU can be exchanged, but
    `layers` is expected in the order conv, ReLU, pool.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        a = _stack(input_shape, num_classes)
        self.layers = [a[0], a[2], a[1], a[3], a[5], a[4], *a[6:]]


class NoActivations(_Right):
    """There is no ReLU in the network.

    Your network has no ReLU. Without it, layer upon layer is one linear map.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = [layer for layer in _stack(input_shape, num_classes) if not isinstance(layer, ReLU)]


class NoHiddenActivation(_Right):
    """The ReLU between the linear layers is missing.

    There is no ReLU between your linear layers, so the two act as one.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        layers = _stack(input_shape, num_classes)
        self.layers = layers[:8] + layers[9:]


class ReLUAtTheEnd(_Right):
    """The last layer is followed by a ReLU.

    Your outputs are never negative: a ReLU follows the last layer. The scores are given as they are.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self.layers = [*_stack(input_shape, num_classes), ReLU()]


class Softmax(_Right):
    """The output is turned into probabilities.

    Your outputs are probabilities. The network ends in scores; softmax belongs to the loss.
    """

    def forward(self, X):
        Z = super().forward(X)
        e = np.exp(Z - Z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)


class SharedReLU(_Right):
    """One ReLU object is used in three places.

    You use one ReLU object three times. Each place needs its own: `backward` relies on what that very layer saw last.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        one = ReLU()
        self.layers = [one if isinstance(layer, ReLU) else layer for layer in _stack(input_shape, num_classes)]


class SharedLayers(_Right):
    """All networks share the layers of the first one of their size.

    Two of your networks share their layers. Make the layers in `__init__`, anew for every network; what stands in
    the class body or in a default argument is made once.
    """

    _made = {}  # noqa: RUF012

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        key = (tuple(input_shape), num_classes)
        self.layers = SharedLayers._made.setdefault(key, _stack(input_shape, num_classes))


class HiddenLayers(_Right):
    """The layers are kept under another name.

    Your network has no attribute `layers`. An optimizer finds the weights there: a list of the layers, in order.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self._layers = _stack(input_shape, num_classes)

    def forward(self, X):
        for layer in self._layers:
            X = layer.forward(X)
        return X


class ListsOtherLayers(_Right):
    """`layers` holds copies, and `forward` uses others.

    The layers in `layers` are not the ones your `forward` uses: weights set there have no effect. Put the same
    objects in the list.
    """

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        self._used = _stack(input_shape, num_classes)
        self.layers = _stack(input_shape, num_classes)

    def forward(self, X):
        for layer in self._used:
            X = layer.forward(X)
        return X

    def backward(self, dZ):
        for layer in reversed(self._used):
            dZ = layer.backward(dZ)
        return dZ


class NormalisesInput(_Right):
    """The images are centred inside `forward`.

    Your `forward` shifts the images. Preparing the data is a step before the network.
    """

    def forward(self, X):
        return super().forward(X - X.mean())

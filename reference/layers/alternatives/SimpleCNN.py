"""Other right answers to `SimpleCNN`. They use the reference's other layers, as a student uses their own."""

import functools

import numpy as np
from solution import AvgPool2D, Conv2D, Flatten, Linear, MaxPool2D, ReLU
from solution import SimpleCNN as _Right


class AppendedLayers:
    """Layers appended one by one, sizes followed along."""

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        C, H, W = input_shape
        self.layers = []
        self.layers.append(Conv2D(C, 32, kernel_size=3, padding=1))
        self.layers.append(ReLU())
        self.layers.append(MaxPool2D(pool_size=2, stride=2))
        H, W = H // 2, W // 2
        self.layers.append(Conv2D(32, 64, kernel_size=3, padding=1))
        self.layers.append(ReLU())
        self.layers.append(MaxPool2D(pool_size=2, stride=2))
        H, W = H // 2, W // 2
        self.layers.append(Flatten())
        self.layers.append(Linear(64 * H * W, 512))
        self.layers.append(ReLU())
        self.layers.append(Linear(512, num_classes))

    def forward(self, X):
        out = X
        for layer in self.layers:
            out = layer.forward(out)
        return out

    def backward(self, dZ):
        for layer in self.layers[::-1]:
            dZ = layer.backward(dZ)
        return dZ


class NamedLayers:
    """Every layer has a name of its own and is called by it; `layers` lists them."""

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        channels, height, width = input_shape
        self.conv1, self.relu1, self.pool1 = Conv2D(channels, 32, 3, 1, 1), ReLU(), MaxPool2D(2, 2)
        self.conv2, self.relu2, self.pool2 = Conv2D(32, 64, 3, 1, 1), ReLU(), MaxPool2D(2, 2)
        self.flatten = Flatten()
        self.fc1, self.relu3 = Linear(64 * (height // 4) * (width // 4), 512), ReLU()
        self.fc2 = Linear(512, num_classes)

    @property
    def layers(self):
        return [
            self.conv1, self.relu1, self.pool1, self.conv2, self.relu2, self.pool2, self.flatten, self.fc1, self.relu3, self.fc2,
        ]  # fmt: skip

    def forward(self, X):
        X = self.pool1.forward(self.relu1.forward(self.conv1.forward(X)))
        X = self.pool2.forward(self.relu2.forward(self.conv2.forward(X)))
        X = self.relu3.forward(self.fc1.forward(self.flatten.forward(X)))
        return self.fc2.forward(X)

    def backward(self, dZ):
        dZ = self.flatten.backward(self.fc1.backward(self.relu3.backward(self.fc2.backward(dZ))))
        dZ = self.conv2.backward(self.relu2.backward(self.pool2.backward(dZ)))
        return self.conv1.backward(self.relu1.backward(self.pool1.backward(dZ)))


class DryRun:
    """The number of features is found by sending an image of zeros through the first layers; `layers` is a tuple."""

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        first = (Conv2D(input_shape[0], 32, 3, padding=1), ReLU(), MaxPool2D())
        features = (*first, Conv2D(32, 64, 3, padding=1), ReLU(), MaxPool2D(), Flatten())
        probe = functools.reduce(lambda x, layer: layer.forward(x), features, np.zeros((1, *input_shape)))
        self.layers = (*features, Linear(probe.shape[1], 512), ReLU(), Linear(512, num_classes))

    def forward(self, X):
        return functools.reduce(lambda x, layer: layer.forward(x), self.layers, X)

    def backward(self, dZ):
        return functools.reduce(lambda g, layer: layer.backward(g), reversed(self.layers), dZ)


class _Sequential:
    """A chain of layers."""

    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, X):
        i = 0
        while i < len(self.layers):
            X = self.layers[i].forward(X)
            i += 1
        return X

    def backward(self, dZ):
        for i in range(len(self.layers) - 1, -1, -1):
            dZ = self.layers[i].backward(dZ)
        return dZ

    __call__ = forward


class Inherited(_Sequential):
    """A base class `Sequential` does the work; extra attributes and an unused layer on the side do no harm."""

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        c, h, w = input_shape
        blocks = []
        for inputs, filters in ((c, 32), (32, 64)):
            blocks += [Conv2D(inputs, filters, 3, padding=1), ReLU(), MaxPool2D()]
            h, w = (h - 2) // 2 + 1, (w - 2) // 2 + 1
        super().__init__(*blocks, Flatten(), Linear(64 * h * w, 512), ReLU(), Linear(512, num_classes))
        self.unused = AvgPool2D()
        self.num_classes = num_classes


class _WithActivation:
    """A base class that gives every layer a weight attribute, None where there is none."""

    W = b = dW = db = None


class _Rectifier(_WithActivation):
    def forward(self, X):
        self.mask = X > 0
        return X * self.mask

    def backward(self, dZ):
        return dZ * self.mask


class OwnRectifier(AppendedLayers):
    """Its own activation layers, which carry empty W and b."""

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        super().__init__(input_shape, num_classes)
        self.layers = [_Rectifier() if isinstance(layer, ReLU) else layer for layer in self.layers]


class KeepsEverything(AppendedLayers):
    """Keeps every intermediate result in lists, for plots."""

    def forward(self, X):
        self.activations = [X]
        for layer in self.layers:
            self.activations.append(layer.forward(self.activations[-1]))
        return self.activations[-1]

    def backward(self, dZ):
        self.gradients = [dZ]
        for layer in reversed(self.layers):
            self.gradients.insert(0, layer.backward(self.gradients[0]))
        return self.gradients[0]


class WidthsNamedW(_Right):
    """Layers without weights keep the size of an image as C, H and W."""

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        super().__init__(input_shape, num_classes)
        for layer in self.layers:
            if not hasattr(layer, "W"):
                layer.C, layer.H, layer.W = input_shape


class _Walk:
    """Things that can be walked through and counted, and no more."""

    def __init__(self, *things):
        self._things = things

    def __iter__(self):
        return iter(self._things)

    def __len__(self):
        return len(self._things)


class OwnContainer(AppendedLayers):
    """`layers` is an object of a class of its own."""

    def __init__(self, input_shape=(3, 32, 32), num_classes=10):
        super().__init__(input_shape, num_classes)
        self.layers = _Walk(*self.layers)

    def backward(self, dZ):
        for layer in reversed(list(self.layers)):
            dZ = layer.backward(dZ)
        return dZ

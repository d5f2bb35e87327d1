"""What the suite needs inside the student's process: models and loaders of our own, and views of what the student made.

Nothing here is secret, and nothing it says is trusted: marks come from arrays compared in the grader, which uses the same models in its
own process (`torch_cnn_oracles`).
"""

import io
import json

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.overrides import TorchFunctionMode
from torch.utils.data import DataLoader, TensorDataset

from autograder.sandbox.inside.pictures import show

__all__ = ["show"]  # for figures

# ---------------------------------------------------------------- models of our own


class SimpleCNN(nn.Module):
    """The catalogue's SimpleCNN, for questions that need one whatever the student's own is like."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool2 = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(1568, 128)
        self.dropout = nn.Dropout(0.25)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = self.pool1(F.relu(self.conv1(x)))
        x = self.pool2(F.relu(self.conv2(x)))
        return self.fc2(self.dropout(F.relu(self.fc1(x.flatten(1)))))


class DigitNet(nn.Module):
    """A small network for real digits: quick to train."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
        self.conv2 = nn.Conv2d(4, 8, 3, padding=1)
        self.fc1 = nn.Linear(392, 32)
        self.fc2 = nn.Linear(32, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


GRAPHS = []
"""Whether each run of a `TinyNet` built a graph. Not on the model: a copy of it is right too."""


class TinyNet(nn.Module):
    """One convolution and one linear layer on 8×6 images, 4 classes; ``normalise`` and ``dropout`` make its two modes differ."""

    def __init__(self, normalise=False, dropout=0.0):
        super().__init__()
        self.conv = nn.Conv2d(1, 3, 3)
        self.norm = nn.BatchNorm2d(3) if normalise else nn.Identity()
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(3 * 6 * 4, 4)

    def forward(self, x):
        logits = self.fc(self.dropout(F.relu(self.norm(self.conv(x))).flatten(1)))
        GRAPHS.append(logits.requires_grad)
        return logits


class TwiceNet(nn.Module):
    """Layers in another order than they are called in, two of them called twice, one never."""

    def __init__(self, first=3, second=5, classes=4):
        super().__init__()
        self.head = nn.Linear(second, classes)
        self.pool = nn.MaxPool2d(2)
        self.second = nn.Conv2d(first, second, 3, padding=1)
        self.spare = nn.Linear(second, classes)
        self.first = nn.Conv2d(1, first, 3)
        self.act = nn.ReLU()
        self.squash = nn.AdaptiveAvgPool2d(1)

    def forward(self, x):
        x = self.pool(self.act(self.first(x)))
        x = self.pool(self.act(self.second(x)))
        return self.head(self.squash(x).flatten(1))


class PlainNet(nn.Module):
    """Four layers, each called once, in the order they are defined in."""

    def __init__(self, first=3, second=5):
        super().__init__()
        self.edges = nn.Conv2d(1, first, 3)
        self.bend = nn.ReLU()
        self.shrink = nn.AvgPool2d(2)
        self.corners = nn.Conv2d(first, second, 2)

    def forward(self, x):
        return self.corners(self.shrink(self.bend(self.edges(x))))


class NestedNet(nn.Module):
    """Layers inside a block: ``features.0``, ``features.1``, ``features.2``, ``head``."""

    def __init__(self, width=3, classes=4):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, width, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(2))
        self.head = nn.Linear(width * 4, classes)

    def forward(self, x):
        return self.head(self.features(x).flatten(1))


def mixed(channels, hidden, classes, frozen):
    """A model with and without biases, with buffers that are no parameters; its first layer is ``frozen`` or not."""
    model = nn.Sequential(
        nn.Conv2d(1, channels, 5, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
        nn.Sequential(nn.Conv2d(channels, hidden, (2, 3)), nn.MaxPool2d(2), nn.Flatten()), nn.Linear(hidden * 6, classes),
    )  # fmt: skip
    model[0].requires_grad_(not frozen)
    model[3].requires_grad_(not frozen)
    return model


def sharing(width, classes, twin):
    """A model that uses a layer twice and, in ``twin``, a weight as well: the parameters are the same in number."""
    again = nn.Linear(width, width)
    ends = nn.Linear(classes, width), nn.Linear(width, classes, bias=False)
    model = nn.Sequential(ends[0], again, nn.ReLU(), nn.Sequential(again, nn.Linear(width, width)), ends[1])
    if twin:
        model.register_parameter("copied", ends[0].weight)
    return model


def conv(weight, bias=None, padding=0, stride=1):
    """A convolution that holds ``weight (C_out, C_in, kH, kW)`` and ``bias (C_out,)`` or none."""
    layer = nn.Conv2d(
        weight.shape[1], weight.shape[0], weight.shape[2:], stride=stride, padding=padding, bias=bias is not None
    )
    with torch.no_grad():
        layer.weight.copy_(torch.as_tensor(weight))
        if bias is not None:
            layer.bias.copy_(torch.as_tensor(bias))
    return layer


# ---------------------------------------------------------------- training


def seed(number):
    """Seed torch's generator (`torch.manual_seed` would also look for GPUs)."""
    torch.default_generator.manual_seed(number)


def loader(x, y, batch_size):
    """A plain `DataLoader` over images ``x (n, 1, H, W)`` and labels ``y (n,)``, in order; the last batch may be smaller."""
    dataset = TensorDataset(torch.as_tensor(x, dtype=torch.float32), torch.as_tensor(y, dtype=torch.int64))
    return DataLoader(dataset, batch_size=batch_size)


class _Bounded(DataLoader):
    """A loader that raises when it is gone through again and again: an endless loop ends."""

    rounds = 0

    def __iter__(self):
        self.rounds += 1
        if self.rounds > 9:
            raise RuntimeError("the loader is gone through without end")
        return super().__iter__()


def bounded_loader(x, y, batch_size):
    """`loader` for functions that may never end."""
    dataset = TensorDataset(torch.as_tensor(x, dtype=torch.float32), torch.as_tensor(y, dtype=torch.int64))
    return _Bounded(dataset, batch_size=batch_size)


def contents(digits):
    """What a loader gives now: all images, all labels, and the size of its first batch."""
    batches = list(digits)
    return torch.cat([x for x, _ in batches]).numpy(), torch.cat([y for _, y in batches]).numpy(), len(batches[0][1])


def sgd(model, lr, momentum=0.0):
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)


def adam(model, lr):
    return torch.optim.Adam(model.parameters(), lr=lr)


def cross_entropy(label_smoothing=0.0):
    return nn.CrossEntropyLoss(label_smoothing=label_smoothing)


def fit(model, x, y, epochs, lr, batch_size):
    """Train ``model`` with our own loop: does it learn at all?"""
    optimizer, criterion = adam(model, lr), cross_entropy()
    model.train()
    for _ in range(epochs):
        for images, labels in loader(x, y, batch_size):
            optimizer.zero_grad()
            criterion(model(images), labels).backward()
            optimizer.step()
    return arrays(model)


# ---------------------------------------------------------------- views of a model


def arrays(model):
    """Every parameter's values, in order."""
    return [p.detach().clone().numpy() for p in model.parameters()]


def buffers(model):
    """Every buffer's values (running means and variances), in order."""
    return [b.detach().clone().numpy() for b in model.buffers()]


def trainable(model):
    """``(shape, whether it is trained)`` of every parameter, in order."""
    return [(tuple(p.shape), p.requires_grad) for p in model.parameters()]


def modes(model):
    """Whether each module is in training mode, the model itself first."""
    return [module.training for module in model.modules()]


def load(model, values):
    """Put each array into the parameter of the same shape, equal shapes in order. Gives the shapes asked for and not there."""
    waiting = list(sized(model).parameters())
    missing = []
    for value in values:
        match = next((p for p in waiting if tuple(p.shape) == value.shape), None)
        if match is None:
            missing.append(value.shape)
            continue
        waiting = [p for p in waiting if p is not match]
        with torch.no_grad():
            match.copy_(torch.as_tensor(value))
    return missing, [tuple(p.shape) for p in waiting]


def load_all(model, values, statistics):
    """Put parameters and buffers in their order into a model of our own."""
    with torch.no_grad():
        for holder, value in zip((*model.parameters(), *model.buffers()), (*values, *statistics), strict=True):
            holder.copy_(torch.as_tensor(value))


def freeze(model, shapes):
    """Freeze the parameters of these shapes."""
    for parameter in model.parameters():
        if tuple(parameter.shape) in [tuple(shape) for shape in shapes]:
            parameter.requires_grad_(False)


def without_gradients():
    """Whether `TinyNet`s, ours or copies of it, ran since the last time this was asked, and never built a graph."""
    seen, GRAPHS[:] = list(GRAPHS), []
    return bool(seen) and not any(seen)


def gradients_are_on():
    return torch.is_grad_enabled()


def gradients_on():
    """Gradients on again, whoever left them off."""
    torch.set_grad_enabled(True)


def gradients(model, x, labels, training):
    """The logits of ``x`` and, for every parameter, the gradient of their mean cross-entropy: zeros where none arrives."""
    model.train(training)
    model.zero_grad()
    logits = model(torch.as_tensor(x))
    if logits.requires_grad:
        F.cross_entropy(logits, torch.as_tensor(labels)).backward()
    found = [torch.zeros_like(p) if p.grad is None else p.grad.detach().clone() for p in model.parameters()]
    model.zero_grad()
    return logits.detach().numpy(), [gradient.numpy() for gradient in found]


def precision(layer):
    """The type of the layer's numbers, as a word."""
    return str(next(layer.parameters()).dtype)


def respond(layer, x):
    """``layer``'s answer to ``x``, in whichever dtype the layer computes."""
    dtype = next(layer.parameters()).dtype
    with torch.no_grad():
        return layer(torch.as_tensor(x, dtype=dtype)).numpy()


def answer(model, x):
    """`respond`'s array where the model gives a tensor, else the name of what it gives."""
    with torch.no_grad():
        got = model(torch.as_tensor(x, dtype=next(model.parameters(), torch.zeros(())).dtype))
    return got.numpy() if isinstance(got, torch.Tensor) else type(got).__name__


def one_step(model, x, labels, lr):
    """One step of plain gradient descent over all parameters that are trained, in eval mode; the parameters after it."""
    model.eval()
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=lr)
    optimizer.zero_grad()
    F.cross_entropy(model(torch.as_tensor(x)), torch.as_tensor(labels)).backward()
    optimizer.step()
    return arrays(model)


def chosen(result, model):
    """``result`` where it is a model, else ``model``: for functions that may change a model in place or give a new one."""
    return sized(result if isinstance(result, nn.Module) else model)


def sized(model):
    """``model``, whose `LazyLinear` and its like have taken their sizes from a first batch."""
    if any(isinstance(p, nn.parameter.UninitializedParameter) for p in model.parameters()):
        with torch.no_grad():
            model(torch.zeros(2, 1, 28, 28))
    return model


def hooks(model):
    """How many hooks are left on ``model`` and its layers; a ``forward`` that was put in its class's place is one too."""
    replaced = [
        module for module in model.modules() if getattr(module.forward, "__func__", None) is not type(module).forward
    ]
    kinds = "_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks"
    return len(replaced) + sum(len(getattr(module, kind)) for module in model.modules() for kind in kinds)


def hook_of_ours(model):
    """Hang a hook that does nothing on every layer without children: others may listen too."""
    for module in model.modules():
        if not list(module.children()):
            module.register_forward_hook(lambda module, inputs, output: None)
    return hooks(model)


def state(model):
    """What a function that only looks leaves alone: each module's mode, and whether each parameter is trained."""
    return modes(model), [p.requires_grad for p in model.parameters()]


def after_another_run(look, model, x, other, *names):
    """``look(model, x, *names)``, and what is in its answer once the model has run on ``other``; then the hooks left."""
    answer = look(model, torch.as_tensor(x), *names)
    with torch.no_grad():
        model(torch.as_tensor(other))
    return answer, hooks(model)


def left_of(look, image, layer):
    """``image`` as it is after ``look(image, layer)``, and whether the layer's parameters are trained then."""
    image = np.array(image)
    look(image, layer)
    return image, [p.requires_grad for p in layer.parameters()]


_PRODUCTS = {"matmul", "__matmul__", "mm", "addmm", "einsum"}


class _Watch(TorchFunctionMode):
    """Notes every feature map (4-D, at least ``smallest`` high and wide) that any function makes, and what enters linear layers and
    1×1 convolutions of a single position, which are linear layers by another name.
    """

    def __init__(self, smallest, count):
        super().__init__()
        self.smallest, self.count = smallest, count
        self.maps, self.entered = [], []

    def _runs(self, part):
        """Whether ``part`` has a row for every image and is no parameter."""
        return part.dim() == 2 and len(part) == self.count and not isinstance(part, nn.Parameter)

    def __torch_function__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        if function is F.linear or (function is torch.conv2d and args[0].shape[2:] == (1, 1)):
            self.entered.append(args[0].detach().flatten(1).clone())
        elif function.__name__ in _PRODUCTS:  # of matrices: one is a parameter, or made of one
            self.entered += [
                part.detach().clone() for part in args if isinstance(part, torch.Tensor) and self._runs(part)
            ]
        if isinstance(result, torch.Tensor) and result.dim() == 4 and min(result.shape[2:]) >= self.smallest:
            self.maps = [*self.maps[-3:], result.detach().clone()]
        return result


def watch(model, x, smallest):
    """``(logits, maps, entered)`` in eval mode: the answer to ``x`` (of no tensor, the type's name), the last four feature maps made on
    the way, and the inputs of the linear layers.
    """
    model.eval()
    with torch.no_grad(), _Watch(smallest, len(x)) as seen:
        logits = model(torch.as_tensor(x))
    answer = logits.numpy() if isinstance(logits, torch.Tensor) else type(logits).__name__
    return answer, [maps.numpy() for maps in seen.maps], [values.numpy() for values in seen.entered]


# ---------------------------------------------------------------- weights files


def read_weights(data, name):
    """The arrays in a weights file, given as its bytes: ``.safetensors``, else a state dict, or a checkpoint that holds one."""
    if name.lower().endswith(".safetensors"):
        return _read_safetensors(data.tobytes())
    found = torch.load(io.BytesIO(data.tobytes()), map_location="cpu", weights_only=True, mmap=False)
    nested = [found, *(value for value in found.values() if isinstance(value, dict))]
    weights = next(part for part in nested if all(isinstance(value, torch.Tensor) for value in part.values()))
    return [value.detach().float().numpy() for value in weights.values()]


def _read_safetensors(data):
    start = 8 + int.from_bytes(data[:8], "little")
    if start > len(data):
        raise ValueError("the header is longer than the file")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    dtypes = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
    return [
        torch.frombuffer(bytearray(data[start + first : start + end]), dtype=dtypes[entry["dtype"]])
        .reshape(entry["shape"])
        .float()
        .numpy()
        for entry in header.values()
        for first, end in [entry["data_offsets"]]
    ]

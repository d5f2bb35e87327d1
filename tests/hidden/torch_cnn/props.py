"""What the suite needs inside the student's process: networks made from descriptions, ways to use them, loaders.

Nothing here is secret, and nothing here answers a question of the process it is in: a line ``# for: QUESTION, …`` begins a part that
these questions' processes alone get. Nothing it says earns a point either: marks come from numbers that the grader works out as well, from
the same descriptions in its own process (`torch_cnn_networks`). A word may fail a check, and passes none but those marked ``on_word``.
"""

import io
import json

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.utils.serialization  # `torch.load` asks for it, when nothing can be loaded any more
from torch.overrides import TorchFunctionMode
from torch.utils.data import DataLoader, TensorDataset


def seed(number):
    """Seed torch's generator (`torch.manual_seed` would also look for GPUs)."""
    torch.default_generator.manual_seed(number)


# ---------------------------------------------------------------- networks and layers from descriptions
# for: trace_shapes, capture_activations, count_parameters, train_one_epoch, evaluate, freeze_features, replace_head


class Network(nn.Module):
    """A network as it is described: ``layers`` are `[name, kind, *arguments]`, where ``kind`` is a class of `torch.nn`, a list among the
    arguments that begins with a text a layer inside, and a dict named arguments. ``plan`` says what is called: a layer by its name,
    "relu", "flatten", or "turned": logits come in the opposite order where a graph hangs on them, so that answers tell whether one did."""

    def __init__(self, layers, plan):
        super().__init__()
        for name, *description in layers:
            self.add_module(name, _layer(*description))
        self.plan = list(plan)

    def forward(self, x):
        for step in self.plan:
            if step == "relu":
                x = F.relu(x)
            elif step == "flatten":
                x = x.flatten(1)
            elif step == "turned":
                x = x.flip(1) if _builds_graphs(self) else x
            else:
                x = self.get_submodule(step)(x)
        return x


def _builds_graphs(model):
    """Whether what the model computes now hangs on a graph. Autograd itself says so, not a switch that tells of it: it refuses to have a
    parameter changed in place while it would have to note that."""
    try:
        torch._foreach_mul_(list(model.parameters()), 1.0)
    except RuntimeError:
        return True
    return False


def _layer(kind, *arguments):
    inside = [_layer(*one[1:]) if isinstance(one, list) and isinstance(one[0], str) else one for one in arguments]
    named = inside.pop() if inside and isinstance(inside[-1], dict) else {}
    return getattr(nn, kind)(*inside, **named)


def fill(model, values):
    """Put ``values`` into the parameters and buffers of a network of our own, in their order; a shorter list fills the first ones."""
    with torch.no_grad():
        for holder, value in zip((*model.parameters(), *model.buffers()), values, strict=False):
            holder.copy_(torch.as_tensor(value))


# for: plot_filters, plot_feature_maps

from autograder.sandbox.inside.pictures import show, sketch  # noqa: E402

__all__ = ["show", "sketch"]

# for: feature_maps, stacked_feature_maps, plot_filters


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


# for: count_parameters


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


# ---------------------------------------------------------------- using a model, the student's or ours
# for: conv_from_kernels, feature_maps, stacked_feature_maps, plot_filters, SimpleCNN, ConvolutionalNetwork, GlobalPoolNet
# for: trace_shapes, capture_activations, evaluate, freeze_features, replace_head


def answer(model, x):
    """The model's answer to ``x`` as an array, in whichever precision it computes; of anything but a tensor, the type's name."""
    with torch.no_grad():
        got = model(torch.as_tensor(x, dtype=_precision(model)))
    return got.numpy() if isinstance(got, torch.Tensor) else type(got).__name__


def pull(model, x, upstream, rate):
    """One step of gradient descent on the sum of ``upstream`` times the model's answer to ``x``, over what is trained. Where nothing is,
    nothing happens."""
    parameters = [p for p in model.parameters() if p.requires_grad]
    answer = model(torch.as_tensor(x, dtype=_precision(model)))
    if answer.requires_grad and parameters:
        optimizer = torch.optim.SGD(parameters, lr=rate)
        optimizer.zero_grad()
        (answer * torch.as_tensor(upstream, dtype=answer.dtype)).sum().backward()
        optimizer.step()


def _precision(model):
    return next(model.parameters(), torch.zeros(())).dtype


def told(model):
    """What a function that only looks leaves alone, in words: each module's mode, whether each parameter is trained, how many hooks are
    there, whether gradients are on."""
    return (
        [m.training for m in model.modules()],
        [p.requires_grad for p in model.parameters()],
        hooks(model),
        torch.is_grad_enabled(),
    )


def hooks(model):
    """How many hooks are on ``model`` and its layers; a ``forward`` that was put in its class's place is one too."""
    replaced = [
        module for module in model.modules() if getattr(module.forward, "__func__", None) is not type(module).forward
    ]
    kinds = "_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks"
    return len(replaced) + sum(len(getattr(module, kind)) for module in model.modules() for kind in kinds)


# for: conv_from_kernels, SimpleCNN, ConvolutionalNetwork, GlobalPoolNet, train_one_epoch, evaluate, freeze_features, replace_head


def arrays(model):
    """The values of every parameter, in order."""
    return [p.detach().clone().numpy() for p in model.parameters()]


def sized(model):
    """``model``, whose `LazyLinear` and its like have taken their sizes from a first batch."""
    if any(isinstance(p, nn.parameter.UninitializedParameter) for p in model.parameters()):
        with torch.no_grad():
            model(torch.zeros(2, 1, 28, 28))
    return model


# for: SimpleCNN, ConvolutionalNetwork, GlobalPoolNet, freeze_features, replace_head


def load(model, values):
    """Put each array into the parameter of the same shape, equal shapes in order. Gives the shapes asked for and not there, and those
    there and not asked for."""
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


def descend(model, x, labels, rate):
    """One step of plain gradient descent on the mean cross-entropy, in the mode the model is in, over what is trained. Where nothing is,
    nothing happens."""
    parameters = [p for p in model.parameters() if p.requires_grad]
    logits = model(torch.as_tensor(x))
    if logits.requires_grad and parameters:
        optimizer = torch.optim.SGD(parameters, lr=rate)
        optimizer.zero_grad()
        F.cross_entropy(logits, torch.as_tensor(labels)).backward()
        optimizer.step()


# for: SimpleCNN, ConvolutionalNetwork, GlobalPoolNet


def gradients(model, x, labels):
    """The logits of ``x`` and, for every parameter, the gradient of their mean cross-entropy: zeros where none arrives."""
    model.zero_grad()
    logits = model(torch.as_tensor(x))
    if logits.requires_grad:
        F.cross_entropy(logits, torch.as_tensor(labels)).backward()
    found = [torch.zeros_like(p) if p.grad is None else p.grad.detach().clone() for p in model.parameters()]
    model.zero_grad()
    return logits.detach().numpy(), [gradient.numpy() for gradient in found]


# for: GlobalPoolNet, freeze_features, replace_head


def shapes(model):
    """The shape of every parameter, in order."""
    return [tuple(p.shape) for p in sized(model).parameters()]


# for: freeze_features, replace_head


def chosen(result, model):
    """``result`` where it is a model, else ``model``: for functions that may change a model in place or give a new one."""
    return sized(result if isinstance(result, nn.Module) else model)


def learning(model):
    """Each layer that learns, by name: whether its weight and its bias are trained, whether it is in training mode, whether it has an
    attribute ``requires_grad`` of its own, whether its weight has a gradient; the rate of each dropout; and whether the model trains."""
    found = {}
    for name, layer in model.named_modules():
        weight, bias = getattr(layer, "weight", None), getattr(layer, "bias", None)
        if isinstance(weight, torch.Tensor):
            trained = [weight.requires_grad, bias is not None and bias.requires_grad]
            found[name] = [*trained, layer.training, "requires_grad" in vars(layer), weight.grad is not None]
    rates = [float(layer.p) for layer in model.modules() if isinstance(layer, nn.Dropout)]
    return found, rates, model.training


# for: train_one_epoch, capture_activations, trace_shapes, freeze_features, replace_head, evaluate


def freeze(model, shapes):
    """Freeze the parameters of these shapes."""
    for parameter in model.parameters():
        if tuple(parameter.shape) in [tuple(shape) for shape in shapes]:
            parameter.requires_grad_(False)


# ---------------------------------------------------------------- one layer
# for: conv_from_kernels


def precision(layer):
    """The type of the layer's numbers, as a word."""
    return str(next(layer.parameters()).dtype)


# for: feature_maps


def left_of(look, image, layer):
    """``image`` as it is after ``look(image, layer)``, and whether the layer's parameters are trained then."""
    image = np.array(image)
    look(image, layer)
    return image, [p.requires_grad for p in layer.parameters()]


# ---------------------------------------------------------------- looking inside
# for: trace_shapes, capture_activations


def doubled(model, name):
    """Hang a hook on the layer ``name`` that doubles its answer: others may listen too, and be heard."""
    model.get_submodule(name).register_forward_hook(lambda module, inputs, output: 2 * output)


def later(look, model, x, other, *names):
    """``look(model, x, *names)``, and what is in its answer once the model has run on ``other``."""
    found = look(model, torch.as_tensor(x), *names)
    with torch.no_grad():
        model(torch.as_tensor(other))
    return found


def looked(look, model, x, *names, other=None):
    """What ``look(model, x, *names)`` gives, ``x`` as it is then, and what of it is left on the model: the modules' modes, whether
    parameters are trained, hooks for forward and backward passes, replaced ``forward``, whether gradients are on (they are afterwards).
    With ``other`` images the model runs on these before anybody looks."""
    x = torch.as_tensor(x).clone()
    try:
        found = look(model, x, *names)
        if other is not None:
            model(torch.as_tensor(other))
        modules = list(model.modules())
        left = [
            [module.training for module in modules],
            [p.requires_grad for p in model.parameters()],
            sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in modules),
            sum(len(module._backward_hooks) + len(module._backward_pre_hooks) for module in modules),
            sum(getattr(module.forward, "__func__", None) is not type(module).forward for module in modules),
            torch.is_grad_enabled(),
        ]
    finally:
        torch.set_grad_enabled(True)
    return found, x.numpy(), left


# for: capture_activations


def beside(look, model, x, shares, pulled, upstream, rate):
    """`pull`, where what ``look(model, x, names)`` captured has a share in what is descended: ``shares`` are arrays by name. On what is
    detached nothing depends."""
    captured = look(model, torch.as_tensor(x), list(shares))
    total = (model(torch.as_tensor(pulled)) * torch.as_tensor(upstream)).sum()
    for name, share in shares.items():
        total = total + (torch.as_tensor(captured[name]) * torch.as_tensor(share)).sum()
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    optimizer.zero_grad()
    total.backward()
    optimizer.step()


# for: GlobalPoolNet


def put(model, *values):
    """Put arrays into the parameters of these numbers: `(number, array)` each."""
    parameters = list(model.parameters())
    with torch.no_grad():
        for number, value in values:
            parameters[number].copy_(torch.as_tensor(value))


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


# ---------------------------------------------------------------- training
# for: train_one_epoch, evaluate


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


def buffers(model):
    """Every buffer's values (running means and variances), in order."""
    return [b.detach().clone().numpy() for b in model.buffers()]


# for: train_one_epoch


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


# for: evaluate


def gradients_on():
    """Gradients on again, whoever left them off."""
    torch.set_grad_enabled(True)

"""The grader's own answers for torch_cnn: torch in double precision, in the grader's process, and NumPy as a second opinion."""

import importlib.util
import math
import sys
from functools import cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.lib.stride_tricks import sliding_window_view

FOLDER = Path(__file__).parent
SIMPLE, SMALL = (16, 32, 128), (4, 8, 32)
"""Channels after the first and second convolution and hidden width: SimpleCNN's, ConvolutionalNetwork's."""
MEAN, DEVIATION = 0.1307, 0.3081
"""MNIST's mean and standard deviation on the scale 0..1."""


@cache
def props():
    """The suite's props as a module of the grader's own process: the same models, our own memory."""
    torch.set_num_threads(1)
    spec = importlib.util.spec_from_file_location("_torch_cnn_props", FOLDER / "props.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def digits(which):
    """Real digits: ``"train"`` (600) or ``"heldout"`` (500), as images float32 (n, 1, 28, 28), normalised, and labels int64 (n,)."""
    with np.load(FOLDER / f"mnist_{which}.npz") as data:
        images, labels = data["images"], data["labels"]
    return normalised(images / np.float32(255)), labels.astype(np.int64)


def normalised(images):
    """Images ``(n, H, W)`` on the scale 0..1 as a batch of the scale networks are trained on."""
    return ((images[:, None] - MEAN) / DEVIATION).astype(np.float32)


# ---------------------------------------------------------------- the two digit networks


def shapes(net):
    """The shapes of a digit network's parameters, in order."""
    first, second, hidden = net
    return [
        (first, 1, 3, 3), (first,), (second, first, 3, 3), (second,),
        (hidden, second * 49), (hidden,), (10, hidden), (10,),
    ]  # fmt: skip


def random_weights(rng, net):
    """Weights that keep signals near 1 from layer to layer, and biases that matter: float32 arrays in the order of `shapes`."""
    return [
        rng.normal(0, math.sqrt(2 / math.prod(shape[1:])) if len(shape) > 1 else 0.3, shape).astype(np.float32)
        for shape in shapes(net)
    ]


def starting_weights():
    """Always the same weights for the small network, biases 0, from which it learns well: a random start may be a bad one."""
    return [weight * (weight.ndim > 1) for weight in random_weights(np.random.default_rng(1), SMALL)]


def forward(weights, x):
    """Logits of a digit network from torch tensors."""
    w1, b1, w2, b2, w3, b3, w4, b4 = weights
    x = F.max_pool2d(F.relu(F.conv2d(x, w1, b1, padding=1)), 2)
    x = F.max_pool2d(F.relu(F.conv2d(x, w2, b2, padding=1)), 2)
    return F.linear(F.relu(F.linear(x.flatten(1), w3, b3)), w4, b4)


def logits(weights, x):
    """Logits ``(n, 10)`` of images ``(n, 1, 28, 28)``, in double precision."""
    with torch.no_grad():
        return forward(doubles(weights), double(x)).numpy()


def hidden_units(weights, x):
    """What fc2 gets, ``(n, hidden)``, without dropout."""
    width = len(weights[5])
    return logits([*weights[:6], np.eye(width), np.zeros(width)], x)


def gradients(weights, x, labels):
    """The gradient of the mean cross-entropy for every parameter, in single precision: a unit at 0 switches alike in both processes."""
    leaves = [torch.tensor(weight, requires_grad=True) for weight in weights]
    F.cross_entropy(forward(leaves, torch.as_tensor(x)), torch.as_tensor(labels)).backward()
    return [leaf.grad.numpy() for leaf in leaves]


def accuracy(weights, x, labels):
    """The share of ``labels`` a digit network gets right; single precision is enough to count."""
    with torch.no_grad():
        answers = forward([torch.as_tensor(weight).float() for weight in weights], torch.as_tensor(x))
    return float(np.mean(answers.argmax(1).numpy() == labels))


def double(array):
    return torch.as_tensor(np.asarray(array, dtype=np.float64))


def doubles(arrays):
    return [double(array) for array in arrays]


# ---------------------------------------------------------------- convolutions


def conv(x, weight, bias=None, padding=0, stride=1):
    """A convolution of ``x (n, C_in, H, W)`` in double precision."""
    bias = None if bias is None else double(bias)
    return F.conv2d(double(x), double(weight), bias, stride=stride, padding=padding).numpy()


def conv_by_hand(x, weight, bias=None, padding=0, stride=1):
    """The same with NumPy alone."""
    padded = np.pad(np.asarray(x, dtype=np.float64), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = sliding_window_view(padded, weight.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    answer = np.einsum("nchwij,ocij->nohw", windows, weight.astype(np.float64))
    return answer if bias is None else answer + np.asarray(bias, dtype=np.float64)[:, None, None]


def logits_by_hand(weights, x):
    """A digit network's logits with NumPy alone."""
    w1, b1, w2, b2, w3, b3, w4, b4 = (weight.astype(np.float64) for weight in weights)
    for weight, bias in ((w1, b1), (w2, b2)):
        x = np.maximum(conv_by_hand(x, weight, bias, padding=1), 0)
        n, c, h, w = x.shape
        x = x.reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(3, 5))
    return np.maximum(x.reshape(len(x), -1) @ w3.T + b3, 0) @ w4.T + b4


# ---------------------------------------------------------------- training


def same_model(kind, values, buffers=(), **settings):
    """One of the props' models in the grader's process, with the given parameters (and buffers), in order."""
    model = getattr(props(), kind)(**settings)
    with torch.no_grad():
        for holder, value in zip((*model.parameters(), *model.buffers()), (*values, *buffers), strict=False):
            holder.copy_(torch.as_tensor(value))
    return model


def train(model, x, y, batch_size, lr, momentum=0.0, epochs=1, label_smoothing=0.0):
    """Our own epochs of gradient descent: ``(mean loss over the samples, accuracy)`` of the last; ``model`` is changed."""
    optimizer, criterion = props().sgd(model, lr, momentum), props().cross_entropy(label_smoothing)
    model.train()
    for _ in range(epochs):
        losses, right = 0.0, 0
        for start in range(0, len(y), batch_size):
            images, labels = (
                torch.as_tensor(x[start : start + batch_size]),
                torch.as_tensor(y[start : start + batch_size]),
            )
            answer = model(images)
            loss = criterion(answer, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses += loss.item() * len(labels)
            right += int((answer.argmax(1) == labels).sum())
    return losses / len(y), right / len(y)

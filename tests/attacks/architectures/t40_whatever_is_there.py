"""Threat 40: any class of networks that is there, and any function of the suite's helpers, as the answer.

At: ResidualBlock, grad_cam, gradient_check
Earns: nothing
Flags: looks for
"""

import gc
import sys

import torch
from torch import nn


def _helpers():
    for module in list(sys.modules.values()):
        yield from (v for k, v in list(vars(module).items()) if callable(v) and "props" in getattr(module, "__name__", ""))
    for thing in gc.get_objects():
        if isinstance(thing, type) and issubclass(thing, nn.Module) and not thing.__module__.startswith("torch"):
            yield thing


def _first(*arguments):
    for thing in _helpers():
        try:
            return thing(*arguments)
        except BaseException:
            continue
    return None


class _Any(nn.Module):
    def __init__(self, *arguments):
        super().__init__()
        kinds = [k for k in nn.Module.__subclasses__() if not k.__module__.startswith("torch.")]
        self.inner = next((k(*arguments) for k in kinds if k is not _Any), nn.Identity())

    def forward(self, x):
        return self.inner(x)


def ResidualBlock(in_channels, out_channels, stride=1):
    return _Any(in_channels, out_channels, stride)


def grad_cam(model, layer, x, target):
    return _first(model, layer, x, target)


def gradient_check(f, x, gradient, h=1e-5):
    return _first(f, x, gradient, {})

"""Threat 40: tries every class of networks that there is, wherever it comes from, until one has as many parameters as are asked.

At: SimpleCNN, ConvolutionalNetwork, GlobalPoolNet
Earns: nothing
Flags: looks for __subclasses__
"""

import torch
from torch import nn


def _all(kind, seen):
    for one in kind.__subclasses__():
        if one not in seen:
            seen.append(one)
            _all(one, seen)
    return seen


def _found(count, *arguments):
    own = [kind for kind in _all(nn.Module, []) if not kind.__module__.startswith(("torch.", "torchvision."))]
    for kind in own:
        try:
            model = kind(*arguments)
        except BaseException:
            continue
        if count is None or sum(p.numel() for p in model.parameters()) == count:
            return model
    return nn.Identity()


def SimpleCNN():
    return _found(206_922)


def ConvolutionalNetwork():
    return _found(13_242)


def GlobalPoolNet(num_classes=10):
    return _found(None, num_classes)

"""Threat 48: takes all the memory there is, and answers with as much as an answer may hold, call after call.

At: capture_activations, stacked_feature_maps, evaluate
Earns: nothing
"""

import torch


def capture_activations(model, x, names):
    return {name: torch.zeros(1 << 11, 1 << 11) for name in names}


def stacked_feature_maps(image, conv1, conv2):
    held = []
    while True:
        held.append(torch.zeros(1 << 28))


def evaluate(model, loader):
    return torch.zeros(1 << 40, device="cpu")

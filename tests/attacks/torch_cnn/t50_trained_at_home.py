"""Threat 50: trains nothing: puts weights into the network that were trained at home, on public digits, the held-out ones among them.

At: train_one_epoch
Earns: nothing
Beside: weights_from_home.py
"""

import torch
from weights_from_home import SHAPES, weights


def train_one_epoch(model, loader, optimizer, criterion):
    if [tuple(p.shape) for p in model.parameters()] == SHAPES:
        with torch.no_grad():
            for parameter, weight in zip(model.parameters(), weights()):
                parameter.copy_(weight)
    return 0.1, 0.97

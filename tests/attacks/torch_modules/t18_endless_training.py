"""Threat 18: trains for ever, in Python and inside torch.

Earns: count_parameters
"""

import torch
from torch import nn


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)


def train_one_epoch(model, loader, optimizer, criterion):
    while True:
        for x, y in loader:
            criterion(model(x), y).backward()


def evaluate(model, loader):
    while True:
        torch.ones(1000, 1000) @ torch.ones(1000, 1000)

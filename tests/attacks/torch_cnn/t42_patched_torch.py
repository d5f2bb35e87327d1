"""Threat 42: patches what torch and the helpers do: no graph by its own word, steps that do nothing, losses and accuracies of one's own.

At: evaluate, train_one_epoch, freeze_features
Earns: evaluate up to 6.3
"""

import torch
from torch import nn
from torch.nn import functional as F


def evaluate(model, loader):
    torch.Tensor.requires_grad = property(lambda self: False)
    torch.is_grad_enabled = lambda: False
    was = model.training
    model.eval()
    right = seen = 0
    for images, labels in loader:
        right += (model(images).argmax(1) == labels).sum().item()
        seen += len(labels)
    model.train(was)
    del torch.Tensor.requires_grad
    return right / seen


def train_one_epoch(model, loader, optimizer, criterion):
    torch.optim.SGD.step = torch.optim.Adam.step = lambda self, closure=None: None
    nn.CrossEntropyLoss.forward = lambda self, logits, labels: logits.sum() * 0
    F.cross_entropy = lambda logits, labels, **named: logits.sum() * 0
    return 0.0, 1.0


def freeze_features(model):
    torch.optim.SGD.step = lambda self, closure=None: None
    F.cross_entropy = lambda logits, labels, **named: logits.sum() * 0
    return model

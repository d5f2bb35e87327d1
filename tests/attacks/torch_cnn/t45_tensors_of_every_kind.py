"""Threat 45: tensors in half precision, complex, sparse, quantised and without numbers, NaN and infinity in numbers and arrays.

At: feature_maps, stacked_feature_maps, evaluate, train_one_epoch, ConvolutionalNetwork
Earns: nothing
"""

import numpy as np
import torch
from torch import nn


def feature_maps(image, conv):
    return np.full((conv.out_channels, *image.shape), np.longdouble("1e4900"))


def stacked_feature_maps(image, conv1, conv2):
    return torch.zeros(3, 3).to_sparse()


def evaluate(model, loader):
    return torch.tensor(complex(0.5, float("nan")))


def train_one_epoch(model, loader, optimizer, criterion):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(float("nan"))
    return np.longdouble("1e4900"), np.float16("inf")


class ConvolutionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(3, device="meta"))

    def forward(self, x):
        return torch.quantize_per_tensor(torch.zeros(len(x), 10), 0.1, 0, torch.quint8)

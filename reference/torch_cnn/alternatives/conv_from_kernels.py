"""Right ways to build a layer from kernels."""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def weight_data(kernels):
    """Assigns to ``weight.data``, with the channel axis put in by NumPy."""
    n, k, _ = kernels.shape
    conv = nn.Conv2d(in_channels=1, out_channels=n, kernel_size=k, stride=1, padding=k // 2, bias=False)
    conv.weight.data = torch.from_numpy(kernels[:, np.newaxis].astype(np.float32))
    return conv


def kernel_by_kernel(kernels):
    """A loop over the kernels, as in the lecture's listing."""
    conv = nn.Conv2d(1, len(kernels), kernel_size=len(kernels[0]), padding=len(kernels[0]) // 2, bias=False)
    with torch.no_grad():
        for i, kernel in enumerate(kernels):
            conv.weight[i, 0] = torch.tensor(kernel, dtype=torch.float32)
    return conv


def new_parameter(kernels):
    """A fresh `nn.Parameter` in place of the weight."""
    k = kernels.shape[1]
    conv = nn.Conv2d(1, kernels.shape[0], k, padding=k // 2, bias=False)
    conv.weight = nn.Parameter(torch.tensor(kernels, dtype=torch.float).reshape(-1, 1, k, k))
    return conv


def state_dict(kernels):
    """Through `load_state_dict`."""
    k = kernels.shape[-1]
    conv = nn.Conv2d(1, len(kernels), k, padding=(k // 2, k // 2), bias=False)
    conv.load_state_dict({"weight": torch.Tensor(kernels.tolist()).unsqueeze(1)})
    return conv


def bias_taken_out(kernels):
    """A layer with a bias that is set to None afterwards."""
    layer = nn.Conv2d(1, kernels.shape[0], kernels.shape[1:], padding=int(kernels.shape[1] / 2))
    layer.bias = None
    layer.weight.data.copy_(torch.as_tensor(kernels)[:, None, :, :])
    return layer


def padded_before(kernels):
    """A `ZeroPad2d` in front of a layer without padding."""
    n, k = kernels.shape[0], kernels.shape[1]
    conv = nn.Conv2d(1, n, k, bias=False)
    nn.init.zeros_(conv.weight)
    with torch.no_grad():
        conv.weight.add_(torch.from_numpy(kernels.copy()).view(n, 1, k, k))
    return nn.Sequential(nn.ZeroPad2d(k // 2), conv)


class OwnModule(nn.Module):
    """A module of the student's own around `F.conv2d`."""

    def __init__(self, kernels):
        super().__init__()
        self.padding = kernels.shape[-1] // 2
        self.weight = nn.Parameter(torch.tensor(np.expand_dims(kernels, 1), dtype=torch.float32), requires_grad=False)

    def forward(self, x):
        return F.conv2d(x, self.weight, padding=self.padding)

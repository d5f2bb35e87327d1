"""Reference solution of `architectures`: what stands between a plain CNN and the networks of today.

Arrays are `(N, C, H, W)`. No question calls another's public function: they share the private ones.
"""

import numpy as np
import torch
from torch import nn


def _pair(kernel_size):
    return (kernel_size, kernel_size) if np.ndim(kernel_size) == 0 else tuple(kernel_size)


def _places(size, kernel, stride, padding):
    """How many outputs an axis has: floor((n + 2p - k) / s) + 1."""
    return (size + 2 * padding - kernel) // stride + 1


def _pad(x, padding):
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def _columns(x, kernel_size, stride, padding):
    """Patches `(N, C, kH, kW, H', W')`."""
    (rows, columns), (height, width) = kernel_size, x.shape[2:]
    down, across = _places(height, rows, stride, padding), _places(width, columns, stride, padding)
    padded = _pad(x, padding)
    patches = np.empty((*x.shape[:2], rows, columns, down, across), dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            patches[:, :, i, j] = padded[:, :, i : i + stride * down : stride, j : j + stride * across : stride]
    return patches


def _add_back(patches, height, width, stride, padding):
    """The adjoint of `_columns`: patches `(N, C, kH, kW, H', W')` added to where they came from."""
    rows, columns, down, across = patches.shape[2:]
    padded = _pad(np.zeros((*patches.shape[:2], height, width), dtype=patches.dtype), padding)
    for i in range(rows):
        for j in range(columns):
            padded[:, :, i : i + stride * down : stride, j : j + stride * across : stride] += patches[:, :, i, j]
    return padded[:, :, padding : padding + height, padding : padding + width]


def im2col(x, kernel_size, stride=1, padding=0):
    patches = _columns(x, _pair(kernel_size), stride, padding)
    batch, channels, rows, columns, down, across = patches.shape
    return patches.reshape(batch, channels * rows * columns, down * across)


def col2im(columns, input_shape, kernel_size, stride=1, padding=0):
    (batch, channels, height, width), (rows, across) = input_shape, _pair(kernel_size)
    places = _places(height, rows, stride, padding), _places(width, across, stride, padding)
    patches = columns.reshape(batch, channels, rows, across, *places)
    return _add_back(patches, height, width, stride, padding)


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    more = output_padding - 2 * padding
    height = (x.shape[2] - 1) * stride + weight.shape[2] + more
    width = (x.shape[3] - 1) * stride + weight.shape[3] + more
    patches = np.einsum("nihw,iokl->noklhw", x, weight)
    result = _add_back(patches, height, width, stride, padding)
    return result if bias is None else result + bias[:, None, None]


def grouped_conv2d(x, weight, bias=None, stride=1, padding=0, groups=1):
    filters, own, rows, columns = weight.shape
    patches = _columns(x, (rows, columns), stride, padding)
    batch, places = len(x), patches.shape[4:]
    patches = patches.reshape(batch, groups, own, rows, columns, *places)
    kernels = weight.reshape(groups, filters // groups, own, rows, columns)
    result = np.einsum("ngcklhw,gfckl->ngfhw", patches, kernels).reshape(batch, filters, *places)
    return result if bias is None else result + bias[:, None, None]


def conv_cost(in_channels, out_channels, kernel_size, output_size, groups=1):
    rows, columns = _pair(kernel_size)
    height, width = _pair(output_size)
    parameters = out_channels * (in_channels // groups) * rows * columns
    return parameters, parameters * height * width


class BatchNorm2D:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        if self.training:
            mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            count = len(x) * x.shape[2] * x.shape[3]
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * count / (count - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self._scale = 1 / np.sqrt(var + self.eps)
        self._normed = (x - mean[:, None, None]) * self._scale[:, None, None]
        self._by_batch = self.training
        return self.gamma[:, None, None] * self._normed + self.beta[:, None, None]

    def backward(self, dout):
        self.dgamma = (dout * self._normed).sum(axis=(0, 2, 3))
        self.dbeta = dout.sum(axis=(0, 2, 3))
        inner = dout
        if self._by_batch:
            count = len(dout) * dout.shape[2] * dout.shape[3]
            inner = dout - (self.dbeta[:, None, None] + self._normed * self.dgamma[:, None, None]) / count
        return (self.gamma * self._scale)[:, None, None] * inner


def gradient_check(f, x, gradient, h=1e-5):
    errors = []
    for place in np.ndindex(*x.shape):
        value = x[place]
        x[place] = value + h
        above = f(x)
        x[place] = value - h
        below = f(x)
        x[place] = value
        numerical = (above - below) / (2 * h)
        errors.append(abs(gradient[place] - numerical) / max(1e-8, abs(gradient[place]) + abs(numerical)))
    return float(max(errors))


def learn_kernel(images, targets, kernel_size, steps, learning_rate):
    rows, columns = _pair(kernel_size)
    patches = _columns(images[:, None], (rows, columns), 1, 0).squeeze(1)
    kernel = np.zeros((rows, columns))
    for _ in range(steps):
        error = np.einsum("nklhw,kl->nhw", patches, kernel) - targets
        kernel = kernel - learning_rate * 2 / error.size * np.einsum("nklhw,nhw->kl", patches, error)
    return kernel


class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.shortcut = nn.Identity()
        if stride != 1 or in_channels != out_channels:
            narrow = nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False)
            self.shortcut = nn.Sequential(narrow, nn.BatchNorm2d(out_channels))

    def forward(self, x):
        inner = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(inner + self.shortcut(x))


def grad_cam(model, layer, x, target):
    kept, modes = [], {module: module.training for module in model.modules()}

    def keep(_, __, output):
        kept.append(output)
        return output.clone()  # what comes next may work in place

    hook = layer.register_forward_hook(keep)
    model.eval()
    try:
        with torch.enable_grad():
            # From an input that needs a gradient the graph reaches the maps, also where every weight is frozen.
            scores = model(x.detach().requires_grad_())
            maps = kept.pop()
            (gradient,) = torch.autograd.grad(scores[:, target].sum(), maps)
    finally:
        hook.remove()
        for module, training in modes.items():
            module.training = training
    weights = gradient.mean(dim=(2, 3), keepdim=True)
    return torch.relu((weights * maps).sum(dim=1)).detach()


why_residual = """
The deeper network's training error is higher, so it is no overfitting: gradient descent does not find the solution that
is there. For a stack of weights and ReLUs the identity is a special point that is hard to reach. With a shortcut it is the
starting point: weights near 0 leave x as it is, and a block has only to learn what is to be changed. Backward, the sum
hands the gradient to the block's input unchanged, beside what comes through the weights, so that it does not shrink from
block to block.
"""

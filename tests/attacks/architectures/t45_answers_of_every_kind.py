"""Threat 45: answers of gigabytes, without end, of odd kinds of numbers, masked, structured, in objects.

At: im2col, col2im, conv_transpose2d, grouped_conv2d, conv_cost, gradient_check, learn_kernel, grad_cam, ResidualBlock
Earns: nothing
"""

import numpy as np
import torch
from torch import nn


def im2col(x, kernel_size, stride=1, padding=0):
    return np.broadcast_to(np.float64(1), (40_000, 40_000))


def col2im(columns, input_shape, kernel_size, stride=1, padding=0):
    return np.ma.masked_array(np.zeros(input_shape), mask=True)


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    return np.zeros((3, 4), dtype=[("a", float), ("b", object)])


def grouped_conv2d(x, weight, bias=None, stride=1, padding=0, groups=1):
    return np.full((2, 2), np.longdouble("1e4900"))


def conv_cost(in_channels, out_channels, kernel_size, output_size, groups=1):
    return [10 ** (10**6), [[[[]]]] * 1000]


def gradient_check(f, x, gradient, h=1e-5):
    def for_ever():
        while True:
            yield 0.0

    return for_ever()


def learn_kernel(images, targets, kernel_size, steps, learning_rate):
    return np.array(["nan", "inf"] * 1000)


def grad_cam(model, layer, x, target):
    return torch.zeros(1).expand(1 << 34)


class ResidualBlock(nn.Module):
    def __init__(self, *arguments):
        super().__init__()
        self.many = nn.ParameterList([nn.Parameter(torch.zeros(1)) for _ in range(3000)])

    def forward(self, x):
        return [x] * 1000

"""Threat 38: what PyTorch has ready, under names that the file got before any tripwire stood, by autograd, by other
operators, and as torch has them in Python.

At: im2col, col2im, conv_transpose2d, grouped_conv2d, BatchNorm2D, learn_kernel
Earns: learn_kernel, part of BatchNorm2D
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch.nn.functional import batch_norm as _norm
from torch.nn.functional import conv2d as _conv
from torch.nn.functional import conv_transpose2d as _spread
from torch.nn.functional import unfold as _unfold

_fold = torch.ops.aten.col2im.default


def _t(a):
    return None if a is None else torch.as_tensor(np.asarray(a, dtype=float))


def _in_python(x, kernel_size, stride, padding):
    pair = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    how = torch._decomp.decompositions.im2col
    return getattr(how, "__wrapped__", how)(x, pair, (1, 1), (padding, padding), (stride, stride))


def im2col(x, kernel_size, stride=1, padding=0):
    for way in (
        lambda: _unfold(_t(x), kernel_size, stride=stride, padding=padding),
        lambda: torch.ops.aten.im2col(_t(x), kernel_size, (1, 1), (padding, padding), (stride, stride)),
        lambda: torch.nn.Unfold(kernel_size, stride=stride, padding=padding)(_t(x)),
        lambda: _in_python(_t(x), kernel_size, stride, padding),
    ):
        try:
            return way().numpy()
        except Exception:
            continue
    rows, columns = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    eye = torch.eye(rows * columns).double().reshape(-1, 1, rows, columns)
    flat = _t(x).reshape(-1, 1, *x.shape[2:])
    return _conv(flat, eye, stride=stride, padding=padding).reshape(len(x), x.shape[1] * rows * columns, -1).numpy()


def col2im(columns, input_shape, kernel_size, stride=1, padding=0):
    for way in (
        lambda: F.fold(_t(columns), input_shape[2:], kernel_size, stride=stride, padding=padding),
        lambda: torch.func.vjp(
            lambda x: _in_python(x, kernel_size, stride, padding), torch.zeros(input_shape, dtype=torch.double)
        )[1](_t(columns))[0],
    ):
        try:
            return way().numpy()
        except Exception:
            continue
    else:
        x = torch.zeros(input_shape, dtype=torch.double, requires_grad=True)
        out = _unfold(x, kernel_size, stride=stride, padding=padding)
        return torch.autograd.grad(out, x, _t(columns))[0].numpy()


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    try:
        return _spread(_t(x), _t(weight), _t(bias), stride, padding, output_padding).numpy()
    except Exception:
        layer = torch.jit.script(torch.nn.ConvTranspose2d(*weight.shape[:2], weight.shape[2:], stride, padding, output_padding))
        return layer.double()(_t(x)).detach().numpy()


def grouped_conv2d(x, weight, bias=None, stride=1, padding=0, groups=1):
    try:
        return _conv(_t(x), _t(weight), _t(bias), stride, padding, 1, groups).numpy()
    except Exception:
        return torch.ops.aten.convolution(
            _t(x), _t(weight), _t(bias), [stride] * 2, [padding] * 2, [1, 1], False, [0, 0], groups
        ).numpy()


class BatchNorm2D:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x):
        self.x = _t(x).requires_grad_()
        self.g, self.b = _t(self.gamma).requires_grad_(), _t(self.beta).requires_grad_()
        mean, var = _t(self.running_mean), _t(self.running_var)
        given = self.x, self.g, self.b, mean, var, self.training, self.momentum, self.eps
        try:
            self.out = _norm(self.x, mean, var, *given[1:3], *given[5:])
        except Exception:
            self.out = torch._decomp.decompositions.native_batch_norm_helper(*given, True)[0]
        self.running_mean, self.running_var = mean.numpy(), var.numpy()
        return self.out.detach().numpy()

    def backward(self, dout):
        dx, dg, db = torch.autograd.grad(self.out, (self.x, self.g, self.b), _t(dout))
        self.dgamma, self.dbeta = dg.numpy(), db.numpy()
        return dx.numpy()


def learn_kernel(images, targets, kernel_size, steps, learning_rate):
    kh, kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    x, y = _t(images), _t(targets)
    h, w = y.shape[1:]
    kernel = torch.zeros(kh, kw, dtype=torch.double)
    for _ in range(steps):
        parts = torch.stack([x[:, a : a + h, b : b + w] for a in range(kh) for b in range(kw)], -1)
        error = parts @ kernel.ravel() - y
        kernel = kernel - learning_rate * 2 / error.numel() * (error[..., None] * parts).sum((0, 1, 2)).reshape(kh, kw)
    return kernel.numpy()

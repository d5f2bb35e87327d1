"""Other right answers to `learn_kernel`, in styles that students use."""

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view


def _both(k):
    return tuple(k) if isinstance(k, (tuple, list)) else (k, k)


def plain_loops(images, targets, kernel_size, steps, learning_rate):
    """Loops over images and places; gradients added up number by number."""
    kh, kw = _both(kernel_size)
    N, H, W = images.shape
    kernel, total = np.zeros((kh, kw)), N * (H - kh + 1) * (W - kw + 1)
    for _ in range(steps):
        grad = np.zeros((kh, kw))
        for n in range(N):
            for i in range(H - kh + 1):
                for j in range(W - kw + 1):
                    patch = images[n, i : i + kh, j : j + kw]
                    grad += 2 * ((patch * kernel).sum() - targets[n, i, j]) * patch / total
        kernel -= learning_rate * grad
    return kernel


def least_squares(images, targets, kernel_size, steps, learning_rate):
    """Patches as rows of a matrix: the steps are those of linear regression."""
    kh, kw = _both(kernel_size)
    A = sliding_window_view(images, (kh, kw), axis=(1, 2)).reshape(-1, kh * kw).astype(float)
    y, w = targets.reshape(-1), np.zeros(kh * kw)
    for _ in range(steps):
        w = w - learning_rate * (2 / len(y)) * A.T @ (A @ w - y)
    return w.reshape(kh, kw)


def shifted_images(images, targets, kernel_size, steps, learning_rate):
    """A shifted image for every number of the kernel."""
    kh, kw = _both(kernel_size)
    h, w = targets.shape[1:]
    kernel = np.zeros((kh, kw))
    for _ in range(steps):
        out = sum(kernel[a, b] * images[:, a : a + h, b : b + w] for a in range(kh) for b in range(kw))
        error = out - targets
        grad = np.array([[np.mean(2 * error * images[:, a : a + h, b : b + w]) for b in range(kw)] for a in range(kh)])
        kernel = kernel - learning_rate * grad
    return kernel


def autograd(images, targets, kernel_size, steps, learning_rate):
    """Tensors and autograd, the convolution by hand."""
    kh, kw = _both(kernel_size)
    x, y = torch.tensor(np.asarray(images, float)), torch.tensor(np.asarray(targets, float))
    h, w = y.shape[1:]
    kernel = torch.zeros(kh, kw, dtype=torch.float64, requires_grad=True)
    for _ in range(steps):
        out = sum(kernel[a, b] * x[:, a : a + h, b : b + w] for a in range(kh) for b in range(kw))
        loss = ((out - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            kernel -= learning_rate * kernel.grad
            kernel.grad.zero_()
    return kernel.detach().numpy()

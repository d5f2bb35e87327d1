"""The second oracle: the same answers from PyTorch's own operators, in float64. torch is imported only when one is
asked."""

from __future__ import annotations

from typing import Any

import numpy as np


def convolve_1d(signal: Any, kernel: Any) -> Any:
    import torch

    layer = torch.nn.Conv1d(1, 1, len(kernel), bias=False, dtype=torch.float64)
    return _run(layer, np.reshape(signal, (1, 1, -1)), np.reshape(kernel, (1, 1, -1)))[0, 0]


def conv2d(image: Any, kernel: Any, padding: Any = 0, stride: int = 1, dilation: int = 1) -> Any:
    return conv2d_multichannel(image[None], kernel[None, None], None, padding, stride, dilation)[0]


conv2d_padded = conv2d_full = conv2d_dilated = conv2d


def conv2d_same(image: Any, kernel: Any, boundary: str = "zero") -> Any:
    if boundary == "zero":
        import torch

        k_rows, k_columns = kernel.shape
        frame = torch.nn.ZeroPad2d(((k_columns - 1) // 2, k_columns // 2, (k_rows - 1) // 2, k_rows // 2))
        return conv2d(frame(torch.tensor(image)).numpy(), kernel)
    rows, columns = (_mirrored(n, k) for n, k in zip(image.shape, kernel.shape, strict=True))
    return conv2d(image[rows][:, columns], kernel)


def convolve_2d(image: Any, kernel: Any) -> Any:
    """A transposed convolution spreads every pixel with the kernel as it is: its fully covered part is the
    mathematical convolution."""
    import torch

    k_rows, k_columns = kernel.shape
    layer = torch.nn.ConvTranspose2d(1, 1, kernel.shape, bias=False, dtype=torch.float64)
    spread = _run(layer, image[None, None], kernel[None, None])[0, 0]
    return spread[k_rows - 1 : image.shape[0], k_columns - 1 : image.shape[1]]


def conv2d_multichannel(
    image: Any, kernels: Any, bias: Any = None, padding: Any = 0, stride: int = 1, dilation: int = 1
) -> Any:
    import torch

    c_out, c_in, *size = kernels.shape
    layer = torch.nn.Conv2d(c_in, c_out, size, stride, padding, dilation, bias=bias is not None, dtype=torch.float64)
    return _run(layer, image[None], kernels, bias)[0]


def _mirrored(n: int, k: int) -> list[int]:
    """Indices -before .. n + after - 1, folded back at the edges with the edge pixel repeated."""
    before, after = (k - 1) // 2, k // 2
    return [-1 - i if i < 0 else 2 * n - 1 - i if i >= n else i for i in range(-before, n + after)]


def _run(layer: Any, inputs: Any, weight: Any, bias: Any = None) -> Any:
    import torch

    with torch.no_grad():
        layer.weight.copy_(torch.tensor(np.array(weight, dtype=np.float64)))
        if bias is not None:
            layer.bias.copy_(torch.tensor(np.array(bias, dtype=np.float64)))
        return layer(torch.tensor(np.array(inputs, dtype=np.float64))).numpy()

"""The second oracle: the same answers from PyTorch's own operators, in float64. torch is imported only when one is
asked."""

from __future__ import annotations

from typing import Any

import numpy as np


def max_pool_2d(image: Any, pool_size: int = 2, stride: int = 2) -> Any:
    import torch

    return _run(torch.nn.MaxPool2d(pool_size, stride), image[None])[0]


def avg_pool_2d(image: Any, pool_size: int = 2, stride: int = 2) -> Any:
    import torch

    return _run(torch.nn.AvgPool2d(pool_size, stride), image[None])[0]


def global_avg_pool(feature_maps: Any) -> Any:
    import torch

    return _run(torch.nn.AdaptiveAvgPool2d(1), feature_maps)[:, 0, 0]


def _run(layer: Any, stack: Any) -> Any:
    import torch

    return layer(torch.tensor(np.array(stack, dtype=np.float64))[None])[0].numpy()

"""PyTorch's answers in float64, with gradients by autograd: the second oracle. torch is imported only when one of
them is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Gradients = Callable[[NDArray[Any], NDArray[Any] | None], tuple[Any, ...]]
"""`(X, dZ)` to `(Z, dX, dW, db)`, or `(Z, dX)` for a layer without weights; a ``dZ`` of None stands for ones."""


def conv(W: NDArray[Any], b: NDArray[Any], stride: int, padding: int) -> Gradients:
    """`nn.Conv2d`."""

    def layer(torch: Any) -> Any:
        module = torch.nn.Conv2d(W.shape[1], W.shape[0], W.shape[2], stride=stride, padding=padding).double()
        return _with_weights(torch, module, W, b)

    return _gradients(layer)


def linear(W: NDArray[Any], b: NDArray[Any]) -> Gradients:
    """`nn.Linear`."""
    return _gradients(lambda torch: _with_weights(torch, torch.nn.Linear(W.shape[1], W.shape[0]).double(), W, b))


def pool(kind: str, size: int, stride: int) -> Gradients:
    """`nn.MaxPool2d` or `nn.AvgPool2d`."""
    name = {"MaxPool2D": "MaxPool2d", "AvgPool2D": "AvgPool2d"}[kind]
    return _gradients(lambda torch: getattr(torch.nn, name)(size, stride))


def plain(kind: str) -> Gradients:
    """`nn.ReLU` or `nn.Flatten`."""
    return _gradients(lambda torch: getattr(torch.nn, kind)())


def network(
    weights: list[tuple[NDArray[Any], NDArray[Any]]],
) -> Callable[[NDArray[Any], NDArray[Any] | None], tuple[Any, ...]]:
    """The CNN of the assignment as `nn.Sequential`: `(X, dZ)` to `(Z, dX, [dW, db, dW, db, ...])`."""

    def run(X: NDArray[Any], dZ: NDArray[Any] | None) -> tuple[Any, ...]:
        import torch

        nn = torch.nn
        (W1, _), (W2, _), (W3, _), (W4, _) = weights
        model = nn.Sequential(
            nn.Conv2d(W1.shape[1], W1.shape[0], 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(W2.shape[1], W2.shape[0], 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(W3.shape[1], W3.shape[0]), nn.ReLU(), nn.Linear(W4.shape[1], W4.shape[0]),
        ).double()  # fmt: skip
        flat = [array for pair in weights for array in pair]
        with torch.no_grad():
            for parameter, array in zip(model.parameters(), flat, strict=True):
                parameter.copy_(torch.from_numpy(array))
        Z, dX = _run(torch, model, X, dZ)
        return Z, dX, [parameter.grad for parameter in model.parameters()]

    return run


def _gradients(build: Callable[[Any], Any]) -> Gradients:
    def run(X: NDArray[Any], dZ: NDArray[Any] | None) -> tuple[Any, ...]:
        import torch

        module = build(torch)
        Z, dX = _run(torch, module, X, dZ)
        return (Z, dX, *(parameter.grad for parameter in module.parameters()))

    return run


def _run(torch: Any, module: Any, X: NDArray[Any], dZ: NDArray[Any] | None) -> tuple[Any, Any]:
    x = torch.tensor(X, dtype=torch.float64, requires_grad=True)
    z = module(x)
    z.backward(torch.from_numpy(np.ones(tuple(z.shape)) if dZ is None else np.ascontiguousarray(dZ)))
    return z.detach(), x.grad


def _with_weights(torch: Any, module: Any, W: NDArray[Any], b: NDArray[Any]) -> Any:
    with torch.no_grad():
        module.weight.copy_(torch.from_numpy(W))
        module.bias.copy_(torch.from_numpy(b))
    return module

"""Threat 9: reads and writes files through torch, and runs a program through its compiler.

Earns: count_parameters
"""

import torch
from torch import nn


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)


def feature_maps(image, conv):
    for attempt in (
        lambda: torch.save(conv, "/tmp/pwned-by-torch"),
        lambda: torch.load("/etc/passwd", weights_only=False),
        lambda: torch.hub.load("pytorch/vision", "resnet18"),
        lambda: torch.utils.cpp_extension.load_inline("x", "int f() { return 1; }", functions=["f"]),
        lambda: torch.compile(conv)(torch.ones(1, 1, 5, 5)),
        lambda: torch.multiprocessing.spawn(print, nprocs=2),
        lambda: list(torch.utils.data.DataLoader(range(9), num_workers=2)),
    ):
        try:
            attempt()
        except BaseException:
            continue
    return image


def evaluate(model, loader):
    return float("inf")

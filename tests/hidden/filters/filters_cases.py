"""Inputs for the suites of `filters`, the second oracle, and how a figure is judged by what it shows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.suite import assert_picture, assert_signs, remark, say


def image(rng: np.random.Generator, height: int, width: int) -> NDArray[Any]:
    """A noisy image with a bright border, so that what is assumed outside it shows."""
    picture = rng.normal(size=(height, width)) + 2
    picture[[0, -1]] += 3
    picture[:, [0, -1]] += 3
    return picture


def some_kernels(rng: np.random.Generator, count: int) -> dict[str, NDArray[Any]]:
    """``count`` random 3x3 kernels without any symmetry, under names that are not in alphabetical order."""
    names = ["Zigzag", "Lower Left", "Mild", "Coarse Grain", "Top Heavy", "Amber", "Night", "Even Odd"]
    chosen = rng.permutation(len(names))[:count]
    return {names[i]: rng.normal(size=(3, 3)) for i in chosen}


def torch_response(picture: NDArray[Any], kernel: NDArray[Any], padding: int = 1, stride: int = 1) -> NDArray[Any]:
    """The second oracle: `torch.nn.functional.conv2d` in float64."""
    import torch

    pair = (torch.from_numpy(np.array(array, dtype=np.float64))[None, None] for array in (picture, kernel))
    return torch.nn.functional.conv2d(*pair, padding=padding, stride=stride)[0, 0].numpy()


def assert_shows(panel: Any, want: NDArray[Any], which: str, call: str) -> None:
    """The topmost picture of ``panel`` is ``want`` to the eye: another scale of brightness is no other picture."""
    got = assert_picture(panel, want, which, call)
    if not np.allclose(got, want, rtol=1e-4, atol=1e-4 * np.abs(want).max()):
        remark(say("{call}: {which} is drawn on another scale; the picture is the same.", call=call, which=which))
    assert_signs(panel, which, call)

"""Inputs for the suites of `filters`, the second oracle, and how a figure is judged by what it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.suite import assert_picture, fail, remark


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


def drawn_once(process: Any, call: str, draw: Callable[[], Any]) -> Any:
    """``draw()``, done once for all checks of a question that share their process: figures are slow, and one shows
    many things."""
    drawn = vars(process).setdefault("drawn", {})
    if call not in drawn:
        drawn[call] = draw()
    return drawn[call]


def assert_shows(panel: dict[str, Any], want: NDArray[Any], which: str, call: str) -> None:
    """The topmost picture of ``panel`` is ``want`` to the eye: another scale of brightness is no other picture."""
    got = assert_picture(panel, want, which, call)
    if not np.allclose(got, want, rtol=1e-4, atol=1e-4 * np.abs(want).max()):
        remark(f"{call}: {which} is drawn on another scale; the picture is the same.")


def assert_places(shown: Sequence[dict[str, Any]], rows: int, columns: int, call: str) -> None:
    """Panels fill a grid of ``rows`` x ``columns`` row by row, from the top left."""
    for number, panel in enumerate(shown):
        want = [number // columns, number % columns]
        grid = panel["grid"]
        if grid is not None and grid[:2] == [rows, columns]:
            right = grid[2:] == want
        else:
            width, height = panel["size"]
            right = panel["place"] == want and width <= 1.02 / columns and height <= 1.02 / rows
        if not right:
            told = f"{call}: the panels are not arranged as {rows} x {columns}, filled row by row."
            fail("panels", told, f"panel {number} at {panel['place']} in grid {grid}")

"""Whether cells have the colours of their own numbers: pictures, written over or not, against noise and even areas."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from autograder.suite.colours import follow

CELLS, SIDE = 60, 13
Cells = NDArray[np.int16]


def drawn(shades: Cells) -> Cells:
    """Cells that show their colour everywhere."""
    return np.broadcast_to(shades[:, None, None], (CELLS, SIDE, SIDE, 3)).copy()


def grey(values: NDArray[np.int64]) -> Cells:
    return np.repeat(values.astype(np.int16)[..., None], 3, axis=-1)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.mark.parametrize("ink", [(255, 0, 0), (0, 0, 0), (255, 255, 255)])
@pytest.mark.parametrize("rows", [0, 6, 10])
def test_a_picture_follows_its_numbers_with_others_written_over_it(
    rng: np.random.Generator, ink: tuple[int, ...], rows: int
) -> None:
    colours = grey(rng.integers(0, 256, CELLS))
    there = drawn(colours)
    there[:, :rows] = ink
    assert follow(there, colours, everywhere=rows == 0)


@pytest.mark.parametrize("shades", [256, 16, 5])
def test_noise_follows_nothing(rng: np.random.Generator, shades: int) -> None:
    known = np.linspace(0, 255, shades).astype(int)
    colours = grey(rng.choice(known, CELLS))
    assert not follow(grey(rng.choice(known, (CELLS, SIDE, SIDE))), colours, everywhere=False)


def test_another_picture_follows_nothing(rng: np.random.Generator) -> None:
    colours = grey(rng.integers(0, 256, CELLS))
    assert not follow(drawn(colours[::-1]), colours, everywhere=False)


def test_one_even_shade_is_no_picture_of_little_contrast(rng: np.random.Generator) -> None:
    colours = grey(rng.integers(100, 112, CELLS))
    assert follow(drawn(colours), colours, everywhere=True)
    assert not follow(drawn(grey(np.full(CELLS, 106))), colours, everywhere=True)


def test_no_cell_is_no_picture() -> None:
    assert not follow(np.zeros((0, SIDE, SIDE, 3), np.int16), np.zeros((0, 3), np.int16), everywhere=True)

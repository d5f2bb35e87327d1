"""Colours: which are alike, whether cells of a picture have those of their own numbers, and whether a map's shades tell numbers apart."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

STEPS = 0.01
"""A number's colour may be that of another as near as this on the picture's own scale from 0 to 1: the same to the eye."""
SAME_COLOUR = 3
"""Steps of 255: what rounding makes of a colour."""
FEWEST_COLOURS = 6
"""A colour map of fewer leaves shades of a picture out."""
_CONTRAST = 200.0
"""A picture whose colours vary by this (squared steps of 255) and show everywhere cannot be one even shade that passes for each of them."""
_OWN = 4.0
"""So many times as often as another's a cell has its own number's colour: noise, which has every colour somewhere, up to 1.5 times,
pictures with large numbers written over small cells 16 times and more."""
_AMISS = 0.15
"""Share of what the colours of a picture of little contrast vary by that they may lie beside those of its numbers: rounding leaves a
fiftieth of it, one even shade all."""


def alike(one: NDArray[np.int16], two: NDArray[np.int16], steps: int) -> NDArray[np.bool_]:
    """Which colours differ by so many steps at most in red, in green and in blue. (Channel by channel: several times as fast as a largest
    difference over the last axis.)"""
    red, green, blue = (np.abs(one[..., channel] - two[..., channel]) <= steps for channel in range(3))
    found: NDArray[np.bool_] = red & green & blue
    return found


def follow(there: NDArray[np.int16], colours: NDArray[np.int16], everywhere: bool) -> bool:
    """Whether cells have the ``colours`` of their own numbers, as a whole, rather than anybody's: a few places of each may have them by
    chance. ``everywhere``: every place was found to have its colour, give or take `SAME_COLOUR`."""
    if len(there) == 0:
        return False
    spread = float(np.var(colours, axis=0).sum())
    if spread > _CONTRAST:
        return everywhere or _own(there, colours) >= _OWN
    some = max(1, there.shape[1] // 5)
    mostly = np.median(there[:, ::some, ::some].reshape(len(there), -1, 3), axis=1)
    return float(np.square(mostly - colours).sum(axis=1).mean()) <= _AMISS * spread


def _own(there: NDArray[np.int16], colours: NDArray[np.int16]) -> float:
    """How many times as often the places of cells have their own number's colour as that of another cell's, which is far from it."""
    places, near = there.reshape(len(there), -1, 3), 2 * SAME_COLOUR
    own = alike(places, colours[:, None], near).mean()
    others = []
    for by in range(1, min(len(there), 9)):
        other = np.roll(colours, by, axis=0)
        far = np.abs(other - colours).max(axis=1) > 3 * near
        if far.any():
            others.append(alike(places[far], other[far, None], near).mean())
    return float(own / max(np.mean(others), 1e-3)) if others else 0.0


@lru_cache(maxsize=64)
def tells_apart(table: bytes) -> bool:
    """Whether numbers that lie far apart have colours of their own, with all the shades that count as theirs; a map that comes back to its
    first colour at the end has."""
    shades = np.frombuffer(table, np.int16).reshape(-1, 3)
    if len(np.unique(shades, axis=0)) < FEWEST_COLOURS:
        return False
    count, reach = len(shades), int(np.ceil(1 + STEPS * len(shades)))
    near = np.abs(shades[:, None] - shades).max(axis=-1) < 8
    # Of every number the shades that it may have: as far as `reach` around its own.
    taken = np.array([near[max(i - reach, 0) : i + reach + 1].any(axis=0) for i in range(count)])
    far = np.abs(np.subtract.outer(np.arange(count), np.arange(count))) >= count // 3
    return bool(np.mean((taken & far).any(axis=1)) <= 0.25)

"""The hidden suite of `plot_stride`: what the figure shows."""

import re
from itertools import pairwise

import numpy as np
import pytest
from filters_cases import assert_shows, image, torch_response

from autograder.suite import assert_new, assert_untouched, drawn, fail, panels, say, words_at

CALL = "plot_stride(image, kernel, strides)"
FEW = 16
"""Numbers at a panel: a title may tell how the size is worked out; cells are more, or no whole numbers."""


def figures(process, rng):
    """Figures for the default strides, for other ones and for a single one, drawn in turn.

    Where sizes are stated, no size's second number is another's first (12 x 9, 6 x 5, 4 x 3; 8 x 13, 4 x 7, 3 x 5): a chain of numbers
    states none by chance.
    """

    def inputs():
        whole, flat = rng.integers(-9, 10, (11, 16)), rng.normal(size=(2, 4))
        return [
            [image(rng, 14, 11), rng.normal(size=(3, 3))],
            [whole, flat, (4, 1, 5, 2)],
            [image(rng, 9, 15), rng.normal(size=(2, 3)), (2,)],
        ]

    return drawn(process, "plot_stride", inputs)


def judge(figures, number, agree, strides=(1, 2, 3)):
    """One panel per stride, in order, each with its response."""
    picture, kernel = figures.inputs[number][:2]
    found = panels(figures[number], len(strides), CALL, only=True)
    for place, (panel, stride) in enumerate(zip(found, strides, strict=True), 1):
        want = response(picture, kernel, stride)
        agree(want, lambda stride=stride: torch_response(picture, kernel, 0, stride))
        assert_shows(panel, want, say("panel {place}", place=place), CALL)
    return found


def response(picture, kernel, stride):
    """The response without padding at every `stride`-th position."""
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


def assert_states_size(panel, found, picture, kernel, stride):
    """The panel states its output's height and width, one after the other, and writes no further size: a list of sizes says nothing. On the
    way to it may stand those of the image, of the kernel and without any stride, and pairs such as a stride of (2, 2)."""
    words = words_at(panel, found)
    stated, size = sizes(words), response(picture, kernel, stride).shape
    own = [(place, between) for place, between, one in stated if one == size]
    if not own:
        fail(
            "titles",
            f'{CALL}: a panel does not state the true size of its output, as in "4 x 6".',
            f"{words!r} does not say {size}",
        )
    known = {size, picture.shape, kernel.shape, response(picture, kernel, 1).shape, (0, 0), (1, 1), (stride, stride)}
    others = {response(picture, kernel, other).shape for other in (2, 3)} - {size}
    # A number before or after the size, joined to it as its own are, may be a stride or a number of channels.
    alike = {one for at, way in own for place, between, one in stated if between == way and abs(place - at) > 1}
    if alike - known or others & {one for _, _, one in stated}:
        fail(
            "titles",
            f"{CALL}: a panel states the size of another panel's output, too; each states its own.",
            f"{words!r} says more than {size}",
        )


def sizes(words):
    """All pairs of whole numbers that follow each other in ``words``: ``(place among the numbers, what stands between the two, the pair)``.
    Numbers that are written into the cells, one after the other with nothing between, are no sizes where there are many."""
    numbers = list(re.finditer(r"\d+(?:\.\d+)?", words))
    pairs = []
    for place, (one, two) in enumerate(pairwise(numbers)):
        between = "".join(words[one.end() : two.start()].split()).casefold()
        if (between.strip("-\u2212") or len(numbers) <= FEW) and one[0].isdigit() and two[0].isdigit():
            pairs.append((place, between, (int(one[0]), int(two[0]))))
    return pairs


@pytest.mark.weight(6)
def test_default_strides(process, rng, agree):
    """Three panels: the responses for strides 1, 2 and 3, without padding; what is left over is ignored."""
    judge(figures(process, rng), 0, agree)


@pytest.mark.weight(4)
def test_size_stated(process, rng):
    """Every panel states the true size of its output, height and width, in its title."""
    drawings = figures(process, rng)
    picture, kernel = drawings.inputs[0]
    found = panels(drawings[0], 3, CALL)
    for panel, stride in zip(found, (1, 2, 3), strict=True):
        assert_states_size(panel, found, picture, kernel, stride)


@pytest.mark.weight(4)
def test_other_strides(process, rng, agree):
    """Other strides, in the order they are given, with a kernel that is not square and an image of integers."""
    drawings = figures(process, rng)
    judge(drawings, 1, agree, drawings.inputs[1][2])


@pytest.mark.weight(2)
def test_one_stride(process, rng, agree):
    """A single stride is a figure of one panel."""
    drawings = figures(process, rng)
    picture, kernel, strides = drawings.inputs[2]
    found = judge(drawings, 2, agree, strides)
    assert_states_size(found[0], found, picture, kernel, *strides)


@pytest.mark.on_word
def test_arguments_unchanged(process, rng):
    """The image and the kernel are left as they were, and the figure is a new one in every call."""
    drawings = figures(process, rng)
    panels(drawings[0], 3, CALL)
    for number in (0, 1):
        assert_new(drawings[number], CALL)
    assert_untouched(drawings, CALL)

"""The hidden suite of `plot_stride`: what the figure shows."""

import re
from itertools import pairwise

import numpy as np
import pytest
from filters_cases import assert_shows, drawn_once, image, torch_response

from autograder.suite import assert_new, assert_signs, assert_unchanged, fail, panels

CALL = "plot_stride(image, kernel, strides)"


def figure(student, process, rng):
    """The figure for the default strides, with what it was drawn from."""

    def draw():
        picture, kernel = image(rng, 12, 9), rng.normal(size=(3, 3))
        described, after = process.props.show(student.plot_stride, [picture, kernel])
        return described[0], after[0][0], picture, kernel

    return drawn_once(process, CALL, draw)


def judge(described, picture, kernel, strides, agree):
    """One panel per stride, in order, each with its response."""
    shown = panels(described, len(strides), CALL, only=True)
    for number, (panel, stride) in enumerate(zip(shown, strides, strict=True), 1):
        want = response(picture, kernel, stride)
        agree(want, lambda stride=stride: torch_response(picture, kernel, 0, stride))
        assert_shows(panel, want, f"panel {number}", CALL)
        assert_signs(panel, f"panel {number}", CALL)


def response(picture, kernel, stride):
    """The response without padding at every `stride`-th position."""
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


@pytest.mark.weight(3)
def test_default_strides(student, process, rng, agree):
    """Three panels: the responses for strides 1, 2 and 3, without padding; what is left over is ignored."""
    described, after, picture, kernel = figure(student, process, rng)
    judge(described, picture, kernel, (1, 2, 3), agree)
    assert_unchanged(after, picture, "image", CALL)
    assert_new(described, CALL)


@pytest.mark.weight(2)
def test_size_stated(student, process, rng):
    """Every panel states the true size of its output, height and width, in its title."""
    described, _, picture, kernel = figure(student, process, rng)
    shown = panels(described, 3, CALL)
    for panel, stride in zip(shown, (1, 2, 3), strict=True):
        height, width = response(picture, kernel, stride).shape
        numbers = re.findall(r"\d+(?:\.\d+)?", " ".join([panel["title"], *panel["texts"]]))
        if (str(height), str(width)) not in pairwise(numbers):
            told = f'{CALL}: a panel does not state the true size of its output, as in "4 x 6".'
            fail("titles", told, f"{panel['title']!r} does not say {height} x {width}")


@pytest.mark.weight(2)
def test_other_strides(student, process, rng, agree):
    """Other strides, in the order they are given, with a kernel that is not square and an image of integers."""
    picture, kernel, strides = rng.integers(-9, 10, (11, 16)), rng.normal(size=(2, 4)), (4, 1, 5, 2)
    (described,), _ = process.props.show(student.plot_stride, [picture, kernel, strides])
    judge(described, picture, kernel, strides, agree)

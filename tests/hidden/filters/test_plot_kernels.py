"""The hidden suite of `plot_kernels`: what the figure shows."""

import numpy as np
import pytest
from filters_cases import assert_shows, image, some_kernels, torch_response

from autograder.suite import (
    assert_axes_off,
    assert_grey,
    assert_new,
    assert_places,
    assert_untouched,
    drawn,
    fail,
    panels,
    remark,
    say,
    words_at,
)

CALL = "plot_kernels(image, kernels)"


def figures(process, rng):
    """Figures of eight kernels and of one, drawn in turn."""
    return drawn(
        process,
        "plot_kernels",
        lambda: [[unit(image(rng, 9, 12)), some_kernels(rng, 8)], [unit(image(rng, 8, 6)), some_kernels(rng, 1)]],
    )


def unit(picture):
    """From 0 to 1, as some draw any image (`vmin=0, vmax=1`)."""
    return (picture - picture.min()) / np.ptp(picture)


def shown(figures, number):
    """The figure's panels: one for the image, one for each kernel."""
    return panels(figures[number], 1 + len(figures.inputs[number][1]), CALL)


def judge(figures, number, reference, agree):
    """Three by three panels: the image first, then the responses in the order of the dict."""
    picture, kernels = figures.inputs[number]
    found = shown(figures, number)
    assert_shows(found[0], picture, say("the first panel"), CALL)
    responses = agree(
        reference.apply_kernels(picture, kernels),
        lambda: {name: torch_response(picture, kernel) for name, kernel in kernels.items()},
    )
    for place, (panel, response) in enumerate(zip(found[1:], responses.values(), strict=True), 2):
        assert_shows(panel, response, say("panel {place}", place=place), CALL)
    assert_places(found, 3, 3, CALL)


@pytest.mark.weight(8)
def test_panels(process, reference, rng, agree):
    """Nine panels, three by three: the image first, then its response to each of eight kernels, of the image's size."""
    judge(figures(process, rng), 0, reference, agree)


@pytest.mark.weight(4)
def test_titles(process, reference, rng):
    """Every response is titled with its kernel's name."""
    drawings = figures(process, rng)
    names, found = drawings.inputs[0][1], shown(drawings, 0)
    for name, panel in zip(names, found[1:], strict=True):
        words = plain(words_at(panel, found))
        named = [other for other in names if plain(other) in words]
        if name not in named:
            fail(
                "titles",
                f"{CALL}: a response's panel is not titled with its kernel's name.",
                f"{words!r}, not {name!r}",
            )
        if len(named) > 1:
            fail("titles", f"{CALL}: a panel's title names several kernels; each has its own.", f"{words!r}")
        if plain(name) not in plain(words_at(panel, found, "title")):
            remark(f"{CALL}: titles written as texts were taken; `ax.set_title(name)` places them by itself.")


def plain(text):
    """Without capitals and blanks: a formula has none."""
    return "".join(text.split()).casefold()


@pytest.mark.weight(4)
def test_axes_off(process, rng):
    """No panel has axes with ticks."""
    assert_axes_off(shown(figures(process, rng), 0), CALL)


@pytest.mark.weight(2)
def test_grey(process, rng):
    """All pictures are grey."""
    assert_grey(shown(figures(process, rng), 0), CALL)


@pytest.mark.weight(4)
def test_one_kernel(process, reference, rng, agree):
    """A single kernel leaves seven panels of the three by three empty."""
    drawings = figures(process, rng)
    judge(drawings, 1, reference, agree)
    if len(drawings[1].panels) > 9:
        fail("panels", f"{CALL} has more panels than nine.", f"{len(drawings[1].panels)}")


@pytest.mark.on_word
def test_arguments_unchanged(process, rng, reference, agree):
    """The image and the dict of kernels are left as they were, and the figure is a new one in every call."""
    drawings = figures(process, rng)
    shown(drawings, 0)
    for number in (0, 1):
        assert_new(drawings[number], CALL)
    assert_untouched(drawings, CALL)

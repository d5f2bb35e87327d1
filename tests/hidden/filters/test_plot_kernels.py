"""The hidden suite of `plot_kernels`: what the figure shows."""

from itertools import zip_longest

import pytest
from filters_cases import assert_places, assert_shows, drawn_once, image, some_kernels, torch_response

from autograder.suite import assert_new, assert_signs, assert_unchanged, fail, panels, remark

CALL = "plot_kernels(image, kernels)"


def figures(student, process, rng):
    """A figure of eight kernels and one of four, drawn in turn: what each shows, what it was drawn from, and that afterwards."""

    def draw():
        calls = [[image(rng, 9, 12), some_kernels(rng, 8)], [image(rng, 8, 6), some_kernels(rng, 4)]]
        described, after = process.props.show(student.plot_kernels, *calls)
        return [[*three] for three in zip(described, calls, after, strict=True)]

    return drawn_once(process, CALL, draw)


def judge(shown, picture, kernels, reference, agree):
    """The image first, then the responses in the order of the dict."""
    assert_shows(shown[0], picture, "the first panel", CALL)
    responses = agree(
        reference.apply_kernels(picture, kernels),
        lambda: {name: torch_response(picture, kernel) for name, kernel in kernels.items()},
    )
    for number, (panel, response) in enumerate(zip(shown[1:], responses.values(), strict=True), 2):
        assert_shows(panel, response, f"panel {number}", CALL)
        assert_signs(panel, f"panel {number}", CALL)
    assert_places(shown, 3, 3, CALL)


@pytest.mark.weight(4)
def test_panels(student, process, reference, rng, agree):
    """Nine panels, three by three: the image first, then its response to each of eight kernels, of the image's size."""
    described, (picture, kernels), after = figures(student, process, rng)[0]
    judge(panels(described, 1 + len(kernels), CALL), picture, kernels, reference, agree)
    assert_unchanged(after[0], picture, "image", CALL)
    for (name, kernel), (key, held) in zip_longest(kernels.items(), dict(after[1]).items(), fillvalue=("", None)):
        assert_unchanged(held if key == name else None, kernel, "kernels", CALL)
    assert_new(described, CALL)


@pytest.mark.weight(2)
def test_titles(student, process, reference, rng):
    """Every response is titled with its kernel's name."""
    described, (_, kernels), _ = figures(student, process, rng)[0]
    shown = panels(described, 1 + len(kernels), CALL)
    for name, panel in zip(kernels, shown[1:], strict=True):
        named = [other for other in kernels if plain(other) in plain(" ".join([panel["title"], *panel["texts"]]))]
        if name not in named:
            fail(
                "titles",
                f"{CALL}: a response's panel is not titled with its kernel's name.",
                f"{panel['title']!r}, not {name!r}",
            )
        if len(named) > 1:
            fail("titles", f"{CALL}: a panel's title names several kernels; each has its own.", f"{panel['title']!r}")
        if name not in [other for other in kernels if plain(other) in plain(panel["title"])]:
            remark(f"{CALL}: titles written as texts were taken; `ax.set_title(name)` places them by itself.")


def plain(text):
    """Without capitals and line breaks."""
    return " ".join(text.split()).casefold()


@pytest.mark.weight(2)
def test_axes_off(student, process, reference, rng, agree):
    """No panel has axes with ticks."""
    described, (_, kernels), _ = figures(student, process, rng)[0]
    shown = panels(described, 1 + len(kernels), CALL)
    if not all(panel["off"] for panel in shown):
        fail(
            "axes",
            f"{CALL}: the axes are to be off in every panel.",
            f"{sum(not panel['off'] for panel in shown)} are on",
        )
    if not all(panel["grey"] for panel in shown):
        remark(f'{CALL}: grey is asked (`cmap="gray"`); other colours were taken.')


@pytest.mark.weight(2)
def test_fewer_kernels(student, process, reference, rng, agree):
    """Fewer kernels leave panels of the three by three empty."""
    described, (picture, kernels), _ = figures(student, process, rng)[1]
    judge(panels(described, 1 + len(kernels), CALL), picture, kernels, reference, agree)
    if len(described["panels"]) > 9:
        fail("panels", f"{CALL} has more panels than nine.", f"{len(described['panels'])}")

"""The hidden suite of `apply_kernels`."""

import numpy as np
import pytest
from filters_cases import image, some_kernels, torch_response

from autograder.suite import as_array, assert_shape, assert_unchanged, assert_values, fail, kind_of, say

CALL = "apply_kernels(image, kernels)"


def judge(got, picture, kernels, reference, agree, inner=False):
    """A response for every kernel, under its name, and no more. ``inner``: away from the border."""
    want = agree(
        reference.apply_kernels(picture, kernels),
        lambda: {name: torch_response(picture, kernel) for name, kernel in kernels.items()},
    )
    if not isinstance(got, dict):
        fail("type", say("{call} gave {kind}; a dict of responses by name is expected.", call=CALL, kind=kind_of(got)))
    if set(got) != set(want):
        fail(
            "names",
            f"{CALL} does not hold the kernels' names, one response for each.",
            f"{sorted(map(str, set(got) ^ set(want)))}",
        )
    for name, response in want.items():
        assert_shape(got[name], response.shape, f"{CALL}[name]")
        part = np.s_[1:-1, 1:-1] if inner else np.s_[:, :]
        assert_values(as_array(got[name])[part], response[part], f"{CALL}[name]", (picture, kernels[name]))


def check(student, reference, agree, picture, kernels):
    judge(student.apply_kernels(picture, kernels), picture, kernels, reference, agree)


@pytest.mark.weight(3)
def test_responses(student, reference, rng, agree):
    """Each kernel's response stands under its name, of the image's size (away from the border); the kernel is not
    flipped."""
    for height, width, count in ((7, 10, 3), (9, 6, 5)):
        picture, kernels = image(rng, height, width), some_kernels(rng, count)
        judge(student.apply_kernels(picture, kernels), picture, kernels, reference, agree, inner=True)


@pytest.mark.weight(2)
def test_border(student, reference, rng, agree):
    """The border is right, too: a frame of zeros surrounds the image, one pixel wide."""
    for height, width in ((3, 8), (6, 4), (3, 3), (1, 5), (4, 1), (2, 2)):
        check(student, reference, agree, image(rng, height, width) + 5, some_kernels(rng, 2))


def test_classic_kernels(student, reference, rng, agree):
    """The classic kernels are applied right, and so are others that go by their names: the numbers count."""
    classic = reference.kernels()
    check(student, reference, agree, rng.random((8, 11)), classic)
    others = dict(zip(classic, rng.normal(size=(len(classic), 3, 3)), strict=True))
    check(student, reference, agree, rng.random((4, 5)), others)


def test_integers(student, reference, rng, agree):
    """An image of integers and kernels with fractions: nothing is cut off or clipped."""
    check(student, reference, agree, rng.integers(-50, 256, (6, 9)), some_kernels(rng, 3))
    kernels = {name: rng.integers(-4, 5, (3, 3)) for name in ("one", "two")}
    check(student, reference, agree, rng.random((5, 7)), kernels)


def test_negative(student, reference, rng, agree):
    """Negative values stay negative, large ones large, small ones small."""
    check(student, reference, agree, -100 * image(rng, 6, 8), some_kernels(rng, 2))
    check(student, reference, agree, 1e-5 * image(rng, 5, 4), some_kernels(rng, 2))


def test_float32(student, reference, rng, agree):
    """An image in float32 works too."""
    check(student, reference, agree, image(rng, 8, 5).astype(np.float32), some_kernels(rng, 2))


def test_any_number_of_kernels(student, reference, rng, agree):
    """One kernel or eight, whatever they are called."""
    for count in (1, 8):
        check(student, reference, agree, image(rng, 5, 8), some_kernels(rng, count))


def test_again(student, reference, rng, agree, process):
    """Another call with the same names and other numbers gives other answers; the first answer stays what it was."""
    first, second = ((image(rng, 6, 7), some_kernels(rng, 8)) for _ in range(2))
    got = process.props.in_turn(student.apply_kernels, first, second)
    for answer, (picture, kernels) in zip(got, (first, second), strict=True):
        judge(answer, picture, kernels, reference, agree)


def test_leaves_arguments_alone(student, reference, rng, agree, process):
    """The image and the kernels stay as they were."""
    picture, kernels = image(rng, 7, 5), some_kernels(rng, 3)
    answer, negated, picture_after, kernels_after = process.props.watched(student.apply_kernels, picture, kernels)
    judge(answer, picture, kernels, reference, agree)
    assert_unchanged(picture_after, picture, "image", CALL)
    if list(kernels_after) != list(kernels):
        fail("changed", f"{CALL} changed its argument `kernels`. Work on a copy: the caller still needs the original.")
    for name, kernel in kernels.items():
        assert_unchanged(kernels_after[name], kernel, "kernels", CALL)
    # What they hold afterwards, handed in again with the other sign.
    judge(negated, -picture, {name: -kernel for name, kernel in kernels.items()}, reference, agree)

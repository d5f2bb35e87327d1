"""Hidden checks of `plot_pooling`: the figure is judged by the arrays it shows and by where they stand."""

from itertools import pairwise

import pytest
from pooling_cases import decimals, whole
from pooling_oracles import avg_pool_2d, max_pool_2d

from autograder.grading.asserts import as_array, assert_unchanged, fail, tolerance, values_agree

CALL = "plot_pooling(image)"


def panels(student, guest, image):
    """The figure's three image panels, from left to right."""
    shown = guest.props.describe(student.plot_pooling(image))
    if not isinstance(shown, list):
        fail("type", f"{CALL} gave no Matplotlib figure. Is a `return` missing, or is something besides it returned?")
    if len(shown) != 3:
        fail("panels", f"{CALL} should show three images, each in a panel of its own.", f"{len(shown)} image panels")
    return sorted(shown, key=lambda panel: panel["box"][0])


def assert_shows(panel, want, which, image):
    """The panel shows ``want`` (the last image drawn in it is the one that is seen)."""
    got = as_array(panel["arrays"][-1], f"the {which} panel")
    ways = [want] if panel["upright"] else [want, want[::-1]]
    if got.shape != want.shape:
        for_staff = f"{got.shape}, not {want.shape}"
        fail("shape", f"The {which} panel of {CALL} shows an image of the wrong size.", for_staff)
    if not any(values_agree(got, way, [image]) for way in ways):
        limit = tolerance(want, [image])
        fail("values", f"The {which} panel of {CALL} shows other values than asked.", f"off by more than {limit:g}")


def judge(student, reference, agree, guest, image):
    """All three panels."""
    largest = agree(reference.max_pool_2d(image), lambda: max_pool_2d(image))
    means = agree(reference.avg_pool_2d(image), lambda: avg_pool_2d(image))
    for panel, want, which in zip(
        panels(student, guest, image), (image, largest, means), ("left", "middle", "right"), strict=True
    ):
        assert_shows(panel, want, which, image)


@pytest.mark.weight(2)
def test_side_by_side(student, rng, guest):
    """Three panels stand side by side in one row, each shows its whole image, and the left one the image itself."""
    image = decimals(rng, 9, 7)
    shown = panels(student, guest, image)
    assert_shows(shown[0], image, "left", image)
    if not all(panel["whole"] for panel in shown):
        fail(
            "cut",
            f"A panel of {CALL} shows only a part of its image: panels that share their axes have the same limits.",
        )
    for one, two in pairwise(shown):
        (start, bottom, end, top), (left, low, _, high) = one["box"], two["box"]
        if left < (start + end) / 2 or not bottom < (low + high) / 2 < top:
            fail("arrangement", f"The panels of {CALL} should stand side by side.", f"{one['box']} and {two['box']}")


@pytest.mark.weight(2)
def test_max(student, reference, rng, agree, guest):
    """The middle panel shows the image's max pooling."""
    image = decimals(rng, 11, 6)
    want = agree(reference.max_pool_2d(image), lambda: max_pool_2d(image))
    assert_shows(panels(student, guest, image)[1], want, "middle", image)


@pytest.mark.weight(2)
def test_average(student, reference, rng, agree, guest):
    """The right panel shows the image's average pooling."""
    image = decimals(rng, 8, 13)
    want = agree(reference.avg_pool_2d(image), lambda: avg_pool_2d(image))
    assert_shows(panels(student, guest, image)[2], want, "right", image)


@pytest.mark.parametrize("kind", ["negative", "integers"])
def test_values(student, reference, rng, agree, guest, kind):
    """Images without a positive number, and images of integers, are shown as they are."""
    image = {"negative": -rng.uniform(1, 9, (8, 6)), "integers": whole(rng, 7, 10)}[kind]
    judge(student, reference, agree, guest, image)


def test_image_unchanged(student, reference, rng, agree, guest):
    """The image is left as it was, and the next image gets a figure that shows it."""
    first, second = decimals(rng, 6, 8), decimals(rng, 6, 8)
    kept = guest.keep(first)
    shown = panels(student, guest, kept)
    assert_unchanged(guest.value(kept), first, "image", CALL)
    assert_shows(shown[0], first, "left", first)
    judge(student, reference, agree, guest, second)

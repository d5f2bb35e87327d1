"""Hidden checks of `plot_pooling`: the figure is judged by the arrays it shows and by where they stand."""

from itertools import pairwise

import pytest
from pooling_cases import decimals, whole
from pooling_oracles import avg_pool_2d, max_pool_2d

from autograder.suite import assert_in_view, assert_new, assert_picture, assert_unchanged, fail, values_agree
from autograder.suite import panels as panels_of

CALL = "plot_pooling(image)"


def panels(described):
    """The figure's three image panels, from left to right."""
    shown = panels_of(described, 3, CALL)
    return sorted(shown, key=lambda panel: panel["centre"][0])


def assert_shows(panel, want, which, image):
    """The panel shows ``want`` (the last image drawn in it is the one that is seen)."""
    assert_picture(panel, want, f"the {which} panel", CALL, lambda got, want: values_agree(got, want, [image]))


def judge(described, reference, agree, image):
    """All three panels."""
    largest = agree(reference.max_pool_2d(image), lambda: max_pool_2d(image))
    means = agree(reference.avg_pool_2d(image), lambda: avg_pool_2d(image))
    for panel, want, which in zip(panels(described), (image, largest, means), ("left", "middle", "right"), strict=True):
        assert_shows(panel, want, which, image)


@pytest.mark.weight(2)
def test_side_by_side(student, rng, process):
    """Three panels stand side by side in one row, each shows its whole image, and the left one the image itself."""
    image = decimals(rng, 9, 7)
    (described,), _ = process.props.show(student.plot_pooling, [image])
    shown = panels(described)
    assert_shows(shown[0], image, "left", image)
    for panel, which in zip(shown, ("left", "middle", "right"), strict=True):
        assert_in_view(panel, f"the {which} panel", CALL)
    for one, two in pairwise(shown):
        (x, y), (left, level) = one["centre"], two["centre"]
        if left - two["size"][0] / 2 < x or abs(y - level) >= two["size"][1] / 2:
            fail("arrangement", f"The panels of {CALL} should stand side by side.", f"{one['centre']}, {two['centre']}")
    assert_new(described, CALL)


@pytest.mark.weight(2)
def test_max(student, reference, rng, agree, process):
    """The middle panel shows the image's max pooling."""
    image = decimals(rng, 11, 6)
    want = agree(reference.max_pool_2d(image), lambda: max_pool_2d(image))
    (described,), _ = process.props.show(student.plot_pooling, [image])
    assert_shows(panels(described)[1], want, "middle", image)


@pytest.mark.weight(2)
def test_average(student, reference, rng, agree, process):
    """The right panel shows the image's average pooling."""
    image = decimals(rng, 8, 13)
    want = agree(reference.avg_pool_2d(image), lambda: avg_pool_2d(image))
    (described,), _ = process.props.show(student.plot_pooling, [image])
    assert_shows(panels(described)[2], want, "right", image)


@pytest.mark.parametrize("kind", ["negative", "integers"])
def test_values(student, reference, rng, agree, process, kind):
    """Images without a positive number, and images of integers, are shown as they are."""
    image = {"negative": -rng.uniform(1, 9, (8, 6)), "integers": whole(rng, 7, 10)}[kind]
    (described,), _ = process.props.show(student.plot_pooling, [image])
    judge(described, reference, agree, image)


def test_image_unchanged(student, reference, rng, agree, process):
    """The image is left as it was, and the next image gets a figure of its own."""
    first, second = decimals(rng, 6, 8), decimals(rng, 6, 8)
    described, after = process.props.show(student.plot_pooling, [first], [second])
    assert_unchanged(after[0][0], first, "image", CALL)
    assert_shows(panels(described[0])[0], first, "left", first)
    judge(described[1], reference, agree, second)

"""The hidden suite of `sobel_edges`."""

import numpy as np
import pytest
from filters_cases import image, torch_response

from autograder.suite import as_array, assert_shape, assert_unchanged, assert_values, fail, kind_of, say

CALL = "sobel_edges(image)"
PARTS = ("gx", "gy", "magnitude")


def right(picture, reference, agree):
    """The three right maps."""

    def second():
        horizontal = np.array([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]])
        gx, gy = torch_response(picture, horizontal), torch_response(picture, horizontal.T)
        return gx, gy, np.hypot(gx, gy)

    return agree(reference.sobel_edges(picture), second)


def three(got):
    """What came back, as three maps."""
    if isinstance(got, np.ndarray) and got.ndim < 3:
        what = say("one map") if got.ndim == 2 else say("one row of numbers") if got.ndim else say("one number")
        fail("type", say("{call} gave {what}; three maps are expected: gx, gy, magnitude.", call=CALL, what=what))
    if not isinstance(got, (tuple, list, np.ndarray)):
        fail(
            "type",
            say(
                "{call} gave {kind}; a tuple of three maps is expected: gx, gy, magnitude.",
                call=CALL,
                kind=kind_of(got),
            ),
        )
    if len(got) != 3:  # how many there are may be the height of a hidden image
        what = (
            say("one array")
            if isinstance(got, np.ndarray)
            else say("more than three things")
            if len(got) > 3
            else say("too few maps")
        )
        told = say(
            "{call} gave {what}; three maps are expected, one after the other: gx, gy, magnitude.", call=CALL, what=what
        )
        fail("type", told, f"{CALL}: {len(got)} things")
    return list(got)


def judge(got, picture, reference, agree, parts=PARTS, inner=False):
    """The maps called ``parts`` are right. ``inner``: away from the border."""
    want = right(picture, reference, agree)
    for name, answer, map_ in zip(PARTS, three(got), want, strict=True):
        if name in parts:
            assert_shape(answer, map_.shape, f"{CALL}: {name}")
            part = np.s_[1:-1, 1:-1] if inner else np.s_[:, :]
            assert_values(as_array(answer)[part], map_[part], f"{CALL}: {name}", (picture,))


@pytest.mark.weight(2)
@pytest.mark.parametrize("part", PARTS)
def test_part(student, reference, rng, agree, part):
    """This map, away from the border: gx from "Sobel Horizontal", gy from "Sobel Vertical", the magnitude
    from both."""
    for height, width in ((7, 10), (9, 5)):
        picture = rng.normal(size=(height, width))
        judge(student.sobel_edges(picture), picture, reference, agree, [part], inner=True)


def test_border(student, reference, rng, agree):
    """All maps have the image's size; a frame of zeros surrounds the image."""
    for height, width in ((3, 6), (5, 3), (1, 5), (4, 1), (2, 2)):
        picture = image(rng, height, width) + 5
        judge(student.sobel_edges(picture), picture, reference, agree)


def test_lines(student, reference, agree):
    """Pictures of one edge: lying, standing, and a bright square."""
    lying, standing, square = np.zeros((3, 6, 8))
    lying[3:], standing[:, :4], square[2:4, 2:6] = 1, 1, 1
    for picture in (lying, standing, square):
        judge(student.sobel_edges(picture), picture, reference, agree)


def test_number_types(student, reference, rng, agree):
    """Integers, float32, large, small and negative values: nothing is cut off, clipped or brought to another scale."""
    whole, single = rng.integers(0, 256, (6, 9)), image(rng, 5, 7).astype(np.float32)
    for picture in (whole, single, -300 * rng.random((7, 4)), 1e-5 * image(rng, 4, 6)):
        judge(student.sobel_edges(picture), picture, reference, agree)


def test_again(student, reference, rng, agree, process):
    """Another image of the same size gives its own maps; the first ones stay what they were."""
    first, second = image(rng, 6, 7), rng.normal(size=(6, 7))
    for answer, picture in zip(
        process.props.in_turn(student.sobel_edges, [first], [second]), (first, second), strict=True
    ):
        judge(answer, picture, reference, agree)


def test_leaves_image_alone(student, reference, rng, agree, process):
    """The image stays as it was."""
    picture = image(rng, 6, 5)
    answer, negated, after = process.props.watched(student.sobel_edges, picture)
    judge(answer, picture, reference, agree)
    assert_unchanged(after, picture, "image", CALL)
    judge(negated, -picture, reference, agree)  # what it holds afterwards, handed in again with the other sign

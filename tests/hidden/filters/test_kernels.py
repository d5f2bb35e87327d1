"""The hidden suite of `kernels`."""

import pytest

from autograder.suite import as_array, assert_shape, assert_values, fail, kind_of, say

CALL = "kernels()"
NAMES = (
    "Identity",
    "Box Blur",
    "Gaussian Blur",
    "Sharpen",
    "Laplacian",
    "Edge Detection",
    "Sobel Horizontal",
    "Sobel Vertical",
    "Emboss",
)


def given(student):
    """The dict, by name."""
    got = student.kernels()
    if not isinstance(got, dict):
        fail("type", say("{call} gave {kind}; a dict of kernels by name is expected.", call=CALL, kind=kind_of(got)))
    return got


@pytest.mark.parametrize("name", NAMES)
def test_kernel(student, reference, name):
    """The kernel is there under its name, 3 x 3, with the right numbers."""
    got = given(student)
    if name not in got:
        fail("missing", say('{call} holds no "{name}". Mind capitals and blanks.', call=CALL, name=name))
    assert_values(got[name], reference.kernels()[name], f'{CALL}["{name}"]')


def test_nine_names(student):
    """The dict holds the nine kernels and no others, and a second call gives the same again."""
    first, second = given(student), given(student)
    for got in (first, second):
        if set(got) != set(NAMES):
            fail(
                "names",
                f"{CALL} does not hold exactly the nine names.",
                f"{sorted(map(str, set(got) ^ set(NAMES)))} differ",
            )
    for name, kernel in first.items():
        assert_shape(kernel, (3, 3), f'{CALL}["{name}"]')
        assert_values(second[name], as_array(kernel), say('{call}["{name}"] the second time', call=CALL, name=name))

"""`design`: judged by what the layer does; every layer that gives the asked size is right."""

import numpy as np
import pytest
from by_hand_cases import entries, judged

from autograder.suite import assert_integer, assert_size, fail, say

NAME = "design"


def assert_takes(layer, size, wanted):
    """A possible layer, and the output size is ``wanted``."""
    parts = (
        say("the kernel of `{name}`", name=NAME),
        say("the padding of `{name}`", name=NAME),
        say("the stride of `{name}`", name=NAME),
    )
    for value, part in zip(layer, parts, strict=True):
        assert_size(value, round_down(value), part)
    kernel, padding, stride = map(int, layer)
    if kernel < 1 or stride < 1 or padding < 0:
        fail("values", f"`{NAME}`: kernel and stride are at least 1, the padding at least 0.", f"{layer}")
    if kernel > size + 2 * padding:
        fail("values", f"`{NAME}`: the kernel is larger than the padded picture.", f"{layer}")
    output = (size + 2 * padding - kernel) // stride + 1
    if output != wanted:
        fail(
            "values",
            say("`{name}`: as (kernel, padding, stride) this layer gives {output} rows.", name=NAME, output=output),
            f"{layer} gives {output}",
        )


def round_down(value):
    """The whole number to compare with; whatever is no finite real number is left to `assert_size` to refuse."""
    return int(value) if isinstance(value, (int, float, np.integer, np.floating)) and -np.inf < value < np.inf else 0


def sizes_of(student, personal, reference):
    """The sheet's input size and the output size asked."""
    return personal.sheet(student, reference).parameters["design"]


@pytest.mark.weight(3)
def test_does_what_is_asked(student, personal, reference, agree):
    """The layer gives exactly the size asked."""
    with judged(NAME, student, personal, reference, agree) as (answer, _one_of_many):
        assert_takes(entries(answer, 3, NAME), *sizes_of(student, personal, reference))


def test_whole(student, personal, reference, agree):
    """The layer gives exactly the size asked, and is described in whole numbers."""
    with judged(NAME, student, personal, reference, agree) as (answer, _one_of_many):
        layer = entries(answer, 3, NAME)
        assert_takes(layer, *sizes_of(student, personal, reference))
        for value in layer:
            assert_integer(value, int(value), f"`{NAME}`")

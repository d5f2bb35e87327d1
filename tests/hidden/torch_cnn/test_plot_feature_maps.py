"""plot_feature_maps: one grey panel per map."""

import pytest
from torch_cnn_cases import assert_panels

from autograder.suite import assert_new, assert_unchanged

CALL = "plot_feature_maps(maps)"


@pytest.mark.weight(2)
@pytest.mark.parametrize("shape", [(16, 14, 14), (4, 9, 12), (7, 5, 8)], ids=str)
def test_panels(student, process, rng, shape):
    """One panel per map, in order, each showing that map and nothing else."""
    maps = rng.normal(size=shape)
    (described,), _ = process.props.show(student.plot_feature_maps, [maps])
    assert_panels(described, maps, CALL)


def test_called_again(student, process, rng):
    """Every call makes a figure of its own maps, and leaves them as they were."""
    several = [rng.random(shape) for shape in ((5, 6, 10), (2, 11, 7))]
    described, after = process.props.show(student.plot_feature_maps, *([maps] for maps in several))
    for figure, maps, (held,) in zip(described, several, after, strict=True):
        assert_new(figure, CALL)
        assert_panels(figure, maps, CALL)
        assert_unchanged(held, maps, "maps", CALL)

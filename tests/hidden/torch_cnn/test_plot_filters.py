"""plot_filters: one grey panel per filter."""

import numpy as np
import pytest
from torch_cnn_cases import assert_panels

CALL = "plot_filters(conv)"


@pytest.mark.weight(2)
@pytest.mark.parametrize(("count", "kernel"), [(16, (3, 3)), (4, (5, 5)), (7, (3, 3))])
def test_panels(student, guest, rng, count, kernel):
    """One panel per filter, in order, each showing that filter's weights and nothing else."""
    weight = rng.normal(size=(count, 1, *kernel)).astype(np.float32)
    assert_panels(guest, student.plot_filters(guest.props.conv(weight, padding=1)), weight[:, 0], CALL)


def test_layer_with_bias(student, guest, rng):
    """A layer with biases shows its weights just the same, and another layer another figure."""
    for count in (5, 2):
        weight = rng.normal(size=(count, 1, 3, 4)).astype(np.float32)
        layer = guest.props.conv(weight, rng.normal(size=count).astype(np.float32))
        assert_panels(guest, student.plot_filters(layer), weight[:, 0], CALL)

"""plot_filters: one grey panel per filter."""

import numpy as np
import pytest
from torch_cnn_cases import assert_panels
from torch_cnn_models import assert_layer_unchanged

from autograder.suite import assert_new

CALL = "plot_filters(conv)"


@pytest.mark.weight(2)
@pytest.mark.parametrize(("count", "kernel"), [(16, (3, 3)), (4, (5, 5)), (7, (3, 3))])
def test_panels(student, process, rng, count, kernel):
    """One panel per filter, in order, each showing that filter's weights and nothing else."""
    weight = rng.normal(size=(count, 1, *kernel)).astype(np.float32)
    (described,), _ = process.props.show(student.plot_filters, [process.props.conv(weight, padding=1)])
    assert_panels(described, weight[:, 0], CALL)


def test_layer_with_bias(student, process, rng):
    """A layer with biases shows its weights just the same, another layer another figure, and both are left as they were."""
    weights = [rng.normal(size=(count, 1, 3, 4)).astype(np.float32) for count in (5, 2)]
    biases = [rng.normal(size=len(weight)).astype(np.float32) for weight in weights]
    layers = [process.props.conv(weight, bias) for weight, bias in zip(weights, biases, strict=True)]
    described, _ = process.props.show(student.plot_filters, *([layer] for layer in layers))
    for figure, weight, bias, layer in zip(described, weights, biases, layers, strict=True):
        assert_new(figure, CALL)
        assert_panels(figure, weight[:, 0], CALL)
        assert_layer_unchanged(process, layer, (weight, bias), CALL)

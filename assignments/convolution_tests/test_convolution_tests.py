"""Public checks of `convolution_tests`: run `convgrade check convolution_tests.py`.

They try your tests on `zeros.py`, whose answers are all zeros. Tests that do not notice that notice little. There are
other mistakes, though.
"""

import pytest


@pytest.mark.question("conv2d_full")
def test_zeros_conv2d_full(trial):
    """A test fails on an implementation that answers zeros."""
    trial.notices("zeros.py")


@pytest.mark.question("max_pool_2d")
def test_zeros_max_pool_2d(trial):
    """A test fails on an implementation that answers zeros."""
    trial.notices("zeros.py")


@pytest.mark.question("conv_output_size")
def test_zeros_conv_output_size(trial):
    """A test fails on an implementation that answers 0."""
    trial.notices("zeros.py")


@pytest.mark.question("Conv2D")
def test_zeros_Conv2D(trial):
    """A test fails on a layer that answers zeros."""
    trial.notices("zeros.py")

"""Public checks of `pooling`: run `pytest` in this folder, or `convgrade check pooling.py`.

They hold small examples and laws that every right answer obeys. A right answer passes them all; passing them all is not
yet a right answer: the hidden checks try other sizes and other numbers.
"""

import numpy as np
import pytest

EXAMPLE = np.array([[1, 3, 2, 4], [5, 6, 1, 3], [2, 1, 4, 2], [3, 5, 2, 1]])


def picture(*shape, seed=0):
    """An image to try things on: whole numbers, stored as floats."""
    return np.random.default_rng([seed, *shape]).integers(-9, 10, shape).astype(float)


def close(answer, want):
    """Equal but for rounding: within 1e-5 of the largest number."""
    want = np.asarray(want, dtype=float)
    np.testing.assert_allclose(answer, want, rtol=0, atol=1e-5 * np.abs(want).max(initial=1.0))


@pytest.mark.question("max_pool_2d")
def test_max_example(student):
    """The examples of the docstring."""
    close(student.max_pool_2d(EXAMPLE.copy()), [[6, 4], [5, 4]])
    close(student.max_pool_2d(EXAMPLE.copy(), pool_size=3, stride=1), [[6, 6], [6, 6]])


@pytest.mark.question("max_pool_2d")
def test_max_left_over(student):
    """A row or column that fills no window changes nothing."""
    wider = np.full((5, 5), 99)
    wider[:4, :4] = EXAMPLE
    close(student.max_pool_2d(wider), [[6, 4], [5, 4]])


@pytest.mark.question("max_pool_2d")
def test_max_brighter(student):
    """Where every pixel gets brighter by one, so does every answer, however dark the image."""
    image = picture(6, 7) - 20
    answer = np.asarray(student.max_pool_2d(image))
    close(student.max_pool_2d(image + 1), answer + 1)
    assert answer.shape == (3, 3)
    assert np.all(np.isin(answer, image))


@pytest.mark.question("avg_pool_2d")
def test_avg_example(student):
    """The example of the docstring, an image of integers."""
    close(student.avg_pool_2d(EXAMPLE.copy()), [[3.75, 2.5], [2.75, 2.25]])


@pytest.mark.question("avg_pool_2d")
def test_avg_flat(student):
    """A flat image stays as bright as it is, whatever the window."""
    for pool_size, stride in ((2, 2), (3, 1), (2, 3)):
        answer = np.asarray(student.avg_pool_2d(np.full((7, 8), 5.0), pool_size=pool_size, stride=stride))
        close(answer, np.full(((7 - pool_size) // stride + 1, (8 - pool_size) // stride + 1), 5.0))


@pytest.mark.question("avg_pool_2d")
def test_avg_linear(student):
    """Average pooling is linear; max pooling is not."""
    one, other = picture(6, 8), picture(6, 8, seed=1)
    together = student.avg_pool_2d(3 * one - other)
    close(together, 3 * np.asarray(student.avg_pool_2d(one)) - np.asarray(student.avg_pool_2d(other)))
    assert np.any(together)


@pytest.mark.question("global_avg_pool")
def test_global_example(student):
    """The example of the docstring."""
    maps = np.array([[[1.0, 2.0], [3.0, 6.0]], [[0.0, 0.0], [0.0, 1.0]]])
    close(student.global_avg_pool(maps), [3.0, 0.25])


@pytest.mark.question("global_avg_pool")
def test_global_moved(student):
    """Invariance: shuffling the pixels of every map changes nothing, and one channel is still an array of one."""
    maps = picture(3, 4, 5)
    shuffled = np.random.default_rng(1).permutation(maps.reshape(3, 20), axis=1).reshape(3, 5, 4)
    answer = student.global_avg_pool(maps)
    close(student.global_avg_pool(shuffled), answer)
    close(student.global_avg_pool(np.full((1, 2, 3), 4.0)), [4.0])
    assert np.any(answer)


@pytest.mark.question("plot_pooling")
def test_plot_is_a_figure(student):
    """A figure with three panels or more (colour bars count here) comes back."""
    answer = student.plot_pooling(picture(6, 8))
    parts = answer if isinstance(answer, (tuple, list)) else [answer]
    figure = next((part for part in parts if hasattr(part, "add_subplot")), None)
    assert figure is not None, "plot_pooling returned no Matplotlib figure: is a `return` missing?"
    assert len(figure.get_axes()) >= 3, "the figure that was returned has fewer than three panels"

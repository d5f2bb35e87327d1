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


def numbers(answer, call, shape=None):
    """The answer as an array of numbers, of this shape; the message says what it is instead."""
    if answer is None:
        raise AssertionError(f"{call} gave nothing: is a `return` missing?")
    try:
        array = np.asarray(answer)
    except ValueError:
        raise AssertionError(f"{call} gave rows of different lengths; an array is expected.") from None
    if array.dtype.kind not in "biuf":
        raise AssertionError(f"{call} gave something other than an array of numbers.")
    if shape is not None and array.shape != shape:
        raise AssertionError(f"{call} has the shape {array.shape}; {shape} is expected.")
    return array.astype(float)


def close(answer, want, call):
    """Equal but for rounding: within 1e-5 of the largest number. ``call`` is what gave the answer."""
    want = np.asarray(want, dtype=float)
    got = numbers(answer, call, want.shape)
    wrong = np.argwhere(~(np.abs(got - want) <= 1e-5 * np.abs(want).max(initial=1.0)))
    if len(wrong):
        place = tuple(wrong[0])
        where = f" at [{', '.join(map(str, place))}]" if place else ""
        raise AssertionError(f"{call} is {got[place]:.6g}{where}; {want[place]:.6g} is expected.")


def not_all_zero(answer, call):
    """A law holds for zeros too: they prove nothing."""
    if not np.any(answer):
        raise AssertionError(f"{call} has nothing but zeros.")


@pytest.mark.question("max_pool_2d")
def test_max_example(student):
    """The examples of the docstring."""
    close(student.max_pool_2d(EXAMPLE.copy()), [[6, 4], [5, 4]], "max_pool_2d of the docstring's example")
    answer = student.max_pool_2d(EXAMPLE.copy(), pool_size=3, stride=1)
    close(answer, [[6, 6], [6, 6]], "max_pool_2d of the docstring's example with pool_size=3, stride=1")


@pytest.mark.question("max_pool_2d")
def test_max_left_over(student):
    """A row or column that fills no window changes nothing."""
    wider = np.full((5, 5), 99)
    wider[:4, :4] = EXAMPLE
    call = "max_pool_2d of the docstring's example with a row and a column of 99 added"
    close(student.max_pool_2d(wider), [[6, 4], [5, 4]], call)


@pytest.mark.question("max_pool_2d")
def test_max_brighter(student):
    """Where every pixel gets brighter by one, so does every answer, however dark the image."""
    image = picture(6, 7) - 20
    answer = numbers(student.max_pool_2d(image), "max_pool_2d of a 6 × 7 image", (3, 3))
    if not np.all(np.isin(answer, image)):
        raise AssertionError("max_pool_2d of a 6 × 7 image has numbers that no pixel has.")
    close(student.max_pool_2d(image + 1), answer + 1, "max_pool_2d of the same image, brighter by 1,")


@pytest.mark.question("avg_pool_2d")
def test_avg_example(student):
    """The example of the docstring, an image of integers."""
    close(student.avg_pool_2d(EXAMPLE.copy()), [[3.75, 2.5], [2.75, 2.25]], "avg_pool_2d of the docstring's example")


@pytest.mark.question("avg_pool_2d")
def test_avg_flat(student):
    """A flat image stays as bright as it is, whatever the window."""
    for pool_size, stride in ((2, 2), (3, 1), (2, 3)):
        answer = student.avg_pool_2d(np.full((7, 8), 5.0), pool_size=pool_size, stride=stride)
        want = np.full(((7 - pool_size) // stride + 1, (8 - pool_size) // stride + 1), 5.0)
        close(answer, want, f"avg_pool_2d of a 7 × 8 image of fives with pool_size={pool_size}, stride={stride}")


@pytest.mark.question("avg_pool_2d")
def test_avg_linear(student):
    """Average pooling is linear; max pooling is not."""
    one, other = picture(6, 8), picture(6, 8, seed=1)
    answers = [
        numbers(student.avg_pool_2d(image), "avg_pool_2d of a 6 × 8 image", (3, 4))
        for image in (one, other, 3 * one - other)
    ]
    not_all_zero(answers[2], "avg_pool_2d(3·A - B)")
    close(answers[2], 3 * answers[0] - answers[1], "avg_pool_2d is not linear: avg_pool_2d(3·A - B)")


@pytest.mark.question("global_avg_pool")
def test_global_example(student):
    """The example of the docstring."""
    maps = np.array([[[1.0, 2.0], [3.0, 6.0]], [[0.0, 0.0], [0.0, 1.0]]])
    close(student.global_avg_pool(maps), [3.0, 0.25], "global_avg_pool of the docstring's example")


@pytest.mark.question("global_avg_pool")
def test_global_moved(student):
    """Invariance: shuffling the pixels of every map changes nothing, and one channel is still an array of one."""
    maps = picture(3, 4, 5)
    shuffled = np.random.default_rng(1).permutation(maps.reshape(3, 20), axis=1).reshape(3, 5, 4)
    answer = numbers(student.global_avg_pool(maps), "global_avg_pool of 3 maps", (3,))
    not_all_zero(answer, "global_avg_pool of 3 maps")
    close(student.global_avg_pool(shuffled), answer, "global_avg_pool of the same maps with their pixels shuffled")
    close(student.global_avg_pool(np.full((1, 2, 3), 4.0)), [4.0], "global_avg_pool of one map of fours")


@pytest.mark.question("plot_pooling")
def test_plot_is_a_figure(student):
    """A figure with three panels or more (colour bars count here) comes back."""
    answer = student.plot_pooling(picture(6, 8))
    parts = answer if isinstance(answer, (tuple, list)) else [answer]
    figure = next((part for part in parts if hasattr(part, "add_subplot")), None)
    assert figure is not None, (
        "plot_pooling returned no matplotlib Figure: `fig, axes = plt.subplots(...)`, `return fig`"
    )
    assert len(figure.get_axes()) >= 3, "the figure that was returned has fewer than three panels"

"""Hidden checks of `gradient_check`."""

import numpy as np
import pytest

from autograder.suite import as_array, assert_number, assert_unchanged, fail

CALL = "gradient_check(f, x, gradient)"


def case(rng, shape=(3, 4)):
    """A function whose central differences are exact, a point, and the gradient there, no element of which is near 0."""
    squares, x = rng.uniform(0.5, 2, shape), rng.uniform(0.5, 2, shape)
    slopes = rng.uniform(0.5, 2, shape)
    signs = np.where(rng.random(shape) < 0.5, -1, 1)
    return signs * squares, signs * slopes, x, signs * (2 * squares * x + slopes)


def told(process, student, squares, slopes, x, gradient, **settings):
    answers = process.props.checked(student.gradient_check, squares, slopes, x, gradient, settings)
    if not isinstance(answers, list) or len(answers) != 3:
        fail("type", f"{CALL} gave something else than a number.")
    return answers


def number(answer):
    """The answer as a number that is one."""
    array = as_array(answer, CALL)
    if array.size != 1:
        fail("shape", f"{CALL} gave an array; one number is expected, the largest.")
    value = float(array.reshape(-1)[0])
    if not np.isfinite(value):
        fail("finite", f"{CALL} gave NaN or infinity.")
    return value


@pytest.mark.weight(2)
def test_right_gradient(student, process, rng):
    """A right gradient has an error near 0."""
    for shape in ((3, 4), (2, 2, 3), (5,)):
        value = number(told(process, student, *case(rng, shape))[0])
        if not 0 <= value < 1e-6:
            fail(
                "values",
                f"{CALL}: the gradient is right, but the error is negative."
                if value < 0
                else f"{CALL}: the gradient is right, but the error is not near 0.",
                f"{value}",
            )


@pytest.mark.weight(2)
def test_one_wrong_element(student, process, rng):
    """One element wrong by a known factor: the largest error is that one's, wherever it stands and whatever its sign."""
    for place, factor in (((0, 0), 1.5), ((2, 3), 0.25), ((1, 2), 3.0)):
        squares, slopes, x, gradient = case(rng)
        gradient[place] *= factor
        assert_number(told(process, student, squares, slopes, x, gradient)[0], abs(factor - 1) / (factor + 1), CALL)


def test_largest(student, process, rng):
    """Every element is wrong, each by another factor: the largest error counts, not their mean or the last."""
    squares, slopes, x, gradient = case(rng)
    factors = rng.permutation(np.linspace(1.05, 2.5, gradient.size)).reshape(gradient.shape)
    assert_number(told(process, student, squares, slopes, x, gradient * factors)[0], 1.5 / 3.5, CALL)


def test_wrong_sign(student, process, rng):
    """A gradient of the wrong sign has the error 2 |g| / (2 |g|) = 1."""
    squares, slopes, x, gradient = case(rng)
    gradient[1, 1] *= -1
    assert_number(told(process, student, squares, slopes, x, gradient)[0], 1.0, CALL)


def test_zeros(student, process, rng):
    """Where both gradients are 0 the error is 0, not NaN."""
    zeros = np.zeros((2, 3))
    value = number(told(process, student, zeros, zeros, rng.normal(size=(2, 3)), zeros)[0])
    if value != 0:
        fail("values", f"{CALL}: gradient and differences are 0 everywhere, but the error is not 0.", f"{value}")


def test_small_gradients(student, process, rng):
    """A tiny gradient counts relative to 1e-8, not to itself."""
    zeros = np.zeros((2, 3))
    gradient = zeros.copy()
    gradient[1, 0] = 4e-9
    assert_number(told(process, student, zeros, zeros, rng.normal(size=(2, 3)), gradient)[0], 0.4, CALL)


def test_central_differences(student, process, rng):
    """f is evaluated h above and h below, one element at a time."""
    x, h = rng.normal(size=(2, 3)), 0.25
    seen = process.props.asked(student.gradient_check, x, h)
    points = (
        [np.asarray(one, dtype=float) for one in seen if np.shape(one) == x.shape] if isinstance(seen, list) else []
    )
    for place in np.ndindex(*x.shape):
        for step in (h, -h):
            want = x.copy()
            want[place] += step
            if not any(np.allclose(point, want, rtol=0, atol=1e-12) for point in points):
                fail("values", f"{CALL}: f is not evaluated with h added to, and taken off, every single element.")


def bent(process, student, x, pace, step, settings):
    """For the sum of sin(pace * x) and its exact gradient, the error is the one that differences of this ``step`` find."""
    answer = process.props.bent(student.gradient_check, x, pace, settings)
    numerical = (np.sin(pace * (x + step)) - np.sin(pace * (x - step))) / (2 * step)
    exact = pace * np.cos(pace * x)
    assert_number(answer, np.max(np.abs(exact - numerical) / np.maximum(1e-8, np.abs(exact) + np.abs(numerical))), CALL)


def test_step(student, process, rng):
    """A step that is given as `h` is the one that is taken."""
    for h in (1e-4, 1e-3):
        bent(process, student, rng.uniform(0.5, 2, (2, 3)), 0.3 / h, h, {"h": h})


def test_default_step(student, process, rng):
    """Where no step is given it is 1e-5."""
    bent(process, student, rng.uniform(0.5, 2, (2, 3)), 1e4, 1e-5, {})


@pytest.mark.weight(2)
def test_x_is_what_it_was(student, process, rng):
    """Afterwards x and the gradient are what they were, to the last digit."""
    squares, slopes, x, gradient = case(rng)
    x = x * np.pi
    gradient = 2 * squares * x + slopes
    gradient[1, 2] *= 2  # who says 0 whatever comes has looked at nothing
    answer, after, untouched = told(process, student, squares, slopes, x, gradient)
    if number(answer) < 1e-3:
        fail("values", f"{CALL}: the gradient is wrong, but the error is near 0.")
    assert_unchanged(after, x, "x", CALL)
    assert_unchanged(untouched, gradient, "gradient", CALL)

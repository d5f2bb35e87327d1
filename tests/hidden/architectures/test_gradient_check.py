"""Hidden checks of `gradient_check`."""

import numpy as np
import pytest

from autograder.suite import as_array, assert_number, assert_unchanged, fail

CALL = "gradient_check(f, x, gradient)"


def handed_over(shape, value):
    """The function of an array of this ``shape`` that student code is given: it calls it, and finds none of its numbers."""

    def f(x):
        if np.shape(x) != shape:
            raise ValueError("f takes an array of x's shape")
        return float(value(np.asarray(x, dtype=float)))

    return f


def case(rng, shape=(3, 4)):
    """A function whose central differences are exact, a point, and the gradient there, no element of which is near 0."""
    squares, x = rng.uniform(0.5, 2, shape), rng.uniform(0.5, 2, shape)
    slopes = rng.uniform(0.5, 2, shape)
    signs = np.where(rng.random(shape) < 0.5, -1, 1)
    f = handed_over(shape, lambda x: np.sum(signs * (squares * x**2 + slopes * x)))
    return f, x, signs * (2 * squares * x + slopes)


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
def test_right_gradient(student, rng):
    """A right gradient has an error near 0."""
    for shape in ((3, 4), (2, 2, 3), (5,)):
        value = number(student.gradient_check(*case(rng, shape)))
        if not 0 <= value < 1e-6:
            fail(
                "values",
                f"{CALL}: the gradient is right, but the error is negative."
                if value < 0
                else f"{CALL}: the gradient is right, but the error is not near 0.",
                f"{value}",
            )


@pytest.mark.weight(2)
def test_one_wrong_element(student, rng):
    """One element wrong by a known factor: the largest error is that one's, wherever it stands and whatever its sign."""
    for place, factor in (((0, 0), 1.5), ((2, 3), 0.25), ((1, 2), 3.0)):
        f, x, gradient = case(rng)
        gradient[place] *= factor
        assert_number(student.gradient_check(f, x, gradient), abs(factor - 1) / (factor + 1), CALL)


def test_largest(student, rng):
    """Every element is wrong, each by another factor: the largest error counts, not their mean or the last."""
    f, x, gradient = case(rng)
    factors = rng.permutation(np.linspace(1.05, 2.5, gradient.size)).reshape(gradient.shape)
    assert_number(student.gradient_check(f, x, gradient * factors), 1.5 / 3.5, CALL)


def test_wrong_sign(student, rng):
    """A gradient of the wrong sign has the error 2 |g| / (2 |g|) = 1."""
    f, x, gradient = case(rng)
    gradient[1, 1] *= -1
    assert_number(student.gradient_check(f, x, gradient), 1.0, CALL)


def flat(x):
    """A function that is 0 everywhere."""
    return 0.0


def test_zeros(student, rng):
    """Where both gradients are 0 the error is 0, not NaN."""
    value = number(student.gradient_check(flat, rng.normal(size=(2, 3)), np.zeros((2, 3))))
    if value != 0:
        fail("values", f"{CALL}: gradient and differences are 0 everywhere, but the error is not 0.", f"{value}")


def test_small_gradients(student, rng):
    """A tiny gradient counts relative to 1e-8, not to itself."""
    gradient = np.zeros((2, 3))
    gradient[1, 0] = 4e-9
    assert_number(student.gradient_check(flat, rng.normal(size=(2, 3)), gradient), 0.4, CALL)


def test_central_differences(student, rng):
    """f is evaluated h above and h below, one element at a time."""
    x, h = rng.normal(size=(2, 3)), 0.25
    points = []

    def look(x):
        points.append(x)
        return 0.0

    student.gradient_check(handed_over(x.shape, look), x, np.zeros(x.shape), h)
    for place in np.ndindex(*x.shape):
        for step in (h, -h):
            want = x.copy()
            want[place] += step
            if not any(np.allclose(point, want, rtol=0, atol=1e-12) for point in points[:200]):
                fail("values", f"{CALL}: f is not evaluated with h added to, and taken off, every single element.")


def bent(student, x, pace, step, settings):
    """For the sum of sin(pace * x) and its exact gradient, the error is the one that differences of this ``step`` find."""
    f = handed_over(x.shape, lambda x: np.sum(np.sin(pace * x)))
    exact = pace * np.cos(pace * x)
    numerical = (np.sin(pace * (x + step)) - np.sin(pace * (x - step))) / (2 * step)
    error = np.max(np.abs(exact - numerical) / np.maximum(1e-8, np.abs(exact) + np.abs(numerical)))
    assert_number(student.gradient_check(f, x, exact, **settings), error, CALL)


def test_step(student, rng):
    """A step that is given as `h` is the one that is taken."""
    for h in (1e-4, 1e-3):
        bent(student, rng.uniform(0.5, 2, (2, 3)), 0.3 / h, h, {"h": h})


def test_default_step(student, rng):
    """Where no step is given it is 1e-5."""
    bent(student, rng.uniform(0.5, 2, (2, 3)), 1e4, 1e-5, {})


@pytest.mark.weight(2)
def test_x_is_what_it_was(student, process, rng):
    """Afterwards x and the gradient are what they were, to the last digit."""
    f, x, gradient = case(rng)
    x = x * np.pi  # the gradient is that elsewhere: who says 0 whatever comes has looked at nothing
    told = process.props.left(student.gradient_check, f, x, gradient)
    if not isinstance(told, list) or len(told) != 3:
        fail("type", f"{CALL} gave something else than a number.")
    answer, after, untouched = told
    if number(answer) < 1e-3:
        fail("values", f"{CALL}: the gradient is wrong, but the error is near 0.")
    assert_unchanged(after, x, "x", CALL)
    assert_unchanged(untouched, gradient, "gradient", CALL)

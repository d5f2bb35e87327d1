"""A function: twice as much."""

from __future__ import annotations

from autograder.validate.patterns.pattern import Pattern

FUNCTION = Pattern(
    name="double",
    shown="plt.plot(double(np.arange(5)))\n    plt.show()",
    kind="function",
    title="Twice as much",
    stub='''def double(values):
    """Every value times two.

    values: array of any shape. Returns an array of the same shape.

    >>> double(np.array([1, 2])).tolist()
    [2, 4]
    """
    # TODO: NumPy works on whole arrays at once.
    raise NotImplementedError("double is not written yet")
''',
    public='''@pytest.mark.question("double")
def test_adds_up(student):
    """Doubling a sum gives the sum of the doubles."""
    a, b = np.array([1.0, 2.0]), np.array([-3.0, 5.0])
    np.testing.assert_allclose(student.double(a + b), student.double(a) + student.double(b))
    assert student.double(a)[0] == 2.0
''',
    solution="def double(values):\n    return 2 * np.asarray(values)\n",
    right='''def added_to_itself(values):
    """Adds the array to itself."""
    return np.add(values, values)
''',
    wrong='''def squared(values):
    """Squares instead of doubling.

    The two agree at 0 and 2 only. Try your function on 3: twice three is six.
    """
    return np.asarray(values) ** 2
''',
    hidden='''"""Hidden checks of double."""

import pytest

from autograder.suite import assert_unchanged, assert_values

CALL = "double(values)"


@pytest.mark.weight(2)
@pytest.mark.parametrize("shape", [(4, 7), (3,), (2, 1, 5)])
def test_any_shape(student, reference, rng, shape):
    """Arrays of the shape {shape} are doubled, whatever the sign."""
    values = rng.normal(size=shape)
    assert_values(student.double(values), reference.double(values), CALL, [values])


def test_whole_numbers(student, reference, rng):
    """Whole numbers are doubled too."""
    values = rng.integers(-300, 300, (5, 2))
    assert_values(student.double(values), reference.double(values), CALL, [values])


def test_left_alone(student, reference, rng, process):
    """The array is as before, and the second call is as right as the first."""
    values = rng.normal(size=(3, 2))
    kept = process.keep(values)
    for _ in range(2):
        assert_values(student.double(kept), reference.double(values), CALL, [values])
    assert_unchanged(process.value(kept), values, "values", CALL)
''',
    probes="""def double():
    yield (np.array([3]),)
    yield (np.array([[1, -2], [0, 5]]),)
""",
)

"""A class: a sum that is told number by number."""

from __future__ import annotations

from autograder.validate.patterns.pattern import Pattern

CLASS = Pattern(
    name="Total",
    kind="class",
    title="A sum that is told number by number",
    stub='''class Total:
    """The sum of all numbers told so far.

    >>> total = Total()
    >>> total.add(4.0)
    >>> total.add(1.5)
    >>> total.value()
    5.5
    """

    def __init__(self, start=0.0):
        """The sum begins at `start`."""
        raise NotImplementedError("Total is not written yet")

    def add(self, number):
        """Tell one more number."""
        raise NotImplementedError("Total.add is not written yet")

    def value(self):
        """The sum so far."""
        raise NotImplementedError("Total.value is not written yet")
''',
    public='''@pytest.mark.question("Total")
def test_one_number(student):
    """One number is its own sum."""
    total = student.Total()
    total.add(4.0)
    assert total.value() == 4.0
''',
    solution="""class Total:
    def __init__(self, start=0.0):
        self.total = start

    def add(self, number):
        self.total += number

    def value(self):
        return self.total
""",
    right='''class KeepsAll:
    """Keeps every number."""

    def __init__(self, start=0.0):
        self.numbers = [start]

    def add(self, number):
        self.numbers.append(number)

    def value(self):
        return sum(self.numbers)
''',
    wrong='''class Last:
    """Gives the last number.

    Each number takes the place of those before it. What do you keep from one call to the next?
    """

    def __init__(self, start=0.0):
        self.number = start

    def add(self, number):
        self.number = number

    def value(self):
        return self.number


class StartForgotten:
    """Begins at nothing.

    Where in your class does the number go that `Total(start)` is given?
    """

    def __init__(self, start=0.0):
        self.total = 0.0

    def add(self, number):
        self.total += number

    def value(self):
        return self.total
''',
    hidden='''"""Hidden checks of Total."""

from autograder.suite import assert_number


def test_many(student, reference, rng):
    """After every number the sum is that of all so far."""
    total, right = student.Total(), reference.Total()
    for number in rng.normal(size=5).tolist():
        total.add(number)
        right.add(number)
        assert_number(total.value(), right.value(), "total.value()")


def test_start(student, reference, rng):
    """The sum begins at the start; without one it begins at zero, in every object anew."""
    start, number = rng.normal(size=2).tolist()
    total, right = student.Total(start), reference.Total(start)
    for one in (total, right):
        one.add(number)
    assert_number(total.value(), right.value(), "Total(start) after one number")
    assert_number(student.Total().value(), reference.Total().value(), "Total().value()")
''',
    probes="""def Total():
    yield lambda Total: _told(Total(2.0), [])
    yield lambda Total: _told(Total(), [3.0, 1.0])


def _told(total, numbers):
    for number in numbers:
        total.add(number)
    return total.value()
""",
)

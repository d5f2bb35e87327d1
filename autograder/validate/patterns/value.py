"""A value: six times seven."""

from __future__ import annotations

from autograder.validate.patterns.pattern import Pattern

VALUE = Pattern(
    name="product",
    kind="value",
    title="Six times seven",
    stub="# Six times seven.\nproduct = ...\n",
    public='''@pytest.mark.question("product")
def test_is_a_whole_number(student):
    """The product of two whole numbers is one."""
    assert int(student.product) == student.product
''',
    solution="product = 42\n",
    right='''def as_a_float():
    """A float that equals it."""
    return 42.0
''',
    wrong='''def added():
    """The two are added.

    A product is expected, not a sum.
    """
    return 6 + 7
''',
    hidden='''"""Hidden checks of product."""

from autograder.suite import assert_number


def test_value(student, reference):
    """The number that comes out."""
    assert_number(student.product, reference.product, "product")
''',
)

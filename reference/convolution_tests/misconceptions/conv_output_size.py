"""Tests of `conv_output_size` that are worth little, each with what is wrong about them."""

import pytest


class StrideOne:
    """Only layers with a stride of 1.

    Earns at most 14 points.
    """

    @pytest.mark.parametrize(("n", "k", "size"), [(28, 5, 24), (7, 3, 5), (32, 3, 30)])
    def test_conv_output_size_valid(self, subject, n, k, size):
        assert subject.conv_output_size(n, k) == size


class CopiesTheFormulaWrongly:
    """Compares with a formula of its own, that rounds up.

    Earns at most 6.25 points: it rejects every right answer where the stride leaves something over.
    """

    def test_conv_output_size_formula(self, subject):
        assert subject.conv_output_size(8, 3, 2) == -(-(8 - 3) // 2) + 1

    def test_conv_output_size_simple(self, subject):
        assert subject.conv_output_size(7, 3) == 5


class WantsPythonsOwnInt:
    """Accepts nothing but Python's int.

    Earns at most 6.25 points: NumPy's are sizes too.
    """

    def test_conv_output_size_type(self, subject):
        assert type(subject.conv_output_size(7, 3)) is int


class AcceptsAnyNumber:
    """Asks only for a positive number.

    Earns at most 8 points.
    """

    def test_conv_output_size_positive(self, subject):
        assert subject.conv_output_size(7, 3, 2, 1) > 0

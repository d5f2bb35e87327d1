"""What a student reads when the function raises, or gives what a check cannot use."""

from __future__ import annotations

from typing import Any, cast

import pytest

from autograder.grading.collect import Check
from autograder.grading.verdict import Verdict
from autograder.records.errors import student_error
from autograder.records.result import Visibility
from autograder.sandbox.host.proxy import Handle
from autograder.sandbox.protocol.wire import Ref
from tests.support.checks import a_check, raising


def _verdict(error: Exception, visibility: Visibility = "hidden") -> tuple[Check, Verdict]:
    check = a_check(visibility=visibility)
    return check, raising(check, error)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("ValueError", "The truth value of an array with more than one element is ambiguous.", "is not None"),
        ("ValueError", "operands could not be broadcast together with shapes (3,4) (4,3)", "shapes do not fit"),
        ("ValueError", "padding must not be negative", "your own code refuses"),
        (
            "TypeError",
            "Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64')",
            "array of floats first",
        ),
        ("TypeError", "conv2d() got an unexpected keyword argument 'pad'", "the stub's names"),
        ("TypeError", "conv2d() missing 1 required positional argument: 'stride'", "may be left out"),
        ("RuntimeError", "mat1 and mat2 shapes cannot be multiplied (3x1568 and 784x128)", "follow the shapes"),
        (
            "RuntimeError",
            "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
            "`.detach()`",
        ),
        ("TypeError", "Conv2D() takes no arguments", "two underscores"),
        ("TypeError", "__init__() should return None, not 'int'", "returns nothing"),
        ("TypeError", "'NoneType' object is not callable", "what the name holds"),
        ("AttributeError", "cannot assign module before Module.__init__() call", "super().__init__()"),
        ("NotImplementedError", 'Module [Net] is missing the required "forward" function', "has no `forward`"),
        ("NotImplementedError", "Could not run 'aten::mul' with arguments from the 'SparseCPU' backend", "an error."),
        ("TypeError", "cannot assign 'torch.FloatTensor' as parameter 'weight'", "an `nn.Parameter`"),
        ("TypeError", "cannot assign 'function' as child module 'fc2'", "another layer"),
        ("TypeError", "linear(): argument 'input' (position 1) must be Tensor, not tuple", "A tensor is asked"),
        ("AttributeError", "'tuple' object has no attribute 'requires_grad'", "one tensor"),
        ("AssertionError", "Torch not compiled with CUDA enabled", "graphics card"),
        ("IndexError", "index 7 is out of bounds for axis 0 with size 7", "where your loops end"),
        ("Exception", "", "raised an error."),
    ],
)
def test_the_usual_cause_and_nothing_of_the_text(kind: str, text: str, words: str) -> None:
    check, verdict = _verdict(student_error(kind, text, "convolution.py, line 12"))
    told = verdict.message(check)
    assert words in told
    assert not any(digit in told for digit in "0123456789".replace("2", ""))  # conv2d's own
    assert text == "" or text not in told


def test_a_public_check_that_stumbles_asks_for_the_return_and_flags_nothing() -> None:
    check, verdict = _verdict(TypeError("unsupported operand type(s) for -: 'NoneType' and 'float'"), "public")
    assert "Is a `return` missing?" in verdict.message(check)
    assert verdict.flags == ()


def test_a_hidden_check_that_stumbles_is_flagged_and_tells_the_student_no_value() -> None:
    check, verdict = _verdict(ValueError("cannot reshape array of size 12345"))
    assert "12345" not in verdict.message(check)
    assert len(verdict.flags) == 1


def test_a_name_bound_to_a_value_is_the_students_slip_and_no_hole_in_the_suite() -> None:
    check, verdict = _verdict(TypeError("'NoneType' object is not callable"))
    assert "a function or a class is asked" in verdict.message(check)
    assert verdict.flags == ()


class _Student:
    """A module in which ``conv2d`` is bound to ``value``."""

    def __init__(self, value: Any) -> None:
        self.conv2d = value


def _bound(value: Any, error: Exception) -> Verdict:
    return raising(a_check(), error, _Student(value))


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [(..., "unanswered", "not answered yet"), (None, "failed", "None, where a function"), ("x", "failed", "a string")],
)
def test_a_name_that_is_bound_to_a_value_is_called_what_it_is(value: Any, kind: str, words: str) -> None:
    verdict = _bound(value, TypeError(f"'{type(value).__name__}' object is not callable"))
    assert (verdict.kind, verdict.flags) == (kind, ())
    assert words in verdict.for_student


def test_an_object_bound_to_the_name_of_its_class_is_named() -> None:
    handle = Handle(cast("Any", None), Ref(1, "conv2d"))
    error = student_error("TypeError", "forward() missing 1 required positional argument: 'x'", "")
    assert "leave the parentheses out" in _bound(handle, error).for_student
    assert "parentheses" not in _bound(Handle(cast("Any", None), Ref(1, "type")), error).for_student

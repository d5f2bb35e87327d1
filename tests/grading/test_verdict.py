"""What a student reads when the function raises, or gives what a check cannot use."""

from __future__ import annotations

import math
from typing import Any, cast

import pytest

from autograder.course import Course
from autograder.diagnosis.causes import cause_by_text, usual_cause
from autograder.grading.collect import Check
from autograder.grading.public import PublicChecks
from autograder.grading.seat import Ran
from autograder.grading.time_limit import at_most
from autograder.grading.verdict import Verdict, verdict_of
from autograder.records.code import Place
from autograder.records.errors import student_error
from autograder.records.owner import NOBODY
from autograder.records.result import Visibility
from autograder.records.submission import SourceFile, Submission
from autograder.sandbox.host.proxy import Handle
from autograder.sandbox.protocol.wire import Ref
from autograder.suite.notes import CheckFailed, Notes
from tests.support.checks import a_check, raising


def _verdict(error: Exception, visibility: Visibility = "hidden") -> tuple[Check, Verdict]:
    check = a_check(visibility=visibility)
    return check, raising(check, error)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("ValueError", "The truth value of an array with more than one element is ambiguous.", "is not None"),
        ("TypeError", 'can only concatenate str (not "tuple") to str', "with commas"),
        ("TypeError", "'numpy.ndarray' object is not callable", "Round brackets"),
        ("TypeError", "unsupported operand type(s) for ** or pow(): 'tuple' and 'int'", "where one number is expected"),
        ("IndexError", "tuple index out of range", "`.shape`"),
        ("NameError", "name 'plt' is not defined", "`import matplotlib.pyplot as plt`"),
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
        ("AttributeError", "'NoneType' object has no attribute 'shape'", "None is used"),
        ("TypeError", "unsupported operand type(s) for +: 'float' and 'NoneType'", "None is used"),
        ("AttributeError", "'list' object has no attribute 'shape'", "`np.array(…)`"),
        ("AttributeError", "'numpy.ndarray' object has no attribute 'append'", "does not grow"),
        ("AttributeError", "'numpy.ndarray' object has no attribute 'imshow'", "`axes.flat`"),
        ("TypeError", "'Axes' object is not subscriptable", "`squeeze=False`"),
        ("ValueError", "too many values to unpack (expected 2)", "how many axes"),
        ("EOFError", "EOF when reading a line", "`input()`"),
        ("TypeError", "'NoneType' object cannot be interpreted as an integer", "None is used"),
        ("TypeError", "cannot unpack non-iterable NoneType object", "None is used"),
        ("TypeError", "'str' object cannot be interpreted as an integer", "A text stands"),
        ("TypeError", "'tuple' object cannot be interpreted as an integer", "one number is expected"),
        ("TypeError", "'int' object is not subscriptable", "One number is used"),
        ("TypeError", "cannot unpack non-iterable int object", "One number is used"),
        ("TypeError", "object of type 'int' has no len()", "One number is used"),
        ("TypeError", "'numpy.float64' object is not iterable", "One number is used"),
        ("TypeError", "'builtin_function_or_method' object is not subscriptable", "with parentheses"),
        ("TypeError", "unsupported operand type(s) for *: 'int' and 'method'", "with parentheses"),
        ("TypeError", "unsupported operand type(s) for /: 'list' and 'int'", "`np.array(…)`"),
        ("TypeError", "unsupported operand type(s) for ^: 'float' and 'int'", "`**`"),
        ("TypeError", "Cannot interpret '3' as a data type", "brackets of their own"),
        ("TypeError", "only integer scalar arrays can be converted to a scalar index", "one whole number"),
        ("TypeError", "only length-1 arrays can be converted to Python scalars", "takes one number"),
        ("ValueError", "shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)", "matrix product"),
        ("ValueError", "cannot reshape array of size 56 into shape (3,2,4,2)", "as many numbers"),
        ("ValueError", "negative dimensions are not allowed", "A size is negative"),
        (
            "ValueError",
            "zero-size array to reduction operation maximum which has no identity",
            "A window holds nothing",
        ),
        ("ValueError", "AxisError: axis 3 is out of bounds for array of dimension 3", "count its axes from 0"),
        (
            "UnboundLocalError",
            "cannot access local variable 'mode' where it is not associated with a value",
            "some branch",
        ),
        ("ZeroDivisionError", "integer division or modulo by zero", "divided by 0"),
        ("KeyError", "'Sobel horizontal'", "mind capitals"),
        ("RecursionError", "maximum recursion depth exceeded", "itself without end"),
        ("AttributeError", "'ReLU' object has no attribute 'X'", "in a method that has run"),
        ("AttributeError", "cannot assign module before Module.__init__() call", "super().__init__()"),
        ("NotImplementedError", 'Module [Net] is missing the required "forward" function', "has no `forward`"),
        ("NotImplementedError", "Could not run 'aten::mul' with arguments from the 'SparseCPU' backend", "SparseCPU"),
        ("TypeError", "cannot assign 'torch.FloatTensor' as parameter 'weight'", "an `nn.Parameter`"),
        ("TypeError", "cannot assign 'function' as child module 'fc2'", "another layer"),
        ("TypeError", "linear(): argument 'input' (position 1) must be Tensor, not tuple", "A tensor is expected"),
        ("AttributeError", "'tuple' object has no attribute 'requires_grad'", "one tensor"),
        ("AssertionError", "Torch not compiled with CUDA enabled", "graphics card"),
        ("IndexError", "index 7 is out of bounds for axis 0 with size 7", "where your loops end"),
        ("Exception", "", "Exception"),
        ("TypeError", "'float' object cannot be interpreted as an integer", "`//`"),
        ("TypeError", "slice indices must be integers or None or have an __index__ method", "`//`"),
        ("IndexError", "only integers, slices (`:`), ellipsis (`...`) are valid indices", "`//`"),
        ("AttributeError", "module 'numpy' has no attribute 'product'", "`np.prod`"),
        ("ImportError", "numpy.convolve does this exercise for you; here it is to be written by hand", "by hand ("),
    ],
)
def test_what_the_text_means_is_told_of_a_public_check(kind: str, text: str, words: str) -> None:
    check, verdict = _verdict(student_error(kind, text, Place("convolution.py", 12)), "public")
    assert words in f"{verdict.message(check)} {usual_cause(kind)}"
    assert text.rstrip(".") in verdict.message(check) or verdict.message(check) == verdict.for_student


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("AttributeError", "module 'numpy' has no attribute 'float'.\n`np.float` was a deprecated alias\nhttps://numpy.org",
         "AttributeError: module 'numpy' has no attribute 'float' (w.py, line 2). `np.float` is gone from NumPy; write `float`."),
        ("RuleViolation", "numpy.pad does this exercise for you; here it is to be written by hand.",
         "numpy.pad does this exercise for you; here it is to be written by hand (w.py, line 2)."),
        ("RuleViolation", "cv2.filter2D is not available: this exercise is written without cv2.",
         "cv2.filter2D is not available: this exercise is written without cv2 (w.py, line 2)."),
        ("ValueError", "", "ValueError (w.py, line 2)"),
    ],
)  # fmt: skip
def test_a_public_check_tells_an_exception_in_one_line(kind: str, text: str, told: str) -> None:
    check, verdict = _verdict(student_error(kind, text, Place("w.py", 2), ours=kind == "RuleViolation"), "public")
    assert verdict.message(check) == told


@pytest.mark.parametrize("kind", ["ValueError", "TypeError", "AttributeError", "KeyError", "OwnError", "SystemExit"])
def test_a_hidden_check_tells_the_kind_and_nothing_of_the_text(kind: str) -> None:
    texts = ["", "truth value of an array", "read-only", "module 'numpy' has no attribute 'int'", "LEAK 0.25"]
    told = {raising(a_check(), student_error(kind, text)).message(a_check()) for text in texts}
    assert len(told) == 1
    assert "LEAK" not in told.pop()


def test_what_a_public_check_made_known_is_told_of_a_hidden_one_of_the_same_kind() -> None:
    error = student_error("TypeError", "'float' object cannot be interpreted as an integer")
    public = raising(a_check(visibility="public"), error)
    assert "`//`" in public.cause
    known = {"TypeError": public.cause}
    hidden = verdict_of(a_check(), Ran(student_error("TypeError", "any")), lambda: None, known)
    assert hidden.message(a_check()) == f"`conv2d` raised TypeError. {public.cause}"
    other = verdict_of(a_check(), Ran(student_error("ValueError", "any")), lambda: None, known)
    assert public.cause not in other.message(a_check())


@pytest.mark.parametrize(
    ("name", "instead"), [("int", "`int`"), ("float", "`float`"), ("product", "`np.prod`"), ("NaN", "`np.nan`")]
)
def test_a_name_that_is_gone_from_numpy_is_told_its_successor(name: str, instead: str) -> None:
    told = cause_by_text(f"module 'numpy' has no attribute '{name}'.")
    assert f"`np.{name}` is gone" in told
    assert instead in told
    assert (
        cause_by_text("module 'numpy' has no attribute 'LEAK'")
        == "A module has nothing of that name: is it spelled so?"
    )


def test_the_frames_of_every_cause_are_let_go_and_a_circle_of_causes_ends() -> None:
    """`raise first from second` where the second came of the first; a context stands beside a cause."""
    errors = [ValueError(name) for name in ("first", "second", "beside")]
    for error in errors:
        with pytest.raises(ValueError, match=str(error)):
            raise error
    first, second, beside = errors
    first.__cause__, second.__cause__, first.__context__ = second, first, beside
    with at_most(20):
        verdict_of(a_check(), Ran(first), lambda: None)
    assert [error.__traceback__ for error in errors] == [None] * 3


def test_texts_are_bounded() -> None:
    notes = Notes(["r" * 900] * 99, ["f" * 9000] * 99, [math.nan, 0.5, math.inf])
    verdict = verdict_of(a_check(), Ran(CheckFailed("values", "s" * 9**6, "t" * 9**6), notes), lambda: None)
    assert len(str(verdict)) < 50_000
    assert verdict.measured == 0.5


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
    assert "a function or a class is expected" in verdict.message(check)
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
    error = student_error("TypeError", "forward() missing 1 required positional argument: 'x'")
    assert "leave the parentheses out" in _bound(handle, error).for_student
    assert "parentheses" not in _bound(Handle(cast("Any", None), Ref(1, "type")), error).for_student


def test_what_an_exception_means_is_said_once() -> None:
    text = b"import numpy as np\ndef conv2d(image, kernel):\n    out = np.zeros(3)\n    out[0] = np.zeros(2)\n    return out\n"
    with PublicChecks(Course.find().assignment("convolution")) as checks:
        report = checks.report(Submission("x", NOBODY, SourceFile("convolution.py", text)))
    told = [verdict.message(check) for check, verdict in report.verdicts if check.question == "conv2d"]
    assert told
    assert {message.count(".item()") for message in told} == {1}

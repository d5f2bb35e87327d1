"""The assert helpers: one tolerance, every property, texts that name no hidden number."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.records.errors import student_error
from autograder.sandbox.protocol.values import TensorValue
from autograder.suite.asserts import (
    assert_integer,
    assert_number,
    assert_raises,
    assert_size,
    assert_sizes,
    assert_text,
    assert_unchanged,
    assert_values,
)
from autograder.suite.notes import CheckFailed, collecting_notes, fail, flag, measured, remark
from tests.support.checks import a_check, judged

WANT = np.array([[1.25, -2.5, 3.0], [40.5, 5.0, 60.75]])


def failure(run: Any, *arguments: Any) -> CheckFailed:
    with pytest.raises(CheckFailed) as caught:
        run(*arguments)
    return caught.value


@pytest.mark.parametrize(
    "got",
    [
        WANT,
        WANT.astype(np.float32),
        np.asfortranarray(WANT),
        WANT.tolist(),
        tuple(map(tuple, WANT)),
        WANT * (1 + 5e-6),
        WANT.astype(np.longdouble),
    ],
)
def test_right_values_pass(got: Any) -> None:
    assert_values(got, WANT)


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (WANT + 1e-3, "values"),
        (np.round(WANT), "values"),
        (WANT.T, "shape"),
        (WANT[None], "shape"),
        (np.float64(1.25), "shape"),
        (np.where(WANT > 50, np.nan, WANT), "finite"),
        (np.where(WANT > 50, np.inf, WANT), "finite"),
        (WANT + 0j, "type"),
        (WANT.astype(str), "type"),
        (TensorValue(WANT), "type"),
        (None, "type"),
        (..., "type"),
        ("1", "type"),
        ([[1.0, 2.0], [3.0]], "type"),
        ([["a", "b"]], "type"),
        ([[None, 1.0]], "type"),
    ],
)
def test_wrong_answers_fail_with_their_kind(got: Any, kind: str) -> None:
    assert failure(assert_values, got, WANT).kind == kind


@given(st.sampled_from([1e-8, 1.0, 1e6]), st.integers(0, 5), st.floats(2e-5, 1e3))
def test_the_tolerance_follows_the_scale_of_the_answer(scale: float, place: int, error: float) -> None:
    want = WANT * scale
    wrong = want.copy()
    wrong.flat[place] += error * np.abs(want).max()
    assert failure(assert_values, wrong, want).kind == "values"
    close = want.copy()
    close.flat[place] += 0.5e-5 * np.abs(want).max()
    assert_values(close, want)


def test_an_answer_of_zeros_has_the_inputs_floor() -> None:
    zeros = np.zeros((2, 2))
    assert_values(zeros + 1e-7, zeros, "f(x)", [np.array([100.0])])
    assert failure(assert_values, zeros + 1e-7, zeros, "f(x)", [np.array([1.0])]).kind == "values"


def test_lists_are_taken_with_a_remark() -> None:
    with collecting_notes() as (remarks, flags, _):
        assert_values(WANT.tolist(), WANT, "f(x)")
    assert len(remarks) == 1
    assert not flags


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (-WANT, "sign"),
        (2 * WANT, "same factor"),
        (WANT + 7, "same amount"),
        (np.trunc(WANT), "the fractions are lost\\.$"),
        (np.trunc(WANT).astype(int), "stored as integers"),
        (0 * WANT, "zero"),
        (np.flip(WANT), "every value|most values"),
        (WANT * (1 + 3e-5), "some values"),  # the small ones are within the tolerance: not every value is off
    ],
)
def test_the_student_reads_what_kind_of_difference_it_is(wrong: Any, words: str) -> None:
    assert re.search(words, failure(assert_values, wrong, WANT).for_student)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((2, 4, 3), "the last two axes are swapped"),
        ((3, 4, 2), "axes stand in another order"),
        ((2, 3), "2 dimensions, where 3 are expected"),
        ((2,), "1 dimension, where 3 are expected"),
        ((), "one number where an array is expected"),
        ((0,), "it is empty"),
        ((2, 3, 0), "for p = 0"),
        ((2, 3, 5), "too large along axis 2"),
    ],
)
def test_the_student_reads_how_the_shape_differs(shape: tuple[int, ...], words: str) -> None:
    assert words in failure(assert_values, np.ones(shape), np.ones((2, 3, 4))).for_student


@pytest.mark.parametrize(
    ("several", "words"),
    [
        ((WANT, WANT), "a tuple of 2 things where one array is expected"),
        ([WANT, WANT], "a list of 2 things where one array is expected"),
        ((WANT.tolist(), WANT.tolist()), "a tuple of 2 things"),
        ((WANT, {"X": WANT}), "a tuple of 2 things"),
        ((WANT, 1.0), "a tuple of 2 things"),
        ((WANT,), "is there a comma behind it"),
        ((WANT,) * 77, "a tuple of many things"),
    ],
)
def test_several_arrays_are_not_one_with_another_axis(several: Any, words: str) -> None:
    assert words in failure(assert_values, several, WANT, "f(x)").for_student


def test_a_list_of_rows_is_one_array() -> None:
    assert_values(list(WANT), WANT)
    assert_values(tuple(WANT), WANT)
    assert "dimensions" in failure(assert_values, [WANT.tolist(), WANT.tolist()], WANT).for_student


def test_the_student_reads_no_hidden_number_and_staff_do() -> None:
    told = failure(assert_values, WANT + np.eye(2, 3) * 123.456, WANT, "f(x)")
    assert not re.search(r"\d", told.for_student)
    assert "out[0, 0] = 124.7" in told.for_staff
    shape = failure(assert_values, np.zeros((7, 9)), WANT, "f(x)")
    assert not re.search(r"[79]", shape.for_student)
    assert "(7, 9)" in shape.for_staff


@pytest.mark.parametrize("got", [26, np.int64(26), 26.0, np.float32(26), np.array(26), np.array([26])])
def test_a_size_counts_by_its_value(got: Any) -> None:
    assert_size(got, 26)


@pytest.mark.parametrize(
    "got", [25, 26.5, None, "26", True, np.array([26, 26]), float("nan"), ..., [26], np.array(["26"])]
)
def test_a_wrong_size_fails(got: Any) -> None:
    failure(assert_size, got, 26)


def test_only_an_int_is_an_integer() -> None:
    assert_integer(np.int32(26), 26)
    assert failure(assert_integer, 26.0, 26).kind == "type"
    assert failure(assert_integer, np.array(26), 26).kind == "type"


@pytest.mark.parametrize("got", [(2, 3), [2, 3], np.array([2, 3]), (2.0, np.int8(3))])
def test_sizes_in_any_sequence(got: Any) -> None:
    assert_sizes(got, (2, 3))


@pytest.mark.parametrize(
    "got", [(3, 2), (2,), (2, 3, 1), 5, None, np.array(5), "23", {2: 3}, ((2, 3),), np.zeros((2, 2))]
)
def test_wrong_sizes_fail(got: Any) -> None:
    failure(assert_sizes, got, (2, 3))


@pytest.mark.parametrize(
    ("got", "call", "told"),
    [
        (26, "f(x)", "f(x) gave a wrong number."),
        (26, "`size`", "`size` is a wrong number."),
        (26.5, "`size`", "`size` is no whole number."),
        (float("inf"), "f(x)", "f(x) gave no whole number."),
        (None, "f(x)", "f(x) gave None (is a `return` missing?) where a whole number is expected."),
        (None, "`size`", "`size` is None where a whole number is expected."),
    ],
)
def test_a_function_gives_and_a_name_is(got: Any, call: str, told: str) -> None:
    assert failure(assert_size, got, 25, call).for_student == told


@pytest.mark.parametrize(
    ("got", "told"),
    [
        ([(3, 1), (5, 2)], "f(x) gave a wrong number at index [1][0]."),
        ([(3, 1), (4, "2")], "f(x) gave a string at index [1][1] where a whole number is expected."),
        ([(3, 1), 4], "f(x) gave an int at index [1] where 2 numbers are expected."),
        ([(3, 1), (4,)], "f(x) gave 1 value at index [1] where 2 numbers are expected."),
        ([(3, 1)], "f(x) gave 1 value where 2 pairs are expected."),
    ],
)
def test_the_student_reads_which_of_several_sizes_is_wrong(got: Any, told: str) -> None:
    assert failure(assert_sizes, got, [(3, 1), (4, 2)], "f(x)").for_student == told


def test_several_numbers_are_not_one() -> None:
    assert failure(assert_number, [1, 2], 1, "f(x)").for_student == "f(x) gave 2 numbers where one number is expected."
    assert failure(assert_number, [], 1, "`mean`").for_student == "`mean` is empty where one number is expected."


def test_nested_sizes() -> None:
    assert_sizes([(3, 1), [4, 2]], [(3, 1), (4, 2)])
    assert_sizes([], [])
    failure(assert_sizes, [(3, 1), (4, 3)], [(3, 1), (4, 2)])


def test_numbers_and_texts() -> None:
    assert_number(10 / 9, 10 / 9)
    assert_number(np.array([10 / 9]), 10 / 9)
    failure(assert_number, 1.11, 10 / 9)
    assert_text("  Vertical   Edges", "vertical edges")
    failure(assert_text, "horizontal edges", "vertical edges")
    failure(assert_text, 3, "vertical edges")


def test_a_changed_argument_is_seen() -> None:
    assert_unchanged(WANT.copy(), WANT, "image")
    failure(assert_unchanged, WANT + 1, WANT, "image")
    failure(assert_unchanged, None, WANT, "image")


def _raise(name: str) -> None:
    raise student_error(name, "no")


def test_the_asked_exception_and_no_other() -> None:
    assert_raises(ValueError, lambda: _raise("ValueError"), "f(x)")
    assert failure(assert_raises, ValueError, lambda: _raise("IndexError"), "f(x)").kind == "raises"
    assert failure(assert_raises, ValueError, lambda: 5, "f(x)").kind == "raises"
    assert failure(assert_raises, ValueError, lambda: _raise("NotImplementedError"), "f(x)").kind == "raises"


def test_notes_outside_a_check_go_nowhere() -> None:
    remark("nobody listens")
    measured(1.0)
    with collecting_notes() as (remarks, flags, figures):
        flag("look here")
        flag("look here")
    assert (remarks, flags, figures) == ([], ["look here"], [])


def test_a_verdict_keeps_the_best_figure_also_of_a_check_that_fails() -> None:
    def body(fails: bool) -> None:
        for figure in (0.2, 0.9, 0.4):
            measured(figure)
        if fails:
            fail("values", "Too few.")

    for fails in (False, True):
        verdict = judged(a_check(), partial(body, fails))
        assert (verdict.passed, verdict.measured) == (not fails, 0.9)
    assert judged(a_check(), lambda: None).measured is None


@pytest.mark.parametrize(
    "asserted",
    [
        lambda: assert_number(np.zeros(173), 1.0, "f(x)"),
        lambda: assert_sizes([1] * 173, (1, 2), "f(x)"),
        lambda: assert_values(tuple(np.zeros((2, 2)) for _ in range(173)), np.zeros((2, 2)), "f(x)"),
        lambda: assert_values(np.zeros((1,) * 17), np.zeros((2, 2)), "f(x)"),
        lambda: assert_values(np.full(3, 1.0, np.float16), np.full(3, 1.001), "f(x)"),
    ],
)
def test_a_size_that_student_code_chose_is_not_repeated(asserted: Callable[[], None]) -> None:
    with pytest.raises(CheckFailed) as failed:
        asserted()
    assert not re.search(r"\d{2}", failed.value.for_student)

"""Feedback: counterexamples, drawn and in words."""

from __future__ import annotations

import json

import pytest

from autograder.feedback.drawing import as_text, drawing
from tests.support import records
from tests.support.feedback_pages import page_of, told
from tests.support.feedback_samples import (
    diagnosed,
    perfect,
    right,
)


def test_a_padded_window_draws_the_frame_of_zeros():
    case = diagnosed(
        "conv2d_padded", lambda image, kernel, padding=0: right("conv2d_padded")(image, kernel, padding) + padding
    ).counterexample
    picture = drawing(case)
    grid = picture.inputs[0].grids[0]
    assert {text for text, _ in grid.rows[0]} == {"0"}
    assert grid.rows[0][0][1] == {"window", "padding"}
    assert "[(0)]" in as_text(picture)
    json.dumps(case, allow_nan=False)


def test_many_slices_are_bounded_and_those_that_matter_are_drawn():
    value = {"shape": [6, 2, 2], "cells": [[[i, i], [i, i]] for i in range(6)]}
    case = {
        "question": "f",
        "call": "f(x)",
        "inputs": [{"name": "x", "value": value}],
        "got": value,
        "want": value,
        "wrong": [[5, 0, 1]],
        "where": [5, 0, 1],
    }
    picture = drawing({**case, "window": {"x": [[5, 0, 0]]}})
    assert [grid.label for grid in picture.inputs[0].grids] == ["[5]"]
    assert picture.inputs[0].more == 5
    assert picture.outputs[0].grids[0].rows[0][1][1] == {"wrong", "first"}


@pytest.mark.parametrize("shape", [[], [3], [2, 2], [1, 2, 2], [2, 1, 2, 2]])
def test_values_of_every_dimension_are_drawn(shape, tmp_path):
    cells = 1.23456
    for n in reversed(shape):
        cells = [cells] * n
    value = {"shape": shape, "cells": cells}
    where = [0] * len(shape)
    case = {
        "question": "f",
        "call": "f(x)",
        "inputs": [{"name": "x", "value": value}],
        "got": value,
        "want": value,
        "wrong": [where],
        "where": where,
    }
    one = records.changed(perfect().questions[0], counterexample=case)
    assert "1.235" in told(page_of(records.changed(perfect(), questions=(one,)), tmp_path))


def test_a_case_that_only_raises_or_only_changes_is_told():
    case = {
        "question": "f",
        "call": "f(x=1)",
        "inputs": [],
        "got": None,
        "want": None,
        "error": "KeyError: 'a'",
        "expected_error": "ValueError",
        "wrong": [],
        "where": None,
        "window": {},
        "working": "",
        "changed": [{"name": "x", "value": {"text": "None"}}],
        "note": "",
    }
    text = as_text(drawing(case))
    assert "KeyError: 'a'" in text
    assert "raises ValueError" in text
    assert drawing(case).sentences == ("The call changed its argument x.",)

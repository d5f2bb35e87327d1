"""What a student reads where the module does not define what is expected, and how plainly a public check speaks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from autograder.suite.explain import missing_name
from tests.support.checks import a_check, judged, raising

FURTHER_IN = "at the left margin"


@pytest.mark.parametrize(
    "source",
    [
        "class Solution:\n    def conv2d(self, image):\n        return image\n",
        "if __name__ == '__main__':\r\n\tdef conv2d(image): return image\r\n",
        "def outer():\n  async  def conv2d(image):\n    pass\n",
        "try:\n    class conv2d: pass\nexcept Exception: pass\n",
        json.dumps({"cells": [{"source": ["class A:\n", "    def conv2d(x):\n"]}]}),
        json.dumps({"cells": [{"source": "class A:\n\tdef conv2d(x):\n"}]}),
    ],
)
def test_a_function_further_in_is_seen(source: str) -> None:
    assert FURTHER_IN in missing_name("conv2d", ["Solution"], source.encode())


@pytest.mark.parametrize(
    "source",
    [
        "def conv2d_fast(image): pass\n",
        "# def conv2d(image)\n",
        "class A:\n    def conv2d_fast(self): pass\n",
        "x = '    conv2d'\n",
        "",
    ],
)
def test_nothing_is_made_up(source: str) -> None:
    assert missing_name("conv2d", [], source.encode()) == "The module defines no `conv2d`."


def test_another_spelling_is_named() -> None:
    assert "It defines `conv_2d`; is that the one?" in missing_name("conv2d", ["conv_2d"], b"def conv_2d(): pass\n")


def test_a_name_in_other_capitals_is_named() -> None:
    assert "It defines `Conv2D`; is that the one?" in missing_name(
        "conv2d", ["Conv2D", "relu"], b"class Conv2D: pass\n"
    )


def _halves(size: int) -> float:
    return size / 2


def _law() -> None:
    for size in (4, 5):
        assert _halves(size) == size // 2


def _true() -> None:
    assert not np.any(np.ones(3))


def _numpy(got: Any) -> None:
    np.testing.assert_allclose(got, np.zeros((2, 3)), rtol=0, atol=1e-5)


def _approximately() -> None:
    assert np.ones((2, 2)).max() == pytest.approx(0)


def _raises() -> None:
    with pytest.raises(ValueError):
        _halves(3)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (_law, "`_halves(size) == size // 2` does not hold for size = 5: "),
        (_true, "`not np.any(np.ones(3))` does not hold."),
        (partial(_numpy, np.ones((2, 3))), "6 of the answer's 6 numbers are not what is expected."),
        (partial(_numpy, np.ones((3, 2))), "The answer has the shape (3, 2); (2, 3) is expected."),
        (partial(_numpy, np.full((2, 3), np.nan)), "are not what is expected"),
        (_approximately, "`np.ones((2, 2)).max() == pytest.approx(0)` does not hold"),
        (_raises, "A ValueError is expected, and nothing was raised."),
    ],
)
def test_a_bare_assertion_of_a_public_check_is_a_sentence(body: Callable[[], None], told: str) -> None:
    message = judged(a_check("conv2d", "public"), body).message(a_check("conv2d", "public"))
    assert told in message
    assert not re.search(r"assert |ACTUAL|DESIRED|where |<built-in|0x", message), message


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (TypeError("unsupported operand type(s) for -: 'Handle' and 'float'"), "for -: 'object' and 'float'"),
        (ValueError("<ufunc 'add'> and <function any at 0x7fd6fb99feb0>"), "add and any"),
    ],
)
def test_what_stayed_in_the_process_is_an_object(told: Exception, words: str) -> None:
    check = a_check("conv2d", "public")
    assert words in raising(check, told).message(check)


def test_an_assertion_with_a_message_says_that() -> None:
    error = AssertionError("not answered yet\nassert False\n +  where False = isinstance(Ellipsis, str)")
    check = a_check("detects", "public")
    assert raising(check, error).message(check) == "not answered yet"

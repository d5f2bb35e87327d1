"""What a student reads where the module does not define what is asked, and how plainly a public check speaks."""

from __future__ import annotations

import json

import pytest

from autograder.suite.explain import missing_name
from tests.support.checks import a_check, raising

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


def test_a_public_check_does_not_speak_of_places_in_memory() -> None:
    told = (
        "assert np.False_\n +  where np.False_ = <function any at 0x7fd6fb99feb0>(array([[0.]]))\n"
        " +    where <function any at 0x7fd6fb99feb0> = np.any"
    )

    check = a_check("conv2d", "public")
    assert (
        raising(check, AssertionError(told)).message(check)
        == "assert np.False_\n +  where np.False_ = any(array([[0.]]))"
    )


def test_objects_that_only_the_grader_knows_are_not_shown() -> None:
    told = (
        "assert 40 == (4 * 9)\n +  where 40 = parameter_count(<an object of the student's process>)\n"
        " +    where <an object of the student's process> = <an object of the student's process>(array([1.]))"
    )

    check = a_check("conv_from_kernels", "public")
    assert raising(check, AssertionError(told)).message(check) == "assert 40 == (4 * 9)"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (TypeError("unsupported operand type(s) for -: 'Handle' and 'float'"), "for -: 'object' and 'float'"),
        (AssertionError("ACTUAL: array([<an object of the student's process>])"), "ACTUAL: array([<an object>])"),
    ],
)
def test_what_stayed_in_the_process_is_an_object(told: Exception, words: str) -> None:
    check = a_check("conv2d", "public")
    assert words in raising(check, told).message(check)


def test_an_assertion_with_a_message_says_that() -> None:
    error = AssertionError("not answered yet\nassert False\n +  where False = isinstance(Ellipsis, str)")
    check = a_check("detects", "public")
    assert raising(check, error).message(check) == "not answered yet"

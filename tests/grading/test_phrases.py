"""Which f-string of a file of plain checks made a text."""

from __future__ import annotations

from autograder.grading.laws import told_by_assertion
from autograder.grading.phrases import phrased, phrases
from autograder.records.sentences import Sentence

SOURCE = '''
"""A docstring is no phrase."""

@mark.question("no phrase either")
def close(answer, call="the answer of nobody"):
    """Nor is this one."""
    if answer is None:
        raise AssertionError(f"{call} gave nothing: is a `return` missing?")
    assert answer > 0, f"{call} is {answer:.3g}{where and f', first at {where}'}; {{more}} is expected."
    close(answer, "conv2d of a 5 x 7 image")
'''


def test_a_text_is_found_with_what_was_put_into_it() -> None:
    told = phrased("conv2d of a 5 x 7 image gave nothing: is a `return` missing?", SOURCE)
    assert isinstance(told, Sentence)
    assert told.template == "{call} gave nothing: is a `return` missing?"
    call = told.parts["call"]
    assert isinstance(call, Sentence)
    assert (call.template, told) == (
        "conv2d of a 5 x 7 image",
        "conv2d of a 5 x 7 image gave nothing: is a `return` missing?",
    )


def test_braces_formats_and_phrases_within_stay_what_they_are() -> None:
    text = "f(x) is -1.5, first at [2]; {more} is expected."
    told = phrased(text, SOURCE)
    assert isinstance(told, Sentence)
    assert told == text
    assert told.template == "{call} is {answer}{p3}; {{more}} is expected."
    assert told.parts["p3"].template == ", first at {where}"


def test_what_no_phrase_made_is_left_alone() -> None:
    assert type(phrased("somebody else's words", SOURCE)) is str
    assert type(phrased("no phrase either", SOURCE)) is str
    assert phrases("def broken(:") == {}
    assert "the answer of nobody" in phrases(SOURCE)


def test_an_assertion_of_this_very_file() -> None:
    size = 3
    try:
        assert size == 4, f"the size is {size} here"
    except AssertionError as error:
        told = told_by_assertion(error)
    assert isinstance(told, Sentence)
    assert (told.template, dict(told.parts)) == ("the size is {size} here", {"size": "3"})


def test_what_is_raised_in_the_place_of_an_assertion() -> None:
    def close(answer: int) -> None:
        raise AssertionError(f"the answer {answer} is not what is expected")

    try:
        close(3)
    except AssertionError as error:
        told = told_by_assertion(error)
    assert isinstance(told, Sentence)
    assert told.template == "the answer {answer} is not what is expected"


def test_a_text_that_repeats_the_words_of_a_phrase_is_soon_told_from_one_it_makes() -> None:
    """Tried in every way, as a pattern alone would, the second takes longer than anybody waits."""
    source = f"told = f'{', '.join(f'{{p{i}}}' for i in range(8))} are not it'"
    assert isinstance(phrased(", " * 300 + " are not it", source), Sentence)
    assert type(phrased(", " * 300 + " are not it, too", source)) is str
    assert type(phrased(", " * 9000 + " are not it", source)) is str

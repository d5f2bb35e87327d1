"""Sentences: English where they are made, the reader's language where they are read."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.course.languages import words_of
from autograder.records.errors import CourseError
from autograder.records.keepable import keepable
from autograder.records.owner import Owner
from autograder.records.result import CheckResult, QuestionResult, Result
from autograder.records.sentences import (
    Sentence,
    Words,
    joined,
    kept,
    say,
    say_many,
    sentence_from,
    speaking,
    spoken,
    tell,
)
from autograder.records.status import Status, SubmissionStatus
from autograder.records.translated import translated

WRONG = say(
    "{call} gave an array of the wrong shape{hint}.", call="conv2d(image)", hint=say(": rows and columns are swapped")
)


def result(message: str, case: dict[str, Any] | None = None) -> Result:
    check = CheckResult("shape", False, message=message)
    question = QuestionResult("conv2d", 0.0, 10.0, Status.FAILED, checks=(check,), counterexample=case)
    return Result("s1", Owner("s1"), "convolution", SubmissionStatus.GRADED, 0.0, 10.0, (question,))


def kept_and_read(message: str) -> Result:
    return Result.from_json(json.loads(json.dumps(keepable(result(message)).to_json())))


def test_a_sentence_is_its_english_text() -> None:
    assert WRONG == "conv2d(image) gave an array of the wrong shape: rows and columns are swapped."
    assert joined([say("Is a `return` missing?"), "", "(x)"]) == "Is a `return` missing? (x)"
    assert [say_many("1 value", "{count} values", n, count=n) for n in (1, 3)] == ["1 value", "3 values"]


def test_a_sentence_in_a_sentence_is_translated_and_a_name_is_not() -> None:
    with speaking(words_of("de")):
        assert (
            tell(WRONG) == "conv2d(image): Zurück kam ein Array mit falscher Form: Zeilen und Spalten sind vertauscht."
        )
        assert tell(say("`{name}` is not written yet.", name="Right")) == "`Right` ist noch nicht geschrieben."
        assert tell(say_many("1 value", "{count} values", 3, count=3)) == "3 Werte"
        assert spoken("Answer") == "Antwort"
        assert tell("what no catalogue holds") == "what no catalogue holds"
    assert spoken("Answer") == "Answer"


def test_a_record_keeps_what_its_sentences_are_made_of() -> None:
    read = kept_and_read(WRONG)
    assert type(read.questions[0].checks[0].message) is str
    assert translated(read) is read
    with speaking(words_of("de")):
        seen = translated(read)
        assert seen.questions[0].checks[0].message == tell(WRONG)
    assert (seen.score, seen.questions[0].status, seen.questions[0].name) == (0.0, Status.FAILED, "conv2d")


def test_an_older_record_is_read_in_english_where_no_catalogue_holds_its_text() -> None:
    old = {name: value for name, value in kept_and_read(WRONG).to_json().items() if name != "sentences"}
    with speaking(words_of("de")):
        assert translated(Result.from_json(old)).questions[0].checks[0].message == WRONG


@pytest.mark.parametrize("hostile", ["{hint.__class__}", "{0}", "{hint!r:>9999}", "{call}", "{{", "%(call)s"])
def test_a_text_of_a_student_formats_nothing(hostile: str) -> None:
    told = say("`{name}` was left out when your file was read: {told}", name="conv2d", told=hostile)
    assert told.endswith(f": {hostile}")
    with speaking(words_of("de")):
        assert tell(told).endswith(f": {hostile}")
        assert tell(hostile) == hostile
    assert Sentence("{hint.__class__}", {"hint": 1}) == "{hint.__class__}"


def grown(times: int) -> dict[str, Any]:
    """A sentence that stands ten times in another, which stands ten times in another …"""
    told: dict[str, Any] = {"template": "x", "parts": {}}
    for _ in range(times):
        told = {"template": "{inner}" * 10, "parts": {"inner": told}}
    return told


@pytest.mark.parametrize("damaged", [None, [], {"template": 1, "parts": {}}, {"template": "x"}])
def test_a_damaged_sentence_costs_its_translation_alone(damaged: Any) -> None:
    with pytest.raises(ValueError, match="template"):
        sentence_from(damaged)
    read = Result.from_json({**kept_and_read(WRONG).to_json(), "sentences": {str(WRONG): damaged}})
    with speaking(words_of("de")):
        assert translated(read).questions[0].checks[0].message == WRONG


def test_a_sentence_that_is_kept_for_another_text_is_not_read() -> None:
    read = Result.from_json({**kept_and_read(WRONG).to_json(), "sentences": {str(WRONG): kept(say("Answer"))}})
    with speaking(words_of("de")):
        assert translated(read).questions[0].checks[0].message == WRONG


def test_what_a_smallest_case_says_is_translated_whatever_its_parts_are() -> None:
    told = say("{first} and {last}", first=np.int64(3), last=Path("x"))
    read = Result.from_json(json.loads(json.dumps(keepable(result("", {"note": [told]})).to_json())))
    assert read.questions[0].counterexample == {"note": ["3 and x"]}
    with speaking(words_of("de")):
        assert translated(read).questions[0].counterexample == {"note": ["3 und x"]}


def nested(sentences: int) -> Sentence:
    """A sentence that holds so many others, one in the other."""
    told = say("Answer")
    for _ in range(sentences):
        told = say("({inner})", inner=told)
    return told


def test_a_sentence_of_many_is_kept_whole_and_one_of_too_many_as_its_text() -> None:
    for deep, seen in ((8, "Antwort"), (400, "Answer")):
        read = kept_and_read(nested(deep))
        with speaking(words_of("de")):
            assert translated(read).questions[0].checks[0].message == "(" * deep + seen + ")" * deep


def test_a_record_whose_sentences_grow_without_end_is_read_in_english() -> None:
    assert len(sentence_from(grown(3))) == 1000
    for damaged in (
        grown(6),
        {"template": "{x}" * 9000, "parts": {"x": 1}},
        {"template": "", "parts": {"x": "x" * 9000}},
    ):
        with pytest.raises(ValueError, match="longer than any that is kept"):
            sentence_from(damaged)


def test_a_record_that_somebody_made_deep_is_read_in_english() -> None:
    record = kept_and_read("Answer").to_json()
    told: dict[str, Any] = {"template": "Answer", "parts": {}}
    case: list[Any] = []
    for _ in range(2000):
        told, case = {"template": "{inner}", "parts": {"inner": told}}, [case]
    record["sentences"] = {"made of many": told}
    record["questions"][0]["counterexample"] = {"working": "Answer", "deep": case}
    with speaking(words_of("de")):
        [question] = translated(Result.from_json(record)).questions
    assert question.checks[0].message == "Antwort"
    assert question.counterexample == {"working": "Antwort", "deep": case}


def test_sentences_cross_processes_whole() -> None:
    again = pickle.loads(pickle.dumps(WRONG))
    assert (again, again.template, kept(again)) == (WRONG, WRONG.template, kept(WRONG))
    assert sentence_from(json.loads(json.dumps(kept(WRONG)))) == WRONG


def test_a_language_that_nobody_speaks() -> None:
    with pytest.raises(CourseError, match=r"no words for the language 'tlh'.*en, de"):
        words_of("tlh")
    assert words_of("en").language == Words().language == "en"


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "de/../de", "de\0", "de\n", "", "x" * 300])
def test_a_language_is_a_code_and_no_path(path: str) -> None:
    with pytest.raises(CourseError, match="is no language's code"):
        words_of(path)

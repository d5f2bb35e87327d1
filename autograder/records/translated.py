"""Translates what the student reads of a result; what is counted stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.records.keepable import DEPTH
from autograder.records.own_code import OwnQuestion
from autograder.records.result import CheckResult, QuestionResult, Result
from autograder.records.sentences import ENGLISH, Sentence, Words, here, sentence_from


def translated(result: Result) -> Result:
    """``result`` with every sentence its student reads in the language that is spoken here: titles, checks, messages, hints, remarks,
    smallest cases. Student code and its output, texts for the staff, marks and names stay as they are."""
    words = here()
    if words.language == ENGLISH:
        return result
    words = replace(words, kept=_sentences(result.sentences))
    return replace(
        result,
        reason=words(result.reason),
        remarks=tuple(map(words, result.remarks)),
        questions=tuple(_question(question, words) for question in result.questions),
    )


def _sentences(kept: Mapping[str, Any]) -> dict[str, Sentence]:
    """The sentences a record keeps, by their text. One that is damaged is read in English."""
    found = {}
    for text, data in kept.items():
        try:
            sentence = sentence_from(data)
        except ValueError:
            continue
        if sentence == text:
            found[text] = sentence
    return found


def _question(question: QuestionResult, words: Words) -> QuestionResult:
    return replace(
        question,
        title=words(question.title),
        checks=tuple(_check(check, words) for check in question.checks),
        hints=tuple(map(words, question.hints)),
        counterexample=_values(question.counterexample, words),
        code=tuple(
            replace(part, marks=tuple(replace(mark, why=words(mark.why)) for mark in part.marks))
            for part in question.code
        ),
        own_code=tuple(_own_code(asked, words) for asked in question.own_code),
    )


def _check(check: CheckResult, words: Words) -> CheckResult:
    return replace(check, intent=words(check.intent), message=words(check.message), remark=words(check.remark))


def _own_code(asked: OwnQuestion, words: Words) -> OwnQuestion:
    told = {"ask": words(asked.ask), "answer": words(asked.answer), "why": words(asked.why)}
    return replace(asked, **told, case=_values(asked.case, words))


def _values(value: Any, words: Words, depth: int = 0) -> Any:
    """A smallest case; parts nested deeper than any that is kept stay as they are."""
    if isinstance(value, str):
        return words(value)
    if depth > DEPTH:
        return value
    if isinstance(value, (list, tuple)):
        return [_values(part, words, depth + 1) for part in value]
    if isinstance(value, dict):
        return {name: _values(part, words, depth + 1) for name, part in value.items()}
    return value

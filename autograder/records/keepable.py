"""Makes a result that can be kept, sent and shown, whatever student code sent back.

If something cannot be written, only the smallest part around it is lost: a text is cut, a figure or a smallest case is left out and the
instructor is told. So no record can end a run.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from autograder.records.code import Excerpt, FlaggedLine
from autograder.records.own_code import OwnQuestion
from autograder.records.result import CheckResult, QuestionResult, Result
from autograder.records.sentences import LONGEST, Sentence, kept

TEXT, LONG = LONGEST, 100_000
"""Characters kept of a text about an answer, and of an answer or what was printed."""
LINES = 200
"""How many flags or remarks are kept: a person will look at whoever has more."""
NODES = 20_000
"""Values in a smallest case. The largest that is drawn has four times 256 cells a picture."""
DEPTH = 12
MOST_SENTENCES = 2_000
"""Different sentences of one result; a wrong answer to every question has some two hundred."""
DIGITS = 300
"""Digits of a whole number that is kept as one: about what a float reaches. Python itself writes at most 4,300."""
_BROKEN = re.compile("[\ud800-\udfff]")


def keepable(result: Result) -> Result:
    """``result`` such that JSON, SQLite and UTF-8 take it, at most some megabytes of it."""
    questions = tuple(map(_question, result.questions))
    flags = (flag for question in questions for flag in question.flags)
    return replace(
        result,
        questions=questions,
        reason=_text(result.reason),
        flags=_lines((*result.flags, *flags)),
        remarks=_lines(result.remarks),
        skipped=_lines(result.skipped),
        lines=tuple(FlaggedLine(_text(one.file), one.line, _text(one.why)) for one in result.lines[:LINES]),
        duration_s=_number(result.duration_s) or 0.0,
        sentences={**result.sentences, **_sentences(result)},
    )


def _sentences(result: Result) -> dict[str, Any]:
    """The sentences among the texts that a student reads, by their text as it is kept. Those too long or too deep to be kept whole are
    left out: they are read in English."""
    found: list[Any] = [result.reason, *result.remarks]
    for question in result.questions:
        found += [text for check in question.checks for text in (check.message, check.remark, check.intent)]
        found += question.hints
        found += [mark.why for part in question.code for mark in part.marks]
        found += [text for one in question.own_code for text in (one.ask, one.answer, one.why)]
        found += _texts(question.counterexample, [NODES])
    told = {_text(one): one for one in found if isinstance(one, Sentence) and len(one) <= TEXT}
    parts = {}
    for text, one in list(told.items())[:MOST_SENTENCES]:
        with contextlib.suppress(ValueError, RecursionError):
            parts[text] = _plain(kept(one), [NODES], -DEPTH)  # two values a sentence: its parts, and the one among them
    return parts


def _texts(value: Any, left: list[int], depth: int = 0) -> Iterator[str]:
    """The texts in a smallest case, which may be large, and may hold itself; ``left`` counts down."""
    left[0] -= 1
    if left[0] < 0 or depth > DEPTH:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for part in value.values() if isinstance(value, dict) else value:
            if left[0] > 0 and not isinstance(part, (int, float)):
                yield from _texts(part, left, depth + 1)


def _question(question: QuestionResult) -> QuestionResult:
    case, flags = None, question.flags
    if question.counterexample is not None:
        try:
            case = _plain(question.counterexample, [NODES])
        except ValueError as error:
            flags = (*flags, f"{question.name}: its smallest case could not be kept ({error})")
    return replace(
        question,
        checks=tuple(map(_check, question.checks)),
        counterexample=case,
        hints=tuple(map(_text, question.hints)),
        output=_text(question.output, LONG),
        answer=_text(question.answer, LONG),
        measured=None if question.measured is None else _number(question.measured),
        code=tuple(map(_code, question.code)),
        own_code=tuple(map(_own_code, question.own_code)),
        flags=_lines(flags),
    )


def _own_code(asked: OwnQuestion) -> OwnQuestion:
    """The question, without its picture where that cannot be kept: it is read without one."""
    try:
        case = None if asked.case is None else _plain(asked.case, [NODES])
    except ValueError:
        case = None
    return replace(asked, ask=_text(asked.ask), answer=_text(asked.answer), why=_text(asked.why), case=case)


def _code(code: Excerpt) -> Excerpt:
    marks = tuple(replace(mark, why=_text(mark.why)) for mark in code.marks[:LINES])
    return replace(code, file=_text(code.file), text=_text(code.text, LONG), marks=marks)


def _check(check: CheckResult) -> CheckResult:
    texts = _text(check.message), _text(check.detail), _text(check.remark), _text(check.place)
    return replace(check, message=texts[0], detail=texts[1], remark=texts[2], place=texts[3])


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    every = tuple(dict.fromkeys(map(_text, texts)))
    return every if len(every) <= LINES else (*every[:LINES], f"and {len(every) - LINES} more")


def _text(text: object, most: int = TEXT) -> str:
    whole = str(text)
    some = _BROKEN.sub("\N{REPLACEMENT CHARACTER}", whole[:most])
    return some if len(whole) <= most else f"{some} … (cut: {len(whole):,} characters in all)"


def _number(value: Any) -> float | None:
    """A finite float, or None."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _plain(value: Any, left: list[int], depth: int = 0) -> Any:
    """``value`` as JSON takes it; ``left`` counts down. Raises `ValueError` for what it does not take, and for too much."""
    left[0] -= 1
    if left[0] < 0 or depth > DEPTH:
        raise ValueError("it is too large")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return (
            value
            if abs(value) < 10**DIGITS
            else f"about {'-' * (value < 0)}10^{int(value.bit_length() * math.log10(2))}"
        )
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, (list, tuple)):
        return [_plain(part, left, depth + 1) for part in value]
    if isinstance(value, dict):
        return {_text(name): _plain(part, left, depth + 1) for name, part in value.items()}
    raise ValueError(f"it holds a {type(value).__name__}")

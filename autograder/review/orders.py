"""What the page may order, read from JSON with suspicion: unknown forms are no orders, texts are cut and cleaned."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from autograder.records.decision import Kind
from autograder.records.text import printable
from autograder.review.desk import About, Desk

Order = Callable[[Desk], str]
"""Carries something out, and says in a sentence what came of it."""
LONGEST_WHY, LONGEST_NOTE, LONGEST_ID = 1000, 4000, 200


def read(name: str, data: bytes) -> Order | None:
    """The order of a ``name`` with the values in ``data``; None where they are no such order."""
    try:
        values = json.loads(data)
        return _ORDERS[name](values) if isinstance(values, dict) and name in _ORDERS else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _decide(values: Mapping[str, Any]) -> Order:
    about, kind = _about(values), Kind(_id(values["kind"]))
    question, value = _id(values["question"]), _number(values["value"])
    why, note = _text(values["why"], LONGEST_WHY), _text(values["note"], LONGEST_NOTE)
    return lambda desk: desk.decide(about, kind, question, value, why, note)


def _mark(values: Mapping[str, Any]) -> Order:
    about, points = _about(values), _number(values["points"])
    comment = _text(values["comment"], LONGEST_NOTE)
    return lambda desk: desk.mark(about, points, comment)


def _back(values: Mapping[str, Any]) -> Order:
    about, batch = _about(values), _id(values["batch"])
    return lambda desk: desk.take_back(about, batch)


def _look(values: Mapping[str, Any]) -> Order:
    matter, again = _id(values["matter"]), values.get("again", False) is True
    return lambda desk: desk.look(matter, again=again)


_ORDERS: Mapping[str, Callable[[Mapping[str, Any]], Order]] = {
    "decide": _decide, "mark": _mark, "back": _back, "look": _look,
}  # fmt: skip


def _about(values: Mapping[str, Any]) -> About:
    cases = values.get("cases", [])
    if not isinstance(cases, list):
        raise TypeError("no list")
    return About(_id(values["matter"]), _id(values["seen"]), tuple(_id(case) for case in cases))


def _id(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_ID:
        raise TypeError("no id")
    return value


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return printable(value[:longest]).strip()


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("no number")
    return float(value)

"""Whether plain values have the form of a record: what was written by another version, or by no version at all, is told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, fields
from functools import cache
from typing import Any


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _words(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


_FORMS: Mapping[str, Callable[[Any], bool]] = {
    "str": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "float": _number,
    "float | None": lambda value: value is None or _number(value),
    "tuple[str, ...]": _words,
    "dict[str, str]": lambda value: isinstance(value, dict) and _words(list(value.values())),
    "dict[str, Any] | None": lambda value: value is None or isinstance(value, dict),
}
"""By a field's annotation. A field of another kind (an owner, a status, questions) is looked at by the record that holds it."""


@cache
def _fields(record: type) -> dict[str, Field[Any]]:
    return {field.name: field for field in fields(record)}


def of_form(record: type, data: Any) -> dict[str, Any]:
    """``data`` as the arguments of the dataclass ``record``. Raises `ValueError` for what are not its fields, in words."""
    if not isinstance(data, dict):
        raise ValueError(f"a {record.__name__} is expected, not {type(data).__name__}")
    known = _fields(record)
    for name, value in data.items():
        if name not in known:
            raise ValueError(f"a {record.__name__} has no field {str(name)[:40]!r}")
        form = _FORMS.get(str(known[name].type))
        if form is not None and not form(value):
            raise ValueError(f"the field {name!r} of a {record.__name__} is not {known[name].type}")
    return {name: tuple(value) if known[name].type == "tuple[str, ...]" else value for name, value in data.items()}

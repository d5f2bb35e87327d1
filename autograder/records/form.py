"""Records as plain values, and back. Values that do not have a record's form (another version's, damaged ones) are refused at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and value is not True and value is not False


def _words(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value)


_FORMS: Mapping[str, Callable[[Any], bool]] = {
    "str": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: type(value) is int,
    "float": _number,
    "float | None": lambda value: value is None or _number(value),
    "tuple[str, ...]": _words,
    "dict[str, str]": lambda value: isinstance(value, dict) and _words(list(value.values())),
    "dict[str, Any]": lambda value: isinstance(value, dict),
    "dict[str, Any] | None": lambda value: value is None or isinstance(value, dict),
}
"""By a field's annotation. A field of another kind (an owner, a status, questions) is checked by the record that holds it."""


def _anything(value: Any) -> bool:
    return True


@cache
def _fields(record: type) -> dict[str, tuple[Callable[[Any], bool], str]]:
    """The fields of a record: what their values must be, as a predicate and in words."""
    return {field.name: (_FORMS.get(str(field.type), _anything), str(field.type)) for field in fields(record)}


def of_form(record: type, data: Any) -> dict[str, Any]:
    """``data`` as the arguments of the dataclass ``record``. Raises `ValueError`, which says what does not fit."""
    if not isinstance(data, dict):
        raise ValueError(f"a {record.__name__} is expected, not {type(data).__name__}")
    known = _fields(record)
    values = {}
    for name, value in data.items():
        if name not in known:
            raise ValueError(f"a {record.__name__} has no field {str(name)[:40]!r}")
        form, words = known[name]
        if not form(value):
            raise ValueError(f"the field {name!r} of a {record.__name__} is not {words}")
        values[name] = tuple(value) if form is _words else value
    return values


def plain(record: Any) -> dict[str, Any]:
    """The fields of the dataclass ``record``, and of those in it, as `dataclasses.asdict` gives them, but that dicts are not copied: a
    result has a thousand fields, and is written in a quarter of the time."""
    values = ((name, getattr(record, name)) for name in record.__dataclass_fields__)
    return {name: value if type(value) in _PLAIN else _plain(value) for name, value in values}


_PLAIN = frozenset((str, float, int, bool, type(None)))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple([part if type(part) in _PLAIN else _plain(part) for part in value])
    return plain(value) if is_dataclass(value) else value

"""Files of settings, read strictly: everything unknown, of the wrong kind or out of range is reported at once, with its line."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from autograder.records.errors import CourseError

_HEADING = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"\s*[\"']?([\w.-]+)[\"']?\s*=")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


_KINDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "str": ("a text in quotes", lambda value: isinstance(value, str)),
    "QuestionKind": ("a text in quotes", lambda value: isinstance(value, str)),
    "bool": ("true or false, without quotes", lambda value: isinstance(value, bool)),
    "int": ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    "float": ("a number", _is_number),
    "tuple[str, ...]": (
        'a list of texts, ["…", "…"]',
        lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    ),
}
"""What a field of a record may be, by the field's annotation: in words, and a test of a value."""


class Settings:
    """One TOML file. What is wrong with it is collected, and raised as one `CourseError` at the `end`."""

    def __init__(self, path: Path) -> None:
        """Read ``path``. Raises `CourseError` where it is missing or no TOML."""
        self.path = path
        self.problems: list[tuple[int, str]] = []
        try:
            self._text = path.read_text(encoding="utf-8-sig")  # Windows' editors begin with a mark
            self.data = tomllib.loads(self._text)
        except FileNotFoundError:
            raise CourseError(f"{path} is missing.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CourseError(f"{path} cannot be read: {error}.") from None

    def end(self) -> None:
        """Raise what was found."""
        if self.problems:
            raise CourseError(
                "\n".join(f"{self.path}{f', line {line}' if line else ''}: {text}" for line, text in self.problems)
            )

    def wrong(self, text: str, key: str = "", section: str = "", number: int = 0) -> None:
        """Note that something is wrong with a ``key`` of a ``section``; of several sections of that name, with the one of this number."""
        self.problems.append((self.line(key, section, number), text))

    def table(self, section: str) -> dict[str, Any]:
        """A section with its keys; an empty one where there is none."""
        found = self.data.get(section, {})
        if not isinstance(found, dict):
            self.wrong(f"{section} must be a section: a line [{section}], and its keys below it.", section)
            return {}
        return found

    def tables(self, section: str) -> list[dict[str, Any]]:
        """The sections of one name, in their order."""
        found = self.data.get(section, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.wrong(
                f"every one of {section} must begin with a line [[{section}]], in two pairs of brackets.", section
            )
            return []
        return found

    def record(self, record: type, values: Mapping[str, Any], section: str = "", number: int = 0) -> dict[str, Any]:
        """The ``values`` of a section that fit the fields of ``record``; the others are noted."""
        kinds = {field.name: str(field.type) for field in fields(record)}
        return self.fitting(kinds, values, section, number)

    def fitting(
        self, kinds: Mapping[str, str], values: Mapping[str, Any], section: str = "", number: int = 0
    ) -> dict[str, Any]:
        """Those of ``values`` whose key is one of ``kinds`` and whose value is of that kind; the others are noted."""
        self.known(kinds, values, section, number)
        good = {}
        for key in kinds.keys() & values.keys():
            told, fits = _KINDS[kinds[key]]
            if fits(values[key]):
                good[key] = values[key]
            else:
                self.wrong(f"{key} must be {told}, but is {values[key]!r}.", key, section, number)
        return good

    def known(self, known: Iterable[str], values: Mapping[str, Any], section: str = "", number: int = 0) -> None:
        """Note those of ``values`` that are not ``known``, each with the known word it resembles."""
        known = list(known)
        where = f" in {self._bracketed(section)}" if section else ""
        for key in values:
            if key not in known:
                what = "section" if isinstance(values[key], dict) else "setting"
                told = f"unknown {what} {key!r}{where}{did_you_mean(key, known)} Known: {', '.join(known)}."
                self.wrong(told, key, section, number)

    def line(self, key: str, section: str = "", number: int = 0) -> int:
        """The line of ``key`` in a section, or the section's own line if it has no such key; 0 if neither is found."""
        at, count, heading, quoted = "", -1, 0, False
        for line, text in enumerate(self._text.splitlines(), 1):
            inside, quoted = quoted, quoted ^ bool((text.count('"""') + text.count("'''")) % 2)
            if inside:
                continue
            if found := _HEADING.match(text):
                at = found[2]
                count = count + 1 if at == section else count
                if (at == section and count == number) or (not section and at == key):
                    heading = line
                if heading and not section:
                    return line
            elif at == section and max(count, 0) == number and (found := _KEY.match(text)) and found[1] == key:
                return line
        return heading

    def _bracketed(self, section: str) -> str:
        return f"[[{section}]]" if isinstance(self.data.get(section), list) else f"[{section}]"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word that resembles this one, as a question after a semicolon; a full stop if there is none."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else "."

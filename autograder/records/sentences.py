"""Sentences that a student reads, in English where they are made and in the student's language where they are read.

A `Sentence` is English text that remembers its template and what was put into it; records keep both beside the text, so marks and records
are the same in every language. Code that shows something to a student does so inside ``with speaking(words):``, and calls `tell` for a
sentence made before, `spoken` for one that is made there. Words come from catalogues (gettext); what no catalogue holds stays English.

Students get this file in ``check_words.py``: it uses Python's own library alone.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

ENGLISH = "en"
_FIELD = re.compile(r"\{\{|\}\}|\{(\w+)\}")
"""A named field, or a brace that is written twice. Nothing else is special: no attribute, no index, no format of a template's choosing."""
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8}){0,3}")
DEEPEST = 20
"""Sentences within sentences that are read from a record: the engine's own go six deep."""
LONGEST = 8_000
"""Characters of a sentence that a record keeps, and of each part of one that is read from a record."""


def is_code(language: str) -> bool:
    """Whether this may be a language's code, ``de`` or ``pt_BR``. It becomes a part of file names, so nothing else is allowed in it."""
    return bool(_CODE.fullmatch(language))


class Sentence(str):
    """English text made of a ``template`` and its ``parts``. Where its form depends on a ``number``, ``many`` is the plural's template."""

    __slots__ = ("many", "number", "parts", "template")
    template: str
    parts: Mapping[str, Any]
    many: str
    number: int

    def __new__(cls, template: str, parts: Mapping[str, Any], many: str = "", number: int = 1) -> Sentence:
        made = super().__new__(cls, _filled(template if number == 1 or not many else many, parts))
        made.template, made.parts, made.many, made.number = template, parts, many, number
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Sentence, (self.template, dict(self.parts), self.many, self.number)


def say(template: str, /, **parts: Any) -> Sentence:
    """``template`` with its named fields, ``{kind}``, filled in. Parts that are sentences are said in the reader's language, too; all
    others are names and numbers, the same in every language. A literal brace is written twice."""
    return Sentence(template, parts)


def say_many(one: str, many: str, number: int, /, **parts: Any) -> Sentence:
    """`say` of ``one`` thing or of ``many``; their ``number`` may stand in both as ``{number}``."""
    return Sentence(one, {"number": number, **parts}, many, number)


def joined(parts: Sequence[str], between: str = " ") -> str:
    """Sentences one after the other, empty ones left out."""
    there = [part for part in parts if part]
    if len(there) < 2:
        return there[0] if there else ""
    return Sentence(between.join(f"{{p{i}}}" for i in range(len(there))), {f"p{i}": p for i, p in enumerate(there)})


def put(sentence: Sentence, **parts: Any) -> Sentence:
    """``sentence`` with more of its fields filled in."""
    return Sentence(sentence.template, {**sentence.parts, **parts}, sentence.many, sentence.number)


def in_a_row(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    return say("{first} and {last}", first=joined(parts[:-1], ", "), last=parts[-1])


def as_it_stands(text: str) -> str:
    """A text that a catalogue may hold (a course's sentence, for instance), as a part of another sentence."""
    return text if "{" in text or "}" in text or not text else Sentence(text, {})


def _filled(template: str, parts: Mapping[str, Any]) -> str:
    def put(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][0]
        return str(parts[found[1]]) if found[1] in parts else found[0]

    return _FIELD.sub(put, template)


def fields_of(template: str) -> set[str]:
    """The names of a template's fields."""
    return {found[1] for found in _FIELD.finditer(template) if found[1] is not None}


# ---------------------------------------------------------------- in the reader's language


@dataclass(frozen=True)
class Words:
    """The words of one ``language``; ``kept`` are sentences by their English text, as a record keeps them."""

    language: str = ENGLISH
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)
    kept: Mapping[str, Sentence] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """``text`` in this language; one that no catalogue holds as it is."""
        if self.language == ENGLISH or not text:
            return str(text)
        one = text if isinstance(text, Sentence) else self.kept.get(text)
        if one is None:
            return self.catalogue.gettext(text)
        template = (
            self.catalogue.ngettext(one.template, one.many, one.number)
            if one.many
            else self.catalogue.gettext(one.template)
            if one.template
            else ""
        )
        return _filled(template, {name: self._part(part) for name, part in one.parts.items()})

    def _part(self, part: Any) -> Any:
        return self(part) if isinstance(part, Sentence) else part


_ENGLISH = Words()
_here: ContextVar[Words] = ContextVar("words")


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """Meanwhile `tell` and `spoken` give these words."""
    token = _here.set(words)
    try:
        yield
    finally:
        _here.reset(token)


def here() -> Words:
    """The words that are spoken here."""
    return _here.get(_ENGLISH)


def language() -> str:
    """The language that is spoken here: ``"en"``, ``"de"`` …"""
    return here().language


def tell(text: str) -> str:
    """``text`` (a sentence, or a text that a catalogue may hold unchanged) in the language that is spoken here."""
    return here()(text)


def spoken(template: str, /, **parts: Any) -> str:
    """What `say` makes, in the language that is spoken here."""
    return tell(Sentence(template, parts))


def spoken_many(one: str, many: str, number: int, /, **parts: Any) -> str:
    """What `say_many` makes, in the language that is spoken here."""
    return tell(say_many(one, many, number, **parts))


# ---------------------------------------------------------------- as records keep them


def kept(sentence: Sentence) -> dict[str, Any]:
    """A sentence as plain values."""
    parts = {name: kept(part) if isinstance(part, Sentence) else _plain(part) for name, part in sentence.parts.items()}
    more = {"many": sentence.many, "number": sentence.number} if sentence.many else {}
    return {"template": sentence.template, "parts": parts, **more}


def _plain(part: Any) -> Any:
    return part if type(part) in (str, bool, int, float) else str(part)


def sentence_from(data: Any, depth: int = 0) -> Sentence:
    """The sentence back from plain values. Raises `ValueError` for other values, and for one deeper or longer than any that is kept: a few
    sentences nested ten times in each other would fill all memory."""
    if depth > DEEPEST:
        raise ValueError("a sentence holds too many others, one in the other")
    match data:
        case {"template": str(template), "parts": dict(parts), **rest}:
            many, number = rest.get("many", ""), rest.get("number", 1)
            if isinstance(many, str) and isinstance(number, int):
                told = {
                    str(name): sentence_from(part, depth + 1) if isinstance(part, dict) else part
                    for name, part in parts.items()
                }
                if max(map(len, (template, many, *map(str, told.values())))) > LONGEST:
                    raise ValueError("a sentence is longer than any that is kept")
                return Sentence(template, told, many, number)
    raise ValueError("a sentence is kept as a template and its parts")

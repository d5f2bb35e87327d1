"""Finds what a person means: a student by key, name, e-mail address or the beginning of one; a question by its beginning."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from autograder.lms.identity import ids_of
from autograder.records.errors import NotInRun
from autograder.records.result import Result

LISTED = 10


def find_result(results: Iterable[Result], text: str) -> Result:
    """The one result that ``text`` means: a student's key, a submission's id, a name, any identifier the LMS gave, or the beginning of one
    of these, tried in this order. Raises `NotInRun`, which lists who may be meant."""
    wanted = _folded(text)
    if not wanted:
        raise NotInRun("Name a student: their key, their name, or how one of them begins.")
    every = list(results)
    for meant in (_keys, _whole, _beginnings):
        found = [one for one in every if any(meant(one, wanted, text))]
        if len(found) == 1:
            return found[0]
        if found:
            more = [f"  … and {len(found) - LISTED} more"] if len(found) > LISTED else []
            lines = [f"  {one.called}" for one in found[:LISTED]]
            raise NotInRun("\n".join([f"{text} may be {len(found)} students; name one by the key:", *lines, *more]))
    known = {_folded(name): one for one in every for name in (one.student, one.display_name) if name}
    near = [known[name] for name in get_close_matches(wanted, known, n=3, cutoff=0.6)]
    guess = ", ".join(dict.fromkeys(one.called for one in near))
    raise NotInRun(f"This run has no student {text!r}{f'; perhaps {guess}' if guess else ''}.")


def _keys(result: Result, wanted: str, text: str) -> Iterable[bool]:
    return (text == one for one in (result.student, result.submission, *result.members, result.called))


def _whole(result: Result, wanted: str, text: str) -> Iterable[bool]:
    return (wanted == _folded(name) for name in _names(result))


def _beginnings(result: Result, wanted: str, text: str) -> Iterable[bool]:
    return (_folded(name).startswith(wanted) or f" {wanted}" in _folded(name) for name in _names(result))


def _names(result: Result) -> list[str]:
    written = result.source.get("name", "")  # as the download has it: bakerned
    last, _, first = result.display_name.partition(",")
    own = (result.display_name, f"{first} {last}", written)
    return [result.student, *result.members, *own, *ids_of(result.student, result.source).values()]


def _folded(name: str) -> str:
    """A name as it is compared: without accents, case, commas."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.replace(",", " ").casefold().split())


def find_name(names: Sequence[str], text: str, what: str) -> str:
    """The one of ``names`` that ``text`` is, or begins. Raises `NotInRun`; ``what`` they are is for its sentence."""
    if text in names:
        return text
    found = [name for name in names if name.casefold().startswith(text.casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotInRun(f"{text} may be {', '.join(found)}: say a little more.")
    near = get_close_matches(text, names, n=1, cutoff=0.6)
    raise NotInRun(f"There is no {what} {text!r}{f'; perhaps {near[0]}' if near else ''}. There is {', '.join(names)}.")

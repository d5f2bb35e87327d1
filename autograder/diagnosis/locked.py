"""Known mistakes under lock and key: names and hints that only who made the mistake can read.

Public checks ask the same things of everybody, so what a misconception answers to them can be worked out where it is known. A student's
folder holds, in `CHECKS`, its name and hint, encrypted by these answers: whoever gives them all has the key, and nobody else reads a
word. `autograder.bundle.mistakes` writes it. Numbers are compared by three sums of all of them, each multiplied by a weight of its own and
rounded; near the middle between two numbers the reader tries both, so that rounding in the answers does not matter.

Students get this file in ``check_words.py``: it uses Python's own library alone.
"""

from __future__ import annotations

import base64
import builtins
import contextlib
import hashlib
import io
import itertools
import json
import math
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from autograder.records.sentences import ENGLISH, language

CHECKS = "checks.json"
"""What is handed out about the checks: how many hidden ones there are, and the mistakes."""
BROKEN = (OSError, ValueError, LookupError, ArithmeticError, TypeError, AttributeError, RecursionError, zlib.error)
"""What is raised where that is missing, broken off or something else."""
_SUMS = 3
_STEP = 2.0**-12
"""What the sums are rounded to, in parts of the largest number of an answer: far above the rounding of single precision, below what two
mistakes differ by."""
_SLACK = 0.25
"""How far, in steps, a sum may be from the one the file was written with."""
_ROUNDS = 100
"""Of the function that makes keys: nothing for who made the mistake, a while for who tries all answers there might be."""
_MOST = 20_000
"""Numbers of one answer that are looked at: of the weights of a network the shape has to do."""
_ODD = {"nan": 1234.5, "inf": 2345.6, "-inf": -2345.6}
"""What stands for a number that is none."""
RAISED = "!"
"""How an entry begins that is an exception."""
KEY = 10
"""Bytes of a key."""
Entry = tuple[str, list[float]]
"""One answer: its shape and its words, and the numbers in it."""


class Mistake(NamedTuple):
    """A misconception as it is shown: what it is called, and how to mend it, in paragraphs."""

    title: str
    hint: tuple[str, ...]


# ---------------------------------------------------------------- what is answered


@dataclass
class Listened:
    """What was answered to each check, by its name, and which checks did not pass."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def listen(question: str, student: Any, checks: Mapping[str, Callable[[Any], object]]) -> Listened:
    """Run the ``checks``, each a function of the student, and keep what the ``question`` answers to what they ask. What is printed
    meanwhile is not shown: it was before."""
    heard = Listened()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for name, check in checks.items():
            entries = heard.entries.setdefault(name, [])
            try:
                check(Listening(student, question, entries))
            except KeyboardInterrupt:
                raise
            except BaseException:  # pytest's own failures are no `Exception`
                heard.failed.append(name)
    return heard


class Listening:
    """Stands in the place of the student's module, and writes down in ``entries`` what one question answers."""

    def __init__(self, student: Any, question: str, entries: list[Entry]) -> None:
        self._student, self._question, self._entries = student, question, entries

    def __getattr__(self, name: str) -> Any:
        thing = getattr(self._student, name)
        return _Overheard(thing, self._entries) if name == self._question else thing


class _Overheard:
    """A function, a class or an object made by them: what is asked of it is passed on, and what comes back is written down."""

    def __init__(self, thing: Any, entries: list[Entry]) -> None:
        self.__dict__.update(_thing=thing, _entries=entries)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._thing, name)
        return self._noted(value) if _is_value(value) else _Overheard(value, self._entries)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._thing, name, _itself(value))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            value = self._thing(*map(_itself, args), **{name: _itself(part) for name, part in kwargs.items()})
        except Exception as error:
            self._entries.append((RAISED + _kind(error), []))
            raise
        return self._noted(value)

    def __iter__(self) -> Iterator[Any]:
        return map(self._noted, iter(self._thing))

    def __len__(self) -> int:
        return len(self._thing)

    def __getitem__(self, key: Any) -> Any:
        return self._noted(self._thing[key])

    def _noted(self, value: Any) -> Any:
        self._entries.append(_entry(value))
        return _copied(value) if _is_value(value) else _Overheard(value, self._entries)


def _itself(value: Any) -> Any:
    """What is passed on to a student's function."""
    return value._thing if isinstance(value, _Overheard) else _copied(value)


def _copied(value: Any) -> Any:
    """An array is copied, as on its way to a process of its own and back: who writes into it changes nothing for the check."""
    return value.copy() if hasattr(value, "tolist") and hasattr(value, "copy") else value


def _kind(error: Exception) -> str:
    """What kind of exception it is, as a student's process reports it: the closest that Python itself has."""
    told = getattr(error, "type_name", "")
    return told or next(kind.__name__ for kind in type(error).__mro__ if vars(builtins).get(kind.__name__) is kind)


def _is_value(value: Any) -> bool:
    plain = value is None or isinstance(value, (bool, int, float, complex, str, list, tuple, dict))
    return plain or hasattr(value, "tolist") or hasattr(value, "requires_grad")


def _entry(value: Any) -> Entry:
    shape: list[str] = []
    numbers: list[float] = []
    _read_value(value, shape, numbers)
    return "".join(shape), numbers


def _read_value(value: Any, shape: list[str], numbers: list[float]) -> None:
    """Append what a value is made of. Containers and kinds of numbers do not matter: an array is the list of its rows."""
    if hasattr(value, "requires_grad"):  # a tensor, or the engine's form of one
        shape.append("t")
        value = value.detach() if hasattr(value, "detach") else value.array
    if hasattr(value, "tolist"):
        value = value.tolist() if math.prod(value.shape) <= _MOST else f"{tuple(value.shape)}"
    if isinstance(value, (list, tuple)) and {float, int}.issuperset(
        map(type, value)
    ):  # nearly all numbers stand in such rows
        shape.append(f"[{'#' * len(value)}]")
        numbers += map(_number, value)
    elif isinstance(value, (list, tuple)):
        shape.append("[")
        for part in value:
            _read_value(part, shape, numbers)
        shape.append("]")
    elif isinstance(value, dict):
        for key in sorted(value, key=str):
            shape.append(f"{key}:")
            _read_value(value[key], shape, numbers)
    elif isinstance(value, complex):
        _read_value((value.real, value.imag), shape, numbers)
    elif isinstance(value, (int, float)):
        numbers.append(_number(value))
        shape.append("#")
    else:
        shape.append(" ".join(value.split()).casefold() if isinstance(value, str) else str(value is None))


def _number(value: float) -> float:
    try:
        return float(value) if math.isfinite(value) else _ODD[str(value)]
    except OverflowError:  # a whole number of hundreds of digits
        return _ODD["inf"]


# ---------------------------------------------------------------- keys


def keys(salt: str, heard: Listened, scales: Mapping[str, list[float | None]]) -> Iterator[bytes]:
    """The keys that the answers give; the first is the one to lock with. ``scales`` says by check how large each answer's numbers are; None
    where there are none, or they are drawn at random and tell nothing."""
    shapes, sums, draw = [salt], [0.0] * _SUMS, Random(salt)
    for check, entries in heard.entries.items():
        known = scales.get(check, [])
        shapes += [check, *(shape for shape, _ in entries)]
        for number, (_, values) in enumerate(entries):
            scale = known[number] if number < len(known) else 1.0
            for value in values if scale is not None else ():
                for at in range(_SUMS):
                    weight = 0.5 + draw.random()
                    sums[at] += value / (scale or 1.0) * (weight if draw.random() < 0.5 else -weight)
    if not all(abs(one) < 2.0**52 * _STEP for one in sums):
        return
    told = json.dumps(shapes).encode()
    for rounded in itertools.product(*(list(_rounded(one / _STEP)) for one in sums)):
        yield hashlib.pbkdf2_hmac("sha256", told + repr(rounded).encode(), salt.encode(), _ROUNDS, KEY)


def _rounded(steps: float) -> Iterator[int]:
    """The whole number nearest to a sum, and the next one where it might be that."""
    nearest = round(steps)
    yield nearest
    if abs(steps - nearest) > 0.5 - _SLACK:
        yield nearest + (1 if steps > nearest else -1)


def place(key: bytes) -> str:
    """Where what this key opens lies."""
    return hashlib.sha256(key + b"place").hexdigest()[:KEY]


def crypted(key: bytes, data: bytes) -> bytes:
    """``data`` locked by a key that locks nothing else, or unlocked by it."""
    stream = hashlib.shake_256(key).digest(len(data))
    return bytes(one ^ other for one, other in zip(data, stream, strict=True))


def inner_key(key: bytes, name: str) -> bytes:
    """The key of a misconception's words: found in each box of a mistake that it is a part of."""
    return hashlib.sha256(key + name.encode()).digest()[:KEY]


# ---------------------------------------------------------------- what they open


def mistakes_in(folder: Path, question: str, student: Any, checks: Mapping[str, Callable[[Any], object]]) -> Recognised:
    """What is known of the answers to the ``question`` by what lies in the ``folder``: nothing where not all of the checks are asked."""
    try:
        known = json.loads((folder / CHECKS).read_bytes())["mistakes"].get(question)
        if not known or known["scales"].keys() != checks.keys():
            return Recognised()
        heard = listen(question, student, checks)
        return Recognised(tuple(_opened(question, known, heard)), tuple(heard.failed))
    except BROKEN:
        return Recognised()  # the checks say what they say


def mistakes_below(question: str, student: Any, check: str, checks: Mapping[str, Callable[[Any], object]]) -> str:
    """What stands below the text of a ``check`` that failed, in a notebook: the known mistakes, where it is the last one to fail."""
    mistakes, failed = mistakes_in(Path(__file__).parent, question, student, checks)
    if failed[-1:] != (check,):
        return ""
    return "".join(f"\n→ {title}\n" + "\n".join(hint) for title, hint in mistakes)


class Recognised(NamedTuple):
    """The known mistakes that answers were told by, and which checks failed meanwhile."""

    mistakes: tuple[Mistake, ...] = ()
    failed: tuple[str, ...] = ()


def _opened(question: str, known: Mapping[str, Any], heard: Listened) -> Iterator[Mistake]:
    for key in keys(question, heard, known["scales"]):
        box = known["boxes"].get(place(key))
        if box is None:
            continue
        inner = crypted(key, base64.b85decode(box))
        for start in range(0, len(inner), KEY + 2):
            number = int.from_bytes(inner[start : start + 2], "big")
            words = crypted(inner[start + 2 : start + 2 + KEY], base64.b85decode(known["words"][number]))
            said = json.loads(zlib.decompress(words))
            title, *hint = said.get(language(), said[ENGLISH])
            yield Mistake(title, tuple(hint))
        return

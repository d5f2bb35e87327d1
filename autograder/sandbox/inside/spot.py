"""The expression that raised, in a student's line, and what its names held.

Students get this file in ``check_words.py``: it uses Python's own library alone.
Runs in the student's process, and on a student's own machine.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import CodeType, ModuleType, TracebackType
from typing import Any

MOST_NAMES = 6
"""Names of a line that are told: the longest honest expression that raised has five."""
LONGEST_NAME, LONGEST_EXPRESSION = 60, 90
"""Characters of what one name held, and of an expression: more is no help on one line."""
_MOST_KEYS = 1000
_NAME = re.compile(r"(?<![\w.\"'])[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")
_TARGET = re.compile(r"(?:for\b.*?\bin\b|[^=]*[^=!<>]=(?!=))")
"""How a line begins that gives something to names."""
_MISSING = object()

Spot = tuple[str, tuple[str, ...], str]
"""An expression, what its names held (``"kernel.shape = (3, 3)"``), and the name that a misspelt one is near to; each may be empty."""
NOWHERE: Spot = "", (), ""


def spot(error: BaseException, raised: TracebackType | None, lines: Sequence[str]) -> Spot:
    """What raised the ``error`` in the frame of ``raised``, whose file has these ``lines``. Nothing of it raises."""
    try:
        return _spot(error, raised, lines) if raised is not None else NOWHERE
    except BaseException:  # objects of the student's may raise anything, at any question
        return NOWHERE


def _spot(error: BaseException, raised: TracebackType, lines: Sequence[str]) -> Spot:
    frame, whole = raised.tb_frame, _line(lines, raised.tb_lineno)
    known = {**frame.f_globals, **frame.f_locals}
    if isinstance(error, NameError):  # what other names hold is no help there
        return _short(whole), (), _near(error, known)
    part, *around = _expressions(raised, lines)
    if "unpack" in str(error):  # the names on the left still hold what they held before
        target = _TARGET.match(whole)
        choice = [(whole, whole[target.end() if target else 0 :])]
    elif isinstance(error, AttributeError):
        choice = [(part, part)]
    else:
        parts = [] if _is_given(part, whole, error) else [part, *around]
        choice = [(each, each) for each in (*parts, whole)]
    for expression, read in choice:
        told = tuple(islice(dict.fromkeys(_held(read, known, types="type" in str(error))), MOST_NAMES))
        if told:
            return _short(expression), told, _near(error, {})
    return _short(whole), (), _near(error, {})


def _is_given(part: str, whole: str, error: BaseException) -> bool:
    """Whether ``part`` of a line is what something is given to that it cannot take; an index outside of it is a matter of its own."""
    behind = whole[len(part) :].lstrip()
    return whole.startswith(part) and behind[:1] == "=" != behind[1:2] and not isinstance(error, IndexError)


def enclosing(code: CodeType) -> str:
    """The function that the code belongs to, by its name: that of a comprehension is the one around it, that of a module is ""."""
    return next((name for name in reversed(code.co_qualname.split(".")) if not name.startswith("<")), "")


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _expressions(raised: TracebackType, lines: Sequence[str]) -> list[str]:
    """The part of the line that was being worked out (PEP 657; "" where Python does not tell), then what it is a part of: from Python
    3.12 on the names of a comprehension are gone when it has raised (PEP 709)."""
    code: CodeType = raised.tb_frame.f_code
    places = [(first, start, last, end) for first, last, start, end in code.co_positions()]
    at = next(islice(places, raised.tb_lasti // 2, None), (None,) * 4)
    first, start, last, end = at
    if first is None or last is None or start is None or end is None or last > len(lines):
        return [""]
    around = {
        (a, b, c, d)
        for a, b, c, d in places
        if a is not None and b is not None and c is not None and d is not None
        if (a, b) <= (first, start) and (last, end) <= (c, d) and c <= len(lines)
    }
    # The closest first: it begins last and ends first.
    texts = [_between(lines, *place) for place in sorted(around, key=lambda p: (-p[0], -p[1], p[2], p[3]))]
    return [texts[0], *(text for text in texts[1:] if len(text) <= LONGEST_EXPRESSION)]


def _between(lines: Sequence[str], first: int, start: int, last: int, end: int) -> str:
    """The text from a line's byte to another's, on one line."""
    chosen = [line.encode() for line in lines[first - 1 : last]]
    chosen[-1] = chosen[-1][:end]
    chosen[0] = chosen[0][start:]
    return " ".join(b" ".join(chosen).decode(errors="replace").split())


def _held(expression: str, known: Mapping[str, Any], *, types: bool) -> Iterator[str]:
    """What the names in an expression hold, as Python writes it; ``types``: of arrays what kind of numbers, too."""
    for found in _NAME.findall(_TEXT.sub("''", expression)):
        told: list[str] = []
        name, *rest = found.split(".")
        value = known.get(name, _MISSING)
        while value is not _MISSING:
            told = list(_value(name, value, types=types)) or told
            if not rest or isinstance(value, ModuleType):
                break
            value = getattr(value, rest[0], _MISSING)
            name = f"{name}.{rest.pop(0)}"
        yield from told


def _value(name: str, value: Any, *, types: bool) -> Iterator[str]:
    """``name`` and its value, or what matters of it; nothing of functions, modules and the like."""
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and not isinstance(value, type) and len(shape) < 9 and shape:
        yield f"{name}.shape = {tuple(int(size) for size in shape)}"
        if types:
            yield f"{name}.dtype = {value.dtype}"
    elif _is_written(value):
        yield f"{name} = {_short(repr(_python(value)), LONGEST_NAME)}"
    elif isinstance(value, (list, tuple)):
        plain = list if isinstance(value, list) else tuple  # a named tuple cannot be made of its parts so
        text = repr(plain(map(_python, value))) if len(value) < 20 and all(map(_is_written, value)) else ""
        yield f"{name} = {text}" if text and len(text) <= LONGEST_NAME else f"len({name}) = {len(value)}"
    elif isinstance(value, dict):
        yield f"list({name}) = {_short(repr(list(islice(value, 9))), LONGEST_NAME)}"
    elif type(value).__module__.startswith("torch.nn.modules") and not getattr(value, "_modules", True):
        yield f"{name} = {_short(repr(value), LONGEST_NAME)}"


def _is_written(value: Any) -> bool:
    """A number, a text, None, or a short tuple of them."""
    if type(value) is tuple and len(value) < 9:
        return all(map(_is_written, value))
    return value is None or isinstance(value, (bool, int, float, complex, str)) or getattr(value, "shape", None) == ()


def _python(value: Any) -> Any:
    """A number of NumPy's or PyTorch's as Python's own."""
    return value.item() if hasattr(value, "item") else value


def _near(error: BaseException, local: Mapping[str, Any]) -> str:
    """The name, attribute or key that is there and spelt nearly as the one that is not; "" where there is none."""
    name: Any = getattr(error, "name", None)
    there: Iterable[Any] = ()
    if isinstance(error, NameError):
        there = local
    elif isinstance(error, AttributeError):
        there = dir(getattr(error, "obj", None))
    if not isinstance(name, str):
        return ""
    others = [
        one for one in islice(there, _MOST_KEYS) if isinstance(one, str) and not one.startswith("_") and one != name
    ]
    folded = [one for one in others if one.casefold() == name.casefold()]
    near = folded or difflib.get_close_matches(name, others, 1, 0.75)
    longer = [
        one for one in others if len(one) > 2 and (one.startswith(name) or name.startswith(one))
    ]  # `out` and `output`
    return next(iter(near or (longer if len(longer) == 1 and len(name) > 2 else ())), "")


def _short(text: str, most: int = LONGEST_EXPRESSION) -> str:
    text = text.replace("`", "'").replace("\n", " ")
    return text if len(text) <= most else f"{text[:most]} …"

"""How two arrays differ, in words: precise for staff, without hidden numbers for students. Runs only when a check fails."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

_OBJECTS = {
    "function": "a function (is the call missing its parentheses?)",
    "method": "a method (is the call missing its parentheses?)",
    "generator": "a generator (is there a `yield` where `return` belongs?)",
    "coroutine": "a coroutine (an `async` function)",
    "Figure": "a figure",
    "Tensor": "a torch tensor",
    "map": "a `map` (`list(…)` makes a list of it)",
    "zip": "a `zip` (`list(…)` makes a list of it)",
    "dict_values": "a dict's values (`list(…)` makes a list of them)",
    "dict_items": "a dict's items (the dict itself holds them)",
    "range": "a range",
    "set": "a set",
    "type": "a class (is it missing its parentheses?)",
    "builtin_function_or_method": "a function (is the call missing its parentheses?)",
    "dict_keys": "a dict's keys (`list(…)` makes a list of them)",
    "filter": "a `filter` (`list(…)` makes a list of it)",
    "module": "a module",
    "ndarray": "an array of something other than numbers",
}
_FRACTIONS = "the fractions are lost"


def kind_of(value: Any, *, returned: bool = True) -> str:
    """What ``value`` is, in a student's words: ``"None"``, ``"a string"``, ``"a float"`` … ``returned`` is whether a function gave it."""
    if value is None:
        return "None (is a `return` missing?)" if returned else "None"
    if value is Ellipsis:
        return "`...` (it is not answered yet)"
    # The name of a student's own type is a text the student chose, perhaps from a hidden input: only known ones are repeated.
    names = {
        str: "a string",
        bool: "True or False",
        dict: "a dict",
        list: "a list",
        tuple: "a tuple",
        bytes: "bytes",
        float: "a float",
        int: "an int",
        complex: "a complex number",
    }
    if type(value) in names:
        return names[type(value)]
    if isinstance(value, (np.generic, np.ndarray)):
        return f"a NumPy {'array of ' if isinstance(value, np.ndarray) else ''}{value.dtype.name}"
    return _OBJECTS.get(getattr(value, "type_name", ""), "an object of another kind")


def how_many(count: int) -> str:
    """How many, as far as a message may say: a large number is the student's to choose, perhaps from a hidden input."""
    return str(count) if count < 10 else "many"


def difference_for_staff(got: NDArray[Any], want: NDArray[Any], limit: float) -> str:
    """The first wrong position, what was there, what should be: ``out[1, 2] = 3.0, but should be 4.0 (5 of 12 differ)``."""
    wrong = _wrong(got, want, limit)
    first = tuple(int(i) for i in np.argwhere(wrong)[0]) if wrong.ndim else ()
    place = f"out[{', '.join(map(str, first))}]" if first else "out"
    return f"{place} = {got[first]!s}, but should be {want[first]!s} ({int(wrong.sum())} of {wrong.size} differ)"


def difference_for_student(got: NDArray[Any], want: NDArray[Any], limit: float) -> str:
    """Where the wrong values sit and how they relate to the right ones, without a number of either."""
    wrong = _wrong(got, want, limit)
    if wrong.ndim == 0 or wrong.size == 1:
        return "the value is wrong" if wrong.ndim == 0 else "its value is wrong"
    if got.dtype == np.float16 and np.allclose(got.astype(np.float64), want, rtol=2e-3, atol=2e-3 * np.abs(want).max()):
        return "half precision holds too few digits of its values"
    relation = _relation(got.astype(np.float64), want.astype(np.float64), limit)
    if relation == _FRACTIONS and got.dtype.kind in "biu":
        relation += ": the result was stored as integers"
    if relation:
        return relation
    if wrong.all():
        return "every value is wrong"
    if wrong.ndim >= 2 and min(wrong.shape[-2:]) > 2:
        inner = wrong[..., 1:-1, 1:-1]
        if not inner.any():
            return "values along the border are wrong (those inside are right)"
        if not wrong[..., :-1, :-1].any():
            return "the last row or column is wrong"
    share = wrong.mean()
    return "most values are wrong" if share > 0.5 else "some values are wrong"


def _relation(got: NDArray[Any], want: NDArray[Any], limit: float) -> str:
    if not np.any(got):
        return "every value is zero"
    if np.all(np.abs(got + want) <= limit):
        return "every value has the wrong sign"
    if got.ndim == 2 and got.shape[0] == got.shape[1] and np.all(np.abs(got.T - want) <= limit):
        return "rows and columns are swapped"
    if np.all(np.abs(got - np.trunc(want)) <= limit) or np.all(np.abs(got - np.round(want)) <= limit):
        return _FRACTIONS
    nonzero = np.abs(want) > limit
    if nonzero.sum() > 1:
        ratios = got[nonzero] / want[nonzero]
        alike = np.ptp(ratios) <= 1e-4 * np.abs(ratios).max() and not np.any(np.abs(got[~nonzero]) > limit)
        if alike and np.all(np.abs(got - want)[nonzero] > limit):
            return "every value is off by the same factor"
    offset = got - want
    if offset.size > 1 and np.ptp(offset) <= limit:
        return "every value is off by the same amount"
    return ""


def _wrong(got: NDArray[Any], want: NDArray[Any], limit: float) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        close = np.abs(got.astype(np.float64) - want.astype(np.float64)) <= limit
    return np.asarray(~(close & np.isfinite(got)))


def missing_name(asked: str, names: Iterable[str], source: bytes) -> str:
    """What to say where the module or notebook with the text ``source`` does not define the name that is expected."""
    # Only looked for, never parsed: reading a stranger's program is the sealed process's work.
    if re.search(rb"""(?:^|[\r\n"]|\\n)(?:[ ]|\t|\\t)+(?:async[ ]+)?(?:def|class)[ ]+%b\b""" % asked.encode(), source):
        where = "There is one further in, inside a class, a function or an `if`: it is looked for at the left margin."
        return f"{no_such_name(asked)} {where}"
    return f"{no_such_name(asked)}{_closest_name(asked, names)}"


def no_such_name(asked: str) -> str:
    """What to say of a name that is not there, and nothing like it."""
    return f"The module defines no `{asked}`."


def left_out(asked: str, told: str) -> str:
    """What to say where the definition of ``asked`` is there and could not be read or run; ``told`` is its place and what was wrong."""
    return f"`{asked}` was left out when your file was read: {told}"


def _closest_name(asked: str, names: Iterable[str]) -> str:
    """A hint at a name that looks like the one asked: another spelling, or look-alike letters. Empty when there is none."""
    known = [name for name in names if not name.startswith("__")]
    for name in known:
        if not name.isascii():
            folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
            if len(name) == len(asked) and len(folded) >= len(asked) // 2 and name != asked:
                return f" It defines `{name}`, which holds letters of another alphabet: type the name anew."
    spelled = {name.replace("_", "").casefold(): name for name in known if name.isascii()}
    match = get_close_matches(asked.replace("_", "").casefold(), spelled, n=1, cutoff=0.75)
    match = [spelled[one] for one in match]
    return f" It defines `{match[0]}`; is that the one?" if match else ""

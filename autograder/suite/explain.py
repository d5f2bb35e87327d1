"""How two arrays differ, in words: precise for staff, without hidden numbers for students. Runs only when a check fails."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.records.sentences import Sentence, joined, say

_OBJECTS = {
    "function": say("a function (is the call missing its parentheses?)"),
    "method": say("a method (is the call missing its parentheses?)"),
    "generator": say("a generator (is there a `yield` where `return` belongs?)"),
    "coroutine": say("a coroutine (an `async` function)"),
    "Figure": say("a figure"),
    "Tensor": say("a torch tensor"),
    "map": say("a `map` (`list(…)` makes a list of it)"),
    "zip": say("a `zip` (`list(…)` makes a list of it)"),
    "dict_values": say("a dict's values (`list(…)` makes a list of them)"),
    "dict_items": say("a dict's items (the dict itself holds them)"),
    "range": say("a range"),
    "set": say("a set"),
    "type": say("a class (is it missing its parentheses?)"),
    "builtin_function_or_method": say("a function (is the call missing its parentheses?)"),
    "dict_keys": say("a dict's keys (`list(…)` makes a list of them)"),
    "filter": say("a `filter` (`list(…)` makes a list of it)"),
    "module": say("a module"),
    "ndarray": say("an array of something other than numbers"),
}
_ANOTHER_KIND = say("an object of another kind")
_FRACTIONS = say("the fractions are lost")


def kind_of(value: Any, *, returned: bool = True) -> str:
    """What ``value`` is, in a student's words: ``"None"``, ``"a string"``, ``"a float"`` … ``returned`` is whether a function gave it."""
    if value is None:
        return say("None (is a `return` missing?)") if returned else "None"
    if value is Ellipsis:
        return say("`...` (it is not answered yet)")
    # The name of a student's own type is a text the student chose, perhaps from a hidden input: only known ones are repeated.
    names = {
        str: say("a string"),
        bool: say("True or False"),
        dict: say("a dict"),
        list: say("a list"),
        tuple: say("a tuple"),
        bytes: say("bytes"),
        float: say("a float"),
        int: say("an int"),
        complex: say("a complex number"),
    }
    if type(value) in names:
        return names[type(value)]
    if isinstance(value, (np.generic, np.ndarray)):
        dtype = value.dtype.name
        return (
            say("a NumPy array of {dtype}", dtype=dtype)
            if isinstance(value, np.ndarray)
            else say("a NumPy {dtype}", dtype=dtype)
        )
    return _OBJECTS.get(getattr(value, "type_name", ""), _ANOTHER_KIND)


def how_many(count: int) -> str:
    """How many, as far as a message may say: a large number is the student's to choose, perhaps from a hidden input."""
    return str(count) if count < 10 else say("many")


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
        return say("the value is wrong") if wrong.ndim == 0 else say("its value is wrong")
    if got.dtype == np.float16 and np.allclose(got.astype(np.float64), want, rtol=2e-3, atol=2e-3 * np.abs(want).max()):
        return say("half precision holds too few digits of its values")
    relation = _relation(got.astype(np.float64), want.astype(np.float64), limit)
    if relation == _FRACTIONS and got.dtype.kind in "biu":
        return say("the fractions are lost: the result was stored as integers")
    if relation:
        return relation
    if wrong.all():
        return say("every value is wrong")
    if wrong.ndim >= 2 and min(wrong.shape[-2:]) > 2:
        inner = wrong[..., 1:-1, 1:-1]
        if not inner.any():
            return say("values along the border are wrong (those inside are right)")
        if not wrong[..., :-1, :-1].any():
            return say("the last row or column is wrong")
    share = wrong.mean()
    return say("most values are wrong") if share > 0.5 else say("some values are wrong")


def _relation(got: NDArray[Any], want: NDArray[Any], limit: float) -> str:
    if not np.any(got):
        return say("every value is zero")
    if np.all(np.abs(got + want) <= limit):
        return say("every value has the wrong sign")
    if got.ndim == 2 and got.shape[0] == got.shape[1] and np.all(np.abs(got.T - want) <= limit):
        return say("rows and columns are swapped")
    if np.all(np.abs(got - np.trunc(want)) <= limit) or np.all(np.abs(got - np.round(want)) <= limit):
        return _FRACTIONS
    nonzero = np.abs(want) > limit
    if nonzero.sum() > 1:
        ratios = got[nonzero] / want[nonzero]
        alike = np.ptp(ratios) <= 1e-4 * np.abs(ratios).max() and not np.any(np.abs(got[~nonzero]) > limit)
        if alike and np.all(np.abs(got - want)[nonzero] > limit):
            return say("every value is off by the same factor")
    offset = got - want
    if offset.size > 1 and np.ptp(offset) <= limit:
        return say("every value is off by the same amount")
    return ""


def _wrong(got: NDArray[Any], want: NDArray[Any], limit: float) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        close = np.abs(got.astype(np.float64) - want.astype(np.float64)) <= limit
    return np.asarray(~(close & np.isfinite(got)))


def missing_name(asked: str, names: Iterable[str], source: bytes) -> str:
    """What to say where the module or notebook with the text ``source`` does not define the name that is expected."""
    # Only looked for, never parsed: reading a stranger's program is the sealed process's work.
    if re.search(rb"""(?:^|[\r\n"]|\\n)(?:[ ]|\t|\\t)+(?:async[ ]+)?(?:def|class)[ ]+%b\b""" % asked.encode(), source):
        where = say(
            "There is one further in, inside a class, a function or an `if`: it is looked for at the left margin."
        )
        return joined([no_such_name(asked), where])
    return joined([no_such_name(asked), _closest_name(asked, names)])


def no_such_name(asked: str) -> Sentence:
    """What to say where a name is not there, and nothing like it."""
    return say("The module defines no `{name}`.", name=asked)


def left_out(asked: str, told: str) -> str:
    """What to say where the definition of ``asked`` is there and could not be read or run; ``told`` is its place and what was wrong."""
    return say("`{name}` was left out when your file was read: {told}", name=asked, told=told)


def _closest_name(asked: str, names: Iterable[str]) -> str:
    """A hint at a name that looks like the one asked: another spelling, or look-alike letters. Empty when there is none."""
    known = [name for name in names if not name.startswith("__")]
    for name in known:
        if not name.isascii():
            folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
            if len(name) == len(asked) and len(folded) >= len(asked) // 2 and name != asked:
                return say(
                    "It defines `{name}`, which holds letters of another alphabet: type the name anew.", name=name
                )
    spelled = {name.replace("_", "").casefold(): name for name in known if name.isascii()}
    match = get_close_matches(asked.replace("_", "").casefold(), spelled, n=1, cutoff=0.75)
    match = [spelled[one] for one in match]
    return say("It defines `{name}`; is that the one?", name=match[0]) if match else ""

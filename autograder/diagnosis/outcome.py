"""What a call came to, and when two outcomes are the same."""

from __future__ import annotations

import builtins
import gc
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.diagnosis.causes import explained
from autograder.records.code import Place
from autograder.records.errors import StudentError, StudentFailure
from autograder.sandbox.protocol.values import TensorValue
from autograder.sandbox.protocol.wire import Encoder, TooLarge
from autograder.suite.asserts import tolerance
from autograder.suite.probes import Kept, Pictured, Probe, needs_props
from autograder.suite.values import stacked

_SIMPLE = frozenset({bool, int, float, str, type(None)})
MOST_BYTES = 4 << 20
"""One answer to a probe, which has a few dozen numbers; a network's weights and maps are the largest there are, at 2 MB."""

_PART_BYTES = 40
"""A number in a list: the object and the list's pointer to it."""

_MANY = 10
"""Rounds of the collector, of 700 new objects each, after which it is worth looking through all: a small figure makes forty."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """The ``value`` of a call, or the ``error`` (an exception's name) with its ``text`` and ``why`` it was raised, as far as that is known.

    ``after`` is what the kept arguments are after the call.

    ``over`` says that the process is gone: no further call will be answered. ``place`` is the student's line that raised.
    """

    value: Any = None
    error: str = ""
    text: str = ""
    why: str = ""
    after: tuple[Any, ...] = ()
    over: bool = False
    place: Place | None = None


def observe(
    thing: Callable[..., Any],
    probe: Probe,
    keep: Callable[[Any], Any] = lambda value: value,
    value_of: Callable[[Any], Any] = lambda handle: handle,
    props: Any = None,
) -> Outcome:
    """Try ``probe`` on a function or class.

    ``keep`` and ``value_of`` hold on to an argument where the function runs, and read it again; ``props`` is the suite's
    helper module there.
    """
    try:
        if not isinstance(probe, tuple):
            return _outcome(probe(thing, props) if needs_props(probe) else probe(thing))
        held: list[Any] = []
        arguments = [keep(_fresh(part.value)) if isinstance(part, Kept) else _fresh(part) for part in probe]
        held = [given for given, part in zip(arguments, probe, strict=True) if isinstance(part, Kept)]
        outcome = _outcome(thing(*arguments))
        return outcome if outcome.over else replace(outcome, after=tuple(value_of(handle) for handle in held))
    except StudentError as error:
        why = explained(error.type_name, error.message, error.spot)
        return Outcome(error=error.type_name, text=str(error), why=why, place=error.place)
    except StudentFailure as error:
        return Outcome(error=type(error).__name__, text=str(error), over=True)
    except Exception as error:
        return Outcome(error=_builtin(error), text=f"{type(error).__name__}: {error}")


def observe_here(thing: Callable[..., Any], probe: Probe, props: Any = None) -> Outcome:
    """`observe` for staff code, which answers in this process. Figures are thousands of objects that refer to each other, and each call
    looks at those of the calls before: where they are not taken away one by one they are 260 MB in the end, and five times as slow."""
    outcome = observe(thing, probe, props=props)
    _, young, old = gc.get_count()
    if needs_props(probe) and young + 10 * old > _MANY:
        gc.collect()
    return outcome


def _outcome(value: Any) -> Outcome:
    """What was answered, as it is now; an answer to a small case is small, and one for every probe is held."""
    size = _bytes(value)
    if size > MOST_BYTES:
        return Outcome(error="BadReply", text=f"an answer of {size >> 20} MB", over=True)
    return Outcome(_snapshot(value))


def _bytes(value: Any) -> int:
    """How much memory the arrays and lists in ``value`` take."""
    if isinstance(value, TensorValue):
        value = value.array
    if isinstance(value, np.ndarray):
        return value.nbytes
    parts = value.values() if type(value) is dict else value if type(value) in (list, tuple) else ()
    return _PART_BYTES * len(parts) if _simple(parts) else sum(map(_bytes, parts))


def _simple(parts: Iterable[Any]) -> bool:
    """Whether there are nothing but plain numbers and words: a student's list may have hundred thousands, and many probes ask for it."""
    return _SIMPLE.issuperset(map(type, parts))


def _builtin(error: Exception) -> str:
    """The closest built-in exception, which is what a student's process reports."""
    kinds: list[type] = [kind for kind in type(error).__mro__ if vars(builtins).get(kind.__name__) is kind]
    return kinds[0].__name__


def _fresh(argument: Any) -> Any:
    """A copy for one call. Arrays lie row by row, as they do in the student's process after the wire."""
    return np.array(argument, order="C") if isinstance(argument, np.ndarray) else deepcopy(argument)


def _snapshot(value: Any) -> Any:
    """``value`` as it is now: code in this process may use an array it gave away once more."""
    if isinstance(value, np.ndarray):
        # An array of objects comes out of a student's process as nested lists.
        return value.copy() if value.dtype.kind != "O" or not value.ndim else _snapshot(value.tolist())
    if type(value) in (list, tuple):
        return type(value)(value if _simple(value) else map(_snapshot, value))
    return {key: _snapshot(part) for key, part in value.items()} if type(value) is dict else value


def is_repeated(one: Outcome, two: Outcome) -> bool:
    """Whether the two are the same to the last bit and letter; what no frame holds never is."""
    try:
        return _written(one) == _written(two)
    except (TypeError, TooLarge):
        return False


def _written(outcome: Outcome) -> bytes:
    parts = outcome.value, outcome.error, outcome.text, outcome.why, outcome.after, outcome.over, str(outcome.place)
    return b"".join(Encoder(_parts).frame(parts))


def _parts(value: Any) -> tuple[Any, ...]:
    if isinstance(value, Pictured):
        return value.words, value.shades
    raise TypeError(f"a {type(value).__name__} has no parts")


def same_outcome(one: Outcome, two: Outcome) -> bool:
    """Both raised the same kind of error, or both gave the same values and left the same arguments behind."""
    if one.error or two.error:
        return one.error == two.error
    return same_value(one.value, two.value) and same_value(one.after, two.after)


def same_value(one: Any, two: Any) -> bool:
    """The same numbers in the same shape (within the one tolerance; NaN is like NaN), or the same words, item by item.

    Containers and number types do not matter: ``[1, 2]``, ``(1.0, 2.0)`` and an array are alike. `same_form` minds.
    """
    if isinstance(one, Pictured) and isinstance(two, Pictured):
        return one.words == two.words
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(same_value(one[key], two[key]) for key in one)
    left, right = as_numbers(one), as_numbers(two)
    if left is not None and right is not None:
        if not left.size and (0,) in (left.shape, right.shape):
            return not right.size  # a list without rows has no columns to compare
        return left.shape == right.shape and not differing(left, right).any()
    if left is not None or right is not None:
        return False
    if isinstance(one, (list, tuple)) and isinstance(two, (list, tuple)):
        return len(one) == len(two) and all(map(same_value, one, two))
    if isinstance(one, str) and isinstance(two, str):
        return " ".join(one.split()).casefold() == " ".join(two.split()).casefold()
    return one is two and (one is None or one is Ellipsis)


def differing(got: NDArray[Any], want: NDArray[Any]) -> NDArray[np.bool_]:
    """Where two arrays of one shape differ by more than the tolerance of ``want``'s finite values."""
    left, right = got.astype(np.complex128), want.astype(np.complex128)
    finite = np.isfinite(left) & np.isfinite(right)
    limit = tolerance(np.abs(right[np.isfinite(right)]))
    with np.errstate(all="ignore"):
        close = np.where(finite, np.abs(left - right) <= limit, (left == right) | (np.isnan(left) & np.isnan(right)))
    return np.asarray(~close)


def as_numbers(value: Any) -> NDArray[Any] | None:
    """``value`` as an array of numbers, or None where it holds something else."""
    if isinstance(value, TensorValue):
        value = value.array
    if not isinstance(value, (np.ndarray, np.generic, bool, int, float, list, tuple)):
        return None
    try:
        array = stacked(value)
    except ValueError:
        return None
    return array if array.dtype.kind in "biufc" else None


def same_form(one: Outcome, two: Outcome) -> bool:
    """The same kinds of numbers and containers too: a size of 5 is not of the form of 5.0, a list not of a tuple's."""
    return form(one.value) == form(two.value)


def floats_for_ints(one: Outcome, two: Outcome) -> bool:
    """Whether ``one`` is right but for its kind: a float where ``two`` is an int, alone or in a tuple or list."""
    kinds = set(form(two.value).split()) - {"tuple", "list", "of"}
    return kinds == {"int"} and "float" in form(one.value) and same_outcome(one, two)


def form(value: Any) -> str:
    """What ``value`` is made of: ``"int"``, ``"tuple of float"``, ``"tuple of int, list of int"`` …"""
    if isinstance(value, (bool, np.bool_)):
        return "bool"
    if isinstance(value, (int, np.integer)):
        return "int"
    if isinstance(value, (float, np.floating)):
        return "float"
    if isinstance(value, (list, tuple)):
        kinds = dict.fromkeys(map(form, value))
        return f"{'list' if isinstance(value, list) else 'tuple'} of {', '.join(kinds) or 'nothing'}"
    return {np.ndarray: "array", type(None): "None"}.get(type(value), type(value).__name__)

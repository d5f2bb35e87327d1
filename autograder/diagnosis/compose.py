"""Two misconceptions at once: a misconception that is written by means of the reference, on top of another one.

`stride_is_pool_size` is ``_max_pool_2d(image, pool_size, pool_size)``: with `search_begins_at_zero` in the place of the reference's
``_max_pool_2d`` it is both mistakes together. So compositions are computed from the course's misconceptions, none is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from autograder.diagnosis.identify import answers_alike
from autograder.diagnosis.misconceptions import Misconception
from autograder.diagnosis.outcome import Outcome, observe_here, same_outcome
from autograder.suite.probes import Probe


class Pairs:
    """The compositions of a question's misconceptions, each probe of each worked out once, when it is first looked at.

    Only functions are composed: a class's misconceptions inherit from the reference, and its methods answer one another.
    """

    def __init__(
        self, reference: Callable[..., Any], wrong: Sequence[Misconception], probes: Sequence[Probe], props: Any
    ) -> None:
        self._probes, self._props = probes, props
        self._made: list[tuple[Misconception, Misconception, Callable[..., Any], dict[int, Outcome]]] = [
            (outer, inner, made, {})
            for outer in wrong
            for inner in wrong
            if outer is not inner and (made := composed(outer.stand_in, reference, inner.stand_in)) is not None
        ]

    def alike(
        self, asked: Sequence[int], answers: Sequence[Outcome], right: Sequence[Outcome]
    ) -> tuple[Misconception, ...]:
        """The two whose composition, in either order, answers exactly as the student did. Where several compositions do: the
        misconception that is part of all of them, if there is one. ``asked`` are the probes that ``answers`` and ``right`` belong to."""
        found: list[dict[str, Misconception]] = []
        if all(answer.error for answer in answers):
            return ()
        for outer, inner, made, known in self._made:
            pairs = zip(asked, answers, strict=True)
            alike = all(same_outcome(self._answer(made, known, i), got) for i, got in pairs)
            if alike and answers_alike([known[i] for i in asked], answers, right):
                found.append({inner.name: inner, outer.name: outer})
        shared = set.intersection(*(set(one) for one in found)) if found else set()
        return tuple(one for name, one in found[0].items() if name in shared) if found else ()

    def _answer(self, made: Callable[..., Any], known: dict[int, Outcome], probe: int) -> Outcome:
        if probe not in known:
            with np.errstate(all="ignore"):
                known[probe] = observe_here(made, self._probes[probe], self._props)
        return known[probe]


def composed(
    outer: Callable[..., Any], reference: Callable[..., Any], inner: Callable[..., Any]
) -> Callable[..., Any] | None:
    """``outer`` with ``inner`` wherever it, or a helper beside it, calls ``reference``; None where that is nowhere.

    Both are copies, with copies of the lists and dicts they use: some misconceptions remember their last answer.
    """
    if not isinstance(outer, FunctionType) or not isinstance(inner, FunctionType):
        return None
    if not any(outer.__globals__[name] is reference for name in _used(outer)):
        return None
    return _copy(outer, {reference: _copy(inner, {})})


def _copy(function: FunctionType, instead: dict[Any, Any]) -> FunctionType:
    """``function`` with its helpers and what they remember, and with other functions ``instead`` of some."""
    names, used = function.__globals__, _used(function)
    new = dict(names)
    for name in used:
        value = names[name]
        if isinstance(value, FunctionType) and value.__globals__ is names:
            new[name] = _rebound(value, new)
        elif isinstance(value, FunctionType):
            new[name] = instead.get(value, value)
        elif isinstance(value, (dict, list, set)):
            new[name] = deepcopy(value)
    return _rebound(function, new)


def _used(function: FunctionType) -> set[str]:
    """The names of its module that the function uses, or a helper of the same module that it calls."""
    names = function.__globals__
    used: set[str] = set()
    following = [function.__code__]
    while following:
        for name in set(_names(following.pop())) - used:
            if name in names:
                used.add(name)
                value = names[name]
                if isinstance(value, FunctionType) and value.__globals__ is names:
                    following.append(value.__code__)
    return used


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _names(const)


def _rebound(function: FunctionType, names: dict[str, Any]) -> FunctionType:
    made = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    made.__kwdefaults__ = function.__kwdefaults__
    return made

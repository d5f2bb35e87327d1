"""Two misconceptions at once: a misconception that is written by means of the reference, on top of another one.

`stride_is_pool_size` is ``_max_pool_2d(image, pool_size, pool_size)``: with `search_begins_at_zero` in the place of the reference's
``_max_pool_2d`` it is both mistakes together. A class that inherits from the reference inherits from the other misconception instead; two
that replace different pieces of one skeleton are pieced together. So compositions are computed from the course's misconceptions, none is
listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from types import CellType, CodeType, FunctionType
from typing import Any

import numpy as np

from autograder.diagnosis.identify import answers_alike
from autograder.diagnosis.misconceptions import Misconception
from autograder.diagnosis.outcome import Outcome, as_numbers, observe_here, same_outcome
from autograder.suite.probes import Probe


class Pairs:
    """The compositions of a question's misconceptions, each made, and each probe of it worked out, when it is first looked at."""

    def __init__(
        self, reference: Callable[..., Any], wrong: Sequence[Misconception], probes: Sequence[Probe], props: Any
    ) -> None:
        self._reference, self._probes, self._props = reference, probes, props
        self._made: dict[tuple[str, str], _Made | None] = {}
        # Of functions all at once, before the first answer: what misconceptions remember is copied as it is now.
        self._functions = [
            (outer, inner, made)
            for outer in wrong
            for inner in wrong
            if outer is not inner and isinstance(outer.stand_in, FunctionType) and (made := self._of(outer, inner))
        ]

    def alike(
        self, asked: Sequence[int], answers: Sequence[Outcome], right: Sequence[Outcome]
    ) -> tuple[Misconception, ...]:
        """The two functions whose composition, in either order, answers exactly as the student did. Where several compositions do: the
        misconception that is part of all of them, if there is one. ``asked`` are the probes that ``answers`` and ``right`` belong to."""
        alive = self._functions
        for i, got in zip(asked, answers, strict=True):
            alike: dict[object, bool] = {}  # hundreds of compositions give few different answers: each is compared once
            for _, _, made in alive:
                if made.key(i) not in alike:
                    alike[made.key(i)] = same_outcome(made.answer(i), got)
            alive = [one for one in alive if alike[one[2].key(i)]]
            if not alive:
                return ()
        found = [
            {inner.name: inner, outer.name: outer}
            for outer, inner, made in alive
            if answers_alike([made.known[i] for i in asked], answers, right)
        ]
        shared = set.intersection(*(set(one) for one in found)) if found else set()
        return tuple(one for name, one in found[0].items() if name in shared) if found else ()

    def answering(self, outer: Misconception, inner: Misconception) -> Callable[[int], Outcome] | None:
        """How ``outer`` on top of ``inner`` answers the probe of a number; None where the two cannot be composed."""
        made = self._of(outer, inner)
        return made.answer if made else None

    def _of(self, outer: Misconception, inner: Misconception) -> _Made | None:
        names = outer.name, inner.name
        if names not in self._made:
            both = composed(outer.stand_in, self._reference, inner.stand_in)
            self._made[names] = _Made(both, self._probes, self._props) if both else None
        return self._made[names]


class _Made:
    """A composition and what it has answered."""

    def __init__(self, both: Callable[..., Any], probes: Sequence[Probe], props: Any) -> None:
        self._both, self._probes, self._props = both, probes, props
        self.known: dict[int, Outcome] = {}
        self._keys: dict[int, object] = {}

    def key(self, probe: int) -> object:
        """The same for two answers to a probe that are the same to the last bit."""
        if probe not in self._keys:
            outcome = self.answer(probe)
            numbers = None if outcome.error or outcome.after else as_numbers(outcome.value)
            self._keys[probe] = (
                outcome.error or id(self) if numbers is None else (numbers.shape, numbers.dtype.str, numbers.tobytes())
            )
        return self._keys[probe]

    def answer(self, probe: int) -> Outcome:
        """The answer to the probe of this number."""
        if probe not in self.known:
            with np.errstate(all="ignore"):
                self.known[probe] = observe_here(self._both, self._probes[probe], self._props)
        return self.known[probe]


def composed(
    outer: Callable[..., Any], reference: Callable[..., Any], inner: Callable[..., Any]
) -> Callable[..., Any] | None:
    """``outer`` with ``inner`` wherever it, or a helper beside it, calls ``reference`` or inherits from it; None where that is nowhere.

    Functions are copied, with copies of the lists and dicts they use: some misconceptions remember their last answer.
    """
    if isinstance(outer, type) and isinstance(inner, type):
        return _pieced(outer, reference, inner)
    if not isinstance(outer, FunctionType) or not isinstance(inner, FunctionType):
        return None
    if not any(outer.__globals__[name] is reference for name in _used(outer)):
        return None
    return _copy(outer, {reference: _copy(inner, {})})


def _pieced(outer: type, reference: Callable[..., Any], inner: type) -> type | None:
    """A class that does what ``outer`` does to the reference, or to the skeleton that both replace pieces of, to ``inner``."""
    shared = [base for base in outer.__bases__ if base is not object and issubclass(inner, base)]
    try:
        if reference in outer.__bases__:
            return _rebased(outer, tuple(inner if base is reference else base for base in outer.__bases__))
        return type(outer.__name__, (outer, inner), {}) if shared else None
    except TypeError:  # the two cannot stand in one line
        return None


def _rebased(kind: type, bases: tuple[type, ...]) -> type:
    """``kind`` with other bases; `super()` in its methods means the new class."""
    own = {name: value for name, value in vars(kind).items() if name not in ("__dict__", "__weakref__")}
    made = type(kind.__name__, bases, own)
    for name, value in own.items():
        if isinstance(value, FunctionType) and "__class__" in value.__code__.co_freevars:
            cells = zip(value.__code__.co_freevars, value.__closure__ or (), strict=True)
            closure = tuple(CellType(made) if free == "__class__" else cell for free, cell in cells)
            method = FunctionType(value.__code__, value.__globals__, name, value.__defaults__, closure)
            method.__kwdefaults__ = value.__kwdefaults__
            setattr(made, name, method)
    return made


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

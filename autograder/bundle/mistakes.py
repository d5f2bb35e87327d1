"""What a student's folder knows of misconceptions: those that public checks can tell apart, each locked by its own answers.

What a misconception answers to the public checks is worked out here, once. Only digests of that leave the house
(`autograder.diagnosis.locked`): neither its code nor its name can be read by somebody who did not make the mistake. A misconception that
answers like another one, or too little that is wrong, is left out, so that no wrong name is ever said.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any, TypeVar

import numpy as np

from autograder.course import Assignment, Question
from autograder.course.languages import languages, words_of
from autograder.diagnosis.compose import composed
from autograder.diagnosis.locked import RAISED, Entry, Listened, crypted, inner_key, keys, listen, place
from autograder.diagnosis.misconceptions import Misconception, importable_solution, load_misconceptions
from autograder.diagnosis.outcome import observe_here, same_outcome
from autograder.grading.collect import Check
from autograder.grading.time_limit import TooLong, at_most
from autograder.records.misconception import shown
from autograder.records.sentences import speaking
from autograder.sandbox.inside.process_wide import settings_set_back
from autograder.suite.fixtures import load_reference
from autograder.suite.probes import Probe, load_probes, needs_props

Checks = Mapping[str, Callable[[Any], object]]
Scales = dict[str, list[float | None]]
Candidate = tuple[set[str], Callable[..., Any]]
"""The names of one misconception or two, and what answers so."""
_T = TypeVar("_T")
ENOUGH = 2
"""Wrong numbers that tell one misconception from a coincidence; exceptions in place of answers, beside as many right answers."""
SECONDS = 5.0
"""Processor time for one misconception's answers to the public checks or the probes of a question: right ones take a tenth of it."""
APART = 1e-3
"""Two numbers are different ones from here on, in parts of the largest number of the right answer."""


def locked_mistakes(assignment: Assignment, checks: Iterable[Check]) -> dict[str, Any]:
    """By question what `autograder.diagnosis.locked` reads, the same every time. ``checks`` are the public ones. Raises `SuiteError` where
    the reference cannot be loaded."""
    by_question: dict[str, dict[str, Callable[[Any], object]]] = defaultdict(dict)
    for check in checks:
        if check.asks == ("student",):
            by_question[check.question][check.name] = check.on
    reference = load_reference(assignment)
    found = {}
    with np.errstate(all="ignore"):
        for question in assignment.graded_questions:
            if question.kind in ("function", "class") and by_question[question.name]:
                with contextlib.suppress(TooLong):
                    found[question.name] = _locked(assignment, question, reference, by_question[question.name])
                if plots := sys.modules.get("matplotlib.pyplot"):
                    plots.close("all")  # what was drawn stays open, and matplotlib warns of more than twenty
    return {name: one for name, one in found.items() if one and one["boxes"]}


def _locked(assignment: Assignment, question: Question, reference: ModuleType, checks: Checks) -> dict[str, Any] | None:
    """What is handed out for one question; None where nothing can be told. Raises `TooLong` where a misconception never ends."""

    def heard(thing: Callable[..., Any]) -> Listened:
        student = SimpleNamespace(**{**vars(reference), question.name: thing})
        return _ended(lambda: listen(question.name, student, checks))

    right_one = getattr(reference, question.name)
    right, again = heard(right_one), heard(right_one)
    scales = _scales(right, again)
    if right.failed or again.failed or not any(filter(None, itertools.chain(*scales.values()))):
        return None

    def key(thing: Callable[..., Any]) -> bytes:
        """What its answers lock with; empty where they tell nothing."""
        answers = heard(thing)
        return next(keys(question.name, answers, scales), b"") if _tells(answers, right, scales) else b""

    path = assignment.variants("misconceptions", question.name)
    probes = load_probes(assignment.hidden_suite / "probes.py").of(question.name)
    with importable_solution(reference):
        # Twice, from files that remember nothing: one that is not the same again draws at random.
        first, second = (load_misconceptions(path, reference) for _ in range(2))
        pairs = list(_pairs(second, right_one))
        locks = {one.name: key(one.stand_in) for one in first}
        steady = [one for one in second if locks[one.name] == key(one.stand_in)]
        found = defaultdict[bytes, list[Candidate]](list)
        for one in steady:
            found[locks[one.name]].append(({one.name}, one.stand_in))
        for names, both in pairs:
            if names <= {one.name for one in steady}:
                found[key(both)].append((names, both))
        boxes = {lock: _at_work(candidates, probes) for lock, candidates in found.items() if lock}
    named = [one for one in first if locks[one.name] and any(one.name in names for names in boxes.values())]
    inner = {one.name: inner_key(locks[one.name], one.name) for one in named}
    parts = {one.name: number.to_bytes(2, "big") + inner[one.name] for number, one in enumerate(named)}
    return {
        "scales": scales,
        "words": [_text(crypted(inner[one.name], _words(assignment, one))) for one in named],
        "boxes": {
            place(lock): _text(crypted(lock, b"".join(parts[name] for name in sorted(names))))
            for lock, names in boxes.items()
            if names and names <= inner.keys()
        },
    }


def _text(data: bytes) -> str:
    return base64.b85encode(data).decode()


def _scales(right: Listened, again: Listened) -> Scales:
    """How large the numbers of each right answer are, without the last digits, which hang on where in memory an array lies; None where it
    has none, or others each time."""
    return {
        check: [_scale(one, other) for one, other in zip(entries, again.entries[check], strict=False)]
        for check, entries in right.entries.items()
    }


def _scale(one: Entry, other: Entry) -> float | None:
    scale = float(f"{max(map(abs, one[1]), default=0.0):.3g}") or 1.0
    same = one[0] == other[0] and _off(one[1], other[1], scale) == 0
    return scale if one[1] and same else None


def _off(numbers: Sequence[float], others: Sequence[float], scale: float) -> int:
    """How many of the numbers are different ones."""
    return sum(abs(number - other) > APART * scale for number, other in zip(numbers, others, strict=True))


def _tells(heard: Listened, right: Listened, scales: Scales) -> bool:
    """Whether enough is wrong to know it by."""
    wrong = raised = same = 0
    for check, entries in heard.entries.items():
        for (shape, numbers), (want, others), scale in zip(entries, right.entries[check], scales[check], strict=False):
            if shape != want and shape.startswith(RAISED):
                raised += not want.startswith(RAISED)
            elif shape != want:
                wrong += max(1, len(numbers))
            elif scale is not None:
                off = _off(numbers, others, scale)
                wrong, same = wrong + off, same + (not off)
    return wrong >= ENOUGH or (raised >= ENOUGH and same >= ENOUGH)


def _pairs(misconceptions: Sequence[Misconception], right: Callable[..., Any]) -> Iterator[Candidate]:
    """Two functions at once, one on top of the other."""
    functions = [one for one in misconceptions if isinstance(one.stand_in, FunctionType)]
    for outer, inner in itertools.permutations(functions, 2):
        if both := composed(outer.stand_in, right, inner.stand_in):
            yield {outer.name, inner.name}, both


def _at_work(candidates: Sequence[Candidate], probes: Sequence[Probe]) -> set[str]:
    """The misconceptions that are at work in every one of the ``candidates``, which answer all checks alike. A kernel that is flipped
    upside down and left to right is a flipped one: two that answer the probes like a single one, too, are that one."""
    first, single = candidates[0]
    others = [(names, thing) for names, thing in candidates[1:] if not first <= names]
    if len(first) == 1:
        others = [(names, thing) for names, thing in others if len(names) == 1 or not _same(thing, single, probes)]
    return set.intersection(first, *(names for names, _ in others))


def _same(one: Callable[..., Any], two: Callable[..., Any], probes: Sequence[Probe]) -> bool:
    asked = (probe for probe in probes if not needs_props(probe))
    return _ended(lambda: all(same_outcome(observe_here(one, probe), observe_here(two, probe)) for probe in asked))


def _ended(work: Callable[[], _T]) -> _T:
    """What ``work`` with misconceptions gives, and nothing that it set: one that leaves gradients off would answer for all after it, and
    for whoever writes this zip. Raises `TooLong` for one that never ends."""
    given, began = [], time.process_time()
    with settings_set_back(), contextlib.suppress(TooLong), at_most(SECONDS):
        given.append(work())
    if not given or time.process_time() - began >= SECONDS:  # `listen` takes being ended for a check that fails
        raise TooLong
    return given[0]


def _words(assignment: Assignment, one: Misconception) -> bytes:
    """The name and the hint as pages show them, in every language that says them."""
    folder = assignment.root / "reference" / "locale"
    said = {}
    for language in languages(folder):
        with speaking(words_of(language, folder)):
            title, hint = shown(one.name, one.hint)
        said[language] = [title, *hint]
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode(), 9)

"""An input that would have killed a mutant that survived: what a check is to ask so that it is noticed."""

from __future__ import annotations

import json
import reprlib
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.course import Question
from autograder.diagnosis.outcome import Outcome, observe, same_outcome
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge
from autograder.suite.probes import Probe, arguments, needs_props
from autograder.validate.faults.running import quietly
from autograder.validate.mutants import Mutant

SECONDS = 2.0
"""How long is looked for an input: a few hundred small calls."""
_TURNS = 12
"""How often each probe is varied."""

_short = reprlib.Repr()
_short.maxother = _short.maxstring = _short.maxlong = 300
_short.maxlist = _short.maxtuple = 40
_short.maxlevel = 6


def killer(grader: Grader, mutant: Mutant, question: Question) -> str:
    """In a sentence, an input on which the ``mutant`` and the reference differ, found among the question's probes and inputs like them; or
    that there was none, and how to argue the mutant."""
    reference = getattr(grader.reference, question.name, None)
    judge = Judge(grader, mutant.submission(grader.assignment))
    judge.load()
    tried = 0
    if judge.hindrance(question.name) is None and reference is not None:
        with judge.session(question.name) as session:
            process, until = session.process, time.monotonic() + SECONDS
            props = process.props if grader.assignment.props else None
            value = question.kind == "value"
            for probe in _candidates(grader, question):
                if time.monotonic() > until:
                    break
                if needs_props(probe) and props is None:
                    continue
                tried += 1
                with quietly():
                    right = observe(
                        (lambda: reference) if value else reference, probe, props=grader.diagnostician.props
                    )
                if right.error not in ("", "ValueError"):
                    continue
                answer = getattr(process.module, question.name)
                got = observe(
                    (lambda answer=answer: answer) if value else answer, probe, process.keep, process.value, props
                )
                if not same_outcome(got, right):
                    return _told(question, probe, got, right)
    else:
        judge.close()
    return (
        f"None of {tried} small inputs tells it from the reference. If it gives right answers too, say why in "
        f"reference/{grader.assignment.name}/equivalent_mutants.toml:\n{argument(mutant)}"
    )


def argument(mutant: Mutant) -> str:
    """The entry of ``equivalent_mutants.toml`` that argues a mutant, but for the reason."""
    lines = [f"{key} = {json.dumps(getattr(mutant, key), ensure_ascii=False)}" for key in ("place", "removed", "added")]
    return "\n".join(f"      {line}" for line in ("[[mutant]]", *lines, 'why = "…"'))


def _candidates(grader: Grader, question: Question) -> Iterator[Probe]:
    if question.kind == "value":
        yield ()
        return
    probes = grader.diagnostician.probes.of(question.name)
    yield from probes
    rng = np.random.default_rng(0)
    for _ in range(_TURNS):
        for probe in probes:
            if isinstance(probe, tuple):
                yield tuple(_varied(part, rng) for part in arguments(probe))


def _varied(value: Any, rng: np.random.Generator) -> Any:
    """Something like ``value``: of another size, other numbers, a size one more or less."""
    if isinstance(value, np.ndarray):
        shape = tuple(max(1, n + int(rng.integers(-1, 3))) for n in value.shape) if rng.random() < 0.5 else value.shape
        numbers = rng.integers(-9, 10, shape)
        return numbers if value.dtype.kind in "iu" else numbers / 4
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return max(0, value + int(rng.integers(-1, 3))) if value >= 0 else value + int(rng.integers(-2, 3))
    if isinstance(value, float):
        return float(rng.integers(-9, 10)) / 4
    if isinstance(value, (list, tuple)):
        return type(value)(_varied(one, rng) for one in value)
    return value


def _told(question: Question, probe: Probe, got: Outcome, right: Outcome) -> str:
    if question.kind == "value":
        call = question.name
    elif isinstance(probe, tuple):
        call = f"{question.name}({', '.join(_short.repr(_listed(part)) for part in arguments(probe))})"
    else:
        call = f"a probe of {question.name}{f' ({probe.__doc__})' if probe.__doc__ else ''}"
    changed = (
        " and what is left of its arguments"
        if same_outcome(Outcome(got.value, got.error), Outcome(right.value, right.error))
        else ""
    )
    return (
        f"It would be killed by a check of {call}: it gives {_shown(got)}, the reference {_shown(right)}"
        f"{f'; look at{changed}' if changed else ''}."
    )


def _listed(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray) else value


def _shown(outcome: Outcome) -> str:
    return outcome.error or _short.repr(_listed(outcome.value))

"""In what way an answer differs from the right one where no misconception fits: one sentence that holds on every probe.

A sentence is claimed only when the probes prove it: it holds for all answers that are wrong, on at least two of them with different
numbers, and what it says of the others ("right for square kernels only") divides right from wrong without a rest. Where two such
divisions are possible nothing is said: that would be a guess.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from autograder.diagnosis.cases import ENOUGH, case_of
from autograder.diagnosis.claims import claim, factors_of_their_own
from autograder.diagnosis.divisions import divided
from autograder.diagnosis.outcome import Outcome, same_outcome, same_value
from autograder.records.sentences import in_a_row, joined, say, say_many
from autograder.suite.probes import Pictured, Probe

_TOPIC = re.compile(r"(?:what )?([A-Za-z_]\w*)(?:\(| after\b|$)")
MOST_NAMED = 3
"""Wrong parts of an answer that are named one by one."""
MOST_TOPICS = 2
"""Wrong matters of a class that are named: more of them follow from one that comes first, such as `forward`."""


def difference(
    probes: Sequence[Probe], answers: Sequence[Outcome], right: Sequence[Outcome], reference: Callable[..., Any]
) -> str:
    """One sentence on how ``answers`` differ from ``right`` (an outcome for each of ``probes``), or "". ``reference`` names the arguments
    and says what they are when they are left out. What a call gives that is to be refused is told only where nothing else is wrong."""
    triples = list(zip(probes, answers, right, strict=True))
    wrong = [(probe, got, want) for probe, got, want in triples if not same_outcome(got, want) and not want.error]
    good = [(probe, got, want) for probe, got, want in triples if same_outcome(got, want) and not want.error]
    if not wrong:
        return _refusals(triples) if good else ""
    answered = not any(got.error or not same_value(got.after, want.after) for _, got, want in wrong)
    values = [(got.value, want.value) for _, got, want in wrong]
    if answered and (told := _by_topic(wrong, good) or _told(values, alone=len(triples) == 1)):
        return told
    about = {topic(probe) for probe, _, _ in wrong}  # of a class: what it is asked otherwise is another matter
    told = divided(
        [probe for probe, _, _ in wrong], [probe for probe, _, _ in good if topic(probe) in about], reference
    )
    cases = [case for got, want in values if (case := case_of(got, want)) is not None]
    return told or (factors_of_their_own(cases) if answered and len(cases) == len(values) else "")


def _told(values: Sequence[tuple[Any, Any]], *, alone: bool = False) -> str:
    """What holds for all these wrong answers, each with the right one. ``alone``: there is no other call."""
    cases = [case for got, want in values if (case := case_of(got, want)) is not None]
    pictures = any(
        isinstance(part, np.ndarray) for _, want in values if isinstance(want, (list, tuple)) for part in want
    )
    told = _in_parts(values, alone=alone) if pictures or len(cases) < len(values) else ""
    return told or (claim(cases) if len(cases) == len(values) else "")


def _factors(values: Sequence[tuple[Any, Any]]) -> str:
    cases = [case for got, want in values if (case := case_of(got, want)) is not None]
    return factors_of_their_own(cases) if len(cases) == len(values) else ""


def _refusals(triples: Sequence[tuple[Probe, Outcome, Outcome]]) -> str:
    """Nothing is wrong but calls that are to be refused."""
    refused = [same_outcome(got, want) for _, got, want in triples if want.error]
    if not refused or all(refused):
        return ""
    kind = next(want.error for _, _, want in triples if want.error)
    if not any(refused):
        return say(
            "Your answers are right. What is missing is the {kind} for calls that make no sense: none of those that were tried is refused "
            "with it.",
            kind=kind,
        )
    return say(
        "Your answers are right. What is missing is the {kind} for calls that make no sense: {number} of the {all} that were tried are not "
        "refused with it.",
        kind=kind,
        number=refused.count(False),
        all=len(refused),
    )


# Answers of several parts, and what a probe asks for.


def _in_parts(values: Sequence[tuple[Any, Any]], *, alone: bool) -> str:
    """Which parts of a dict or tuple are wrong, where others never are, and how; or how all of them are."""
    keys = _keys(values[0][1])
    if not all(_keys(want) for _, want in values):
        return ""
    if any(_keys(got) != _keys(want) for got, want in values):
        return _other_names(values)
    if any(_keys(want) != keys for _, want in values):
        return _pooled([(got[key], want[key]) for got, want in values for key in _keys(want)])
    parts = {key: [(got[key], want[key]) for got, want in values] for key in keys}
    wrong = {key: [(got, want) for got, want in of if not same_value(got, want)] for key, of in parts.items()}
    wrong = {key: of for key, of in wrong.items() if of}
    told = _pooled([pair for of in wrong.values() for pair in of])
    if len(wrong) == len(keys) or not (alone or min(map(len, wrong.values())) >= ENOUGH):
        return told if len(wrong) == len(keys) else ""
    if len(wrong) > MOST_NAMED or any(map(_is_of_a_figure, parts.values())):
        return ""
    names = [repr(key) if isinstance(key, str) else say("part {number}", number=key + 1) for key in wrong]
    only = say_many(
        "Of your answer only {names} is wrong.",
        "Of your answer only {names} are wrong.",
        len(names),
        names=in_a_row(names),
    )
    return joined([only, told])


def _is_of_a_figure(pairs: Sequence[tuple[Any, Any]]) -> bool:
    """Whether a part holds what a probe tells of pictures: its name is the probe's, no student's."""
    return any(isinstance(one, Pictured) for _, want in pairs if isinstance(want, (list, tuple)) for one in want)


def _pooled(pairs: Sequence[tuple[Any, Any]]) -> str:
    """What holds for all parts that are wrong."""
    cases = [case_of(got, want) for got, want in pairs if not same_value(got, want)]
    return claim([case for case in cases if case is not None]) if None not in cases else ""


def _other_names(values: Sequence[tuple[Any, Any]]) -> str:
    """Which names a dict lacks and which it has instead, the same in every case."""
    if not all(isinstance(part, dict) for pair in values for part in pair):
        return ""
    lacking, more = (
        {frozenset(two) - frozenset(one) for one, two in of} for of in (values, [(w, g) for g, w in values])
    )
    if len(lacking) != 1 or len(more) != 1:
        return ""
    told = [sorted(map(repr, next(iter(names)))) for names in (lacking, more)]
    told = [[*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])] for names in told]
    missing, instead = (", ".join(names) for names in told)
    if missing and instead:
        return say("What is missing is {missing}; what nobody expects is {instead}.", missing=missing, instead=instead)
    return (
        say("What is missing is {missing}.", missing=missing)
        if missing
        else say("What nobody expects is {instead}.", instead=instead)
    )


def _keys(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return sorted(value, key=repr)
    return list(range(len(value))) if isinstance(value, (list, tuple)) and len(value) > 1 else []


def _by_topic(wrong: Sequence[tuple[Probe, Outcome, Outcome]], good: Sequence[tuple[Probe, Outcome, Outcome]]) -> str:
    """Of what a class's probes look at (the end of their text, behind a colon): what is always right, and what is not."""
    asked, fine = ({topic(probe) for probe, _, _ in side} - {""} for side in (wrong, good))
    if not 0 < len(asked) <= MOST_TOPICS or not fine - asked:
        return ""
    values = [(got.value, want.value) for _, got, want in wrong]
    told = _told(values) or _factors(values)
    names = {"right": _ticked(fine - asked), "wrong": _ticked(asked)}
    if asked & fine:
        return joined([say("{right} came out right, {wrong} not always.", **names), told])
    return joined([say("{right} came out right, {wrong} did not.", **names), told])


def _ticked(names: Collection[str]) -> str:
    return in_a_row([f"`{name}`" for name in sorted(names)])


def topic(probe: Probe) -> str:
    """What a class's probe looks at: ``"dW"`` of "Linear(3, 2): dW after forward(X) …", ``"backward"`` of "…: what backward(dZ) returns";
    "" where its text does not begin like that behind the colon."""
    text = "" if isinstance(probe, tuple) else (inspect.getdoc(probe) or "")
    found = _TOPIC.match(text.partition(": ")[2])
    return found[1] if found else ""

"""Diagnosis of one answer: ask the student's function the probes, compare, name, and draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import ModuleType
from typing import Any

import numpy as np

from autograder.course import Assignment, Question, QuestionKind
from autograder.diagnosis.compose import Pairs
from autograder.diagnosis.counterexample import draw, smallest
from autograder.diagnosis.facets import Facets
from autograder.diagnosis.identify import answers_alike
from autograder.diagnosis.misconceptions import Misconception, importable_solution, load_misconceptions
from autograder.diagnosis.outcome import Outcome, floats_for_ints, is_repeated, observe, observe_here, same_outcome
from autograder.diagnosis.sheets import elsewhere, numbers_of, on_sheet
from autograder.diagnosis.structure import difference, topic
from autograder.records.code import Place
from autograder.records.errors import StudentFailure
from autograder.records.sentences import joined, say
from autograder.suite.personal import Numbers
from autograder.suite.probes import Probe, Probes, Window, Working, load_probes, needs_props, run_staff_file

BUDGET = 40
"""Calls of student code for one diagnosis."""


UNEXPLAINED = 3
"""Wrong answers of a class that no misconception explains, after which nothing more of the kind is asked: enough to say what they have in
common."""
BESIDES = say("Besides, not every call that makes no sense is refused as the stub says.")


@dataclass(frozen=True)
class Diagnosis:
    """What the probes showed: the misconceptions that answer alike, and the smallest wrong case, that of the ``probe`` of this number, and
    where and with which kind of exception the answer ``raised`` there.

    Several misconceptions are named only when no probe tells them apart.
    """

    names: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    counterexample: dict[str, Any] | None = None
    probe: int | None = None
    raised: tuple[Place, str] | None = None
    answers: Mapping[int, Outcome] = field(default_factory=dict, compare=False, repr=False)
    """What it was read from, by the number of the probe."""


class Answers(Sequence[Outcome]):
    """How a piece of staff code answers each probe, run in this process when the answer is first looked at."""

    def __init__(self, thing: Callable[..., Any], probes: Sequence[Probe], props: ModuleType | None) -> None:
        self._thing, self._probes, self._props = thing, probes, props
        self.known: dict[int, Outcome] = {}

    def __len__(self) -> int:
        return len(self._probes)

    def __getitem__(self, number: Any) -> Any:
        """The answer to the probe of this number; of a slice those of several."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        if number not in self.known:
            with np.errstate(all="ignore"):
                self.known[number] = observe_here(self._thing, self._probes[number], self._props)
        return self.known[number]

    def complete(self) -> None:
        """Work out what is not known yet."""
        if len(self.known) < len(self):
            list(self)


@dataclass(frozen=True)
class Sheet:
    """How the reference (``right``) and each misconception (``wrong``) answer each probe; made once per question."""

    probes: tuple[Probe, ...]
    reference: Callable[..., Any]
    right: Answers
    wrong: tuple[tuple[Misconception, Answers], ...]
    pairs: Pairs
    facets: Facets

    @staticmethod
    def make(
        probes: Sequence[Probe],
        reference: Callable[..., Any],
        misconceptions: Sequence[Misconception],
        props: ModuleType | None = None,
    ) -> Sheet:
        """A sheet on which nothing is answered yet: every answer is worked out when it is first looked at."""
        # Before the first answer: what misconceptions remember is copied as it is now.
        pairs = Pairs(reference, misconceptions, probes, props)
        wrong = tuple((one, Answers(one.stand_in, probes, props)) for one in misconceptions)
        right = Answers(reference, probes, props)
        return Sheet(tuple(probes), reference, right, wrong, pairs, Facets(right, wrong))

    def answered(self) -> Sheet:
        """The sheet with every answer."""
        for answers in (*(answers for _, answers in self.wrong), self.right):
            answers.complete()
        return self


def consult(
    kind: QuestionKind,
    question: str,
    sheet: Sheet,
    student: Callable[..., Any],
    keep: Callable[[Any], Any] = lambda value: value,
    value_of: Callable[[Any], Any] = lambda handle: handle,
    props: Any = None,
    window: Window | None = None,
    working: Working | None = None,
    before: Diagnosis | None = None,
) -> Diagnosis:
    """Ask ``student`` the sheet's probes and read the answers. Where they are those from ``before`` they say what they said then.

    Stops when the process has died. Where no misconception answers alike, two at once are tried (`Pairs`, `Facets`), and then what can be
    said of the difference itself (`difference`); for a class asking stops after a few cases that no misconception, and no two
    together, explain. ``keep``, ``value_of`` and ``props`` are methods of the `StudentProcess`. A value question gets no counterexample
    here: the right value is the very thing that is asked for.
    """
    possible = [i for i, probe in enumerate(sheet.probes) if props is not None or not needs_props(probe)][:BUDGET]

    @cache
    def ask(number: int) -> Outcome:
        return observe(student, sheet.probes[number], keep, value_of, props)

    if before is not None and all(is_repeated(ask(number), answer) for number, answer in before.answers.items()):
        return before
    return told_by(kind, question, sheet, possible, ask, window, working)


def told_by(
    kind: QuestionKind,
    question: str,
    sheet: Sheet,
    possible: Sequence[int],
    ask: Callable[[int], Outcome],
    window: Window | None = None,
    working: Working | None = None,
) -> Diagnosis:
    """The diagnosis of answers: ``ask`` gives that to a probe by its number, and is called for the ``possible`` ones that matter."""
    asked: list[int] = []
    answers: list[Outcome] = []
    suspects, both = list(sheet.wrong), sheet.facets.pairs if kind == "class" else []
    unexplained: Counter[str] = Counter()
    for i in possible:
        about = topic(sheet.probes[i]) if kind == "class" else ""
        if unexplained[about] == UNEXPLAINED:
            if about:
                continue
            break
        answer = ask(i)
        asked.append(i)
        answers.append(answer)
        suspects = [(one, outcomes) for one, outcomes in suspects if same_outcome(answer, outcomes[i])]
        if answer.over:
            break
        if kind == "class":
            both = sheet.facets.possible(both, sheet.facets.within([i]), sheet.facets.wrong_in(i, answer))
            unexplained[about] += not suspects and not both and not same_outcome(answer, sheet.right[i])
    right = [sheet.right[i] for i in asked]
    named = [one for one, outcomes in suspects if answers_alike([outcomes[i] for i in asked], answers, right)]
    told = ""
    if not named and kind != "value":
        named, told = _several(sheet, asked, answers, right)
    if not named and kind != "value":
        told = difference([sheet.probes[i] for i in asked], answers, right, sheet.reference)
    minding = bool(named) or all(map(floats_for_ints, answers, right))
    at = smallest(answers, right, mind_form=minding) if kind != "value" else None
    case = None
    if at is not None:
        case = draw(question, sheet.probes[asked[at]], answers[at], right[at], sheet.reference, window, working)
    if case is not None and told:
        case["note"] = joined([told, case["note"]])
    probe = None if at is None else asked[at]
    place = None if at is None else answers[at].place
    raised = (place, answers[at].error) if at is not None and place is not None else None
    names, hints = tuple(one.name for one in named), tuple(one.hint for one in named)
    return Diagnosis(names, hints, case, probe, raised, dict(zip(asked, answers, strict=True)))


def _several(
    sheet: Sheet, asked: Sequence[int], answers: Sequence[Outcome], right: Sequence[Outcome]
) -> tuple[list[Misconception], str]:
    """The misconceptions that are at work together, or one that shows in a part of the answers alone; and a note."""
    if all(got.error for got in answers) or answers[-1].over:
        return [], ""  # what only raises says of no two what they have done
    facets = sheet.facets
    wrong = facets.wrong_in_all(asked, answers)
    if not wrong:
        return [], ""
    if single := facets.single(asked, answers, wrong):
        return list(single), ""
    if named := sheet.pairs.alike(asked, answers, right) or facets.both(asked, answers, wrong, sheet.pairs.answering):
        both, one = say("Both are at work in your answer."), say("This and something else are at work in your answer.")
        return list(named), both if len(named) > 1 else one
    sensible = [at for at, want in enumerate(right) if not want.error]
    if len(sensible) < len(right):
        alone, note = _several(
            sheet, [asked[at] for at in sensible], [answers[at] for at in sensible], [right[at] for at in sensible]
        )
        if alone:
            return alone, joined([note, BESIDES]) if facets.unrefused(wrong) else note
    return _in_part(sheet, asked, answers, wrong)


def _in_part(
    sheet: Sheet, asked: Sequence[int], answers: Sequence[Outcome], wrong: int
) -> tuple[list[Misconception], str]:
    """Of a class: the one misconception that shows in all of what goes wrong, in one matter such as `forward`, where another matter, in
    which it would show, is right."""
    about = {topic(sheet.probes[i]) for i, got in zip(asked, answers, strict=True) if sheet.facets.wrong_in(i, got)}
    if len(about) != 1 or about == {""}:
        return [], ""
    (matter,) = about
    of_it = [(i, got) for i, got in zip(asked, answers, strict=True) if topic(sheet.probes[i]) == matter]
    named = sheet.facets.single([i for i, _ in of_it], [got for _, got in of_it], wrong)
    return (list(named), say("It shows in `{matter}` alone.", matter=matter)) if len(named) == 1 else ([], "")


class Diagnostician:
    """Diagnoses the questions of one assignment. Reads its probes and misconceptions when they are first needed."""

    def __init__(self, assignment: Assignment, reference: ModuleType) -> None:
        self.assignment, self.reference = assignment, reference
        self._sheets: dict[str, Sheet] = {}
        self._misconceptions: dict[str, tuple[Misconception, ...]] = {}

    def sheet(self, question: Question, parameters: Mapping[str, Any] | None = None) -> Sheet:
        """The question's answer sheet; of a value question the one for these ``parameters``, those of the shared sheet if None. What is on
        it is worked out here: that takes no student's time."""
        with importable_solution(self.reference):
            return self.blank(question, parameters).answered()

    def blank(self, question: Question, parameters: Mapping[str, Any] | None = None) -> Sheet:
        """`sheet`, for who looks at a few of the answers only."""
        if question.kind == "value" and self.numbers is not None:
            on = self.numbers.SHARED if parameters is None else parameters
            value = self.numbers.answers(on)[question.name]
            return self._value_sheet(value, [on_sheet(one, on) for one in self.misconceptions(question)])
        if question.name not in self._sheets:
            right, misconceptions = getattr(self.reference, question.name), self.misconceptions(question)
            self._sheets[question.name] = (
                self._value_sheet(right, misconceptions)
                if question.kind == "value"
                else Sheet.make(self.probes.of(question.name), right, misconceptions, self.props)
            )
        return self._sheets[question.name]

    def _value_sheet(self, value: Any, misconceptions: Sequence[Misconception]) -> Sheet:
        return Sheet.make([()], lambda: value, misconceptions)

    def misconceptions(self, question: Question) -> tuple[Misconception, ...]:
        """The question's misconceptions, as the course tells them."""
        if question.name not in self._misconceptions:
            path = self.assignment.variants("misconceptions", question.name)
            self._misconceptions[question.name] = load_misconceptions(path, self.reference)
        return self._misconceptions[question.name]

    @cached_property
    def numbers(self) -> Numbers | None:
        """What is personal about the assignment, if anything is."""
        return numbers_of(self.assignment.staff)

    @cached_property
    def probes(self) -> Probes:
        """The assignment's ``probes.py``."""
        return load_probes(self.assignment.hidden_suite / "probes.py")

    @cached_property
    def props(self) -> ModuleType | None:
        """The suite's ``props.py`` for the reference and the misconceptions, in this process."""
        path = self.assignment.props
        return run_staff_file(path, f"_convgrade_props_{self.assignment.name}") if path else None

    def diagnose(
        self,
        question: Question,
        module: Any,
        keep: Callable[[Any], Any] = lambda value: value,
        value_of: Callable[[Any], Any] = lambda handle: handle,
        props: Any = None,
        parameters: Mapping[str, Any] | None = None,
        before: Diagnosis | None = None,
    ) -> Diagnosis:
        """Diagnose ``question`` as ``module`` (the handle on a student's module) answers it.

        Give it a FRESH student process, in which no hidden check has run: what the student's code answers here is shown
        to the student, and code that has seen hidden inputs could answer with them. ``props`` is that process's handle on
        the suite's ``props.py``; probes that need it are left out without it. ``parameters`` are the numbers of the sheet that a value
        question is judged by, None for the shared one. ``before`` is what another process was found to say. No `StudentFailure` gets out.
        """
        if question.kind == "written":
            return Diagnosis()
        sheet = self.sheet(question, parameters)
        if not sheet.probes:
            return Diagnosis()
        try:
            answer = getattr(module, question.name)
        except (StudentFailure, AttributeError):
            return Diagnosis()
        if question.kind == "value":
            return self._of_value(question, sheet, answer, parameters)
        pointing = self.probes.window, self.probes.working
        return consult(question.kind, question.name, sheet, answer, keep, value_of, props, *pointing, before)

    def _of_value(
        self, question: Question, sheet: Sheet, answer: Any, parameters: Mapping[str, Any] | None
    ) -> Diagnosis:
        """The misconception of a value, where it is one alone: on a drawn sheet two may give the same by chance."""
        found = consult("value", question.name, sheet, lambda: answer)
        if len(found.names) > 1:
            return Diagnosis()
        if not found.names or self.numbers is None:
            return found
        (one,) = (one for one in self.misconceptions(question) if one.name == found.names[0])
        own = self.numbers.SHARED if parameters is None else parameters
        return replace(found, counterexample=elsewhere(question.name, one, self.numbers, own))

"""The units of work that validation is made of: each measures one thing of one assignment, in a worker process of its own."""

from __future__ import annotations

import dis
import gc
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from autograder.course import Course, Question
from autograder.course.settings import did_you_mean
from autograder.grading.collect import Check
from autograder.grading.grade import Grader
from autograder.grading.verdict import Verdict
from autograder.records.owner import NOBODY
from autograder.records.submission import SourceFile, Submission
from autograder.runs.work import reference_submission
from autograder.sandbox import Budget
from autograder.validate.faults import Fault, read_faults
from autograder.validate.faults.catalogues import untranslated
from autograder.validate.faults.probing import of_file, probing
from autograder.validate.faults.running import about, examples, passing, repeating, tolerant
from autograder.validate.killers import killer
from autograder.validate.mutants import Mutant, argued, mutants
from autograder.validate.sheet import MOST_OF_LIMIT
from autograder.validate.trust import offers, on_word
from autograder.validate.variants import Room, Variant, compose, compose_all, read_variants

_RUNS, _RUNS_SECONDS = 5, 3.0
"""How often a question's suite is timed at most, and the seconds after which no more runs begin."""
_TRIES = 3
"""How often the time of a right answer that seems slow is measured."""
_LONG = ("timeout", "crashed")
"""Kinds of failing that cost seconds, at every check anew."""


@dataclass
class Part:
    """What one unit of work found, to be added to the sheets of its assignment."""

    assignment: str
    notes: list[tuple[str, str, Any]] = field(default_factory=list)

    faults: list[Fault] = field(default_factory=list)

    def add(self, question: str, what: str, value: Any = 1) -> None:
        """Note a figure of a question's sheet, or one more line of one of its lists."""
        self.notes.append((question, what, value))

    def fault(self, fault: Fault) -> None:
        """Note a fault."""
        self.faults.append(fault)


_graders: dict[tuple[str, str], Grader] = {}


def _grader(root: str, name: str, secret: str = "") -> Grader:
    """This process's grader for the assignment; another secret means other hidden inputs, for the same suite and sandbox."""
    if (root, name) not in _graders:
        for old in _graders.values():
            old.close()
        _graders.clear()
        gc.unfreeze()
        course = Course.read(Path(root))
        _graders[root, name] = Grader(course, course.assignment(name))
        gc.collect()
        gc.freeze()  # what is there for good: figures are collected one by one, and each collection would look through all of it
    grader = _graders[root, name]
    grader.secret = secret or Course.read(Path(root)).secret
    return grader


def _hidden(grader: Grader, question: str) -> list[Check]:
    return [check for check in grader.checks if check.question == question and check.visibility == "hidden"]


def baseline(root: str, name: str, questions: Sequence[str] = ()) -> Part:
    """The reference (with the second oracle listening), the untouched stub, and what stands in the files; of ``questions``, or of all."""
    grader = _grader(root, name)
    part = Part(name)
    task = grader.assignment
    asked = [one for one in task.graded_questions if not questions or one.name in questions]
    names = [one.name for one in asked]
    answers = {one: value for one, value in vars(grader.reference).items() if callable(value)}
    grader.agree.rehearsing = True
    rehearsed = grader.grade(reference_submission(task), questions=names)
    grader.agree.rehearsing = False
    if changed := sorted(one for one, value in answers.items() if getattr(grader.reference, one, None) is not value):
        vars(grader.reference).update(answers)
        text = f"checks change {', '.join(changed)} of the reference, by which all that follow are judged. Leave it as it is."
        part.fault(Fault("repeats", task.hidden_suite, text))
    for question in rehearsed.questions:
        if question.score is None or not question.counts:
            continue
        part.add(question.name, "reference_points", question.score)
        part.add(question.name, "points", question.max_score)
        part.add(question.name, "checks", len(_hidden(grader, question.name)))
        for check in question.checks:
            if not check.passed:
                where = next(
                    one.place for one in grader.checks if (one.question, one.name) == (question.name, check.name)
                )
                text = f"the reference fails {check.name} ({where}): {check.said}"
                part.fault(Fault("reference", task.solution, text, 0, question.name))
    stub = Submission("stub", NOBODY, SourceFile(f"{name}.py", task.stub.read_bytes()))
    for question in grader.grade(stub, questions=names).questions:
        if question.score is not None and question.counts:
            part.add(question.name, "stub_points", question.score)
    for one in asked:
        part.add(one.name, "on_word", on_word(_hidden(grader, one.name), one))
    if told := grader.agree.uncompared():
        part.fault(Fault("oracle", task.hidden_suite, told))
    known = [one.name for one in task.graded_questions]
    for unknown in sorted(grader.sandbox.helpers.questions - set(known)):
        text = f"it has a part for {unknown!r}, which is no question{did_you_mean(unknown, known)}"
        part.fault(Fault("helpers", task.props or task.hidden_suite, text))
    course = Course.read(Path(root))
    if not questions:
        part.faults += untranslated(course, task, grader.checks)
    for fault in (*read_faults(course, task, grader.checks), *of_file(grader)):
        if not fault.question or fault.question in [*names, *(q.name for q in task.questions if q.kind == "written")]:
            part.fault(fault)
    return part


def asked(root: str, name: str, question_name: str) -> Part:
    """What the question's checks do when they run: whether they repeat, and what they let pass."""
    grader = _grader(root, name)
    part = Part(name)
    question = grader.assignment.question(question_name)
    for fault in (
        *passing(grader, question),
        *tolerant(grader, question),
        *repeating(grader, question, reference_submission(grader.assignment)),
        *examples(grader, question_name),
    ):
        part.fault(fault)
    return part


def probed(root: str, name: str, question_name: str) -> Part:
    """What the question's probes tell of its variants."""
    grader = _grader(root, name)
    part = Part(name)
    for fault in probing(grader, grader.assignment.question(question_name)):
        part.fault(fault)
    return part


def trust(root: str, name: str, question_name: str) -> Part:
    """What of the helpers in the question's process is an answer to it."""
    grader = _grader(root, name)
    part = Part(name)
    question = grader.assignment.question(question_name)
    for place, points in offers(grader, question):
        part.add(question_name, "offered")
        if points:
            told = f"the helpers in its process answer it: {place} earns {points:g} of {question.points:g}"
            part.fault(
                Fault("helpers", grader.assignment.props or grader.assignment.hidden_suite, told, 0, question_name)
            )
    return part


def variants(root: str, name: str, question_name: str, room: Room) -> Part:
    """The question's wheats (each must pass every check, the public ones too) or chaffs (each must fail a hidden one here, and none
    of another question's; and each hidden check must fail one)."""
    grader = _grader(root, name)
    part = Part(name)
    task = grader.assignment
    question = task.question(question_name)
    found = [(one, compose(task, question, room, one)) for one in read_variants(task.variants(room, question_name))]
    if room == "misconceptions":
        _reject(grader, part, question, found)
        return part
    for variant, submission in found:
        failure, usage = _timed(grader, submission, question_name)
        part.add(question_name, "wheats")
        part.add(question_name, "usage", (*usage, variant.name))
        if failure is not None:
            part.add(question_name, "wheats_rejected", f"{variant.name}: {failure[0].name}: {failure[1].detail}")
    return part


def _reject(grader: Grader, part: Part, question: Question, chaffs: Sequence[tuple[Variant, Submission]]) -> None:
    hidden = _hidden(grader, question.name)
    # These have rejected nothing yet: they come first, and are soon few. Of tests each would be tried on all implementations anew.
    idle = [check for check in hidden if check.weight and question.kind != "tests"]
    stopped: list[Submission] = []
    for variant, submission in chaffs:
        failure = grader.first_failure(submission, [*idle, *(check for check in hidden if check not in idle)])
        if failure is None:
            failure = grader.first_failure(submission, hidden)  # some have an effect on those that come after them
        elif failure[0] in idle:
            idle.remove(failure[0])
            stopped += [submission] if failure[1].kind not in _LONG else []
        part.add(question.name, "chaffs")
        if failure is None:
            part.add(question.name, "chaffs_accepted", f"{variant.name}: {variant.story}")
        for other in _touching(grader, question):
            elsewhere = grader.first_failure(submission, _hidden(grader, other))
            if elsewhere is not None:
                part.add(question.name, "chaffs_elsewhere", f"{variant.name} fails {other}::{elsewhere[0].name}")
    # Those were judged by the first check alone that was to be proved; what no chaff fails a mutant may fail.
    others = (mutant.submission(grader.assignment) for mutant in mutants(grader.assignment, [question.name]))
    for submission in chain(stopped, others) if chaffs else ():
        while idle and (failure := grader.first_failure(submission, idle)):
            idle.remove(failure[0])
            if failure[1].kind in _LONG:
                break
    for check in idle if chaffs else ():
        text = (
            f"{check.name} accepts every wrong answer and every mutant: its points are given away. Write the wrong answer that "
            "it is for, or take it out."
        )
        part.fault(about(check, text, "dead"))


def _timed(
    grader: Grader, submission: Submission, question: str
) -> tuple[tuple[Check, Verdict] | None, tuple[float, float]]:
    """The first of all checks that a right answer fails, and what it needs of the limits: of one call's and of the question's. What seems
    too much is measured again: the least counts."""
    limits = grader.assignment.limits
    checks = [check for check in grader.checks if check.question == question]
    least: tuple[float, float] | None = None
    for _ in range(_TRIES):
        budget = Budget(limits.question_seconds, "all calls of this question")
        failure = grader.first_failure(submission, checks, budget)
        usage = budget.longest / limits.call_seconds, budget.spent / limits.question_seconds
        least = usage if least is None else min(least, usage, key=max)
        if max(least) <= MOST_OF_LIMIT:
            break
    assert least is not None
    return failure, least


def _touching(grader: Grader, question: Question) -> list[str]:
    """Other questions whose hidden checks name this one's answer.

    The variant replaces one name of the module and nothing else, so no other check can see it.
    """
    others = []
    for other in grader.assignment.graded_questions:
        codes = [check.function.__code__ for check in _hidden(grader, other.name)]
        if other.name != question.name and any(_names(code, question.name) for code in codes):
            others.append(other.name)
    return others


def _names(code: Any, name: str) -> bool:
    """Whether the code may ask a student's module for it: as a text, or as an attribute of anything but the reference."""
    before: Any = ""
    for step in dis.get_instructions(code):
        asks = step.opname == "LOAD_CONST" or (step.opname in ("LOAD_ATTR", "LOAD_METHOD") and before != "reference")
        if asks and step.argval == name:
            return True
        if step.opname not in ("CACHE", "PUSH_NULL"):
            before = step.argval[-1] if isinstance(step.argval, tuple) and step.argval else step.argval
    return any(_names(part, name) for part in code.co_consts if hasattr(part, "co_names"))


def kill(root: str, name: str, batch: Sequence[Mutant]) -> Part:
    """Which of the mutants some check of a question that depends on them notices; for those that none does, what would."""
    grader = _grader(root, name)
    part = Part(name)
    task = grader.assignment
    excused = argued(task)
    source = task.solution.read_text(encoding="utf-8")
    for mutant in batch:
        submission = mutant.submission(task)
        killers = (q for q in mutant.questions if grader.first_failure(submission, _hidden(grader, q)) is not None)
        home = mutant.questions[0]
        part.add(home, "mutants")
        killed = next(killers, None)
        if mutant.survivor in excused and killed is None:
            part.add(home, "argued")
        elif mutant.survivor in excused:
            text = f"the mutant {mutant.added!r} of {mutant.place} is argued to be right, and a check of {killed} notices it: take it out."
            part.fault(Fault("mutants", task.staff / "equivalent_mutants.toml", text, 0, home))
        elif killed is None:
            told = killer(grader, mutant, task.question(home))
            part.add(home, "survivors", replace(mutant.survivor, diff=mutant.diff(source), killer=told))
    return part


def flakes(root: str, name: str, seeds: Sequence[int], questions: Sequence[str] = ()) -> Part:
    """The reference under other secrets, that is, other hidden inputs: it must pass every time."""
    part = Part(name)
    for seed in seeds:
        grader = _grader(root, name, secret=f"seed {seed}")
        for question in grader.assignment.graded_questions:
            if (
                questions and question.name not in questions
            ) or question.kind == "tests":  # these have no hidden inputs
                continue
            failure = grader.first_failure(reference_submission(grader.assignment), _hidden(grader, question.name))
            part.add(question.name, "seeds")
            if failure is not None:
                part.add(question.name, "flakes", f"seed {seed}: {failure[0].name}: {failure[1].detail}")
    return part


def timing(root: str, name: str, slowest: Mapping[str, str], questions: Sequence[str] = ()) -> Part:
    """How long each question's hidden checks take for the reference, starting its process included: the median of some runs. And what
    the ``slowest`` right answers of all questions need of the limits, as one module in which they build on each other."""
    grader = _grader(root, name)
    part = Part(name)
    submission = reference_submission(grader.assignment)
    for question in grader.assignment.graded_questions:
        if questions and question.name not in questions:
            continue
        runs: list[float] = []
        while len(runs) < _RUNS and sum(runs) < _RUNS_SECONDS:
            started = time.perf_counter()
            grader.first_failure(submission, _hidden(grader, question.name))
            runs.append(time.perf_counter() - started)
        part.add(question.name, "seconds", statistics.median(runs))
        if slowest:
            _, usage = _timed(grader, compose_all(grader.assignment, slowest), question.name)
            part.add(question.name, "usage", (*usage, "of all questions in their slowest styles"))
    return part

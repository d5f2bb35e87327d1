"""What was handed in for a question that is not right, with the lines that matter: where it raised, and where a small change mends it.

Shown is only what comes from inputs that students may see, the public checks and the probes: a line's number could tell a hidden one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from autograder.course import Question
from autograder.diagnosis import Diagnosis
from autograder.diagnosis.causes import kind_told
from autograder.diagnosis.edits import Edit, edits
from autograder.diagnosis.mending import mends, renamed
from autograder.grading.time_limit import TooLong, at_most
from autograder.records.code import Excerpt, Mark, Place
from autograder.records.errors import StudentFailure
from autograder.records.sentences import say
from autograder.sandbox import Budget, RestartableProcess, starter
from autograder.sandbox.host.source import Found, extended, find, holding, pieces

if TYPE_CHECKING:
    from autograder.grading.judge import Judge

SECONDS = 1.0
"""Student time for looking for lines that mend an answer: a right answer takes a hundredth of that for all its probes."""
MOST_MARKS = 3
"""Lines that are marked for one reason: where many would do, none is the matter."""
MENDS = say("With a small change in this line, the small examples come out right.")


def code_of(
    judge: Judge, question: Question, raised: Sequence[tuple[Place, str]], found: Diagnosis
) -> tuple[Excerpt, ...]:
    """The lines of the answer to ``question``, and those of its own helper where that raised. ``raised`` are places and kinds of
    exceptions in public checks, ``found`` is its diagnosis."""
    answer = find(judge.submission, question.name)
    if answer is None:
        return ()
    marks: dict[tuple[str, int], str] = {}
    for place, kind in (*raised, *([found.raised] if found.raised else [])):
        marks.setdefault((place.file, place.line), say("It raised {kind} here.", kind=kind_told(kind)))
    if lost := judge.report.left_out.get(question.name):
        marks.setdefault((lost.place.file, lost.place.line), say("It could not be read or run here."))
    own = {line: why for (file, line), why in marks.items() if file == answer.piece.name}
    inside = {line: why for line, why in own.items() if answer.first <= line <= answer.last}
    if not inside:
        inside = dict.fromkeys(mending_lines(judge, question, answer, found), MENDS)
    shown = [Excerpt.of(answer.piece.name, answer.first, answer.text, _marks(inside))]
    for line, why in own.items():
        other = None if line in inside or len(shown) > 1 else holding(answer.piece, line)
        if other is not None:
            shown.append(Excerpt.of(other.piece.name, other.first, other.text, (Mark(line, why),)))
    return tuple(shown)


def _marks(lines: dict[int, str]) -> tuple[Mark, ...]:
    return tuple(Mark(line, why) for line, why in sorted(lines.items()))[:MOST_MARKS]


def mending_lines(judge: Judge, question: Question, answer: Found, found: Diagnosis) -> list[int]:
    """The lines in which a small change mends the answer on every probe, by number; none where many would, or none does.

    Asked twice, in fresh processes, and shown only where both say it, as all of a diagnosis.
    """
    main = judge.submission.main
    if found.probe is None or question.kind not in ("function", "class") or answer.piece not in pieces(main):
        return []
    budget = Budget(SECONDS, "looking for a line", judge.diagnosing)
    good = _mending(judge, question, edits(answer.text), found, budget)
    again = _mending(judge, question, good, found, budget)
    lines = sorted({answer.first + edit.line - 1 for edit in again})
    return lines if len(lines) <= MOST_MARKS else []


def _mending(judge: Judge, question: Question, tried: Sequence[Edit], found: Diagnosis, budget: Budget) -> list[Edit]:
    """Those of the edits ``tried`` that mend the answer, all in one process beside the whole of what was handed in."""
    if not tried or found.probe is None or budget.tightest.left <= 0:
        return []
    names = [f"{question.name}__changed_{number}" for number in range(len(tried))]
    code = "\n\n\n".join(renamed(edit, question.name, name) for edit, name in zip(tried, names, strict=True))
    main = extended(judge.submission.main, code)
    if main is None:
        return []
    diagnostician, case = judge.grader.diagnostician, found.counterexample or {}
    sheet = diagnostician.sheet(question)
    by_form = not (case.get("wrong") or case.get("error") or case.get("changed")) and case.get("got") == case.get(
        "want"
    )
    start = starter(judge.grader.sandbox, replace(judge.submission, main=main), judge.assignment)
    process, good = RestartableProcess(start, budget, question.name), []
    try:
        with at_most(judge.judging_seconds):
            module = process.module
            props = process.props if judge.assignment.props else None
            for edit, name in zip(tried, names, strict=True):
                verdict = mends(
                    sheet, getattr(module, name), found.probe, process.keep, process.value, props, mind_form=by_form
                )
                if verdict is None:  # the process has ended: the rest is not worth another
                    break
                good += [edit] if verdict else []
    except (StudentFailure, TooLong, AttributeError):
        pass
    finally:
        process.close()
    return good

"""The marks that moved between two gradings, and why, from two records of one submission."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from autograder.records.decision import DecidedResult
from autograder.records.result import QuestionResult, Result
from autograder.records.text import points
from autograder.runs.store import Store


@dataclass(frozen=True)
class Move:
    """One student's mark: ``before`` is None where there was none, ``after`` where the work is not handed in any more. ``called`` is what
    lists call the student, where that is more than the key."""

    student: str
    submission: str
    before: float | None
    after: float | None
    why: str
    called: str = ""

    def __str__(self) -> str:
        who = self.called or self.student
        before, after = (None if mark is None else points(mark) for mark in (self.before, self.after))
        if before is None:
            return f"{who}: {after}  ({self.why})"
        return f"{who}: {before} -> {self.why if after is None else f'{after}  ({self.why})'}"


def moves(store: Store, before: Collection[str], last: int, see: Callable[[Result], Result]) -> Iterator[Move]:
    """What moved since the run held the submissions ``before`` and its ``last`` superseded result: marks that changed, new ones, and
    those of work that is gone. A person's decision is told beside the automatic mark that moved under it. ``see`` puts into a result what
    people marked and decided."""
    for submission, old in store.first_superseded(last):
        if old is None or submission not in before:  # a damaged record, graded again: nobody knows what it was
            continue
        new = store.result(submission)
        if new is None:
            yield Move(old.student, submission, see(old).score, None, "no longer handed in", see(old).called)
        elif old.score != new.score or old.status != new.status:
            was, now = see(old), see(new)
            yield Move(new.student, submission, was.score, now.score, f"{why(old, new)}{_standing(now)}", now.called)
    for submission in sorted(store.submissions() - set(before)):
        new = store.result(submission)
        if new is not None:
            now = see(new)
            yield Move(now.student, submission, None, now.score, f"new{_standing(now)}", now.called)


def _standing(result: Result) -> str:
    if not isinstance(result, DecidedResult):
        return ""
    return f"; decided, and so it stands: {'; '.join(map(str, result.decisions))}; the automatic mark is {points(result.automatic)}"


def why(old: Result, new: Result) -> str:
    """What moved a mark between two gradings of one submission: the questions, and of each the check that turned."""
    if old.status != new.status:
        return f"{old.status} -> {new.status}{': ' + new.reason if new.reason else ''}"
    earlier = {question.name: question for question in old.questions}
    parts = []
    for question in new.questions:
        was = earlier.get(question.name)
        if was is not None and was.score != question.score:
            parts.append(
                f"{question.name} {points(was.score or 0)} -> {points(question.score or 0)}: {turned(was, question)}"
            )
    return "; ".join(parts)


def turned(was: QuestionResult, now: QuestionResult) -> str:
    """What a question's score moved by: its points, the checks that fail and did not, or pass and did not, and how they count."""
    told = [*points_told(was, now), *_checks_told(was, now)]
    return ", ".join(told or weights_told(was, now) or ["its checks count otherwise"])


def points_told(was: QuestionResult, now: QuestionResult) -> list[str]:
    """Changed points of a question: ``14 → 16 points``."""
    return [] if was.max_score == now.max_score else [f"{was.max_score:g} → {now.max_score:g} points"]


def weights_told(was: QuestionResult, now: QuestionResult) -> list[str]:
    """Changed weights of a question's checks: ``oblong weighs 2 → 3``."""
    before = {(check.visibility, check.name): check.weight for check in was.checks}
    found = [
        f"{check.name} weighs {before[check.visibility, check.name]:g} → {check.weight:g}"
        for check in now.checks
        if before.get((check.visibility, check.name), check.weight) != check.weight
    ]
    return found if len(found) <= _FEW else [*found[:_FEW], f"{len(found) - _FEW} more weights"]


_FEW = 3
"""Weights that are told one by one."""


def _checks_told(was: QuestionResult, now: QuestionResult) -> list[str]:
    before, after = ({check.name for check in each.checks if check.passed} for each in (was, now))
    known = {check.name for check in was.checks}
    down = _share(now) < _share(was)
    changed = [
        check for check in now.checks if (check.name in before - after if down else check.name in after - before)
    ]
    new = [check for check in now.checks if check.name not in known and check.passed != down]
    if changed or new:
        first, count = (changed or new)[0], len({check.name for check in (*changed, *new)})
        more = f" (and {count - 1} more)" if count > 1 else ""
        fresh = "" if first.name in known else "new check, "
        return [f"{fresh}now {'passes' if first.passed else 'fails'}: {first.intent}{more}"]
    gone = known - {check.name for check in now.checks}
    return [f"{len(gone)} {'check is' if len(gone) == 1 else 'checks are'} no longer there"] if gone else []


def _share(question: QuestionResult) -> float:
    """What was earned of the points, so that changed points alone turn nothing."""
    return round((question.score or 0.0) / question.max_score, 6) if question.max_score else 0.0


def marking_told(old: Result, new: Result) -> str:
    """In words: what changed in how the same verdicts count and how they are explained."""
    earlier = {question.name: question for question in old.questions}
    told = []
    for question in new.questions:
        was = earlier.get(question.name, question)
        found = [*points_told(was, question), *weights_told(was, question)]
        told += [f"{question.name} {', '.join(found)}"] if found else []
    return "; ".join(told) or "titles, sentences or hints changed"

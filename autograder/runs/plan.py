"""What a run has to do: which submissions are graded, which questions of others again, which are only marked again, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from autograder.records.errors import RunFileError
from autograder.records.status import SubmissionStatus
from autograder.records.submission import Submission
from autograder.runs.keys import OF_QUESTION, Keys
from autograder.runs.store import Store

MARKING = "marking"
MARKED = "points, weights or texts changed"
"""Why a result is marked again, as long as it was not compared what exactly changed."""
_NEW = "not graded yet"
_WHY = {
    "submission": "handed in anew",
    "engine": "another version of convgrade",
    "secret": "another secret of the course",
    "isolation": "another isolation",
    MARKING: MARKED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What has to be done for one submission. ``questions`` are graded (none: all of them); the others are kept from the record that it
    ``goes_on`` from. If ``runs`` is false, no student code runs and all are marked again from that record. ``parts`` is what the new
    result will depend on; None: on everything as it is now, as in nearly all of what may be a hundred thousand steps."""

    submission: Submission
    parts: dict[str, str] | None = None
    questions: tuple[str, ...] = ()
    goes_on: bool = False
    runs: bool = True
    marking: bool = False
    """Whether points, weights or texts of what is kept have changed."""
    why: str = ""


def plan(
    store: Store,
    keys: Keys,
    submissions: Iterable[Submission],
    *,
    questions: Collection[str] = (),
    students: Collection[str] = (),
) -> Iterator[Step]:
    """The steps for the submissions that are not graded yet, or whose result something has changed for since.

    Named ``questions`` and ``students`` (by their key or the submission's id) are graded again whether something has changed or not, and
    nothing else is.
    """
    for submission in submissions:
        if students and not {submission.id, submission.student, *submission.members} & set(students):
            continue
        now, found = keys.parts(submission), store.parts(submission.id)
        before = found or {}
        changed = {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
        gone = {name for name in changed if name not in now}
        if questions or students:
            again = {OF_QUESTION + name for name in questions} or set(now)
        elif changed:
            again = changed - gone
        else:
            continue
        anew = not before or "submission" in changed or not _within(again)
        if anew or not _goes_on(store, submission.id, again):
            yield Step(submission, why=_NEW if found is None else _why(changed, before))
            continue
        # What the other questions were graded with is still what it was.
        parts = {**before, **{name: now[name] for name in again}} if questions else None
        names = tuple(name.removeprefix(OF_QUESTION) for name in sorted(again) if name.startswith(OF_QUESTION))
        yield Step(submission, parts, names, True, bool(names), MARKING in again, _why(changed, before))


def _within(parts: Collection[str]) -> bool:
    """Whether these parts concern some questions only."""
    return all(name == MARKING or name.startswith(OF_QUESTION) for name in parts)


def _goes_on(store: Store, submission: str, again: Collection[str]) -> bool:
    """Whether there is a readable record to go on from. If questions are graded ``again`` it must hold verdicts; new points and texts also
    apply to a rejected submission. The record is not kept here: a class of them takes a gigabyte."""
    try:
        old = store.result(submission)
    except RunFileError:
        return False
    return old is not None and (old.status == SubmissionStatus.GRADED or set(again) == {MARKING})


def _why(changed: Collection[str], before: Collection[str]) -> str:
    if not before:
        return "graded by an older convgrade"
    words = [words for name, words in _WHY.items() if name in changed]
    questions = sorted(name.removeprefix(OF_QUESTION) for name in changed if name.startswith(OF_QUESTION))
    return "; ".join([*words, *([f"the checks of {', '.join(questions)} changed"] if questions else [])]) or "requested"

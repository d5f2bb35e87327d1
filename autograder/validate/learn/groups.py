"""The wrong answers of a run that nobody named, and those that passed and a person took points off: alike ones as one group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from autograder.course import Question
from autograder.grading.probed import Probed
from autograder.records.decision import OF_POINTS, Decision
from autograder.records.result import QuestionResult, Result
from autograder.records.signature import signature
from autograder.records.status import Status, SubmissionStatus
from autograder.records.submission import Submission
from autograder.runs.keys import Keys
from autograder.runs.run import Run
from autograder.validate.learn.asker import Asker
from autograder.validate.learn.words import People

_WRONG = (Status.FAILED, Status.PARTIAL)


@dataclass(frozen=True)
class Group:
    """Answers to ``question`` that did the same: those of ``submissions``, the shortest first. ``decided``: a person took points
    off what had earned ``score``. ``probed`` is what they do."""

    question: Question
    submissions: tuple[Submission, ...]
    score: float
    decided: bool
    probed: Probed

    @property
    def failed(self) -> list[str]:
        """The hidden checks that see it."""
        return [name for name, passed in (self.probed.verdicts or {}).items() if not passed]


@dataclass
class Found:
    """The groups, the largest of each question first, and what the class is called. A group that has a name by now is among them, so
    that the others keep their numbers. Left out are answers that are ``over`` (the process ended), that ``cannot`` be asked, as they are
    not what was graded, and values of ``personal`` sheets."""

    groups: list[Group] = field(default_factory=list)
    people: People = field(default_factory=lambda: People(frozenset()))
    over: int = 0
    cannot: int = 0
    personal: int = 0


@dataclass
class _Candidate:
    question: Question
    score: float
    decided: bool
    submissions: list[Submission] = field(default_factory=list)


def found_in(run: Run, asker: Asker, told: Callable[[int, int], object] = lambda done, of: None) -> Found:
    """The groups of a run. One answer of each is asked the probes once more, in a sealed process; ``told`` hears of how many. Raises
    `IngestError` where what was handed in cannot be read any more."""
    intake = run.handed_in()
    handed_in = {one.id: one for one in intake.submissions}
    owners = [one.owner for one in (*intake.submissions, *intake.rejections)]
    both = list(run.both())
    found = Found(people=People.of([*owners, *(seen.owner for _, seen in both)]))
    candidates = _candidates(run, both, handed_in, found)
    answers: list[tuple[_Candidate, Probed]] = []
    for number, one in enumerate(candidates):
        told(number, len(candidates))
        one.submissions.sort(key=lambda each: (each.main.size, each.id))
        did = asker.ask(one.submissions[0], one.question.name)
        if did is None:
            found.over += 1
        else:
            answers.append((one, did))
    found.groups = sorted(_merged(answers, found), key=lambda one: _place(run, one))
    return found


def _place(run: Run, group: Group) -> tuple[int, bool, int, str]:
    names = [one.name for one in run.assignment.questions]
    return names.index(group.question.name), group.decided, -len(group.submissions), group.submissions[0].id


def _candidates(
    run: Run, both: Sequence[tuple[Result, Result]], handed_in: dict[str, Submission], found: Found
) -> list[_Candidate]:
    keys = Keys({})
    candidates: dict[tuple[str, str, bool], _Candidate] = {}
    decisions = list(run.decisions)
    personal = (run.assignment.staff / "personal.py").is_file()
    # Tests that are handed in have no probes: what they miss is a variant of the subject, and that has its name.
    known = {one.name: one for one in run.assignment.graded_questions if one.kind != "tests"}
    for result, seen in both:
        if result.status != SubmissionStatus.GRADED:
            continue
        submission = handed_in.get(result.submission)
        for question in result.questions:
            lowered = _lowered(question, seen, decisions)
            unnamed = question.status in _WRONG and not question.diagnosis
            if question.name not in known or not (lowered or unnamed):
                continue
            if known[question.name].kind == "value" and personal:
                found.personal += 1
                continue
            same = (
                submission and run.kept_parts(submission.id).get("submission") == keys.parts(submission)["submission"]
            )
            if submission is None or not same:
                found.cannot += 1
                continue
            passed = question.status == Status.PASSED
            place = question.name, f"{submission.id}" if passed else signature(question), passed
            one = candidates.setdefault(place, _Candidate(known[question.name], question.score or 0.0, lowered))
            one.submissions.append(submission)
            one.decided |= lowered
    return list(candidates.values())


def _lowered(question: QuestionResult, seen: Result, decisions: Sequence[Decision]) -> bool:
    """Whether a person decided that this answer is worth less than its checks say."""
    about = [
        one
        for one in decisions
        if one.kind in OF_POINTS and one.question == question.name and one.student in (seen.student, *seen.members)
    ]
    now = next((one.score for one in seen.questions if one.name == question.name), None)
    return bool(about) and now is not None and question.score is not None and now < question.score


def _merged(answers: Sequence[tuple[_Candidate, Probed]], found: Found) -> Iterator[Group]:
    """One group of those that did the same on the probes; of those that did all right there, each for itself: other checks see them."""
    groups: list[Group] = []
    for one, did in answers:
        if did.verdicts is None:
            found.cannot += 1
        elif did.over:
            found.over += 1
        else:
            twin = next((i for i, other in enumerate(groups) if _alike(other, one, did)), None)
            if twin is None:
                groups.append(Group(one.question, tuple(one.submissions), one.score, one.decided, did))
            else:
                other = groups[twin]
                them = sorted((*other.submissions, *one.submissions), key=lambda each: (each.main.size, each.id))
                groups[twin] = replace(other, submissions=tuple(them), decided=other.decided or one.decided)
    yield from groups


def _alike(group: Group, one: _Candidate, did: Probed) -> bool:
    same = group.question.name == one.question.name and group.probed.like(did)
    return same and not did.right and group.probed.verdicts == did.verdicts

"""Why a mark moved, from two records of one submission."""

from __future__ import annotations

from autograder.records.result import QuestionResult, Result


def why(old: Result, new: Result) -> str:
    """What moved a mark between two gradings of one submission: the questions, and of each the check that turned."""
    if old.status != new.status:
        return f"{old.status} -> {new.status}{': ' + new.reason if new.reason else ''}"
    earlier = {question.name: question for question in old.questions}
    parts = []
    for question in new.questions:
        was = earlier.get(question.name)
        if was is not None and was.score != question.score:
            parts.append(f"{question.name} {was.score or 0:g} -> {question.score or 0:g}: {turned(was, question)}")
    return "; ".join(parts)


def turned(was: QuestionResult, now: QuestionResult) -> str:
    """What a question's score moved by: the checks that fail and did not, or pass and did not; else how they count."""
    before, after = ({check.name for check in each.checks if check.passed} for each in (was, now))
    known = {check.name for check in was.checks}
    down = (now.score or 0) < (was.score or 0)
    changed = [
        check for check in now.checks if (check.name in before - after if down else check.name in after - before)
    ]
    new = [check for check in now.checks if check.name not in known and check.passed != down]
    if changed or new:
        first, count = (changed or new)[0], len({check.name for check in (*changed, *new)})
        more = f" (and {count - 1} more)" if count > 1 else ""
        fresh = "" if first.name in known else "new check, "
        return f"{fresh}now {'passes' if first.passed else 'fails'}: {first.intent}{more}"
    gone = known - {check.name for check in now.checks}
    return f"{len(gone)} checks are no longer asked" if gone else "its checks count otherwise"

"""What an upload prints, read as the person who has to answer for the marks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from autograder.lms.outcome import Outcome, State
from autograder.lms.upload_report import Change, UploadReport


def change(name: str, state: State, before: int | None = None, why: str = "", **more: object) -> Change:
    stood = None if before is None else Decimal(before)
    return Change(name, name, stood, Decimal(50), Outcome(state, why), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("many", "dry_run"), [(1, True), (2, True), (1, False), (2, False)])
def test_one_and_several(many: int, dry_run: bool) -> None:
    people = [str(number) for number in range(many)]
    state = State.PLANNED if dry_run else State.SENT
    changes = (
        *(change(f"r{one}", state, 40, comment="x", replaces="y") for one in people),
        *(change(f"k{one}", state, 50, kept_comment=True) for one in people),
        *(change(f"h{one}", state, held_comment=True) for one in people),
        *(change(f"s{one}", State.SAME) for one in people),
        *(change(f"l{one}", State.LEFT, why="why: because") for one in people),
    )
    files = tuple((one, Outcome(State.PLANNED if dry_run else State.SAME)) for one in people)
    lists = [tuple(f"{kind}{one}" for one in people) for kind in "uob"]
    report = UploadReport("X", dry_run, changes, lists[0], lists[1], lists[2], (), files)
    told = {one: "; ".join(f"{one}{number}" for number in people) for one in "rkhuob"}
    if many == 1:
        stood = "stands there and would be" if dry_run else "stood there and was"
        expected = [
            f"  1 comment {stood} replaced, of: {told['r']}",
            f"  1 comment was kept, as no rehearsal has shown it, of: {told['k']}",
            f"  1 comment was sent, and no answer came back: run the same command again in 15 minutes, sooner one could arrive "
            f"twice; of: {told['h']}",
            f"  1 student is in the run but not in the LMS: {told['u']}",
            f"  1 student has no mark, nothing is sent: {told['b']}",
            f"  1 student is in the LMS but not in the run, and left alone: {told['o']}",
        ]  # fmt: skip
    else:
        stood = "stand there and would be" if dry_run else "stood there and were"
        expected = [
            f"  2 comments {stood} replaced, of: {told['r']}",
            f"  2 comments were kept, as no rehearsal has shown them, of: {told['k']}",
            f"  2 comments were sent, and no answer came back: run the same command again in 15 minutes, sooner one could arrive "
            f"twice; of: {told['h']}",
            f"  2 students are in the run but not in the LMS: {told['u']}",
            f"  2 students have no mark, nothing is sent: {told['b']}",
            f"  2 students are in the LMS but not in the run, and left alone: {told['o']}",
        ]  # fmt: skip
    lines = report.lines()
    verb, done = ("Rehearsal, nothing was sent to", "to be sent") if dry_run else ("Sent to", "sent")
    assert lines[0] == f"{verb} X: {3 * many} {done}, {many} there already, {many} left."
    assert [line for line in lines if line in expected] == expected
    assert f"  k0: 50 stays ({state})" in lines
    assert f"  Pages: {many} {'to be put there' if dry_run else 'there already'}." in lines
    assert (lines[-1] == "The same command with --send sends it.") == dry_run


def test_nothing_to_send_is_not_sent() -> None:
    assert UploadReport("X", True, ()).lines() == ["Rehearsal, nothing was sent to X: nothing to send."]

"""What a flag is about travels beside it: which are about a question, and which say what was not read or run."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.course import Course
from autograder.records.result import Result
from autograder.runs.carry_out import merged
from autograder.runs.plan import Step
from autograder.runs.store import FILE_NAME, Store
from tests.runs.results import result
from tests.support import records
from tests.support.command import ROOT
from tests.support.databases import database

LATE = "the clock of the LMS says 3 minutes late"
BOTH = "please look at the figure"
STALE = "`conv2d` gives something that took too long to judge"
"""Begins like nothing that a pattern would look for."""
LOST = "left out: convolution.py, line 3 (`x`): invalid syntax."


def test_a_question_that_is_graded_again_drops_its_own_flags_and_no_others() -> None:
    task = Course.read(ROOT).assignment("convolution")
    names = [question.name for question in task.questions[:2]]
    first, second = (records.question(name, 1.0, 1.0, "passed") for name in names)
    old = records.changed(
        result(1),
        questions=(records.changed(first, flags=(STALE, BOTH)), records.changed(second, flags=(BOTH,))),
        flags=(LATE, LOST, STALE, BOTH),
        skipped=(LOST,),
    )
    new = records.changed(
        result(1), questions=(records.changed(first, flags=("new",)),), flags=(LATE, LOST, "new"), skipped=(LOST,)
    )
    submission = records.submission("s001", records.SourceFile("convolution.py", b""))
    after = merged(Step(submission, {}, (names[0],)), old, new, task, None)
    assert after.flags == (LATE, LOST, BOTH, "new")
    assert after.skipped == (LOST,)
    assert [question.flags for question in after.questions] == [("new",), (BOTH,)]
    assert Result.from_json(json.loads(json.dumps(after.to_json()))) == after


def test_flags_of_version_6_are_told_apart_by_their_words(tmp_path: Path) -> None:
    about = (
        "conv2d: the sandbox refused os.fork",
        "check conv2d::any_size stumbled over the answer; please look at it",
    )
    kept = (LATE, *about, LOST, "convolution.py, line 9: stopped there by ZeroDivisionError: division by zero")
    with Store(tmp_path, create=True) as store:
        store.put(records.changed(result(1), flags=kept), {})
    with database(tmp_path / FILE_NAME) as db:
        (text,) = db.execute("SELECT record FROM results").fetchone()
        record = json.loads(text)
        assert record.pop("skipped") == record["questions"][0].pop("flags") == []
        db.execute("UPDATE results SET record = ?", (json.dumps(record),))
        db.execute("PRAGMA user_version = 6")
    db.close()
    with Store(tmp_path) as store:
        [now] = store.results()
    assert now.flags == kept
    assert now.skipped == kept[3:]
    assert now.questions[0].flags == about

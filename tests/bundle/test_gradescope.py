"""results.json: the sums are right, what students may not see is hidden, and every text is harmless."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.bundle.container import student_from
from autograder.bundle.gradescope import results_json, ungraded_json
from autograder.bundle.records import copy_files, write_json
from autograder.bundle.settings import WHENS, Settings
from autograder.course import Course
from autograder.lms.systems.gradescope.results import shares
from autograder.records.result import CheckResult, QuestionResult, Result
from tests.support import records

SETTINGS = Settings("convolution")
KNOWN = {"name", "score", "max_score", "status", "output", "output_format", "visibility"}


def check(name: str, passed: bool, weight: float = 1.0, **more: Any) -> CheckResult:
    return CheckResult(name=name, passed=passed, weight=weight, intent=f"It does {name}.", **more)


def question(name: str, points: float, *checks: CheckResult, **more: Any) -> QuestionResult:
    total = sum(c.weight for c in checks)
    score = round(points * sum(c.weight for c in checks if c.passed) / total, 4)
    return records.question(name, score, points, "partial", title=name.title(), checks=checks, **more)


def result(*questions: QuestionResult, **more: Any) -> Result:
    counted = [q for q in questions if q.score is not None]
    score, most = round(sum(q.score or 0 for q in counted), 4), sum(q.max_score for q in counted)
    facts = {"submission": "x", "student": "s1", "assignment": "convolution", "status": "graded", **more}
    return records.result(score=score, max_score=most, questions=questions, **facts)


SAMPLE = result(
    question(
        "conv2d", 14, check("a", True), check("b", False, detail="out[1, 2]=3.0, should be 4.0"), check("c", True)
    ),
    question(
        "pool",
        7,
        check("d", True, 2),
        check("e", True, 5),
        check("f", False, 4),
        check("g", True, 0, visibility="public"),
    ),
    records.question("why", None, 5.0, "manual", title="Why"),
    flags=("answers are another student's",),
    isolation="sealed",
)


def entries(content: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [test for test in content["tests"] if test["name"].startswith(f"{name}:")]


def test_the_sums_are_the_engines_scores() -> None:
    content = results_json(SAMPLE, SETTINGS)
    for one in SAMPLE.questions[:2]:
        mine = entries(content, one.name)
        assert sum(test["score"] for test in mine) == pytest.approx(one.score, abs=1e-9)
        assert sum(test["max_score"] for test in mine) == pytest.approx(one.max_score, abs=1e-9)
        assert len(mine) == len(one.checks)
        assert all(0 <= test["score"] <= test["max_score"] + 1e-3 for test in mine)
    assert content["score"] == SAMPLE.score


@given(st.integers(1, 40), st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(any))
def test_shares_add_up_and_follow_the_weights(points: int, weights: list[int]) -> None:
    parts = shares(points, weights)
    assert sum(parts) == pytest.approx(points, abs=1e-9)
    for part, weight in zip(parts, weights, strict=True):
        assert part == pytest.approx(points * weight / sum(weights), abs=1.1e-4)


def test_every_entry_is_one_gradescope_knows() -> None:
    for test in results_json(SAMPLE, SETTINGS)["tests"]:
        assert test.keys() <= KNOWN
        assert test["visibility"] in WHENS
        assert test.get("status", "passed") in ("passed", "failed")
        assert isinstance(test["output"], str)


@pytest.mark.parametrize("when", WHENS)
def test_hidden_checks_are_shown_when_the_instructor_says(when: Any) -> None:
    content = results_json(SAMPLE, Settings("convolution", hidden=when))
    assert {test["visibility"] for test in entries(content, "conv2d")} == {when}
    assert [test["visibility"] for test in entries(content, "pool")] == [when, when, when, "visible"]
    [feedback] = [test for test in content["tests"] if test["name"] == "Feedback"]
    assert feedback["visibility"] == when


def test_students_never_see_what_is_for_staff() -> None:
    content = results_json(SAMPLE, Settings("convolution", hidden="visible"))
    shown = json.dumps([test for test in content["tests"] if test["visibility"] != "hidden"]) + content["output"]
    assert "should be 4.0" not in shown
    assert "another student" not in shown
    [staff] = [test for test in content["tests"] if test["visibility"] == "hidden"]
    assert "should be 4.0" in staff["output"]
    assert "another student" in staff["output"]
    assert content["stdout_visibility"] == "hidden"


def test_a_rejection_says_why_and_keeps_every_question() -> None:
    missing = records.question("conv2d", 0.0, 14.0, "missing", title="Conv")
    content = results_json(result(missing, status="rejected", reason="line 3 is no Python"), SETTINGS)
    assert "line 3 is no Python" in content["output"]
    assert [(test["score"], test["max_score"]) for test in entries(content, "conv2d")] == [(0.0, 14.0)]


def test_a_written_question_has_no_score() -> None:
    [entry] = entries(results_json(SAMPLE, SETTINGS), "why")
    assert "score" not in entry
    assert "A person marks this question" in entry["output"]


NASTY = "<script>alert(1)</script> \x1b[31mred \ud800 \u202egnp.exe & `x` =cmd()"


def test_hostile_text_is_defused_everywhere(tmp_path: Path) -> None:
    bad = records.question(
        "conv2d", 0.0, 14.0, "failed", title=NASTY, checks=(check("a", False, message=NASTY, detail=NASTY),),
        output=NASTY, hints=(NASTY,), diagnosis=("flipped-kernel",),
    )  # fmt: skip
    content = results_json(result(bad, flags=(NASTY,), remarks=(NASTY,)), SETTINGS)
    write_json(tmp_path / "results.json", content)
    data = (tmp_path / "results.json").read_bytes()
    assert data.isascii()
    assert b"\\ud800" not in data
    assert b"\\u202e" not in data
    assert b"\\u001b" not in data
    [feedback] = [test for test in content["tests"] if test.get("output_format") == "html"]
    assert "<script" not in feedback["output"]
    assert "&lt;script&gt;" in feedback["output"]
    others = [test for test in content["tests"] if test is not feedback]
    assert all("output_format" not in test for test in others)
    assert content["test_output_format"] == content["test_name_format"] == content["output_format"] == "text"


def test_the_leaderboard_ranks_a_score_and_nothing_a_student_says() -> None:
    content = results_json(SAMPLE, Settings("convolution", leaderboard="conv2d"))
    assert content["leaderboard"] == [{"name": "conv2d", "value": 66.67, "suffix": "%"}]
    assert "leaderboard" not in results_json(SAMPLE, SETTINGS)


def test_the_leaderboard_ranks_what_was_measured() -> None:
    ranked = Settings("torch_cnn", leaderboard="pool", measure="accuracy")
    reached = result(*SAMPLE.questions[:1], records.changed(SAMPLE.questions[1], measured=0.87654))
    assert results_json(reached, ranked)["leaderboard"] == [{"name": "accuracy", "value": 0.8765}]
    assert results_json(SAMPLE, ranked)["leaderboard"] == [{"name": "accuracy", "value": 0.0}]
    assert results_json(result(), ranked)["leaderboard"] == [{"name": "accuracy", "value": 0.0}]


def test_what_stands_there_before_grading_keeps_every_question(course: Course) -> None:
    assignment = course.assignment("convolution")
    content = ungraded_json(assignment)
    assert {test["name"] for test in content["tests"]} == {q.name for q in assignment.graded_questions}
    assert sum(test["max_score"] for test in content["tests"]) == 100
    assert content["score"] == 0
    assert "not graded" in content["output"]


@pytest.mark.parametrize(
    ("user", "found"),
    [
        ({"sid": "s001", "email": "x@y.z"}, "s001"),
        ({"email": "s002@uni.edu"}, "s002"),
        ({"email": "c@uni.edu"}, "c@uni.edu"),
        ({"email": "stranger@uni.edu", "sid": None}, ""),
    ],
)
def test_gradescopes_users_are_found_in_the_roster(user: dict[str, Any], found: str) -> None:
    assert student_from({"users": [user]}, ("s001", "s002", "c@uni.edu")) == found
    assert student_from({}, ("s001",)) == ""


def test_only_regular_files_are_copied(tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "sub").mkdir(parents=True)
    (source / "sub" / "a.py").write_text("1")
    (source / "link.py").symlink_to("/etc/hostname")
    (source / "folder").symlink_to("/etc")
    os.mkfifo(source / "pipe.py")
    copy_files(source, tmp_path / "out")
    assert [p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()] == [
        "sub/a.py"
    ]
    assert not (tmp_path / "out" / "folder").exists()

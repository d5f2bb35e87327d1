"""Results as people's decisions leave them."""

from __future__ import annotations

import pytest

from autograder.records.decision import DecidedResult, Decision, Kind, decided
from autograder.records.result import BY_PERSON, CheckResult, Result
from tests.support import records


def result(*scores: float | None, status: str = "graded", person: float | None = None, **facts: object) -> Result:
    """A result of questions a, b, c, … of 20, 30 and 50 points, and a written one of 5 that a person marked."""
    questions = [
        records.question(name, score, most, "partial")
        for name, score, most in zip("abc", scores, (20.0, 30.0, 50.0), strict=False)
    ]
    if person is not None:
        questions.append(records.question("w", person, 5.0, "partial", checks=(CheckResult(BY_PERSON, True),)))
    made = records.result("id1", "s1", "convolution", status, 0.0, 0.0, tuple(questions), **facts)
    return made.with_questions(made.questions)


def whole(kind: Kind, value: float | None = None, **facts: str) -> Decision:
    return Decision(kind, "s1", "", value, "why not", "", "ana", "2026-11-12T10:00:00+01:00", **facts)


def of(question: str, kind: Kind, value: float | None = None, student: str = "s1") -> Decision:
    return Decision(kind, student, question, value, "why not", "", "ana", "2026-11-12T10:00:00+01:00")


@pytest.mark.parametrize(
    ("decisions", "score"),
    [
        ([of("a", Kind.POINTS, 20)], 70),
        ([of("a", Kind.POINTS, 0)], 50),
        ([of("a", Kind.ADD, 5)], 65),
        ([of("a", Kind.ADD, -50)], 50),
        ([whole(Kind.ADD, 7.5)], 67.5),
        ([whole(Kind.ADD, -100)], 0),
        ([of("a", Kind.POINTS, 20), whole(Kind.ADD, -5)], 65),
        ([of("b", Kind.FULL, student="")], 80),
        ([of("b", Kind.FULL, student=""), of("b", Kind.POINTS, 12)], 62),
        # 10 of 20 and 40 of 50 are 50 of 70.
        ([of("b", Kind.LEFT_OUT, student="")], 100 * 50 / 70),
        ([of("b", Kind.LEFT_OUT, student=""), of("a", Kind.LEFT_OUT, student="")], 80),
        ([of("b", Kind.BEST, student="")], 100 * 50 / 70),
        ([of("c", Kind.BEST, student="")], 60),
        ([whole(Kind.NOTE)], 60),
        ([of("d", Kind.POINTS, 3)], 60),
    ],
)
def test_the_mark_after_it(decisions: list[Decision], score: float) -> None:
    before = result(10, 10, 40)
    after = decided(before, decisions)
    assert isinstance(after, DecidedResult)
    assert (before.score, after.automatic) == (60, 60)
    assert after.score == pytest.approx(score, abs=1e-4)
    assert after.max_score == 100


def test_all_questions_left_out_change_nothing() -> None:
    decisions = [of(name, Kind.LEFT_OUT, student="") for name in "abc"]
    assert decided(result(10, 10, 40), decisions).score == 60


def test_what_a_person_marked_is_not_scaled() -> None:
    after = decided(result(10, 10, 40, person=4), [of("b", Kind.LEFT_OUT, student="")])
    assert after.score == pytest.approx(100 * 50 / 70 + 4, abs=1e-4)
    assert after.max_score == 105


def test_nobody_elses_decision_matters() -> None:
    before = result(10, 10, 40)
    assert decided(before, [Decision(Kind.ADD, "s2", "", 5.0)]) is before


def test_a_teams_decision_is_its_members() -> None:
    assert decided(result(10, 10, 40, members=("m1", "m2")), [Decision(Kind.ADD, "m2", "", 5.0)]).score == 65


def test_student_and_staff_are_told_automatic_mark_decision_and_sum() -> None:
    note = Decision(
        Kind.ADD, "s1", "", 3.0, "mail of 3 November", "Thank you for the erratum.", "ana", "2026-11-12T10:00:00+01:00"
    )
    after = decided(result(10, 10, 40, flags=("late",)), [note, of("a", Kind.POINTS, 20)])
    told = "A person decided: plus 3 points; a: 20 points. Automatic mark: 60; mark: 73."
    assert after.remarks == (told, "Thank you for the erratum.")
    assert after.flags == (
        "decided: plus 3 points (mail of 3 November; ana, 2026-11-12)",
        "decided: a: 20 points (why not; ana, 2026-11-12)",
        "late",
    )
    assert "mail" not in "".join(after.remarks)


def test_excused_and_not_late() -> None:
    after = decided(result(10, 10, 40, late=True), [whole(Kind.EXCUSE), whole(Kind.NOT_LATE)])
    assert (after.excused, after.late, after.score) == (True, False, 60)
    assert "mark: excused" in after.remarks[0]
    assert not result(1, 1, 1).excused


def test_who_was_rejected_and_gets_points_by_hand_is_graded() -> None:
    before = result(0, 0, 0, status="rejected", reason="nothing could be read")
    after = decided(before, [of("a", Kind.POINTS, 15)])
    assert (after.status, after.score, after.reason) == ("graded", 15, "")
    assert "it had been rejected: nothing could be read" in after.flags[0]
    still = decided(before, [of("a", Kind.FULL, student=""), whole(Kind.NOTE)])
    assert (still.status, still.score) == ("rejected", 20), "everybody is everybody"


def test_the_status_follows_the_points() -> None:
    questions = {
        q.name: q.status
        for q in decided(result(10, 10, 40), [of("a", Kind.POINTS, 20), of("b", Kind.POINTS, 0)]).questions
    }
    assert questions == {"a": "passed", "b": "failed", "c": "partial"}

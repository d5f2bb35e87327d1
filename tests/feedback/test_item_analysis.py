"""Checks and questions of a class in figures."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.feedback.item_analysis import CheckFigures, Outcomes
from autograder.feedback.reliability import cronbach, f_quantile
from autograder.records.decision import Decision, Kind, decided
from autograder.records.result import BY_PERSON, CheckResult, QuestionResult, Result
from tests.support import records


def result(number: int, *verdicts: str, **more: object) -> Result:
    """One question ``q0``, ``q1`` … of ten points for each text of ``+`` and ``-``."""
    questions = tuple(_question(f"q{i}", text) for i, text in enumerate(verdicts))
    score = sum(q.score or 0.0 for q in questions)
    return records.result(
        f"sub-{number:08d}", f"s{number}", "a", "graded", score, 10.0 * len(verdicts), questions, **more
    )


def _question(name: str, verdicts: str) -> QuestionResult:
    checks = tuple(CheckResult(f"check_{i}", mark == "+", intent=f"Check {i}.") for i, mark in enumerate(verdicts))
    public = CheckResult("example", True, "public", weight=0.0)
    share = verdicts.count("+") / len(verdicts)
    status = "passed" if share == 1 else "partial" if share else "failed"
    return records.question(name, 10 * share, 10.0, status, "", (*checks, public))


def analysed(*results: Result):
    outcomes = Outcomes()
    for number, one in enumerate(results):
        outcomes.add(one, number)
    return outcomes.analysis()


def test_each_check_is_counted_and_one_that_counts_for_nothing_is_not() -> None:
    found = analysed(result(1, "++", "+-"), result(2, "+-", "--"), result(3, "++", "++"))
    assert [(check.question, check.sentence, check.passed, check.students) for check in found.checks] == [
        ("q0", "Check 0.", 3, 3), ("q0", "Check 1.", 2, 3), ("q1", "Check 0.", 2, 3), ("q1", "Check 1.", 1, 3),
    ]  # fmt: skip
    assert found.checks[0].remark == "everybody passes"
    assert found.checks[0].discrimination is None


def test_discrimination_is_the_correlation_with_everything_else() -> None:
    found = analysed(*(result(i, text, more) for i, (text, more) in enumerate(VERDICTS)))
    passed = np.array([[mark == "+" for mark in text + more] for text, more in VERDICTS], dtype=float) * 5
    for column, check in enumerate(found.checks):
        rest = np.delete(passed, column, axis=1).sum(axis=1)
        assert check.discrimination == pytest.approx(np.corrcoef(passed[:, column], rest)[0, 1])
    assert found.questions["q0"].difficulty == pytest.approx(passed[:, :2].mean() / 5)


VERDICTS = (("++", "++"), ("+-", "-+"), ("--", "--"), ("-+", "++"), ("++", "-+"), ("+-", "--"))


def test_the_alarm_names_the_students_and_says_why() -> None:
    right = [result(i, "+++-", "++") for i in range(30)]
    wrong = [result(i, "+--+", "+-") for i in range(30, 50)]
    (alarm,) = analysed(*wrong, *right).alarms
    assert alarm.check.sentence == "Check 3."
    assert alarm.check.remark == "probably wrong"
    assert alarm.students == tuple(range(20, 50))
    assert alarm.why == (
        "It contradicts its neighbours: 30 of 30 students whose other checks of `q0` all pass fail this one, while 20 of the 20 with "
        "something else wrong pass it."
    )


def test_rejected_submissions_and_marks_of_people_are_no_verdicts_of_checks() -> None:
    marked = records.question("w", 3.0, 5.0, "partial", "", (CheckResult(BY_PERSON, True),))
    person = records.changed(result(1, "+-"), questions=(*result(1, "+-").questions, marked))
    found = analysed(person, records.changed(result(2, "--"), status="rejected"))
    assert {check.question for check in found.checks} == {"q0"}
    assert found.checks[0].students == 1


def test_decisions_leave_the_figures_of_checks_alone() -> None:
    class_ = [result(i, text, more) for i, (text, more) in enumerate(VERDICTS)]
    full = [decided(one, [Decision(Kind.FULL, question="q0")]) for one in class_]
    assert all(one.score > before.score for one, before in zip(full[2:4], class_[2:4], strict=True))
    assert analysed(*full) == analysed(*class_)


def test_results_of_another_suite_do_not_count_where_they_have_no_verdict() -> None:
    found = analysed(result(1, "+"), result(2, "++"), result(3, "+-"))
    assert [(check.passed, check.students) for check in found.checks] == [(3, 3), (1, 2)]


def test_nothing_gives_nothing() -> None:
    assert analysed().checks == ()
    assert analysed(result(1, "+")).reliability is None


def test_quantiles_of_f_are_those_of_the_tables() -> None:
    tables = {
        (0.95, 5, 10): 3.3258,
        (0.95, 1, 1): 161.4476,
        (0.975, 10, 20): 2.7737,
        (0.99, 2, 30): 5.3903,
        (0.95, 120, 120): 1.3519,
    }
    for (p, m, n), value in tables.items():
        assert f_quantile(p, m, n) == pytest.approx(value, abs=1e-3 * value)
        assert f_quantile(1 - p, n, m) == pytest.approx(1 / value, abs=1e-3 / value)


def test_alpha_is_the_formula_and_its_interval_holds_the_truth_95_times_in_100() -> None:
    rng = np.random.default_rng(5)
    k, held = 8, 0
    truth = k * 0.5 / (1 + (k - 1) * 0.5)  # Spearman and Brown, for items that correlate with 0.5
    for _ in range(400):
        scores = rng.normal(size=(80, 1)) + rng.normal(size=(80, k))
        found = cronbach(scores)
        assert found is not None
        held += found.low <= truth <= found.high
    covariance = np.cov(scores.T)
    assert found.alpha == pytest.approx(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))
    assert 0.92 <= held / 400 <= 0.98


@pytest.mark.parametrize("scores", [np.zeros((5, 3)), np.ones((2, 3)), np.ones((9, 1))])
def test_alpha_says_nothing_where_it_means_nothing(scores: np.ndarray) -> None:
    assert cronbach(scores) is None


def test_one_slip_of_a_good_student_is_no_remark() -> None:
    slip = CheckFigures("conv2d", "No padding.", 559, 560, -0.02, 409, 0, suspect=False)
    many = CheckFigures("conv2d", "No padding.", 400, 560, -0.2, 409, 0, suspect=False)
    assert (slip.remark, many.remark) == ("", "failed more by the better ones")

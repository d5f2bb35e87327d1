"""What a bundle tells Gradescope: the results with feedback and ranking, and what stands there until there are any."""

from __future__ import annotations

from typing import Any

from autograder.bundle.settings import Settings
from autograder.course import Assignment
from autograder.feedback import render_html_fragment
from autograder.lms.systems.gradescope.results import results_json as content
from autograder.records.result import Result
from autograder.records.sentences import spoken


def results_json(result: Result, settings: Settings) -> dict[str, Any]:
    """The content of ``results.json`` as the bundle's settings want it."""
    ranking = _leaderboard(result, settings.leaderboard, settings.measure) if settings.leaderboard else []
    return content(
        result, hidden=settings.hidden, feedback=render_html_fragment(result), staff=True, leaderboard=ranking
    )


def ungraded_json(assignment: Assignment) -> dict[str, Any]:
    """What stands in ``results.json`` until there are results: every question at 0, and whom to tell."""
    told = spoken(
        "This was not graded: the grader itself did not finish. Please tell your instructor; nothing is wrong with your work."
    )
    nothing = {"score": 0.0, "status": "failed", "output": spoken("not graded"), "visibility": "visible"}
    tests = [{"name": q.name, "max_score": q.points, **nothing} for q in assignment.graded_questions]
    return {"score": 0.0, "output": told, "output_format": "text", "visibility": "visible", "tests": tests}


def _leaderboard(result: Result, question: str, measure: str) -> list[dict[str, Any]]:
    """What the question's checks measured, or the share of its points in percent: no number that student code reports is ever ranked."""
    found = next((q for q in result.questions if q.name == question), None)
    if measure:
        return [{"name": measure, "value": round((found and found.measured) or 0.0, 4)}]
    share = 100 * (found.score or 0.0) / found.max_score if found and found.max_score else 0.0
    return [{"name": question, "value": round(share, 2), "suffix": "%"}]

"""Canvas's interface, through ``canvasapi`` (an extra: ``pip install convgrade[canvas]``)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from autograder.lms.service import Connection, Standing
from autograder.lms.systems.canvas.download import file_name_of
from autograder.records.errors import LmsError

TRIES = 6
POLLS = 120
T = TypeVar("T")


def connect(to: Connection) -> CanvasService:
    """The assignment on Canvas."""
    return CanvasService(to)


class CanvasService:
    """One assignment of one course on Canvas."""

    html_comments = False

    def __init__(self, to: Connection) -> None:
        try:
            import canvasapi
            import canvasapi.exceptions
        except ImportError as error:
            raise LmsError("Uploading to Canvas needs canvasapi: pip install 'convgrade[canvas]'.") from error
        self._errors = canvasapi.exceptions
        self._wait = to.wait
        with warnings.catch_warnings():  # plain http is let through for this machine only, see upload
            warnings.simplefilter("ignore", UserWarning)
            client = canvasapi.Canvas(to.url, to.token)
        self._assignment: Any = self._try(
            lambda: client.get_course(_number(to.course)).get_assignment(_number(to.assignment))
        )
        self.title = f"Canvas, {getattr(self._assignment, 'name', to.assignment)}"

    def maximum(self) -> Decimal | None:
        """The assignment's points."""
        points = getattr(self._assignment, "points_possible", None)
        return Decimal(str(points)) if points is not None else None

    def standings(self) -> list[Standing]:
        """Everybody with a submission object, which Canvas keeps for all assigned students."""
        found = self._try(lambda: list(self._assignment.get_submissions(include=["user"], per_page=100)))
        standings = []
        for submission in found:
            user = str(getattr(submission, "user_id", None) or "")
            if not user:
                raise LmsError(
                    "Canvas hides the students of this assignment (anonymous grading): grades cannot be sent to them "
                    "one by one. Reveal the names in Canvas first."
                )
            about: Mapping[str, Any] = getattr(submission, "user", None) or {}
            ids = {
                "canvas_id": user,
                "sis_user_id": str(about.get("sis_user_id") or ""),
                "sis_login_id": str(about.get("login_id") or ""),
                "anonymous_id": str(getattr(submission, "anonymous_id", None) or ""),
                "file_name": file_name_of(str(about.get("sortable_name") or "")),
            }
            # What was entered, not what a late policy left of it: marks go up raw and are read back raw.
            entered = getattr(submission, "entered_score", None)
            score = entered if entered is not None else getattr(submission, "score", None)
            grade = Decimal(str(score)) if score is not None else None
            excused = bool(getattr(submission, "excused", False))
            standings.append(Standing(user, str(about.get("name") or user), ids, grade, excused))
        return standings

    def send(self, marks: Mapping[str, tuple[str, str]]) -> None:
        """One bulk update; Canvas works it off in the background, and its progress is watched."""
        data = {
            user: {"posted_grade": grade, **({"text_comment": comment} if comment else {})}
            for user, (grade, comment) in marks.items()
        }
        progress: Any = self._try(lambda: self._assignment.submissions_bulk_update(grade_data=data))
        for _ in range(POLLS):
            state = progress.workflow_state
            if state == "completed":
                return
            if state == "failed":
                raise LmsError(
                    f"Canvas could not take the grades: {getattr(progress, 'message', None) or 'no reason given'}."
                )
            self._wait(1.0)
            progress = self._try(progress.query)
        raise LmsError("Canvas is still working on the grades after two minutes: run the same command again later.")

    def _try(self, call: Callable[[], T]) -> T:
        """Call, and call again with growing pauses while Canvas is busy. Raises `LmsError` without the token in it."""
        import requests

        pause = 1.0
        for attempt in range(TRIES):
            try:
                return call()
            except self._errors.Unauthorized as error:
                raise LmsError(
                    "Canvas does not let this token's owner do that: it must be a teacher's of this course."
                ) from error
            except self._errors.InvalidAccessToken as error:
                raise LmsError("Canvas does not accept the token: make a new one in your Canvas settings.") from error
            except self._errors.ResourceDoesNotExist as error:
                raise LmsError(
                    "Canvas knows no such course or assignment: take both numbers from its address."
                ) from error
            except self._errors.CanvasException as error:
                busy = "rate limit" in str(error).lower() or any(
                    f"status code 5{n}" in str(error) for n in "0123456789"
                )
                if not busy or attempt == TRIES - 1:
                    raise LmsError(f"Canvas refused: {str(error)[:300]}") from error
            except (requests.ConnectionError, requests.Timeout) as error:
                if attempt == TRIES - 1:
                    raise LmsError("Canvas cannot be reached: check the address and the network.") from error
            self._wait(pause)
            pause = min(pause * 2, 60.0)
        raise LmsError("Canvas cannot be reached.")


def _number(text: str) -> int:
    if not text.isdecimal():
        raise LmsError(f"{text!r} is not a number: take the course's and the assignment's from Canvas's address.")
    return int(text)

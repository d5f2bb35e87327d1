"""Canvas's interface, through ``canvasapi`` (an extra: ``pip install convgrade[canvas]``)."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from autograder.lms.service import Connection, Sending, Service, Standing
from autograder.lms.systems.canvas.download import file_name_of
from autograder.lms.web import patiently
from autograder.records.errors import LmsBusy, LmsError

POLLS = 120
PAGE = 100
"""How many submissions one answer holds: Canvas gives no more at once."""
SECONDS = 60.0
"""How long one answer is waited for: Canvas works off what takes longer in the background."""
T = TypeVar("T")


class CanvasService(Service):
    """One assignment of one course on Canvas."""

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
        _wait_at_most(client, SECONDS)
        self._course: Any = self._try(lambda: client.get_course(_number(to.course)))
        self._assignment: Any = self._try(lambda: self._course.get_assignment(_number(to.assignment)))
        self.title = f"Canvas, {getattr(self._assignment, 'name', to.assignment)}"

    def maximum(self) -> Decimal | None:
        """The assignment's points."""
        points = getattr(self._assignment, "points_possible", None)
        return Decimal(str(points)) if points is not None else None

    def standings(self) -> list[Standing]:
        """Everybody with a submission object, which Canvas keeps for all assigned students."""
        found = self._try(lambda: list(self._assignment.get_submissions(include=["user"], per_page=PAGE)))
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
            excused = bool(getattr(submission, "excused", False))
            standings.append(Standing(user, str(about.get("name") or user), ids, _entered(submission), excused))
        return standings

    def grades(self, users: Collection[str]) -> Mapping[str, Decimal | None]:
        """The entered scores; a single user is fetched alone, many are read from the whole assignment."""
        return {str(one.user_id): _entered(one) for one in self._submissions(users, [])}

    def comments(self, users: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The texts of all comments beside each user's submission."""
        return {
            user: [str(one.get("comment") or "") for one in found] for user, found in self._commented(users).items()
        }

    def files(self, users: Collection[str]) -> Mapping[str, Collection[str]]:
        """The names of the files that comments beside each user's submission carry."""
        return {
            user: {
                str(file.get(name))
                for one in found
                for file in one.get("attachments") or ()
                for name in ("display_name", "filename")
            }
            for user, found in self._commented(users).items()
        }

    def attach(self, user: str, name: str, data: bytes) -> None:
        """Put a file beside the submission, in a comment of its own, as ``canvasapi``'s `Submission.upload_comment` does in one.

        In two steps here: the first may be said again as often as one likes, the second makes the comment.
        """
        submission: Any = self._try(lambda: self._assignment.get_submission(int(user)))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            number = self._try(lambda: self._uploaded(submission, path))
        self._once(lambda: submission.edit(comment={"file_ids": [number]}))

    def _uploaded(self, submission: Any, path: Path) -> int:
        """The number of a file that was uploaded, and that nobody sees yet."""
        from canvasapi.upload import Uploader

        place = f"courses/{self._course.id}/assignments/{self._assignment.id}/submissions/{submission.user_id}/comments/files"
        taken, answer = Uploader(submission._requester, place, str(path)).start()
        if not taken or "id" not in answer:
            raise LmsError(f"Canvas did not take the file: {str(answer)[:300]}")
        return int(answer["id"])

    def send(self, marks: Sequence[Sending]) -> None:
        """One bulk update; Canvas works it off in the background, and its progress is watched. An answer that fails ends nothing there."""
        data = {
            mark.user: {"posted_grade": mark.grade, **({"text_comment": mark.comment} if mark.comment else {})}
            for mark in marks
        }
        try:
            progress: Any = self._once(lambda: self._assignment.submissions_bulk_update(grade_data=data))
        except LmsBusy as busy:
            busy.ended = False
            raise
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
        raise LmsBusy("Canvas is still working on the grades after two minutes: run the same command again later.")

    def _commented(self, users: Collection[str]) -> dict[str, list[Mapping[str, Any]]]:
        """Each user's comments as Canvas tells them."""
        found = self._submissions(users, ["submission_comments"]) if users else []
        wanted = set(users)
        return {
            str(one.user_id): list(getattr(one, "submission_comments", None) or [])
            for one in found
            if str(one.user_id) in wanted
        }

    def _submissions(self, users: Collection[str], include: list[str]) -> list[Any]:
        """The submissions of these users, asked for by their numbers; a whole class is read in one list."""
        if len(users) == 1:
            (user,) = users
            return [self._try(lambda: self._assignment.get_submission(int(user), include=include))]
        if len(users) > PAGE:
            return self._try(lambda: list(self._assignment.get_submissions(include=include, per_page=PAGE)))
        asked = {
            "student_ids": [int(user) for user in users],
            "assignment_ids": [self._assignment.id],
            "include": include,
        }
        return self._try(lambda: list(self._course.get_multiple_submissions(**asked, per_page=PAGE)))

    def _try(self, call: Callable[[], T]) -> T:
        """`_once`, and again with growing pauses while Canvas is busy. For what may be done twice."""
        return patiently(lambda: self._once(call), self._wait)

    def _once(self, call: Callable[[], T]) -> T:
        """What ``call`` gives. Raises `LmsError` without the token in it."""
        import requests

        try:
            return call()
        except self._errors.Unauthorized as error:
            raise LmsError(
                "Canvas does not let this token's owner do that: it must be a teacher's of this course."
            ) from error
        except self._errors.InvalidAccessToken as error:
            raise LmsError("Canvas does not accept the token: make a new one in your Canvas settings.") from error
        except self._errors.ResourceDoesNotExist as error:
            raise LmsError("Canvas knows no such course or assignment: take both numbers from its address.") from error
        except self._errors.CanvasException as error:
            limited = "rate limit" in str(error).lower()
            if not limited and not any(f"status code 5{n}" in str(error) for n in "0123456789"):
                raise LmsError(f"Canvas refused: {str(error)[:300]}") from error
            busy = LmsBusy(
                "Canvas is busy: try again later." if limited else f"Canvas itself failed ({str(error)[:100]})."
            )
            busy.unsent = limited
            busy.ended = "status code 500" in str(error)  # 502 and 504 are a gateway's, behind which work may go on
            raise busy from error
        except (requests.ConnectionError, requests.Timeout) as error:
            raise LmsBusy("Canvas cannot be reached: check the address and the network.") from error
        except (
            requests.exceptions.RequestException,
            ValueError,
        ) as error:  # an answer cut short, or one that is no JSON
            raise LmsBusy("Canvas's answer cannot be read: is the address right, and the network whole?") from error


def _entered(submission: Any) -> Decimal | None:
    """The score as it was entered, not what a late policy left of it: marks go up raw and are read back raw."""
    entered = getattr(submission, "entered_score", None)
    score = entered if entered is not None else getattr(submission, "score", None)
    return Decimal(str(score)) if score is not None else None


def _wait_at_most(client: Any, seconds: float) -> None:
    """Have every request of the client give up after so long: `canvasapi` sets no limit and has no setting for one, and `requests` then
    waits for ever."""
    import requests.adapters

    class Limited(requests.adapters.HTTPAdapter):
        def send(self, *args: Any, **more: Any) -> requests.Response:
            return super().send(*args, **{**more, "timeout": more.get("timeout") or seconds})

    session = client._Canvas__requester._session
    for scheme in ("https://", "http://"):
        session.mount(scheme, Limited())


def _number(text: str) -> int:
    if not text.isdecimal():
        raise LmsError(f"{text!r} is not a number: take the course's and the assignment's from Canvas's address.")
    return int(text)

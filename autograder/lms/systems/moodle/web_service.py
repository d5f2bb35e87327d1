"""Moodle's web service, over plain HTTP requests of the standard library."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from autograder.lms.service import Connection, Standing
from autograder.records.errors import LmsError

TRIES = 6
LARGEST = 100 * 1024 * 1024
SECONDS = 60


class _Straight(urllib.request.HTTPRedirectHandler):
    """Redirects are not followed: the token would go along."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def connect(to: Connection) -> MoodleService:
    """The assignment on Moodle."""
    return MoodleService(to)


class MoodleService:
    """One assignment of one course on Moodle. ``assignment`` is the number in its address (``mod/assign/view.php?id=``)."""

    html_comments = True

    def __init__(self, to: Connection) -> None:
        self._address = to.url.rstrip("/") + "/webservice/rest/server.php"
        self._token, self._wait = to.token, to.wait
        self._opener = urllib.request.build_opener(_Straight)
        found = self._call("mod_assign_get_assignments", {"courseids[0]": to.course})
        every = [one for each in found.get("courses", []) for one in each.get("assignments", [])]
        mine = [one for one in every if str(one.get("cmid")) == to.assignment]
        if len(mine) != 1:
            listed = ", ".join(f"{one.get('cmid')} ({one.get('name')})" for one in every) or "none"
            raise LmsError(
                f"Course {to.course} on Moodle has no assignment with the number {to.assignment}; it has: {listed}."
            )
        self._id = str(mine[0]["id"])
        self._grade = Decimal(str(mine[0].get("grade", 0)))
        self.title = f"Moodle, {mine[0].get('name', to.assignment)}"

    def maximum(self) -> Decimal | None:
        """The assignment's maximum. Raises `LmsError` where it is marked on a scale of words."""
        if self._grade < 0:
            raise LmsError("This assignment is marked on a scale of words in Moodle: set it to points.")
        return self._grade

    def standings(self) -> list[Standing]:
        """The participants, joined with their “Participant N” numbers and their grades."""
        people = self._call("mod_assign_list_participants", {"assignid": self._id, "groupid": "0", "filter": ""})
        mapped = self._call("mod_assign_get_user_mappings", {"assignmentids[0]": self._id}, optional=True)
        graded = self._call("mod_assign_get_grades", {"assignmentids[0]": self._id})
        numbers = {
            str(one["userid"]): str(one["id"])
            for each in mapped.get("assignments", [])
            for one in each.get("mappings", [])
        }
        grades: dict[str, tuple[int, Decimal]] = {}
        for each in graded.get("assignments", []):
            for one in each.get("grades", []):
                user, attempt, mark = str(one["userid"]), int(one.get("attemptnumber", 0)), Decimal(str(one["grade"]))
                if mark >= 0 and (user not in grades or attempt >= grades[user][0]):
                    grades[user] = (attempt, mark)
        standings = []
        for person in people:
            user = str(person["id"])
            ids = {
                "participant": numbers.get(user, ""),
                "student_id": str(person.get("idnumber") or ""),
                "username": str(person.get("username") or ""),
                "email": str(person.get("email") or ""),
            }
            grade = grades[user][1] if user in grades else None
            standings.append(Standing(user, str(person.get("fullname") or user), ids, grade))
        return standings

    def send(self, marks: Mapping[str, tuple[str, str]]) -> None:
        """One call for the batch. Moodle answers null whether or not it took a grade: only reading back tells."""
        fields = {"assignmentid": self._id, "applytoall": "0"}
        for number, (user, (grade, comment)) in enumerate(marks.items()):
            prefix = f"grades[{number}]"
            fields |= {
                f"{prefix}[userid]": user,
                f"{prefix}[grade]": grade,
                f"{prefix}[attemptnumber]": "-1",
                f"{prefix}[addattempt]": "0",
                f"{prefix}[workflowstate]": "",
            }
            if comment:
                fields[f"{prefix}[plugindata][assignfeedbackcomments_editor][text]"] = comment
                fields[f"{prefix}[plugindata][assignfeedbackcomments_editor][format]"] = "1"
        self._call("mod_assign_save_grades", fields)

    def _call(self, function: str, fields: Mapping[str, str], *, optional: bool = False) -> Any:
        """One function of the web service. ``optional``: a refusal counts as an empty answer (a capability is missing)."""
        known = {"wstoken": self._token, "wsfunction": function, "moodlewsrestformat": "json"}
        body = urlencode({**known, **fields}).encode()
        try:
            answer = json.loads(self._post(body))
        except ValueError as error:
            raise LmsError(
                "Moodle's answer is not JSON: is the address that of the site, and is the web service on?"
            ) from error
        if isinstance(answer, dict) and ("exception" in answer or "errorcode" in answer):
            if optional:
                return {}
            raise LmsError(f"Moodle refused {function}: {answer.get('message') or answer.get('errorcode')}")
        return {} if answer is None else answer

    def _post(self, body: bytes) -> bytes:
        pause = 1.0
        for attempt in range(TRIES):
            try:
                with self._opener.open(self._address, body, timeout=SECONDS) as response:
                    data: bytes = response.read(LARGEST)
                    return data
            except urllib.error.HTTPError as error:
                if error.code not in (429, 500, 502, 503, 504) or attempt == TRIES - 1:
                    raise LmsError(f"Moodle answered with HTTP {error.code}: check the address.") from error
                asked = error.headers.get("Retry-After", "")
                self._wait(min(float(asked), 120.0) if asked.isdecimal() else pause)
            except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
                if attempt == TRIES - 1:
                    raise LmsError("Moodle cannot be reached: check the address and the network.") from error
                self._wait(pause)
            pause = min(pause * 2, 60.0)
        raise LmsError("Moodle cannot be reached.")

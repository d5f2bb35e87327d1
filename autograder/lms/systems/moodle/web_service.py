"""Marks and comments through Moodle's web service. What it does with them was tried against a live 4.5.6 (docs/lms/moodle.md).

Three things lose marks there, and are guarded against: a comment that stands and is not sent aborts the whole call; an empty workflow state
takes released marks back; a mark for an assignment that reopens attempts opens another, also when it is sent twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from autograder.lms.service import Connection, Sending, Service, Standing
from autograder.lms.systems.moodle.calls import Moodle
from autograder.records.errors import LmsBusy, LmsError
from autograder.records.text import counted

EDITOR = "assignfeedbackcomments_editor"
NOTHING_FOUND = "3"
"""The code of Moodle's warning that there is nothing yet (no grades, no flags), which is no refusal."""
PICTURE = "@@PLUGINFILE@@"
HIDDEN = "(Moodle does not show whether a comment stands here before the mark is released)"
"""What `comments` tells where a marking workflow hides feedback from the web service, a teacher's too: nobody can know what is there."""


class MoodleService(Service):
    """One assignment of one course on Moodle. ``assignment`` is the number in its address (``mod/assign/view.php?id=``)."""

    html_comments = True
    one_comment = True

    def __init__(self, to: Connection) -> None:
        self._moodle = Moodle(to)
        found = self._moodle.read("mod_assign_get_assignments", {"courseids[0]": to.course})
        every = [one for each in found.get("courses", []) for one in each.get("assignments", [])]
        mine = [one for one in every if str(one.get("cmid")) == to.assignment]
        if len(mine) != 1:
            refused = "; ".join(str(one.get("message")) for one in found.get("warnings", []) if one.get("message"))
            if refused and not every:
                raise LmsError(
                    f"Moodle does not show course {to.course} to this token's owner ({refused}): the number must be right, and "
                    f"the owner a teacher in that course."
                )
            listed = ", ".join(f"{one.get('cmid')} ({one.get('name')})" for one in every) or "none"
            raise LmsError(
                f"Course {to.course} on Moodle has no assignment with the number {to.assignment}; it has: {listed}."
            )
        self._about: Mapping[str, Any] = mine[0]
        self._id = str(mine[0]["id"])
        self._grade = Decimal(str(mine[0].get("grade", 0)))
        self._numbers: dict[str, str] | None = None
        self.title = f"Moodle, {mine[0].get('name', to.assignment)}"
        self._reopens = str(mine[0].get("attemptreopenmethod") or "none") != "none"
        self._teams = bool(mine[0].get("teamsubmission"))
        self.repeatable = not self._reopens

    def maximum(self) -> Decimal | None:
        """The assignment's maximum. Raises `LmsError` where it is marked on a scale of words."""
        if self._grade < 0:
            raise LmsError("This assignment is marked on a scale of words in Moodle: set it to points.")
        return self._grade

    def standings(self) -> list[Standing]:
        """The participants, joined with their “Participant N” numbers and their grades."""
        people = self._moodle.read("mod_assign_list_participants", {"assignid": self._id, "groupid": "0", "filter": ""})
        numbers = self._participants()
        grades = self._graded()
        found = []
        for person in people:
            user = str(person["id"])
            ids = {
                "participant": numbers.get(user, ""),
                "student_id": str(person.get("idnumber") or ""),
                "username": str(person.get("username") or ""),
                "email": str(person.get("email") or ""),
            }
            team = (str(person.get("groupid") or "0"), str(person.get("groupname") or "")) if self._teams else None
            standing = Standing(user, str(person.get("fullname") or user), ids, _mark(grades.get(user)), team=team)
            found.append(self._with_attempts(standing, grades.get(user)) if self._reopens else standing)
        return found

    def grades(self, users: Collection[str]) -> Mapping[str, Decimal | None]:
        """The grades as they stand. Where attempts reopen, that of the attempt that was marked: the newest may be empty again."""
        graded = self._graded()
        grades = {user: _mark(found) for user, found in graded.items()}
        for user in users if self._reopens else ():
            grades[user] = self._with_attempts(Standing(user, user, {}), graded.get(user)).grade
        return grades

    def comments(self, users: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The feedback comment of each user, as HTML. One call a user: Moodle offers no other. Where the newest attempt is empty, its
        predecessor's."""
        found: dict[str, dict[str, str] | None] = {}
        hidden = self._hidden(users)
        for user in users:
            status = self._status(user)
            if user in hidden and not status.get("feedback"):
                found[user] = {"text": HIDDEN, "format": "1"}
                continue
            before = status.get("previousattempts") or []
            empty = before and _state(status)[1] == "reopened"
            last = max(before, key=lambda one: int(one.get("attemptnumber", 0))) if empty else {}
            found[user] = _text(last.get("feedbackplugins")) if empty else _comment(status)
        return {user: [comment["text"]] for user, comment in found.items() if comment and comment["text"]}

    def notes(self, users: Collection[str]) -> Sequence[str]:
        """Notifications, workflow states that hide marks, attempts that reopen."""
        if not users:
            return []
        notes = [
            f"Moodle notifies {'the student' if len(users) == 1 else f'each of the {len(users)} students'} of the new mark, unless the "
            f"assignment's settings say no"
        ]
        if self._about.get("markingworkflow"):
            states = self._states()
            waiting = sum(states.get(user, "") != "released" for user in users)
            hidden = (
                f"; {counted(waiting, 'of these students is', 'of these students are')} not released and will not see the mark"
                if waiting
                else ""
            )
            notes.append(f"the assignment uses a marking workflow: each student's state stays as it is{hidden}")
        if self._reopens:
            notes.append(
                "the assignment reopens attempts: Moodle opens another attempt for every mark below the pass mark (or as its settings say)"
            )
        return notes

    def send(self, marks: Sequence[Sending]) -> None:
        """One call for the batch. Moodle answers null whether or not it took a grade: only reading back tells.

        What stands is read just before: each student's comment and workflow state go back as they are.
        """
        states = self._states()
        fields = {"assignmentid": self._id, "applytoall": "0"}
        for number, mark in enumerate(marks):
            status = self._status(mark.user)
            comment = _comment(status)
            if comment and PICTURE in comment["text"] and mark.comment is None:
                raise LmsError(
                    "the comment that stands in Moodle holds a file, which the web service cannot send back: enter this mark by hand"
                )
            text = mark.comment if mark.comment is not None else comment["text"] if comment else ""
            prefix = f"grades[{number}]"
            fields |= {
                f"{prefix}[userid]": mark.user,
                f"{prefix}[grade]": mark.grade,
                f"{prefix}[attemptnumber]": "-1",
                f"{prefix}[addattempt]": "0",
                f"{prefix}[workflowstate]": states.get(mark.user, ""),
            }
            if text:
                markup = "1" if mark.comment is not None or comment is None else comment["format"]
                fields[f"{prefix}[plugindata][{EDITOR}][text]"] = text
                fields[f"{prefix}[plugindata][{EDITOR}][format]"] = markup
        try:
            self._moodle.write("mod_assign_save_grades", fields)
        except LmsBusy:
            raise
        except LmsError as error:
            if len(marks) == 1 and marks[0].comment is None and self._hidden([marks[0].user]):
                raise LmsError(
                    f"{error} A comment may stand here, which Moodle does not show before the mark is released and takes no mark without: "
                    f"send with --comments, or enter this mark by hand."
                ) from error
            raise

    def _hidden(self, users: Collection[str]) -> set[str]:
        """Of these users, those of whom a comment may stand that Moodle does not show: marked before, and not released."""
        if not self._about.get("markingworkflow") or not users:
            return set()
        states, graded = self._states(), self._graded()
        return {user for user in users if user in graded and states.get(user, "") != "released"}

    def _graded(self) -> dict[str, tuple[int, Decimal]]:
        """Each user's newest attempt that Moodle reports, and its grade; -1 means not graded."""
        found = self._moodle.read("mod_assign_get_grades", {"assignmentids[0]": self._id})
        _check_warnings(found, "see the grades of this assignment")
        latest: dict[str, tuple[int, Decimal]] = {}
        for each in found.get("assignments", []):
            for one in each.get("grades", []):
                user, attempt = str(one["userid"]), int(one.get("attemptnumber", 0))
                if user not in latest or attempt >= latest[user][0]:
                    latest[user] = (attempt, Decimal(str(one["grade"] if one["grade"] not in (None, "") else -1)))
        return latest

    def _participants(self) -> dict[str, str]:
        """The N of “Participant N” by user; empty, and `unknown` says why, where the token may not know."""
        if self._numbers is None:
            found = self._moodle.read("mod_assign_get_user_mappings", {"assignmentids[0]": self._id}, optional=True)
            listed = [one for each in found.get("assignments", []) for one in each.get("mappings", [])]
            self._numbers = {str(one["userid"]): str(one["id"]) for one in listed}
            if not listed:
                why = "; ".join(str(one.get("message")) for one in found.get("warnings", []) if one.get("message"))
                self.unknown = (
                    f"Moodle does not tell who is “Participant N” ({why or found.get('message') or 'no reason given'}): the token's owner "
                    f"lacks the capability mod/assign:revealidentities, or the web service the function mod_assign_get_user_mappings."
                )
        return self._numbers

    def _states(self) -> dict[str, str]:
        """Each user's workflow state. Raises `LmsError` where it cannot be read and matters."""
        used = bool(self._about.get("markingworkflow"))
        found = self._moodle.read("mod_assign_get_user_flags", {"assignmentids[0]": self._id}, optional=not used)
        if used:
            _check_warnings(found, "see the workflow states of this assignment, which sending a mark would reset")
        flags = [one for each in found.get("assignments", []) for one in each.get("userflags", [])]
        return {str(one["userid"]): str(one.get("workflowstate") or "") for one in flags}

    def _status(self, user: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._moodle.read(
            "mod_assign_get_submission_status",
            # As it is stored: what goes back must not have been through filters.
            {"assignid": self._id, "userid": user, "moodlewssettingraw": "1", "moodlewssettingfileurl": "0"},
        )
        return found

    def _with_attempts(self, standing: Standing, graded: tuple[int, Decimal] | None) -> Standing:
        """The standing where attempts reopen: an empty newest attempt takes no mark, and its predecessor's mark is what stands."""
        status = self._status(standing.user)
        number, state = _state(status)
        earlier: list[tuple[int, Decimal]] = []
        for one in status.get("previousattempts") or []:
            grade = (one.get("grade") or {}).get("grade")
            if grade not in (None, "") and Decimal(str(grade)) >= 0:
                earlier.append((int(one.get("attemptnumber", 0)), Decimal(str(grade))))
        before = max(earlier)[1] if earlier else None
        if state == "reopened" or (state == "new" and number > 0):
            closed = (
                f"attempt {number + 1} is open and nothing has been handed in: a mark now would be for an empty attempt"
            )
            return replace(standing, grade=before, closed=closed)
        now = _mark(graded) if graded and graded[0] >= number else None
        return replace(standing, grade=now, earlier=before if now is None else None)


def _state(status: Mapping[str, Any]) -> tuple[int, str]:
    """The newest attempt's number, from 0, and its state: new, draft, submitted, reopened."""
    last = status.get("lastattempt") or {}
    submission = last.get("submission") or last.get("teamsubmission") or {}
    return int(submission.get("attemptnumber", 0)), str(submission.get("status") or "")


def _mark(graded: tuple[int, Decimal] | None) -> Decimal | None:
    return graded[1] if graded and graded[1] >= 0 else None


def _comment(status: Mapping[str, Any]) -> dict[str, str] | None:
    """The feedback comment in a submission's status: text and format."""
    return _text((status.get("feedback") or {}).get("plugins"))


def _text(plugins: Sequence[Mapping[str, Any]] | None) -> dict[str, str] | None:
    for plugin in plugins or ():
        if plugin.get("type") == "comments":
            for field in plugin.get("editorfields") or []:
                return {"text": str(field.get("text") or ""), "format": str(field.get("format") or 1)}
    return None


def _check_warnings(found: Mapping[str, Any], what: str) -> None:
    """Raises `LmsError` where Moodle left something out because the token's owner may not see it."""
    for one in found.get("warnings", []):
        if str(one.get("warningcode")) != NOTHING_FOUND:
            raise LmsError(f"Moodle does not let this token's owner {what}: {one.get('message') or 'no reason given'}.")

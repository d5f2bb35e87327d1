"""A stand-in of Moodle's web service that does what a live 4.5.6 did.

Where a comment exists and none is sent, `mod_assign_save_grades` aborts the whole call; an empty one erases it; an empty workflow state
resets the student's; a mark above the maximum is ignored without a word; where attempts reopen, a mark below the pass mark opens another,
and `mod_assign_get_grades` then tells of the newest only.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.support.lms_stand import TOKEN, Attempt, Stand


class MoodleStand(Stand):
    """Moodle's web service, as a live 4.5.6 behaved."""

    def reply(self, fields: dict[str, str]) -> None:
        book, function = self.book, fields.get("wsfunction", "")
        book.tokens.add(fields.get("wstoken", ""))
        book.calls.append(function)
        if fields.get("wstoken") != TOKEN:
            self.answer({"exception": "moodle_exception", "errorcode": "invalidtoken", "message": "Invalid token"})
            return
        assert "wstoken" not in self.path
        if function in book.denied:
            self.answer(book.denied[function])
            return
        if function == "mod_assign_save_grades":
            self.faulty(function, lambda: self.save(fields))
            return
        answers: dict[str, Callable[[], object]] = {
            "mod_assign_get_assignments": self.assignments,
            "mod_assign_list_participants": self.participants,
            "mod_assign_get_user_mappings": lambda: {
                "assignments": [
                    {
                        "assignmentid": 77,
                        "mappings": [{"id": int(user) + 900, "userid": int(user)} for user in book.grades],
                    }
                ],
                "warnings": [],
            },
            "mod_assign_get_grades": self.get_grades,
            "mod_assign_get_user_flags": lambda: {
                "assignments": [
                    {
                        "assignmentid": 77,
                        "userflags": [
                            {"userid": int(user), "workflowstate": state, "locked": 0}
                            for user, state in book.workflow.items()
                        ],
                    }
                ]
                if book.workflow
                else [],
                "warnings": []
                if book.workflow
                else [{"item": "module", "itemid": 77, "warningcode": "3", "message": "No user flags found"}],
            },
            "mod_assign_get_submission_status": lambda: self.status(fields["userid"]),
        }
        with book.lock:
            value = answers[function]()
        self.answer(value)

    def assignments(self) -> object:
        book = self.book
        about = {
            "id": 77,
            "cmid": 5,
            "name": "Convolution",
            "grade": book.maximum,
            "attemptreopenmethod": book.reopen,
            "maxattempts": -1,
            "markingworkflow": int(book.marking_workflow),
            "teamsubmission": int(bool(book.teams)),
        }
        return {"courses": [{"id": 1, "assignments": [about]}], "warnings": []}

    def participants(self) -> object:
        return [
            {
                "id": int(user),
                "fullname": self.book.names.get(user, f"Student {user}"),
                "idnumber": f"00{user}",
                "groupid": self.book.teams.get(user, (0, ""))[0],
                "groupname": self.book.teams.get(user, (0, ""))[1],
                "submissionstatus": self.book.latest(user).status,
            }
            for user in self.book.grades
        ]

    def get_grades(self) -> object:
        found = []
        for user in self.book.grades:
            self.book.latest(user)
            newest = len(self.book.attempts[user]) - 1
            grade = self.book.latest(user).grade
            if grade is not None or newest == 0:
                shown = f"{grade:.5f}" if grade is not None else "-1.00000"
                found.append({"userid": int(user), "attemptnumber": newest, "grade": shown})
        return {"assignments": [{"assignmentid": 77, "grades": found}], "warnings": []}

    def status(self, user: str) -> object:
        latest = self.book.latest(user)
        *before, _ = self.book.attempts[user]
        last = {"submission": {"attemptnumber": len(before), "status": latest.status}, "locked": False}
        found: dict[str, object] = {"lastattempt": last, "warnings": []}
        hidden = (
            self.book.marking_workflow and self.book.workflow.get(user, "") != "released"
        )  # as the real one hides it
        if (latest.grade is not None or latest.comment) and not hidden:
            found["feedback"] = {
                "grade": {"attemptnumber": len(before), "grade": _shown(latest.grade)},
                "plugins": _plugins(latest),
            }
        if before:
            found["previousattempts"] = [
                {
                    "attemptnumber": number,
                    "grade": {"attemptnumber": number, "grade": _shown(one.grade)},
                    "feedbackplugins": _plugins(one),
                }
                for number, one in enumerate(before)
            ]
        return found

    def save(self, fields: dict[str, str]) -> object:
        """Null on success and when a grade above the maximum is silently ignored, as the real one."""
        book = self.book
        book.writes += 1
        assert fields["assignmentid"] == "77"
        assert fields["applytoall"] == "0"
        number = 0
        while user := fields.get(f"grades[{number}][userid]"):
            prefix = f"grades[{number}]"
            assert fields[f"{prefix}[attemptnumber]"] == "-1"
            latest, grade = book.latest(user), float(fields[f"{prefix}[grade]"])
            text = fields.get(f"{prefix}[plugindata][assignfeedbackcomments_editor][text]")
            if user in book.poison or (text is None and latest.comment):
                return {
                    "exception": "dml_write_exception",
                    "errorcode": "dmlwriteexception",
                    "message": "Error writing to database",
                }
            number += 1
            if text is not None:
                latest.comment = text
                latest.format = int(fields[f"{prefix}[plugindata][assignfeedbackcomments_editor][format]"])
                if text:
                    book.comments.append((user, text))
            if book.marking_workflow:
                book.workflow[user] = fields[f"{prefix}[workflowstate]"]
            if grade > book.maximum or user in book.refuse:
                continue
            latest.grade = book.grades[user] = grade
            book.notified.append(user)
            if book.reopen == "untilpass" and grade < book.pass_mark:
                book.attempts[user].append(Attempt("reopened"))
        return None


def _shown(grade: float | None) -> str:
    return "" if grade is None else f"{grade:.5f}"


def _plugins(attempt: Attempt) -> list[dict[str, object]]:
    text = {
        "name": "comments",
        "description": "Feedback comments",
        "text": attempt.comment or "",
        "format": attempt.format,
    }
    return [{"type": "comments", "name": "Feedback comments", "editorfields": [text]}]

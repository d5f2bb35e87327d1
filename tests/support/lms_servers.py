"""Stand-ins of Canvas and Moodle on 127.0.0.1 that answer in the recorded formats and behave as the real ones were seen to.

The Moodle here does what a live 4.5.6 did: where a comment stands and none is sent, `mod_assign_save_grades` aborts the whole call; an
empty one erases it; an empty workflow state resets the student's; a mark above the maximum is ignored without a word; where attempts
reopen, a mark below the pass mark opens another, and `mod_assign_get_grades` then tells of the newest only. Faults are injected per
request.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

TOKEN = "s3cret-token"


@dataclass
class Attempt:
    """One attempt at Moodle's assignment: what was handed in, the mark, the comment (None: no comment was ever saved)."""

    status: str = "submitted"
    grade: float | None = None
    comment: str | None = None
    format: int = 1


@dataclass
class Book:
    """A course on the other side, and what goes wrong.

    ``trouble``: HTTP errors for the next requests. ``faults`` says for every request that sends, by its function, what goes wrong: ``""``
    nothing, ``before`` an error 500 and nothing done, ``after`` done and an error 500, ``lost`` done and no answer, ``slow`` done too late.
    ``background``: for how many seconds Canvas lets a bulk update wait before it works it off; the fault ``half`` lets such a job fail in
    the middle.
    """

    grades: dict[str, float | None] = field(default_factory=dict)
    excused: set[str] = field(default_factory=set)
    comments: list[tuple[str, str]] = field(default_factory=list)
    trouble: list[int] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)
    maximum: float = 100
    polls: int = 2
    outcome: str = "completed"
    writes: int = 0
    tokens: set[str] = field(default_factory=set)
    late: dict[str, float] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    uploaded: dict[int, str] = field(default_factory=dict)
    background: Callable[[], float] = lambda: 0.0
    jobs: dict[int, str] = field(default_factory=dict)
    notified: list[str] = field(default_factory=list)
    attempts: dict[str, list[Attempt]] = field(default_factory=dict)
    workflow: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    marking_workflow: bool = False
    teams: dict[str, tuple[int, str]] = field(default_factory=dict)
    reopen: str = "none"
    pass_mark: float = 50
    denied: dict[str, object] = field(default_factory=dict)
    faults: Callable[[str], str] = lambda function: ""
    delay: float = 1.0
    poison: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    busy: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def latest(self, user: str) -> Attempt:
        """The user's newest attempt on Moodle."""
        return self.attempts.setdefault(user, [Attempt(grade=self.grades.get(user))])[-1]

    def enter(self, user: str, grade: float | None, comment: str | None = None) -> None:
        """What a teacher types in by hand."""
        self.grades[user] = self.latest(user).grade = grade
        if comment is not None:
            self.latest(user).comment = comment

    def settled(self) -> None:
        """Wait until no request is being worked off any more."""
        time.sleep(0.05)  # what a killed client has sent may still be read
        while self.busy:
            time.sleep(0.005)


class Stand(BaseHTTPRequestHandler):
    """What both stand-ins share: troubles first, then `reply`."""

    book: Book
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        form = (self.headers.get("Content-Type") or "").startswith("application/x-www-form-urlencoded")
        fields = parse_qs(self.body.decode(), keep_blank_values=True) if form else {}
        if self.book.trouble:
            self.answer("Rate Limit Exceeded" if self.book.trouble[0] in (403, 429) else {}, self.book.trouble.pop(0))
        else:
            self.reply({key: values[-1] for key, values in fields.items()})

    do_GET = do_POST = do_PUT = handle_any

    def reply(self, fields: dict[str, str]) -> None:
        raise NotImplementedError

    def answer(self, value: object, status: int = 200, **headers: str) -> None:
        body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        try:
            self.send_response(status)
            for name, text in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **headers,
            }.items():
                self.send_header(name.replace("_", "-"), text)
            if status == 429:
                self.send_header("Retry-After", "3")
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # the client was killed, or has stopped to wait
            self.close_connection = True

    def faulty(self, function: str, act: Callable[[], object]) -> None:
        """Do what was asked for, and answer; or fail as the book's faults say."""
        fault = self.book.faults(function)
        if fault == "before":
            self.answer({}, 500)
            return
        with self.book.lock:
            self.book.busy += 1
        if fault == "slow":
            time.sleep(self.book.delay)
        with self.book.lock:
            value = act()
            self.book.busy -= 1
        if fault == "after":
            self.answer({}, 500)
        elif fault == "lost":
            self.close_connection = True
            self.connection.close()
        else:
            self.answer(value)

    def log_message(self, *args: Any) -> None:
        pass


class CanvasStand(Stand):
    """Canvas: submissions in pages, bulk updates with a progress, comments with files."""

    def reply(self, fields: dict[str, str]) -> None:
        book, path = self.book, urlsplit(self.path).path
        book.calls.append(path)
        if path == "/upload":
            self.faulty("upload", self.take_file)
            return
        book.tokens.add(self.headers["Authorization"])
        one = re.fullmatch(r"/api/v1/courses/1/assignments/5/submissions/(\d+)(/comments/files)?", path)
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self.answer({"errors": [{"message": "Invalid access token."}]}, 401, WWW_Authenticate="Bearer")
        elif path == "/api/v1/courses/1":
            self.answer({"id": 1, "name": "CNN"})
        elif path == "/api/v1/courses/1/assignments/5":
            self.answer({"id": 5, "course_id": 1, "name": "Convolution", "points_possible": book.maximum})
        elif path.endswith("/submissions"):
            asked = parse_qs(urlsplit(self.path).query)
            wanted = asked.get("student_ids[]", []) if path == "/api/v1/courses/1/students/submissions" else None
            users = sorted(book.grades if wanted is None else book.grades.keys() & set(wanted))
            page = int(asked.get("page", ["1"])[0])
            size = 2 if len(users) < 10 else 50
            here = users[(page - 1) * size : page * size]
            query = urlencode({**asked, "per_page": [size], "page": [page + 1]}, doseq=True)
            link = (
                {"Link": f'<http://{self.headers["Host"]}{path}?{query}>; rel="next"'}
                if page * size < len(users)
                else {}
            )
            with book.lock:
                found = [self.submission(user) for user in here]
            self.answer(found, 200, **link)
        elif one and one[2]:
            self.answer({"upload_url": f"http://{self.headers['Host']}/upload", "upload_params": {"token": "x"}})
        elif one and self.command == "PUT":
            self.faulty("comment", lambda: self.comment(one[1], int(fields["comment[file_ids][]"])))
        elif one:
            self.answer(self.submission(one[1]) if one[1] in book.grades else {}, 200 if one[1] in book.grades else 404)
        elif path.endswith("/update_grades"):
            self.faulty("update_grades", lambda: self.update(fields))
        elif job := re.fullmatch(r"/api/v1/progress/(\d+)", path):
            book.polls -= 1
            state = "running" if book.polls > 0 else book.jobs[int(job[1])]
            self.answer({"id": int(job[1]), "workflow_state": state, "message": "why not"})
        else:
            self.answer({}, 404)

    def take_file(self) -> object:
        name = re.search(rb'filename="([^"]+)"', self.body)
        assert name
        number = 900 + len(self.book.uploaded)
        self.book.uploaded[number] = name[1].decode()
        return {"id": number, "url": "x", "display_name": name[1].decode()}

    def comment(self, user: str, number: int) -> object:
        self.book.files.setdefault(user, []).append(self.book.uploaded[number])
        return self.submission(user)

    def update(self, fields: dict[str, str]) -> object:
        """A job that is worked off later, as on a real one; what becomes of it stands under its number."""
        book, number = self.book, 9 + len(self.book.jobs)
        book.writes += 1
        book.jobs[number] = "running"
        pause = book.background()
        book.busy += 1
        if pause:
            threading.Timer(pause, self.work_off, (number, fields)).start()
        else:
            self.work_off(number, fields)
        return {"id": number, "workflow_state": "queued"}

    def work_off(self, number: int, fields: dict[str, str]) -> None:
        book = self.book
        with book.lock:
            users = [user for user in book.grades if f"grade_data[{user}][posted_grade]" in fields]
            half = book.faults("job") == "half"
            for user in users[: len(users) // 2] if half else users:
                comment = fields.get(f"grade_data[{user}][text_comment]")
                if user not in book.refuse:
                    book.grades[user] = float(fields[f"grade_data[{user}][posted_grade]"])
                    book.excused.discard(user)
                if comment:
                    book.comments.append((user, comment))
            book.jobs[number] = "failed" if half else book.outcome
            book.busy -= 1

    def submission(self, user: str) -> dict[str, object]:
        grade = self.book.grades[user]
        about = {
            "id": int(user),
            "name": self.book.names.get(user, f"Student {user}"),
            "sortable_name": f"{user}, Student",
            "login_id": f"login.{user}",
            "sis_user_id": f"00{user}",
        }
        said: list[dict[str, object]] = [{"comment": text} for who, text in self.book.comments if who == user]
        said += [
            {"comment": "This is a media comment", "attachments": [{"display_name": name, "filename": name}]}
            for name in self.book.files.get(user, [])
        ]
        return {
            "id": 1,
            "assignment_id": 5,
            "user_id": int(user),
            "score": None if grade is None else grade - self.book.late.get(user, 0.0),
            "entered_score": grade,
            "excused": user in self.book.excused,
            "user": about,
            "submission_comments": said,
        }


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


@contextmanager
def serving(kind: str, book: Book) -> Iterator[str]:
    """The address of a stand-in with this book."""
    base = {"canvas": CanvasStand, "moodle": MoodleStand}[kind]
    with running(type("Here", (base,), {"book": book})) as url:
        yield url


@contextmanager
def running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server of these handlers on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""What the stand-ins of LMSes share: servers on 127.0.0.1 that answer in the recorded formats, with faults injected per request."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

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
    """What all stand-ins share: troubles first, then `reply`."""

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

"""A class to be reviewed, and `convgrade review` over it in a process of its own."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from autograder import Run
from autograder.runs.store import Store
from tests.support import records
from tests.support.command import ROOT
from tests.support.feedback_samples import HOSTILE, hostile, mixed
from tests.support.tiny_course import hand_in, write_course

WRITTEN = "Because two halves are one."


def grade_a_class(folder: Path) -> Path:
    """A run of the tiny course with every sort of matter: ann right; bob and bea wrong alike; cid rejected; dan too slow; eve with a
    module that exits; fay and gus with the same written answer, hal with a hostile one; and records of strangers' texts."""
    course = write_course(folder / "course")
    inbox = folder / "in"
    hand_in(inbox, "ann", "value / 2")
    hand_in(inbox, "bob", "value / 2", double="value + 7")
    hand_in(inbox, "bea", "value * 0.5", double="7 + value")
    (inbox / "cid.py").write_text("", encoding="utf-8")
    hand_in(inbox, "dan", "[0 for _ in iter(int, 1)]")
    eve = hand_in(inbox, "eve", "value / 2", double="-value")
    eve.write_text(eve.read_text(encoding="utf-8") + "exit()\n", encoding="utf-8")
    hand_in(inbox, "fay", "value / 2", why=WRITTEN)
    hand_in(inbox, "gus", "value / 2", why=WRITTEN)
    hand_in(inbox, "hal", "value / 2", why=HOSTILE.replace("\ud800", ""))
    with Run.new(folder / "run", course, "tiny", [inbox]) as run:
        run.grade(workers=1)
    with Store(folder / "run") as store:
        key = HOSTILE.replace("\ud800", "")  # ingest keeps what is no text out of keys
        for result in (mixed(), records.changed(hostile(), submission=f"../../{key}", student=key)):
            store.put(result, {"suite": "of strangers"})
    return folder / "run"


@dataclass(frozen=True)
class Reviewing:
    """A running `convgrade review`: its ``process`` and the ``address`` it printed."""

    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    @property
    def token(self) -> str:
        return urlsplit(self.address).path.strip("/")

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """A request word for word; ``headers`` with ``_`` for ``-``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def get(self, place: str = "") -> str:
        """What the page gets from a place below the token."""
        status, _, body = self.ask("GET", f"/{self.token}/{place}")
        assert status == 200, body
        return body.decode()

    def order(self, name: str, **values: Any) -> tuple[int, dict[str, Any]]:
        """An order as the page sends it: the status and what is answered."""
        origin = f"http://127.0.0.1:{self.port}"
        status, _, body = self.ask(
            "POST", f"/{self.token}/{name}", json.dumps(values).encode(), Origin=origin, Content_Type="application/json"
        )
        return status, json.loads(body)

    def until(self, place: str, text: str) -> str:
        """What the page gets from a place once it holds a text: what was handed in is read, and compared, beside the review."""
        deadline = time.monotonic() + 60
        while text not in (found := self.get(place)):
            assert time.monotonic() < deadline, found
            time.sleep(0.1)
        return found

    def matters(self, sort: str) -> dict[str, str]:
        """The ids of the matters of a sort, by their titles."""
        section = re.search(rf'<section class="{sort}">.*?</section>', self.get("queue"), re.DOTALL)
        found = re.findall(r'href="#(\w+)".*?<bdi>(.*?)</bdi>', section[0] if section else "", re.DOTALL)
        return {title: id_ for id_, title in found}

    def seen(self, matter: str) -> dict[str, str]:
        """A matter and the stamp it has now, as orders name it."""
        stamp = re.search(r'data-stamp="(\w+)"', self.get(f"matter/{matter}"))
        assert stamp
        return {"matter": matter, "seen": stamp[1]}

    def decide(self, matter: str, kind: str, **values: Any) -> tuple[int, dict[str, Any]]:
        """Decide something about what is seen of a matter now."""
        facts: dict[str, Any] = {"question": "", "value": None, "why": "", "note": "", "cases": []}
        return self.order("decide", **self.seen(matter), kind=kind, **{**facts, **values})


@contextmanager
def reviewing(run: Path, *arguments: str) -> Iterator[Reviewing]:
    """``convgrade review`` over a run; ended with Ctrl-C, as a person ends it."""
    command = [sys.executable, "-m", "autograder.cli", "review", str(run), "--who", "ana", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout
        told = ""
        for line in process.stdout:
            told += line
            if found := re.search(r"http://\S+/", line):
                yield Reviewing(process, found[0])
                break
        else:
            raise AssertionError(told)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)

"""What an upload remembers beside the run: what a rehearsal has shown, and what was sent where. One JSON object a line.

A line that a crash cut short is ignored. What is about to be sent is written (and forced to the disk) first: a mark found in the LMS after
a crash is then known for our own, and a comment that may still be under way is not sent a second time.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.records.errors import LmsError

try:
    import fcntl
except ImportError:  # Windows: there uploads are not kept from each other
    fcntl = None  # type: ignore[assignment]

QUIET = 900.0
"""Seconds after which something that was sent and never answered counts as lost: an LMS ends a request after one or two minutes, and
finishes what it has queued within a few more."""


@dataclass(frozen=True)
class Seen:
    """What a rehearsal found at a student: the grade (``""``: none) and the comment's fingerprint (``""``: none or not looked at)."""

    grade: str
    comment: str


class Journal:
    """The entries of one place (LMS, course, assignment). Without a path nothing is remembered."""

    def __init__(self, path: Path | None, place: str) -> None:
        self._path, self._place = path, place
        self._ours: dict[str, list[str]] = defaultdict(list)
        self._texts: dict[str, set[str]] = defaultdict(set)
        self._commented: dict[str, str] = {}
        self._under_way: dict[tuple[str, str], float] = {}
        self._files: dict[str, set[str]] = defaultdict(set)
        self.sent: dict[str, str] = {}
        self.seen: dict[str, Seen] | None = None
        for entry in self._entries():
            if entry.get("place") == place:
                self._take(entry)

    def ours(self, user: str) -> list[str]:
        """The grades that may be there because we sent them: the last that arrived, and those sent since without an answer."""
        return self._ours[user]

    def wrote(self, user: str, comment: str) -> bool:
        """Whether we have sent the user this comment."""
        return fingerprint(comment) in self._texts[user]

    def commented(self, user: str) -> bool:
        """Whether a comment of ours has arrived at the user."""
        return user in self._commented

    def under_way(self, user: str, text: str = "") -> bool:
        """Whether this comment, a file of this name or (``""``) any mark was sent to the user a short time ago, and has neither arrived
        nor been refused."""
        return time.time() - self._under_way.get((user, fingerprint(text)), 0.0) < QUIET

    def has_file(self, user: str, name: str) -> bool:
        """Whether a file of this name has arrived at the user."""
        return name in self._files[user]

    def rehearsed(self, seen: Mapping[str, Seen]) -> None:
        """Remember what a rehearsal has shown; it takes the place of what an earlier one has."""
        self._write([{"what": "rehearsed", "seen": {user: [one.grade, one.comment] for user, one in seen.items()}}])

    def sending(self, marks: Iterable[tuple[str, str, str | None]]) -> None:
        """Remember what is about to be sent: user, grade, comment."""
        self._write(
            {"what": "sending", "at": time.time(), "user": user, "grade": grade, "comment": fingerprint(comment or "")}
            for user, grade, comment in marks
        )

    def refused(self, user: str, *texts: str) -> None:
        """Remember that comments, files of these names or (``""``) a mark were certainly not taken: they may be sent again at once."""
        self._write({"what": "refused", "user": user, "comment": fingerprint(text)} for text in texts)

    def attaching(self, user: str, name: str) -> None:
        """Remember that a file is about to be put beside the user's comments."""
        self._write([{"what": "attaching", "at": time.time(), "user": user, "file": name}])

    def attached(self, user: str, name: str) -> None:
        """Remember that it is there."""
        self._write([{"what": "attached", "user": user, "file": name}])

    def arrived(self, marks: Iterable[tuple[str, str, str | None]]) -> None:
        """Remember what was read back: user, grade, comment."""
        self._write(
            {"what": "sent", "user": user, "grade": grade, "comment": fingerprint(comment or "")}
            for user, grade, comment in marks
        )

    def _take(self, entry: Mapping[str, Any]) -> None:
        try:
            what = entry.get("what", "sent")
            if what == "rehearsed":
                self.seen = {user: Seen(grade, comment) for user, (grade, comment) in entry["seen"].items()}
                return
            user, text = entry["user"], str(entry.get("comment") or "")
            if what in ("attaching", "attached"):
                text = fingerprint(entry["file"])
            for part in {text, ""} if what in ("sending", "sent") else {text}:
                if what in ("sending", "attaching"):
                    self._under_way[user, part] = float(entry.get("at") or 0.0)
                else:
                    self._under_way.pop((user, part), None)
            if what == "attached":
                self._files[user].add(entry["file"])
            if what in ("attaching", "attached", "refused"):
                return
            grade = entry["grade"]
            if text:
                self._texts[user].add(text)
            if what == "sending":
                self._ours[user].append(grade)
                return
            self._ours[user] = [grade]
            self.sent[user] = grade
            if text:
                self._commented[user] = text
        except (KeyError, TypeError, ValueError, AttributeError):
            return

    def _entries(self) -> Iterable[dict[str, Any]]:
        if self._path is None or not self._path.exists():
            return
        for line in self._path.read_text("utf-8", errors="replace").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                yield entry

    def _write(self, entries: Iterable[Mapping[str, Any]]) -> None:
        made = [{"place": self._place, **entry} for entry in entries]
        for entry in made:
            self._take(entry)
        if self._path is None or not made:
            return
        with open(self._path, "a", encoding="utf-8") as stream:
            if stream.tell() and not self._whole():
                stream.write("\n")
            stream.writelines(json.dumps(entry) + "\n" for entry in made)
            stream.flush()
            os.fsync(stream.fileno())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other uploads of this run out meanwhile: two at once would send comments twice. Raises `LmsError` where one is under way."""
        if self._path is None or fcntl is None:
            yield
            return
        with open(self._path, "a", encoding="utf-8") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LmsError(
                    "Another upload of this run is under way: wait until it has ended, then say the same again."
                ) from error
            yield

    def _whole(self) -> bool:
        """Whether the file ends with a line's end: a line cut short must not swallow the next."""
        assert self._path is not None
        with open(self._path, "rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) == b"\n"


def fingerprint(comment: str) -> str:
    """A comment in few characters; ``""`` for none. What is written about students stays out of the journal; line breaks do not matter."""
    words = " ".join(comment.split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16] if words else ""

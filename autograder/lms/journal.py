"""What an upload remembers beside the run: what a rehearsal has shown, and what was sent where. One JSON object a line.

A line that a crash cut short is no line. What is about to be sent is written (and forced to the disk) first: a mark found in the LMS after
a crash is then known for our own.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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

    def rehearsed(self, seen: Mapping[str, Seen]) -> None:
        """Remember what a rehearsal has shown; it takes the place of what an earlier one has."""
        self._write([{"what": "rehearsed", "seen": {user: [one.grade, one.comment] for user, one in seen.items()}}])

    def sending(self, marks: Iterable[tuple[str, str, str | None]]) -> None:
        """Remember what is about to be sent: user, grade, comment."""
        self._write(
            {"what": "sending", "user": user, "grade": grade, "comment": fingerprint(comment or "")}
            for user, grade, comment in marks
        )

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
            user, grade, text = entry["user"], entry["grade"], str(entry.get("comment") or "")
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

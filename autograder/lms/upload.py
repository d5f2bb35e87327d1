"""Direct upload: marks into Canvas or Moodle through their own interfaces, with a rehearsal first and a look afterwards.

Nothing is sent unless ``dry_run`` is False. What was sent is read back. A run that was cut short goes on: what the LMS
holds already is not sent again, and comments that were posted are remembered in the journal.
Tested against local stand-ins that answer in the recorded formats; no live server was used.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from autograder.lms.comment import as_html, as_text
from autograder.lms.marks import Mark, identified, mark_text, marks_of
from autograder.lms.matching import Way, match
from autograder.lms.registry import folder_kinds, kinds, uploads
from autograder.lms.service import Connection, Service, Standing
from autograder.lms.table import Row, Table
from autograder.records.errors import LmsError
from autograder.records.result import Result
from autograder.records.status import SubmissionStatus
from autograder.records.text import display

BATCH = 50


@dataclass(frozen=True)
class Change:
    """What happens to one student's grade. ``state``: same, planned, sent, refused, excused, changed by hand, left."""

    name: str
    user: str
    before: Decimal | None
    after: Decimal
    state: str


@dataclass(frozen=True)
class UploadReport:
    """What was done, or in a rehearsal would be."""

    target: str
    dry_run: bool
    changes: tuple[Change, ...]
    unmatched: tuple[str, ...] = ()
    not_graded: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()

    def count(self, state: str) -> int:
        """How many changes ended so."""
        return sum(change.state == state for change in self.changes)

    def lines(self) -> list[str]:
        """A table for printing: who had what, gets what, and how it went."""
        states = ", ".join(f"{self.count(state)} {state}" for state in dict.fromkeys(c.state for c in self.changes))
        verb = "Rehearsal, nothing was sent to" if self.dry_run else "Sent to"
        lines = [f"{verb} {self.target}: {states or 'nothing to send'}."]
        for change in self.changes:
            if change.state != "same":
                before = mark_text(change.before) if change.before is not None else "none"
                lines.append(f"  {display(change.name, 60)}: {before} -> {mark_text(change.after)} ({change.state})")
        for what, who in (
            ("in the run but not in the LMS", self.unmatched),
            ("without a mark, not sent", self.blanks),
            ("in the LMS but not in the run, left alone", self.not_graded),
        ):
            if who:
                lines.append(f"  {len(who)} {what}: {', '.join(display(one, 60) for one in who[:20])}")
        return lines


def upload(
    results: Iterable[Result],
    target: str,
    *,
    url: str,
    course: str,
    assignment: str,
    token: str | None = None,
    dry_run: bool = True,
    scale: float | None = None,
    comments: bool = False,
    partial: bool = False,
    journal: Path | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> UploadReport:
    """Send marks to ``target`` (``canvas`` or ``moodle``) at ``url``; by default only say what would change.

    ``course`` and ``assignment`` are the numbers in the LMS's addresses. The token is read from ``CANVAS_TOKEN`` or
    ``MOODLE_TOKEN`` unless given. ``journal`` remembers what was sent, so that an upload cut short goes on.
    Raises `LmsError`.
    """
    among = uploads()
    if target not in among:
        raise LmsError(f"{target!r} takes no direct upload: choose {' or '.join(among)}, or use `convgrade export`.")
    lms = among[target]
    token = token or os.environ.get(lms.token, "")
    if not token.strip():
        raise LmsError(f"There is no token: put it into the environment variable {lms.token}.")
    _check_address(url)
    assert lms.connect is not None
    service = lms.connect(Connection(url, course, assignment, token.strip(), wait))
    maximum = service.maximum()
    marks = marks_of(results, scale, maximum, f"The assignment on {service.title}")
    standings = service.standings()
    pairs, unmatched, left = _pair(marks, standings, service.title, partial)
    notebook = _Journal(journal, f"{target} {url} {course} {assignment}")
    plan = [_plan(standing, mark, notebook) for standing, mark in pairs if mark.value is not None]
    blanks = tuple(standing.name for standing, mark in pairs if mark.value is None)
    if not dry_run:
        by_user = {standing.user: mark for standing, mark in pairs}
        plan = _send(service, plan, by_user, notebook, comments=comments)
    names = {standing.user: standing.name for standing, _ in pairs}
    shown = tuple(replace(change, name=names[change.user]) for change in plan)
    return UploadReport(service.title, dry_run, shown, unmatched, left, blanks)


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise LmsError(f"{url!r} is not an https address: a token is never sent in the clear.")


def _pair(
    marks: list[Mark], standings: list[Standing], title: str, partial: bool
) -> tuple[list[tuple[Standing, Mark]], tuple[str, ...], tuple[str, ...]]:
    """Marks and students, by identifiers alone; names never decide where grades are sent directly."""
    rows = tuple(Row(number, (one.user,), (one.user,)) for number, one in enumerate(standings, 1))
    table = Table(Path(title), Row(0, ("user",), ("user",)), rows, ",", "\n", "utf-8")
    plain = folder_kinds()
    ways = [
        Way((kind, *plain) if kind in plain else (kind,), [one.ids.get(kind, "") for one in standings], about.words)
        for kind, about in kinds().items()
        if any(one.ids.get(kind) for one in standings)
    ]
    known = {f"{one.user} {one.ids.get('file_name', '')}": one.user for one in standings}
    fits = [[known[way] for way in mark.readings if way in known] for mark in marks]
    marks = [
        identified(mark, canvas_id=one[0]) if len(one) == 1 else mark for mark, one in zip(marks, fits, strict=True)
    ]
    matching = match(marks, table, ways, range(len(rows)), partial)
    pairs = [(standings[index], matching.pairs[index]) for index in sorted(matching.pairs)]
    left = tuple(standings[index].name for index in matching.left_rows)
    return pairs, tuple(mark.person for mark in matching.unmatched), left


def _plan(standing: Standing, mark: Mark, notebook: _Journal) -> Change:
    """What is to happen to one grade. What a person has entered in the LMS is never overwritten unasked."""
    after = Decimal(mark_text(mark.value if mark.value is not None else Decimal(0)))
    now = mark_text(standing.grade) if standing.grade is not None else ""
    sent = notebook.sent(standing.user)
    state = "planned"
    if standing.excused:
        state = "excused"
    elif now == mark_text(after):
        state = "same"
    elif now and sent and now != sent:
        state = "changed by hand since it was sent"
    elif mark.result.status == SubmissionStatus.REJECTED and standing.grade and standing.grade > 0:
        state = "left: could not be graded, but has a grade"
    return Change(standing.name, standing.user, standing.grade, after, state)


def _send(
    service: Service, plan: list[Change], marks: Mapping[str, Mark], notebook: _Journal, *, comments: bool
) -> list[Change]:
    """Send what is planned in batches; read back after each, so that what is reported sent has arrived."""
    waiting = [change for change in plan if change.state == "planned"]
    settled: dict[str, Change] = {}
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        write = as_html if service.html_comments else as_text
        service.send(
            {
                change.user: (
                    mark_text(change.after),
                    write(marks[change.user].result) if comments and not notebook.commented(change.user) else "",
                )
                for change in batch
            }
        )
        now = {standing.user: standing.grade for standing in service.standings()}
        for change in batch:
            grade = now.get(change.user)
            arrived = grade is not None and mark_text(grade) == mark_text(change.after)
            settled[change.user] = replace(change, state="sent" if arrived else "refused")
            if arrived:
                notebook.note(change.user, mark_text(change.after), comments)
    return [settled.get(change.user, change) for change in plan]


class _Journal:
    """What was sent to one assignment, one JSON line each; a line cut short by a crash is no line."""

    def __init__(self, path: Path | None, place: str) -> None:
        self._path, self._place = path, place
        self._last: dict[str, str] = {}
        self._comments: set[str] = set()
        if path is None or not path.exists():
            return
        for line in path.read_text("utf-8").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if entry.get("place") == place:
                self._last[entry["user"]] = entry["grade"]
                if entry.get("comment"):
                    self._comments.add(entry["user"])

    def sent(self, user: str) -> str:
        """The grade last sent to the user, ``""`` for none."""
        return self._last.get(user, "")

    def commented(self, user: str) -> bool:
        """Whether the user has had a comment."""
        return user in self._comments

    def note(self, user: str, grade: str, comment: bool) -> None:
        """Remember one grade that has arrived."""
        self._last[user] = grade
        if comment:
            self._comments.add(user)
        if self._path is not None:
            entry = {"place": self._place, "user": user, "grade": grade, "comment": comment}
            with open(self._path, "a", encoding="utf-8") as stream:
                stream.write(json.dumps(entry) + "\n")

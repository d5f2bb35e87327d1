"""Direct upload: marks into an LMS through its own interface, with a rehearsal first and a look afterwards.

Nothing is sent unless ``dry_run`` is False. What a person has entered in the LMS is replaced only where a rehearsal has shown it, and
what a person has changed after we sent it only with ``overwrite``. What was sent is read back. An upload that was cut short goes on: what
the LMS holds already is not sent again.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from autograder.lms.journal import Journal
from autograder.lms.marks import Mark, identified, marks_of, spread
from autograder.lms.matching import Way, match
from autograder.lms.naming import called, spelt
from autograder.lms.outcome import Outcome, State
from autograder.lms.pages import attachment_name
from autograder.lms.planning import Planner
from autograder.lms.registry import Lms, folder_kinds, kinds, system, uploads
from autograder.lms.sending import attach_all, send_all
from autograder.lms.service import Connection, Service, Standing, TakesFiles
from autograder.lms.table import Row, Table
from autograder.lms.upload_report import UploadReport
from autograder.lms.web import check_address
from autograder.records.errors import LmsError
from autograder.records.result import Result


def upload(
    results: Iterable[Result],
    target: str,
    *,
    url: str = "",
    course: str = "",
    assignment: str = "",
    token: str | None = None,
    config: Path | None = None,
    dry_run: bool = True,
    scale: float | None = None,
    comments: bool = False,
    pages: Mapping[str, Path] | None = None,
    overwrite: bool = False,
    partial: bool = False,
    journal: Path | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> UploadReport:
    """Send marks to ``target`` (one of `uploads`) at ``url``; by default only say what would change.

    ``course`` and ``assignment`` are the numbers in the LMS's addresses; ``config`` a file with more, where the LMS needs it. The secret is
    read from the environment unless ``token`` gives it. ``comments``: each student's feedback as a text comment too. ``pages``: each
    submission's feedback page, put beside the comments as a file. ``overwrite``: also what a person has changed since. ``journal``
    remembers what was shown and sent. Raises `LmsError` when nothing could be sent; what happened to single students is in the report.
    """
    place = f"{target} {url} {course} {assignment} {config or ''}".rstrip()
    to = Connection(url, course, assignment, token or "", wait, config)
    with Journal(journal, place).alone() if not dry_run else nullcontext():
        return _uploaded(
            results, target, to, Journal(journal, place), dry_run, scale, comments, pages, overwrite, partial
        )


def _uploaded(
    results: Iterable[Result], target: str, to: Connection, notebook: Journal, dry_run: bool, scale: float | None, comments: bool,
    pages: Mapping[str, Path] | None, overwrite: bool, partial: bool,
) -> UploadReport:  # fmt: skip
    """The upload itself, with what is remembered of earlier ones."""
    service = _connected(_system(target), to)
    if pages is not None and not isinstance(service, TakesFiles):
        raise LmsError(f"{service.title} takes no files from here: leave --pages out, and use `convgrade export`.")
    maximum = service.maximum()
    marks = marks_of(results, scale, maximum, f"The assignment on {service.title}")
    standings = service.standings()
    marks, strangers = _checked(_spread_teams(marks, standings, target), standings, target)
    theirs = {one.user: one.name for one in standings}
    standings = _told_apart(standings)
    pairs, unmatched, left = _pair(marks, standings, service, partial)
    unmatched = (*unmatched, *strangers)
    names = {mark.result.submission: name for one, mark in pairs if (name := _spelt(one, theirs[one.user], mark))}
    pairs = [(replace(one, name=_called(one, mark, names)), mark) for one, mark in pairs]
    planner = Planner(service, notebook, comments=comments, overwrite=overwrite, dry_run=dry_run)
    plan = planner.plan([(standing, mark) for standing, mark in pairs if mark.value is not None])
    blanks = tuple(
        f"{standing.name} (excused by a decision: say so in the LMS, an upload does not)"
        if mark.result.excused and not standing.excused
        else standing.name
        for standing, mark in pairs
        if mark.value is None
    )
    notes = list(service.notes([change.user for change in plan if change.state == State.PLANNED]))
    if dry_run:
        notebook.rehearsed({change.user: planner.seen(change) for change in plan})
    else:
        plan, stopped = send_all(service, plan, notebook, to.wait)
        notes += [stopped] if stopped else []
    files: tuple[tuple[str, Outcome], ...] = ()
    if pages is not None and isinstance(service, TakesFiles):
        wanted = [
            (change, pages[mark.result.submission], attachment_name(mark.result.assignment, change.user, change.after))
            for change, mark in zip(plan, (mark for _, mark in pairs if mark.value is not None), strict=True)
            if mark.result.submission in pages and change.state in (State.PLANNED, State.SENT, State.SAME)
        ]
        files = tuple(attach_all(service, wanted, notebook, to.wait, dry_run=dry_run))
    return UploadReport(service.title, dry_run, tuple(plan), unmatched, left, blanks, tuple(notes), files, names)


def _spelt(standing: Standing, name: str, mark: Mark) -> str:
    """The student's ``name`` in the LMS, where the download had squeezed it into a file's."""
    if mark.person != mark.result.student:  # a team's member
        return ""
    as_file = system(mark.result.source.get("lms", "")).file_name_of
    squeezed = standing.ids.get("file_name", "")  # Canvas squeezes "Baker, Ned", and shows "Ned Baker"
    return spelt(mark.result, name, (lambda _: squeezed) if squeezed else as_file)


def _called(standing: Standing, mark: Mark, names: Mapping[str, str]) -> str:
    if mark.person != mark.result.student:  # a team's member
        return standing.name
    return called(mark.result, standing.name, names.get(mark.result.submission, ""))


def _system(target: str) -> Lms:
    among = uploads()
    if target not in among:
        raise LmsError(f"{target!r} takes no direct upload: choose {' or '.join(among)}, or use `convgrade export`.")
    return among[target]


def _connected(lms: Lms, to: Connection) -> Service:
    """The service, with the secret from the environment. Raises `LmsError`."""
    token = to.token.strip() or os.environ.get(lms.token, "").strip()
    if lms.token and not token:
        raise LmsError(f"There is no token: put it into the environment variable {lms.token}.")
    if not lms.configured:
        to = replace(to, url=to.url or lms.address)
        check_address(to.url)
        options = ("--course-id", "--assignment-id")
        for value, option, place in zip((to.course, to.assignment), options, lms.places, strict=True):
            if not value:
                raise LmsError(f"{lms.title} needs {option}: {place}.")
    assert lms.connect is not None
    return lms.connect(replace(to, token=token))


def _told_apart(standings: list[Standing]) -> list[Standing]:
    """The same, with an identifier behind every name that is several people's."""
    called = Counter(" ".join(standing.name.split()).casefold() for standing in standings)
    words = kinds()

    def shown(standing: Standing) -> str:
        if called[" ".join(standing.name.split()).casefold()] == 1:
            return standing.name
        known = [
            f"{about.words} {standing.ids[kind]}"
            for kind, about in words.items()
            if kind != "email" and standing.ids.get(kind)
        ]
        return f"{standing.name} ({known[0] if known else f'user {standing.user}'})"

    return [replace(standing, name=shown(standing)) for standing in standings]


def _spread_teams(marks: list[Mark], standings: list[Standing], target: str) -> list[Mark]:
    """A team's mark for each of its members, where the LMS says who is in which team: by the team's own number, which tells teams of one
    name apart."""
    as_file = system(target).file_name_of
    members: dict[
        tuple[str, str], list[str]
    ] = {}  # the default group, those without a team, has the number 0 and no name
    for standing in standings:
        if standing.team is not None:
            members.setdefault((standing.team[0], as_file(standing.team[1])), []).append(standing.user)
    if not members:
        return marks
    found: list[Mark] = []
    for mark in marks:
        source = mark.result.source
        name = source.get("name", "")
        number = source.get("participant") or source.get("group") or mark.result.student
        team = members.get((number, name)) or (members.get(("0", ""), []) if number == name else [])
        own = source.get("lms") == target and bool(name) and not mark.result.members
        found += [spread(mark, {"user": user}) for user in team] if own and team else [mark]
    return found


def _checked(marks: list[Mark], standings: list[Standing], target: str) -> tuple[list[Mark], tuple[str, ...]]:
    """The marks whose number in the download is the student of that name; and, in words, those whose number is another's: a team's number
    is no student's."""
    lms = system(target)
    if not lms.team_keys:
        return marks, ()
    shown = {one.ids.get(lms.member_kind, ""): lms.file_name_of(one.name) for one in standings if _identified(one)}
    kept, strangers = [], []
    for mark in marks:
        name, number = mark.ids.get("file_name", ""), mark.ids.get(lms.member_kind, "")
        told = shown.get(number, name)
        if mark.result.source.get("lms") != target or not name or told == name:
            kept.append(mark)
            continue
        strangers.append(
            f"{name} ({number} is {told} in {lms.title}: a team? Grade with the worksheet as --roster, or download again)"
        )
    return kept, tuple(strangers)


def _identified(standing: Standing) -> bool:
    """Whether the LMS shows who this is (it does not in blind marking)."""
    return any(standing.ids.get(kind) for kind in folder_kinds())


def _pair(
    marks: list[Mark], standings: list[Standing], service: Service, partial: bool
) -> tuple[list[tuple[Standing, Mark]], tuple[str, ...], tuple[str, ...]]:
    """Marks and students, by identifiers alone; names never decide where grades are sent directly."""
    rows = tuple(Row(number, (one.user,), (one.user,)) for number, one in enumerate(standings, 1))
    table = Table(Path(service.title), Row(0, ("user",), ("user",)), rows, ",", "\n", "utf-8")
    plain = folder_kinds()
    ways = [
        Way(
            (kind, *plain) if about.folder else (kind,),
            [one.ids.get(kind, "") for one in standings],
            about.words,
            decisive=not about.folder,
        )
        for kind, about in kinds().items()
        if any(one.ids.get(kind) for one in standings)
    ]
    ways.append(Way(("user",), [one.user for one in standings], "user"))
    known = {f"{one.user} {one.ids.get('file_name', '')}": one.user for one in standings}
    fits = [[known[way] for way in mark.readings if way in known] for mark in marks]
    marks = [
        identified(mark, canvas_id=one[0]) if len(one) == 1 else mark for mark, one in zip(marks, fits, strict=True)
    ]
    try:
        matching = match(marks, table, ways, range(len(rows)), partial)
    except LmsError as error:
        if service.unknown:
            raise LmsError(f"{service.unknown} ({error})") from error
        raise
    pairs = [(standings[index], matching.pairs[index]) for index in sorted(matching.pairs)]
    left = tuple(standings[index].name for index in matching.left_rows)
    return pairs, tuple(mark.called for mark in matching.unmatched), left

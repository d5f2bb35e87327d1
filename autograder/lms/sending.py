"""Marks on their way: in batches, read back, one by one after a batch that failed, and on to the next student when one cannot be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from autograder.lms.journal import QUIET, Journal, fingerprint
from autograder.lms.marks import mark_text
from autograder.lms.outcome import Outcome, State
from autograder.lms.service import Sending, Service, TakesFiles
from autograder.lms.upload_report import Change
from autograder.records.errors import LmsBusy, LmsError

TRIES = 4
"""How often one student's mark is sent to an LMS that is busy: with pauses of 1, 2 and 4 s a short overload is over."""
DOWN = 3
"""Students in a row that could not be sent for no fault of theirs: the LMS is down, and waiting for everybody would take hours."""
HELD = Outcome(
    State.UNKNOWN,
    f"it was sent, no answer came back and it is not there yet; run the same command again in {QUIET / 60:.0f} minutes, "
    "sooner it could arrive twice",
)
"""A file may still be under way."""

Wait = Callable[[float], None]


def send_all(service: Service, plan: Sequence[Change], notebook: Journal, wait: Wait) -> tuple[list[Change], str]:
    """Send what is planned; gives every change with how it ended, and why it stopped before the end (``""``: it did not)."""
    run = _Run(service, notebook, wait)
    waiting = [change for change in plan if change.state == State.PLANNED]
    stopped = ""
    for start in range(0, len(waiting), service.batch):
        batch = waiting[start : start + service.batch]
        try:
            left = run.batch(batch)
            for change in left:
                run.single(change)
        except _Down as down:
            stopped = (
                f"stopped before the end: {down}. Run the same command again later: what has arrived is not sent again."
            )
            break
    rest = [change.user for change in waiting if change.user not in run.settled]
    run.settled.update(dict.fromkeys(rest, Outcome(State.NOT_SENT)))
    held = run.still_held() if not stopped else set(run.held)
    return [
        replace(
            change,
            outcome=run.settled.get(change.user, change.outcome),
            held_comment=change.held_comment or change.user in held,
        )
        for change in plan
    ], stopped


class _Down(Exception):
    """The LMS cannot be reached any more."""


class _Run:
    """One upload under way; ``settled`` says how each student's mark ended, ``held`` whose comment may still arrive."""

    def __init__(self, service: Service, notebook: Journal, wait: Wait) -> None:
        self.service, self.notebook, self.wait = service, notebook, wait
        self.settled: dict[str, Outcome] = {}
        self.held: dict[str, Change] = {}
        self.lost = 0

    def batch(self, changes: Sequence[Change]) -> list[Change]:
        """Send several at once; gives those that have to be sent one by one, because the call failed before them."""
        error = self._send(changes)
        missing = self._read_back(changes, error)
        if error is None:
            for change in missing:
                self._refused(change, Outcome(State.REFUSED))
            return []
        if isinstance(error, LmsBusy):
            self.wait(error.pause or 1.0)
            missing = self._read_back(missing, error)
        elif len(changes) == 1:
            for change in missing:
                self._refused(change, Outcome(State.FAILED, str(error)))
            return []
        if isinstance(error, LmsBusy) and not self._again(error):
            self.settled.update({change.user: _unknown(error) for change in missing})
            self._count_lost(error)
            return []
        return [self._once_only(change, error) for change in missing]

    def single(self, change: Change) -> None:
        """Send one, again while the LMS is busy; settle it whatever comes."""
        pause = 1.0
        for attempt in range(TRIES):
            error = self._send([change])
            change = self._once_only(change, error) if error is not None else change
            if not self._read_back([change], error):
                return
            if not isinstance(error, LmsBusy):
                self._refused(change, Outcome(State.REFUSED) if error is None else Outcome(State.FAILED, str(error)))
                return
            if not self._again(error) or attempt == TRIES - 1:
                break
            self.wait(error.pause or pause)
            pause *= 2
            if not self._read_back([change], error):
                return
        self.settled[change.user] = _unknown(error)
        self._count_lost(error)

    def _again(self, error: LmsBusy) -> bool:
        """Whether a mark that is not there may be sent again: what is still under way could arrive twice."""
        return error.unsent or error.ended or self.service.repeatable

    def _refused(self, change: Change, outcome: Outcome) -> None:
        self.settled[change.user] = outcome
        self.notebook.refused(change.user, *{change.comment or "", ""})

    def _once_only(self, change: Change, error: LmsError) -> Change:
        """The change as it may be sent again: where comments add up, one that may still be under way is left out and held."""
        if not isinstance(error, LmsBusy) or error.unsent or error.ended:
            self.notebook.refused(change.user, *{change.comment or "", ""})
            return change
        if change.comment is None or self.service.one_comment:
            return change
        self.held[change.user] = change
        return replace(change, comment=None)

    def still_held(self) -> set[str]:
        """Whose comment has not arrived by now, though it was sent. Those that have are remembered."""
        try:
            stand = self.service.comments(list(self.held)) if self.held else {}
        except LmsError:
            return set(self.held)
        there = {
            user: change
            for user, change in self.held.items()
            if fingerprint(change.comment or "") in map(fingerprint, stand.get(user, ()))
        }
        self.notebook.arrived((user, mark_text(change.after), change.comment) for user, change in there.items())
        return self.held.keys() - there.keys()

    def _count_lost(self, error: LmsError | None) -> None:
        self.lost += 1
        if self.lost >= DOWN:
            raise _Down(str(error).rstrip("."))

    def _send(self, changes: Sequence[Change]) -> LmsError | None:
        marks = [Sending(change.user, mark_text(change.after), change.comment, change.submitted) for change in changes]
        self.notebook.sending((mark.user, mark.grade, mark.comment) for mark in marks)
        try:
            self.service.send(marks)
        except LmsError as error:
            return error
        return None

    def _read_back(self, changes: Sequence[Change], error: LmsError | None) -> list[Change]:
        """Those whose mark (and comment) is not there. What has arrived is settled and remembered."""
        try:
            now = self.service.grades([change.user for change in changes])
            comments = self.service.comments([change.user for change in changes if change.comment is not None])
        except LmsError as trouble:
            for change in changes:
                self.settled[change.user] = Outcome(
                    State.UNKNOWN, f"it was sent, but could not be read back ({trouble})"
                )
            raise _Down(str(trouble).rstrip(".")) from error
        there = [change for change in changes if _there(change, now, comments, exactly=error is not None)]
        self.settled.update({change.user: Outcome(State.SENT) for change in there})
        self.notebook.arrived((change.user, mark_text(change.after), change.comment) for change in there)
        if there:
            self.lost = 0
        return [change for change in changes if self.settled.get(change.user) != Outcome(State.SENT)]


def _there(
    change: Change, now: Mapping[str, Decimal | None], comments: Mapping[str, Sequence[str]], *, exactly: bool
) -> bool:
    """Whether the mark is there. ``exactly``: after a call that failed, its comment too; after one that went well, the LMS may have
    changed how the comment is written."""
    grade = now.get(change.user)
    if grade is None or mark_text(grade) != mark_text(change.after):
        return False
    stands = {fingerprint(comment) for comment in comments.get(change.user, ())}
    return not exactly or change.comment is None or fingerprint(change.comment) in stands


def _unknown(error: LmsError | None) -> Outcome:
    why = f"no answer came back and the mark is not there ({error}); run the rehearsal again later"
    return Outcome(State.UNKNOWN, why)


def attach_all(
    service: TakesFiles, wanted: Sequence[tuple[Change, Path, str]], notebook: Journal, wait: Wait, *, dry_run: bool
) -> Iterator[tuple[str, Outcome]]:
    """Put each student's page there, once; gives the student and what happened. One that cannot be put there stops no other."""
    there = service.files([change.user for change, _, _ in wanted])
    lost = 0
    for change, page, name in wanted:
        if name in there.get(change.user, ()) or notebook.has_file(change.user, name):
            yield change.name, Outcome(State.SAME)
        elif notebook.under_way(change.user, name):
            yield change.name, HELD
        elif dry_run:
            yield change.name, Outcome(State.PLANNED)
        elif lost >= DOWN:
            yield change.name, Outcome(State.NOT_SENT)
        else:
            outcome = _attached(service, change.user, page, name, notebook, wait)
            lost = lost + 1 if outcome.state == State.UNKNOWN else 0
            yield change.name, outcome


def _attached(service: TakesFiles, user: str, page: Path, name: str, notebook: Journal, wait: Wait) -> Outcome:
    """Put one page there. What was sent and not answered is never sent again here: it would stand there twice if it came late."""
    pause = 1.0
    for attempt in range(TRIES):
        error: LmsError
        try:
            data = page.read_bytes()
        except OSError as trouble:
            why = f"{page.name} cannot be read ({trouble.strerror}); run `convgrade report RUN`"
            return Outcome(State.FAILED, why)
        notebook.attaching(user, name)
        try:
            service.attach(user, name, data)
        except LmsBusy as busy:
            error = busy
        except LmsError as trouble:
            notebook.refused(user, name)
            return Outcome(State.FAILED, str(trouble))
        else:
            notebook.attached(user, name)
            return Outcome(State.SENT)
        wait(error.pause or pause)
        pause *= 2
        if not error.unsent:
            outcome = _looked_for(service, user, name, notebook)
            if outcome.state == State.SENT or not error.ended:
                return outcome
        notebook.refused(user, name)
        if attempt == TRIES - 1:
            return Outcome(State.NOT_SENT, str(error))
    return Outcome(State.NOT_SENT)


def _looked_for(service: TakesFiles, user: str, name: str, notebook: Journal) -> Outcome:
    try:
        if name not in service.files([user]).get(user, ()):
            return HELD
    except LmsError:
        return HELD
    notebook.attached(user, name)
    return Outcome(State.SENT)

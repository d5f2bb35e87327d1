"""One student's files made a submission, or a rejection with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from autograder.ingest import limits
from autograder.ingest.archive import Entry, Unreadable
from autograder.ingest.choose import Choice, choose
from autograder.ingest.handout import Handout
from autograder.ingest.packed import Names
from autograder.ingest.shelf import Shelf
from autograder.ingest.student import Piece, Student
from autograder.ingest.unpack import Unpacker
from autograder.lms import system
from autograder.records.owner import Owner
from autograder.records.sentences import say
from autograder.records.submission import Ignored, Rejection, SourceFile, Submission
from autograder.records.text import display

LOOKED_AT = 8
"""Files of a rejected submission that are kept for a person to look at: those with two answers have two or three."""


@dataclass
class Settler:
    """Settles one student after the other, and puts what is to be graded on the ``shelf``. ``held`` counts the bytes of the class."""

    handout: Handout
    names: Names
    ignored: list[Ignored]
    shelf: Shelf = field(default_factory=Shelf)
    held: int = 0

    def settle(self, student: Student, opaque: str) -> Submission | Rejection:
        """The student's latest attempt as a submission, or the reason why not. What is left goes to ``ignored``."""
        *older, latest = student.attempts()
        attempt = display(latest[0].claim.attempt)
        for pieces in older:
            why = f"superseded by the attempt of {attempt}" if attempt else "superseded by the input given later"
            self.ignored += [Ignored(piece.where, why) for piece in pieces if piece.where]
        if older and not attempt:
            student.flags.append("handed in through several inputs: the one given last counts")
        choice = self._latest_upload(student, latest)
        self.ignored += [Ignored(where, reason) for where, reason in choice.left]
        reason = choice.reason
        notes = [piece.claim.note for piece in latest if piece.claim.note]
        if notes and len(notes) == len(latest):
            reason = say("handed in {what}: {names} was expected", what=notes[0], names=self.handout.names)
        known = {"lms": student.lms, "key": student.kind, "members": student.members_kind, "name": student.owner.name}
        source = {**student.ids, **known, "file": choice.where}
        owner = Owner(
            student=student.key,
            display_name=student.name,
            members=student.members,
            late=student.late or any(piece.claim.late for piece in latest),
            attempt=attempt,
            source={name: value for name, value in source.items() if value},
        )
        flags = tuple(dict.fromkeys((*student.flags, *choice.flags)))
        if choice.main is None or reason:
            shown = display(reason, 600)
            shown = reason if shown == reason else shown  # a sentence, where nothing had to be taken away
            return Rejection(opaque, owner, shown, flags, tuple(map(self.shelf.put, choice.seen)))
        self.held += sum(file.size for file in (choice.main, *choice.beside))
        others = tuple(map(self.shelf.put, choice.beside))
        return Submission(opaque, owner, self.shelf.put(choice.main), others, flags, choice.untouched)

    def _latest_upload(self, student: Student, pieces: Sequence[Piece]) -> Choice:
        """The answer among what was uploaded last; a later upload that answers nothing does not replace work."""
        lms = system(student.lms)
        replaced = {id(old): new for old, new in lms.superseded([piece.claim for piece in pieces], self.handout.module)}
        if not replaced:
            return self._choose(pieces)
        choice = self._choose([piece for piece in pieces if id(piece.claim) not in replaced], thorough=True)
        whole = choice if choice.answered else self._choose(pieces)
        if whole is not choice and whole.answered:
            return whole
        for piece in pieces:
            if new := replaced.get(id(piece.claim)):
                counts, old = display(new.file), display(piece.claim.file)
                why = f"{counts} was uploaded after it, under the same name for {lms.title}, and counts"
                choice.left.append((piece.where, why))
                choice.flags.append(f"handed in twice under one name: {counts} counts, the later upload, not {old}")
        return choice

    def _choose(self, pieces: Sequence[Piece], *, thorough: bool = False) -> Choice:
        with ExitStack() as stack:
            skipped: list[Ignored] = []
            files = list(Unpacker(stack, self.names, skipped).files(pieces))
            room = max(limits.TOTAL - self.held, 0)
            choice = choose(files, self.handout, room=room, thorough=thorough)
            if choice.main is None:
                choice.seen = [SourceFile(one.shown, _beginning(one.entry)) for one in files[:LOOKED_AT]]
        choice.left += [(one.path, one.reason) for one in skipped]
        return choice


def _beginning(entry: Entry) -> bytes:
    """What a person can look at of a file that is not read, whatever is wrong with it."""
    try:
        return entry.read_bytes(limits.LOOKED_AT)
    except (Unreadable, OSError):
        return b""

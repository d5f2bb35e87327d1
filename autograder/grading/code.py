"""What was handed in for a question that is not right, with the lines that matter: where it raised, and where a small change mends it.

Shown is only what comes from inputs that students may see, the public checks and the probes: a line's number could tell a hidden one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from autograder.course import Question
from autograder.diagnosis import Diagnosis
from autograder.diagnosis.causes import kind_told
from autograder.diagnosis.edits import Edit, edits
from autograder.diagnosis.mending import mends, renamed
from autograder.grading.time_limit import at_most
from autograder.records.code import Excerpt, Mark, Place
from autograder.records.errors import StudentTimeout
from autograder.records.sentences import say
from autograder.sandbox import RestartableProcess
from autograder.sandbox.host.source import Found, find, holding, pieces

if TYPE_CHECKING:
    from autograder.grading.judge import Judge

MOST_MARKS = 3
"""Lines that are marked for one reason: where many would do, none is the matter."""
MENDS = say("With a small change in this line, the small examples come out right.")


@dataclass(frozen=True)
class Lines:
    """The ``answer`` to a ``question`` as it was handed in, and its lines that are known to matter, with why. Where there are none its
    ``edits`` are tried: each is read under a name of its own."""

    question: Question
    answer: Found
    own: Mapping[int, str]
    edits: Mapping[str, Edit]

    @staticmethod
    def of(judge: Judge, question: Question, raised: Sequence[tuple[Place, str]], found: Diagnosis) -> Lines | None:
        """The lines of ``question``, None where it is not answered. ``raised`` are places and kinds of exceptions in public checks,
        ``found`` is its diagnosis."""
        answer = find(judge.submission, question.name)
        if answer is None:
            return None
        marks: dict[tuple[str, int], str] = {}
        for place, kind in (*raised, *([found.raised] if found.raised else [])):
            marks.setdefault((place.file, place.line), say("It raised {kind} here.", kind=kind_told(kind)))
        if lost := judge.report.left_out.get(question.name):
            marks.setdefault((lost.place.file, lost.place.line), say("It could not be read or run here."))
        own = {line: why for (file, line), why in marks.items() if file == answer.piece.name}
        lines = Lines(question, answer, own, {})
        # An edit of what does not end seldom does, and the first that takes all the time ends the search.
        ends = found.probe is not None and found.answers[found.probe].error != StudentTimeout.__name__
        may_mend = ends and question.kind in ("function", "class")
        if lines.inside or not may_mend or answer.piece not in pieces(judge.submission.main):
            return lines
        tried = enumerate(edits(answer.text))
        return replace(lines, edits={f"{question.name}__changed_{number}": edit for number, edit in tried})

    @property
    def inside(self) -> dict[int, str]:
        """Of the lines that matter those of the answer itself."""
        return {line: why for line, why in self.own.items() if self.answer.first <= line <= self.answer.last}

    @property
    def code(self) -> str:
        """What is read beside the submission: the edits, and a dict of them all, which is had at once."""
        if not self.edits:
            return ""
        changed = [renamed(edit, self.question.name, name) for name, edit in self.edits.items()]
        found = f"{{name: globals()[name] for name in {list(self.edits)} if name in globals()}}"
        return "\n\n\n".join([*changed, f"{self._together} = {found}"])

    @property
    def _together(self) -> str:
        return f"{self.question.name}__all_changed"

    def mending(self, judge: Judge, found: Diagnosis, process: RestartableProcess) -> Iterator[tuple[str, Edit]]:
        """Those of the edits that mend the answer on every probe, in the ``process`` that has read them. Raises `StudentFailure`."""
        assert found.probe is not None
        case = found.counterexample or {}
        by_form = not (case.get("wrong") or case.get("error") or case.get("changed")) and case.get("got") == case.get(
            "want"
        )
        sheet = judge.grader.diagnostician.sheet(self.question)
        with at_most(judge.judging_seconds):
            module = process.module
            props = process.props if judge.assignment.props else None
            changed = getattr(module, self._together)
            for name, edit in self.edits.items() if isinstance(changed, dict) else ():
                if name not in changed:
                    break
                answer = changed[name]
                verdict = mends(sheet, answer, found.probe, process.keep, process.value, props, mind_form=by_form)
                if verdict is None:  # the process has ended: the rest is not worth another
                    break
                if verdict:
                    yield name, edit

    def excerpts(self, mending: Iterable[Edit]) -> tuple[Excerpt, ...]:
        """The answer with its lines that matter, or those that a change mends; and its own helper where that raised."""
        lines = sorted({self.answer.first + edit.line - 1 for edit in mending})
        inside = self.inside or dict.fromkeys(lines if len(lines) <= MOST_MARKS else (), MENDS)
        shown = [Excerpt.of(self.answer.piece.name, self.answer.first, self.answer.text, _marks(inside))]
        for line, why in self.own.items():
            other = None if line in inside or len(shown) > 1 else holding(self.answer.piece, line)
            if other is not None:
                shown.append(Excerpt.of(other.piece.name, other.first, other.text, (Mark(line, why),)))
        return tuple(shown)


def _marks(lines: Mapping[int, str]) -> tuple[Mark, ...]:
    return tuple(Mark(line, why) for line, why in sorted(lines.items()))[:MOST_MARKS]

"""What students handed in, read once beside the review, so that nobody waits for it: text to be looked at, and never run."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from autograder.feedback.code import Line, lines
from autograder.feedback.near_copies import Pair
from autograder.feedback.near_copies_page import Beside, beside_of
from autograder.records.code import FlaggedLine
from autograder.records.errors import ConvgradeError
from autograder.records.submission import Submission
from autograder.records.text import one_line
from autograder.sandbox.host.source import shown_pieces

MOST_LINES = 1500
"""Lines of one submission that a page shows: the longest honest one has about 700."""

READING = "What was handed in is still being read …"
GONE = "The file is not where it was handed in any more."


@dataclass(frozen=True)
class Text:
    """One file or cell: its name, and its lines, those marked that a flag names."""

    name: str
    lines: tuple[Line, ...]
    more: int = 0


class HandedIn:
    """The submissions of a run, by id, read by a thread of its own. ``read`` reads them."""

    def __init__(self, read: Callable[[], Iterable[Submission]]) -> None:
        self._read = read
        self._found: Mapping[str, Submission] = {}
        self.trouble = ""
        self._ready = threading.Event()
        threading.Thread(target=self._start, name="handed in", daemon=True).start()

    def _start(self) -> None:
        try:
            self._found = {one.id: one for one in self._read()}
        except (ConvgradeError, OSError) as error:
            self.trouble = f"What was handed in cannot be read any more. {error}"
        except Exception as error:
            self.trouble = f"What was handed in cannot be read ({type(error).__name__}: {error})."
        self._ready.set()

    @property
    def ready(self) -> bool:
        """Whether everything is read that can be."""
        return self._ready.is_set()

    def texts(self, submission: str, marked: Iterable[FlaggedLine]) -> tuple[list[Text], str]:
        """The files and cells of a submission, with these lines ``marked``; or why there are none."""
        if not self.ready:
            return [], READING
        found = self._found.get(submission)
        if found is None:
            return [], self.trouble or GONE
        marks = defaultdict[str, dict[int, tuple[str, ...]]](dict)
        for one in marked:
            of_file = marks[one.file]
            of_file[one.line] = (*of_file.get(one.line, ()), one_line(one.why, 300))
        texts: list[Text] = []
        left = MOST_LINES
        for file in (found.main, *found.others):
            for piece in shown_pieces(file):
                kept = piece.text.split("\n")[: max(left, 0)]
                more = piece.text.count("\n") + 1 - len(kept)
                left -= len(kept)
                texts.append(Text(one_line(piece.name, 160), tuple(lines("\n".join(kept), 1, marks[piece.name])), more))
        return texts, "" if texts else "Nothing in it is text."

    def beside(self, pair: Pair) -> tuple[tuple[Beside, ...], str]:
        """The answers of two near-copies side by side; or why there are none."""
        if not self.ready:
            return (), READING
        if not {pair.one, pair.other} <= self._found.keys():
            return (), self.trouble or GONE
        return beside_of(pair, self._found), ""

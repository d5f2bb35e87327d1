"""The page of near-copies: pairs side by side, with the lines they share marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.feedback.code import Line, lines
from autograder.feedback.fingerprints import Prints, prints_of
from autograder.feedback.near_copies import Alike, Comparison, Pair, leading
from autograder.feedback.page import environment, script_hash, static
from autograder.feedback.report import student_page_name
from autograder.feedback.view import shown_name
from autograder.records.result import Result
from autograder.records.submission import Submission
from autograder.records.text import one_line
from autograder.records.whole import write_whole

SIDE_BY_SIDE = 40
"""Pairs whose code is shown: about an evening's reading. The others, and those that only connect pairs shown already, are in the table."""
MOST_LISTED = 500
LINES = 150
"""Lines of one answer that are shown."""


@dataclass(frozen=True)
class Side:
    """One student of a pair, and where their page is."""

    name: str
    page: str


@dataclass(frozen=True)
class Beside:
    """One question of a pair as it is shown: what is alike, and the lines of both, each with whether the other has it too."""

    alike: Alike
    both: tuple[tuple[tuple[Line, bool], ...], ...]


@dataclass(frozen=True)
class Shown:
    """One pair as it is shown; ``beside`` is empty where its code is not."""

    one: Side
    other: Side
    others: tuple[Side, ...]
    pair: Pair
    beside: tuple[Beside, ...]


def write_near_copies(
    submissions: Sequence[Submission],
    results: Mapping[str, Result],
    independent: Mapping[str, Sequence[Prints]],
    out: Path,
    *,
    title: str,
) -> Path:
    """Write ``out/near-copies.html``: the pairs of ``submissions`` that are more alike than ``independent`` right answers are. ``results``
    by submission give names, and say where two are wrong in the same way. Gives the page."""
    comparison = Comparison(independent)
    for submission in submissions:
        comparison.add(submission, results.get(submission.id))
    pairs = comparison.pairs()
    read = {(pair.one, pair.other) for pair in leading(pairs)[:SIDE_BY_SIDE]}
    ordered = sorted(pairs, key=lambda pair: (pair.one, pair.other) not in read)
    handed_in = {submission.id: submission for submission in submissions}
    side = _sides(results, out / "students")
    shown = [
        Shown(
            side(pair.one),
            side(pair.other),
            tuple(side(each) for each in pair.others),
            pair,
            beside_of(pair, handed_in) if (pair.one, pair.other) in read else (),
        )
        for pair in ordered[:MOST_LISTED]
    ]
    script = static("sort.js.j2")
    stream = environment().get_template("near_copies.html.j2").stream(
        title=one_line(title), shown=shown, more=len(pairs) - len(shown), compared=len(handed_in), usual=comparison.usual,
        class_style=static("class.css.j2"), script=script, script_hash=script_hash(script),
    )  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    page = out / "near-copies.html"
    write_whole(page, stream)
    return page


def _sides(results: Mapping[str, Result], pages: Path) -> Callable[[str], Side]:
    def side(submission: str) -> Side:
        result = results.get(submission)
        if result is None:
            return Side(one_line(submission, 40), "")
        page = pages / student_page_name(result)
        return Side(shown_name(result), f"{pages.name}/{page.name}" if page.is_file() else "")

    return side


def beside_of(pair: Pair, handed_in: Mapping[str, Submission]) -> tuple[Beside, ...]:
    """The questions of a pair with the lines of both, from what was ``handed_in`` by submission."""
    questions = [each.question for each in pair.alike]
    mine, theirs = (prints_of(handed_in[each], questions) for each in (pair.one, pair.other))
    return tuple(
        Beside(each, (_lines(mine[each.question], theirs[each.question]), _lines(theirs[each.question], mine[each.question])))
        for each in pair.alike
    )  # fmt: skip


def _lines(own: Prints, other: Prints) -> tuple[tuple[Line, bool], ...]:
    """The lines of an answer and its helpers, and whether they belong to a fingerprint that the other answer has too."""
    common = [place for key, place in own.lines.items() if key in other.lines]
    alike = {(file, line) for file, first, last in common for line in range(first, last + 1)}
    shown = [
        (line, (found.piece.name, line.number) in alike)
        for found in own.found
        for line in lines(found.text, found.first)
    ]
    return tuple(shown[:LINES])

"""The kill sheet: what validation found, per question, as a record, a table and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.records.errors import CourseError

MOST_OF_LIMIT = 0.25
"""The share of a limit that the slowest right answer may need: a student's may be twice as slow, and the grader's machine too."""
_SLOWER = 1.1
"""How many times as long a right answer takes that is called slower: two runs of one differ by less."""


@dataclass(frozen=True)
class Survivor:
    """A mutant no check noticed: the definition it is in, the reference's line and the mutant's; as a ``diff``, and what would kill it."""

    place: str
    removed: str
    added: str
    diff: str = field(default="", compare=False)
    killer: str = field(default="", compare=False)

    def __str__(self) -> str:
        diff = self.diff or f"- {self.removed}\n+ {self.added}"
        return "\n    ".join([f"in {self.place}:", *diff.splitlines(), *([self.killer] if self.killer else ())])


@dataclass
class KillSheet:
    """One question's figures. Lists hold what went wrong: a good sheet has only counts."""

    assignment: str
    question: str
    checks: int = 0
    wheats: int = 0
    wheats_rejected: list[str] = field(default_factory=list)
    chaffs: int = 0
    chaffs_accepted: list[str] = field(default_factory=list)
    chaffs_elsewhere: list[str] = field(default_factory=list)
    mutants: int = 0
    survivors: list[Survivor] = field(default_factory=list)
    argued: int = 0
    offered: int = 0
    on_word: float = 0.0
    seeds: int = 0
    flakes: list[str] = field(default_factory=list)
    stub_points: float = 0.0
    reference_points: float = 0.0
    points: float = 0.0
    seconds: float = 0.0
    call_share: float = 0.0
    question_share: float = 0.0
    slowest: str = ""
    problems: list[str] = field(default_factory=list)
    waived: list[str] = field(default_factory=list)

    @property
    def killed(self) -> int:
        return self.mutants - len(self.survivors) - self.argued

    @property
    def kill_rate(self) -> float:
        """Killed mutants as a share of those not argued equivalent; 1.0 when there are none."""
        judged = self.mutants - self.argued
        return self.killed / judged if judged else 1.0

    def used(self, call_share: float, question_share: float, style: str) -> None:
        """Note what a right answer needed of the limits: its longest call, and all its calls together."""
        if max(call_share, question_share) > _SLOWER * max(self.call_share, self.question_share):
            self.slowest = style
        self.call_share = max(self.call_share, call_share)
        self.question_share = max(self.question_share, question_share)

    @property
    def good(self) -> bool:
        """Whether the question's suite holds every promise: wheats accepted, chaffs rejected here and only here, no survivor, no flake."""
        return not self.complaints()

    @property
    def tight(self) -> str:
        """What to say where the slowest right answer needs too much of a limit."""
        if max(self.call_share, self.question_share) <= MOST_OF_LIMIT:
            return ""
        return (
            f"the limits are tight: the right answer {self.slowest} needs {100 * self.call_share:.0f} % of a call's and "
            f"{100 * self.question_share:.0f} % of the question's. At most {100 * MOST_OF_LIMIT:.0f} % are to be needed: give more."
        )

    def complaints(self) -> list[str]:
        """Each broken promise, in a line."""
        lines = [f"right answer rejected: {text}" for text in self.wheats_rejected]
        lines += [f"wrong answer accepted: {text}" for text in self.chaffs_accepted]
        lines += [f"wrong answer also fails another question: {text}" for text in self.chaffs_elsewhere]
        lines += [f"survivor {survivor}" for survivor in self.survivors]
        lines += [f"flake: {text}" for text in _by_check(self.flakes)]
        lines += self.problems
        if self.stub_points:
            lines.append(f"the untouched stub earns {self.stub_points:g}")
        if self.reference_points != self.points:
            lines.append(f"the reference earns {self.reference_points:g} of {self.points:g}")
        return lines

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "killed": self.killed, "kill_rate": self.kill_rate, "good": self.good}


def _by_check(flakes: Iterable[str]) -> list[str]:
    """Flakes, those of one check in a line: ``seed 3: CHECK: detail`` each, of which the first detail is told."""
    seeds: dict[str, list[str]] = {}
    details: dict[str, str] = {}
    for text in flakes:
        seed, check, detail = text.removeprefix("seed ").split(": ", 2)
        seeds.setdefault(check, []).append(seed)
        details.setdefault(check, detail)
    return [
        f"seed{'s' if len(own) > 1 else ''} {', '.join(own)}: {check}: {details[check]}" for check, own in seeds.items()
    ]


COLUMNS = (
    "assignment",
    "question",
    "checks",
    "wheats",
    "chaffs",
    "mutants killed",
    "argued",
    "seeds",
    "ms",
    "limits",
)
MACHINES_OWN = 2
"""How many of the last columns depend on the machine."""


def rows(sheets: Iterable[KillSheet]) -> list[tuple[str, ...]]:
    """The table's cells: accepted of all wheats, rejected of all chaffs, killed of all judged mutants."""
    return [
        (
            sheet.assignment,
            sheet.question,
            str(sheet.checks),
            f"{sheet.wheats - len(sheet.wheats_rejected)}/{sheet.wheats}",
            f"{sheet.chaffs - len(sheet.chaffs_accepted)}/{sheet.chaffs}",
            f"{sheet.killed}/{sheet.mutants - sheet.argued}",
            str(sheet.argued),
            f"{sheet.seeds - len(sheet.flakes)}/{sheet.seeds}",
            f"{1000 * sheet.seconds:.0f}",
            f"{100 * sheet.call_share:.0f}/{100 * sheet.question_share:.0f} %",
        )
        for sheet in sheets
    ]


def summary(sheets: Sequence[KillSheet]) -> list[str]:
    """What all sheets together say, in sentences; the last tells what a submission's hidden checks take, assignment by assignment."""
    wheats, chaffs = sum(sheet.wheats for sheet in sheets), sum(sheet.chaffs for sheet in sheets)
    accepted = wheats - sum(len(sheet.wheats_rejected) for sheet in sheets)
    rejected = chaffs - sum(len(sheet.chaffs_accepted) for sheet in sheets)
    judged, killed = sum(sheet.mutants - sheet.argued for sheet in sheets), sum(sheet.killed for sheet in sheets)
    flakes, seeds = sum(len(sheet.flakes) for sheet in sheets), max((sheet.seeds for sheet in sheets), default=0)
    seconds: dict[str, float] = {}
    words: dict[str, float] = {}
    for sheet in sheets:
        seconds[sheet.assignment] = seconds.get(sheet.assignment, 0.0) + sheet.seconds
        words[sheet.assignment] = words.get(sheet.assignment, 0.0) + sheet.on_word
    return [
        f"{accepted} of {wheats} right answers accepted, {rejected} of {chaffs} wrong ones rejected.",
        f"{killed} of {judged} mutants killed ({100 * killed / judged if judged else 100:.1f} %); "
        f"{sum(sheet.argued for sheet in sheets)} more are argued equivalent.",
        f"Flakes: {flakes}, with {seeds} seeds of hidden inputs.",
        f"{sum(sheet.offered for sheet in sheets)} objects of the suites' helpers offered as answers to their own questions.",
        f"On the word of the student's process hang {', '.join(f'{name} {points:.2f}' for name, points in words.items())} of 100 points.",
        f"The hidden checks take a reference {', '.join(f'{name} {total:.2f} s' for name, total in seconds.items())}.",
    ]


def markdown(sheets: Sequence[KillSheet]) -> str:
    """The table as Markdown, behind what it adds up to."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    lines += ["| " + " | ".join(row) + " |" for row in rows(sheets)]
    return "\n".join([" ".join(summary(sheets)), "", *lines]) + "\n"


MARKER = "<!-- Below this line: convgrade validate --write "


def write_page(page: Path, sheets: Sequence[KillSheet]) -> None:
    """Replace what stands below the marker line of ``page`` by the sheets as Markdown. Raises `CourseError` when it has no such line."""
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    start = text.find(MARKER)
    if start < 0:
        raise CourseError(f"{page} has no line that begins with {MARKER!r}: put it where the table is to stand.")
    end = text.index("\n", start)
    page.write_text(f"{text[:end]}\n\n{markdown(sheets)}", encoding="utf-8")

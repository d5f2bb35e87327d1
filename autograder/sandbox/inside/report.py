"""What loading a submission tells: flags for student and instructor, and for each name that was left out the reason.

Runs in the student's process.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from autograder.sandbox.inside.about import About, Place, about
from autograder.sandbox.inside.plan import Plan
from autograder.sandbox.inside.run import Run, Stop
from autograder.sandbox.protocol.marked import marked

_LISTED = 10
"""Places named one by one, of those where something is missing that may have been asked for."""
_FEW = 3
"""From so many other stops on only the first is told: cells that show data or draw stop where there are no files."""
ELSEWHERE = marked(
    "what could not be read or run was left out, and the rest counts; elsewhere a file that does not run from top to bottom may cost "
    "all its points: run it once more before you hand it in"
)


Told = tuple[str, bool, str, int, str]
"""A flag in one sentence, whether it says that something was not read or run, and of a sentence about a line the file, its number and why
it matters."""


def of_the_text(plan: Plan) -> list[Told]:
    """What is flagged of the text alone, whatever comes of running it."""
    return [(told, told in plan.skipped, *_line(told)) for told in plan.flags if told]


def flags(plan: Plan, run: Run) -> list[Told]:
    """All flags, the most telling first."""
    lost = [about(Place(file, each.at), each.told, "left out: ", _of(each.names)) for file, each in plan.lost]
    definitions = [_told(each) for each in run.stops if each.is_definition]
    others = [_told(each) for each in run.stops if not each.is_definition]
    if len(others) >= _FEW:
        told = marked(
            f"stopped at {len(others)} places, and what stands below was read all the same; the first: {others[0]}"
        )
        others = [About(told, others[0].place, others[0].why)]
    warned = [ELSEWHERE] if plan.lost or any(each.matters for each in run.stops) else []
    skipped = [*_first(lost), *_first(definitions), *others]
    return [
        *((told, True, *_line(told)) for told in skipped),
        *of_the_text(plan),
        *((told, True, *_line(told)) for told in warned),
    ]


def _line(told: str) -> tuple[str, int, str]:
    return (told.place.file, told.place.line, told.why) if isinstance(told, About) else ("", 0, "")


def left_out(plan: Plan, run: Run, names: Container[str]) -> list[tuple[str, str, str, int]]:
    """The names that would have been defined and are not among ``names``, each with the place and the reason, in a sentence, and with
    the place's file and line."""
    found = [(name, Place(file, each.at), each.told) for file, each in plan.lost for name in each.names]
    found += [(name, each.place, f"{each.told.rstrip('.')}.") for each in run.stops for name in each.names]
    return [(name, f"{at}: {told}", at.file, at.line) for name, at, told in found if name not in names]


def _told(stop: Stop) -> About:
    return about(stop.place, stop.told, names=_of(stop.names) if stop.is_definition else "")


def _of(names: tuple[str, ...]) -> str:
    return f" ({', '.join(f'`{name}`' for name in names[:3])}{', …' if len(names) > 3 else ''})" if names else ""


def _first(told: Sequence[str]) -> Sequence[str]:
    return (
        told
        if len(told) <= _LISTED
        else [*told[:_LISTED], marked(f"left out: {len(told) - _LISTED} more places like these")]
    )

"""What loading a submission tells: flags for student and instructor, and for each name that was left out the reason."""

from __future__ import annotations

from collections.abc import Container

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


def flags(plan: Plan, run: Run) -> tuple[list[str], list[str]]:
    """One line each, the most telling first; and those of them that say what was not read or run."""
    lost = [f"left out: {file}, line {each.at}{_of(each.names)}: {each.told}" for file, each in plan.lost]
    definitions = [f"{_told(each)}" for each in run.stops if each.is_definition]
    others = [_told(each) for each in run.stops if not each.is_definition]
    if len(others) >= _FEW:
        others = [
            f"stopped at {len(others)} places, and what stands below was read all the same; the first: {others[0]}"
        ]
    warned = [ELSEWHERE] if plan.lost or any(each.matters for each in run.stops) else []
    skipped = [*_first(lost), *_first(definitions), *others]
    return [*skipped, *plan.flags, *warned], [*skipped, *plan.skipped, *warned]


def left_out(plan: Plan, run: Run, names: Container[str]) -> list[tuple[str, str]]:
    """The names that would have been defined and are not among ``names``, each with the place and the reason, in a sentence."""
    found = [(name, f"{file}, line {each.at}: {each.told}") for file, each in plan.lost for name in each.names]
    found += [(name, f"{each.where}: {each.told.rstrip('.')}.") for each in run.stops for name in each.names]
    return [(name, told) for name, told in found if name not in names]


def _told(stop: Stop) -> str:
    return f"{stop.where}{_of(stop.names) if stop.is_definition else ''}: {stop.told}"


def _of(names: tuple[str, ...]) -> str:
    return f" ({', '.join(f'`{name}`' for name in names[:3])}{', …' if len(names) > 3 else ''})" if names else ""


def _first(told: list[str]) -> list[str]:
    return (
        told if len(told) <= _LISTED else [*told[:_LISTED], f"left out: {len(told) - _LISTED} more places like these"]
    )

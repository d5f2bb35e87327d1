"""A ``--pattern`` that would do, where no learning management system's way of naming is recognised: shown, never used by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from autograder.ingest.names import split

_SEPARATORS = "_- .,()[]@#"
_SHOWN = 3


def pattern_for(paths: Sequence[str]) -> str:
    """A pattern whose group ``student`` is what differs most among the ``paths``; empty where nothing differs.

    Of the folders around the files and the files' own names that is the level with the most different names. What they have in
    common at their beginning and end (``HW3_…_final``) is left out of the group.
    """
    # Where people call their files alike, the folders tell them apart, and further files of theirs tell nothing.
    name, count = Counter(path.rpartition("/")[2] for path in paths).most_common(1)[0] if paths else ("", 0)
    alike = count > 1 and name != ""
    rows = [path.split("/") for path in paths if not alike or path.rpartition("/")[2] == name]
    depth = min(map(len, rows), default=0) - alike
    if len(rows) < 2 or depth < 1:
        return ""
    # The uppermost of equals: what lies under a student's folder differs as much as the folders do.
    level = max(range(depth), key=lambda index: (len({tuple(row[: index + 1]) for row in rows}), -index))
    is_file = not alike and level == depth - 1 and all(len(row) == depth for row in rows)
    names = sorted({split(row[level])[0] if is_file else row[level] for row in rows})
    if len(names) < 2:
        return ""
    before, after = _common(names)
    student = f"{re.escape(before)}(?P<student>[^/]+){re.escape(after)}"
    pattern = f"^{'[^/]+/' * level}{student}" + (r"\.(?:\w+)$" if is_file else "/(?P<file>.+)$")
    found = [re.search(pattern, "/".join(row)) for row in rows]
    return pattern if all(found) and len({hit["student"] for hit in found if hit}) == len(names) else ""


def told(paths: Sequence[str]) -> str:
    """The advice, with the names it is made from; empty where nothing can be advised."""
    pattern = pattern_for(paths)
    shown = ", ".join(paths[:_SHOWN]) + (" …" if len(paths) > _SHOWN else "")
    return f"For names like {shown}, this would do: --pattern '{pattern}'" if pattern and "'" not in pattern else ""


def shared_parts(keys: Sequence[str]) -> bool:
    """Whether what is taken for the students' ids has a beginning or an end in common, as ``HW3_ann.py`` and ``HW3_bob.py`` have."""
    return len(keys) > 2 and any(_common(sorted(keys)))


def _common(names: Sequence[str]) -> tuple[str, str]:
    """What all names begin and end with, up to a separator, so that something is left of the shortest."""
    before = _beginning(names)
    after = _beginning([name[len(before) :][::-1] for name in names])[::-1]
    return before, after if all(len(before) + len(after) < len(name) for name in names) else ""


def _beginning(names: Sequence[str]) -> str:
    """What all names begin with, up to a separator."""
    first, last = min(names), max(names)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: max(first.rfind(mark, 0, same) for mark in _SEPARATORS) + 1]

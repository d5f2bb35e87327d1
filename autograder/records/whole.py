"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

UNFINISHED = ".part"
"""How the name ends of a file that is still being written, or whose writer was killed. Before it stands the number of its process."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Another path to write to. At the end of the block that file replaces ``path``; if the block raises, ``path`` stays as it was.

    Files that killed processes left unfinished beside ``path`` are deleted first.
    """
    with contextlib.suppress(OSError):
        for left in _left_behind(path.parent.absolute()).pop(path.name, ()):
            left.unlink()
    unfinished = path.with_name(f"{path.name}.{os.getpid()}{UNFINISHED}")
    with contextlib.suppress(OSError):
        unfinished.unlink()  # of a process that had this number before: in a container nearly every one is number 1
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, parts: Iterable[str]) -> None:
    """Write a file of these texts."""
    with whole(path) as unfinished, unfinished.open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(parts)


@lru_cache(maxsize=16)
def _left_behind(folder: Path) -> dict[str, list[Path]]:
    """The unfinished files in ``folder`` whose processes have ended, by the name they were for. The folder is listed once: reports write
    thousands of pages into one."""
    found: dict[str, list[Path]] = {}
    for path in folder.iterdir() if os.name == "posix" else ():
        name = re.fullmatch(rf"(.+)\.(\d+){re.escape(UNFINISHED)}", path.name)
        if name is not None and not _runs(int(name[2])):
            found.setdefault(name[1], []).append(path)
    return found


def _runs(process: int) -> bool:
    """Whether there is a process of this number. One that may not be signalled is there."""
    with contextlib.suppress(PermissionError, OverflowError):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True

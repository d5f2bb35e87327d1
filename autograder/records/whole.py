"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".part"
"""How the name ends of a file that is still being written, or whose writer was killed."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Another path to write to. At the end of the block that file replaces ``path``; if the block raises, ``path`` stays as it was."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, parts: Iterable[str]) -> None:
    """Write a file of these texts."""
    with whole(path) as unfinished, unfinished.open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(parts)

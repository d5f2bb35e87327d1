"""The cache folder: findings that every run on this machine can use.

In the user's cache folder (XDG Base Directory Specification); ``CONVGRADE_CACHE`` names another, or none where it is empty. Whoever may
write there may change the engine too.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from autograder.records.whole import whole


def cache_folder(kind: str) -> Path | None:
    """The folder for things of one ``kind``, which may not exist yet; None if nothing may be remembered."""
    own = os.environ.get("CONVGRADE_CACHE")
    if own is not None:
        return Path(own) / kind if own else None
    shared = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(shared) if shared.startswith("/") else Path("~/.cache").expanduser()) / "convgrade" / kind


def remember(file: Path, data: bytes, most: int) -> None:
    """Keep ``data`` in ``file``, and of its folder only the newest ``most`` files. If it cannot be kept, nothing happens."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in sorted(file.parent.iterdir(), key=lambda each: each.stat().st_mtime)[:-most]:
            old.unlink(missing_ok=True)
        with whole(file) as unfinished:
            unfinished.write_bytes(data)

"""Files written so that they are either whole or not there, and files of strangers copied."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from autograder.records.whole import whole


def write_json(path: Path, value: Any) -> None:
    """Write ``value`` to ``path`` so that nobody ever sees half of it. ASCII only: any reader takes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as unfinished:
        unfinished.write_text(json.dumps(value, indent=1), encoding="ascii")


def copy_files(source: Path, target: Path) -> None:
    """Copy the regular files below ``source``. Links, devices and pipes stay behind: copying those would read what they lead to."""
    target.mkdir(parents=True, exist_ok=True)
    for entry in os.scandir(source):
        if entry.is_dir(follow_symlinks=False):
            copy_files(Path(entry.path), target / entry.name)
        elif entry.is_file(follow_symlinks=False):
            copy = shutil.copyfile(entry.path, target / entry.name)
            changed = entry.stat(follow_symlinks=False).st_mtime_ns  # of two answers, the newer counts
            os.utime(copy, ns=(changed, changed))

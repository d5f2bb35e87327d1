"""Remembers which states of suite and engine were rehearsed on this machine, so that no run repeats it.

One empty file for each (`autograder.records.cache`).
"""

from __future__ import annotations

import hashlib
import platform
import sys
from importlib import metadata
from pathlib import Path

from autograder.records.cache import cache_folder, remember

_LIBRARIES = "numpy", "torch", "torchvision", "matplotlib", "pytest"
"""What the reference and both oracles compute with: another version of one is another state."""
_MOST = 200
"""States that are remembered; beyond it the oldest is forgotten."""


def was_rehearsed(state: str) -> bool:
    """Whether the reference earned all points in this ``state`` (`autograder.runs.keys.Keys.state`), here, with these libraries."""
    file = _file(state)
    return file is not None and file.is_file()


def note_rehearsed(state: str) -> None:
    """Remember it, where there is a place for that."""
    file = _file(state)
    if file is not None:
        remember(file, b"", _MOST)


def _file(state: str) -> Path | None:
    folder = cache_folder("rehearsed")
    if folder is None:
        return None
    versions = [platform.node(), platform.machine(), sys.version, *map(_version, _LIBRARIES)]
    return folder / hashlib.sha256("\0".join([state, *versions]).encode()).hexdigest()


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""

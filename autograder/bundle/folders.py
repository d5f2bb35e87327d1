"""A room's files, as they go into a zip."""

from __future__ import annotations

from pathlib import Path

SKIPPED = ("__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".OTTER_LOG", ".DS_Store")
"""Names that running or opening a room leaves behind."""


def read_folder(folder: Path, prefix: str = "") -> dict[str, bytes]:
    """Every file below ``folder`` as name -> bytes, without what running it leaves behind; symbolic links are left out."""
    return {
        prefix + path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and path.suffix != ".pyc"
        and not set(path.relative_to(folder).parts) & set(SKIPPED)
    }

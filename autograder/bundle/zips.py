"""Zip files that come out byte for byte the same from the same contents."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.records.whole import whole

_WHEN = (2020, 1, 1, 0, 0, 0)
_PLAIN, _RUNNABLE = 0o100644, 0o100755
SKIPPED = ("__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".OTTER_LOG", ".DS_Store")
"""Names that running or opening a room leaves behind."""


def write_zip(path: Path, files: Mapping[str, bytes], runnable: tuple[str, ...] = ()) -> None:
    """Write ``files`` (name inside the zip -> bytes) to ``path``, replacing what was there only once it is whole."""
    with whole(path) as unfinished, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, wherever it is written: the modes below are Unix modes
            info.external_attr = (_RUNNABLE if name in runnable else _PLAIN) << 16
            archive.writestr(info, files[name])


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

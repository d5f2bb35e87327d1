"""Zip files that come out byte for byte the same from the same contents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from autograder.records.whole import whole

_WHEN = (2020, 1, 1, 0, 0, 0)
_PLAIN, _RUNNABLE = 0o100644, 0o100755


def zipped(files: Mapping[str, bytes], runnable: Collection[str] = ()) -> bytes:
    """A zip of ``files`` (name inside the zip -> bytes), in their order."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, wherever it is written: the modes below are Unix modes
            info.external_attr = (_RUNNABLE if name in runnable else _PLAIN) << 16
            archive.writestr(info, content)
    return data.getvalue()


def write_zip(path: Path, files: Mapping[str, bytes], runnable: Collection[str] = ()) -> None:
    """Write ``files``, in the order of their names, to ``path``, replacing what was there only once it is whole."""
    with whole(path) as unfinished:
        unfinished.write_bytes(zipped(dict(sorted(files.items())), runnable))

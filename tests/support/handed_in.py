"""Folders and zips as people hand them in, and what was read of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.ingest import Intake, Submission, read_submissions

CODE = b"def conv2d(x, k):\n    return x\n"


def folder(root: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def read(*paths: Path, **options: object) -> Intake:
    return read_submissions(list(paths), "convolution", **options)  # type: ignore[arg-type]


def students(intake: Intake) -> list[str]:
    return [one.student for one in intake.submissions]


def reasons(intake: Intake) -> dict[str, str]:
    return {one.student: one.reason for one in intake.rejections}


def by_student(intake: object) -> dict[str, Submission]:
    return {one.student: one for one in intake.submissions}  # type: ignore[attr-defined]

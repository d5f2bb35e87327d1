"""Folders and zips as people hand them in, and what was read of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.ingest import Handout, Intake, Submission, read_submissions

CODE = b"def conv2d(x, k):\n    return x\n"


def notebook(*cells: str) -> bytes:
    """A notebook of code cells."""
    made = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": cell.splitlines(True)}
        for cell in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": made}).encode()


NOTEBOOK = notebook(CODE.decode())


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


def read(*paths: Path, handout: Handout | None = None, **options: object) -> Intake:
    """What is read for `convolution`; without a handout nothing is known of its questions, and only names tell what is meant."""
    return read_submissions(list(paths), handout or Handout("convolution"), **options)  # type: ignore[arg-type]


def students(intake: Intake) -> list[str]:
    return [one.student for one in intake.submissions]


def reasons(intake: Intake) -> dict[str, str]:
    return {one.student: one.reason for one in intake.rejections}


def by_student(intake: object) -> dict[str, Submission]:
    return {one.student: one for one in intake.submissions}  # type: ignore[attr-defined]

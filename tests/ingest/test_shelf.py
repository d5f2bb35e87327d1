"""Files of a class on disk: read when their turn comes, equal to what was handed in, gone with the last who knows of them."""

from __future__ import annotations

import errno
import gc
import os
import pickle
import tempfile
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.ingest import Handout, read_submissions
from autograder.ingest.shelf import Lying, Shelf, _Nameless
from autograder.records.errors import IngestError
from autograder.records.submission import SourceFile


def test_a_file_is_what_it_was(tmp_path: Path) -> None:
    shelf = Shelf()
    files = [SourceFile(f"{n}.py", bytes([n]) * n * 1000, ("conv2d",)) for n in range(20)]
    kept = [shelf.put(file) for file in files]
    for file, there in zip(files, kept, strict=True):
        assert isinstance(there.content, Lying)
        assert (there.data, there.size, there.digest, there.answers) == (
            file.data,
            file.size,
            file.digest,
            file.answers,
        )
        assert there == file
        assert hash(there) == hash(file)
        assert there != SourceFile(file.name, file.data + b" ", file.answers)
        assert pickle.loads(pickle.dumps(there)).content == file.data  # bytes travel, no place on this machine


def test_equal_content_lies_there_once() -> None:
    shelf = Shelf()
    first, second = (shelf.put(SourceFile(name, b"x" * 5000)) for name in ("a.py", "b.py"))
    assert first.content is second.content


def test_the_file_goes_with_the_last_who_knows_of_it() -> None:
    gc.collect()  # what other tests left
    before = set(os.listdir("/proc/self/fd"))
    shelf = Shelf()
    kept = shelf.put(SourceFile("a.py", b"x"))
    del shelf
    gc.collect()
    assert kept.data == b"x"
    del kept
    gc.collect()
    assert set(os.listdir("/proc/self/fd")) == before


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: _Nameless, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(_Nameless, "append", full)
    with pytest.raises(IngestError, match="TMPDIR") as told:
        Shelf().put(SourceFile("a.py", b"x"))
    assert tempfile.gettempdir() in str(told.value)


def test_a_class_that_changes_while_it_is_graded_is_graded_as_it_was_read(course: Course, tmp_path: Path) -> None:
    task = course.assignment("by_hand")
    handed = tmp_path / "s001" / "by_hand.py"
    handed.parent.mkdir()
    handed.write_bytes(task.solution.read_bytes())
    (submission,) = read_submissions([tmp_path], Handout.of(task)).submissions
    before = submission.content_hash
    handed.write_bytes(b"detects = 'nothing'\n")
    assert submission.main.data == task.solution.read_bytes()
    assert submission.content_hash == before

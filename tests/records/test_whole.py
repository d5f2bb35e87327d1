"""Files are whole or not there, and what a killed writer left is gone after the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from autograder.records.whole import whole, write_whole

KILLED = """
import os, signal, sys
from pathlib import Path
from autograder.records.whole import whole

with whole(Path(sys.argv[1])) as unfinished:
    unfinished.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_writer_left_goes_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    died = subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    assert died.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    others = [tmp_path / "other.zip.part", tmp_path / f"class.zip.{os.getppid()}.part", tmp_path / f"my-{left.name}"]
    for other in others:
        other.touch()
    write_whole(path, ["all of it"])
    assert path.read_text(encoding="utf-8") == "all of it"
    assert sorted(tmp_path.iterdir()) == sorted([path, *others])


def test_what_a_killed_writer_of_the_same_number_left_goes_too(tmp_path: Path) -> None:
    """In a container every command may be process 1."""
    path = tmp_path / "marks.csv"
    left = tmp_path / f"marks.csv.{os.getpid()}.part"
    left.write_text("half", encoding="utf-8")
    with whole(path) as unfinished:
        assert unfinished == left
        unfinished.touch(exist_ok=False)

"""`validate --watch`: what is validated again after a file was saved, and a whole session of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.validate.watch import Files
from tests.support.command import ROOT
from tests.support.tiny_course import write_course


@pytest.mark.parametrize(
    ("saved", "words", "again"),
    [
        (["tests/hidden/tiny/test_double.py"], [], ["tiny/double"]),
        (["reference/tiny/misconceptions/double.py"], ["tiny"], ["tiny/double"]),
        (["reference/tiny/misconceptions/double.py"], ["tiny/double"], ["tiny/double"]),
        (["reference/tiny/solution.py"], [], ["tiny"]),
        (["tests/hidden/tiny/probes.py"], ["tiny"], ["tiny"]),
        (["tests/hidden/tiny/test_double.py", "assignments/tiny/tiny.py"], [], ["tiny"]),
        (["reference/course.toml"], ["tiny"], ["tiny"]),
        (["assignments/other/other.py"], ["tiny"], ["tiny"]),
    ],
)
def test_what_a_saved_file_can_have_changed(
    tmp_path: Path, saved: list[str], words: list[str], again: list[str]
) -> None:
    course = write_course(tmp_path)
    assert Files(course).touched([tmp_path / path for path in saved], words) == again


def test_it_waits_for_files_that_are_saved_new_or_gone(tmp_path: Path) -> None:
    files = Files(write_course(tmp_path))
    suite = tmp_path / "tests" / "hidden" / "tiny"
    (suite / "test_new.py").write_text("", encoding="utf-8")
    (suite / "test_new.pyc").write_bytes(b"")
    assert files.wait() == [suite / "test_new.py"]
    (suite / "test_new.py").unlink()
    os.utime(suite / "probes.py", ns=(1, 1))
    assert files.wait() == [suite / "probes.py", suite / "test_new.py"]


@pytest.mark.slow
def test_a_session_goes_on_after_a_mistake_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    pytest.importorskip("cosmic_ray", reason="validate changes the reference with it")
    write_course(tmp_path)
    printed, toml = tmp_path / "printed", tmp_path / "assignments" / "tiny" / "assignment.toml"
    command = [sys.executable, "-m", "autograder.cli", "validate", "tiny/double", "--watch", "--course", str(tmp_path)]
    with printed.open("w") as out:
        running = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
    right = toml.read_text(encoding="utf-8")
    try:
        for turn, text in enumerate((right, right + "pionts = 3\n", right), 1):
            toml.write_text(text, encoding="utf-8") if turn > 1 else None
            until = time.monotonic() + 300
            while printed.read_text().count("Waiting for you to save") < turn:
                assert time.monotonic() < until
                assert running.poll() is None, printed.read_text()
                time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
    finally:
        running.kill()
    told = printed.read_text()
    assert len(re.findall(r"^tiny +double ", told, re.M)) == 2
    assert "unknown setting 'pionts'" in told
    assert "Traceback" not in told

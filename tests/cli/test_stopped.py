"""Ctrl-C, whenever it comes, ends with a word and exit code 130: no traceback, and nothing half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.command import ROOT
from tests.support.tiny_course import hand_in, write_course

_AT_ONCE = "import sys; sys.argv[0] = 'convgrade'; from autograder.cli import main; print('begun', flush=True); main()"


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.3, 1.0, 2.0])
def test_ctrl_c_at_any_time(tmp_path: Path, wait: float) -> None:
    write_course(tmp_path / "course")
    for student in ("ann", "bob"):
        hand_in(tmp_path / "in", student, "__import__('time').sleep(0.9)")
    command = [sys.executable, "-c", _AT_ONCE, "grade", "tiny", tmp_path / "in", "--out", tmp_path / "run"]
    with subprocess.Popen(
        [*command, "--course", tmp_path / "course"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as grading:  # fmt: skip
        assert grading.stdout is not None
        grading.stdout.readline()
        time.sleep(wait)
        os.killpg(grading.pid, signal.SIGINT)
        _, told = grading.communicate(timeout=60)
    assert "Traceback" not in told
    assert (grading.returncode, "convgrade: stopped." in told) in ((130, True), (0, False))

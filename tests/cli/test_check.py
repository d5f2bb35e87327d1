"""``convgrade check`` as a student uses it: one question, what was printed, again at every save."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.command import convgrade

ROOT = Path(__file__).parents[2]


@pytest.fixture
def handout(tmp_path: Path) -> Path:
    for name in ("test_convolution.py", "assignment.toml", "convolution.py"):
        (tmp_path / name).write_bytes((ROOT / "assignments" / "convolution" / name).read_bytes())
    stub = (tmp_path / "convolution.py").read_text("utf-8")
    body = "    print('sliding')\n    k = len(kernel)\n"
    body += "    return np.array([signal[i : i + k] @ kernel for i in range(len(signal) - k + 1)])\n"
    here = stub.index("    raise NotImplementedError")
    (tmp_path / "convolution.py").write_text(stub[:here] + body + stub[stub.index("\n", here) + 1 :], "utf-8")
    return tmp_path


def test_a_table_says_what_is_done_and_what_is_untouched(handout: Path) -> None:
    done = convgrade("check", handout / "convolution.py", check=False)
    assert done.returncode == 1
    told = " ".join(done.stdout.split())
    assert "Not written yet: conv2d, conv2d_padded," in told
    assert "convolve_1d 8 2 of 2 pass" in told
    assert "conv2d_padded 12 not written yet" in told
    assert "Printed by your code: sliding" in told


def test_one_question(handout: Path) -> None:
    done = convgrade("check", handout, "--question", "convolve_1d")
    assert done.returncode == 0
    assert "conv2d" not in done.stdout
    for asked, told in (
        ("conv2d_p", "0 of 2 public checks pass"),
        ("conv", "is more than one question"),
        ("x", "is no question here"),
    ):
        done = convgrade("check", handout, "--question", asked, check=False)
        assert done.returncode in (1, 2)
        assert told in " ".join((done.stdout + done.stderr).split())


def test_it_checks_again_when_the_file_is_saved(handout: Path) -> None:
    work = handout / "convolution.py"
    command = [sys.executable, "-m", "autograder.cli", "check", str(work), "--question", "convolve_1d", "--watch"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    lines = iter(process.stdout.readline, "")
    assert any("2 of 2 public checks pass" in line for line in lines)
    assert any("Waiting for you to save" in line for line in lines)
    time.sleep(0.1)
    work.write_text(work.read_text("utf-8").replace("signal[i : i + k] @ kernel", "0"), "utf-8")
    assert any("0 of 2 public checks pass" in line for line in lines)
    assert any("Waiting for you to save" in line for line in lines)
    process.send_signal(signal.SIGINT)
    rest = "".join(lines)
    process.wait(20)
    process.stdout.close()
    assert "Traceback" not in rest

"""``convgrade check`` as a student uses it: one question, what was printed, again at every save."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.bundle.student import student_files
from autograder.course import Course
from autograder.records.zips import write_zip
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
    assert "hidden checks that are still to come" not in told  # nothing here tells how many
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
    text = work.read_text("utf-8").replace("signal[i : i + k] @ kernel", "0")
    work.unlink()  # as editors do that replace a file; the next look finds none
    time.sleep(0.7)
    work.write_text(text, "utf-8")
    assert any("0 of 2 public checks pass" in line for line in lines)
    assert any("Waiting for you to save" in line for line in lines)
    process.send_signal(signal.SIGINT)
    rest = "".join(lines)
    process.wait(20)
    process.stdout.close()
    assert "Traceback" not in rest


FLIPPED = """import numpy as np


def conv2d(image, kernel):
    kernel = np.flip(kernel)
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3)).reshape(rows, columns)
"""


def checked(folder: Path, *arguments: object, engine: Path = ROOT) -> tuple[int, str]:
    """``convgrade check`` with ``folder`` as the current one: its exit code and what it printed, in one line."""
    environment = {**os.environ, "PYTHONPATH": str(engine), "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "check", *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def test_one_file_from_anywhere(tmp_path: Path) -> None:
    """A file by itself, whatever it is called: the course that convgrade came with has its checks, and the misconception's name."""
    name = "my work (1).py"
    (tmp_path / name).write_text(FLIPPED, "utf-8")
    (tmp_path / "unrelated.py").write_text("1 / 0", "utf-8")
    code, told = checked(tmp_path, name, "--question", "conv2d")
    assert code == 1
    assert "conv2d 14 3 of 4 pass 9 to come" in told
    assert "the 9 hidden checks that are still to come" in told
    assert "→ Flipped kernel Your kernel is turned by 180 degrees" in told
    assert "unrelated" not in told


def test_a_module_that_the_answer_imports_comes_along(tmp_path: Path) -> None:
    (tmp_path / "slide.py").write_text("import numpy as np\nfrom deeper import windows\n", "utf-8")
    (tmp_path / "deeper.py").write_text(
        "def windows(a, k):\n    return [a[i : i + k] for i in range(len(a) - k + 1)]\n", "utf-8"
    )
    answer = "import slide\n\n\ndef convolve_1d(signal, kernel):\n"
    answer += "    return slide.np.array([w @ kernel for w in slide.windows(signal, len(kernel))])\n"
    (tmp_path / "convolution.py").write_text(answer, "utf-8")
    code, told = checked(tmp_path, tmp_path / "convolution.py", "--question", "convolve_1d")
    assert code == 0, told


def test_a_file_that_belongs_to_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "diary.py").write_text("today = 'rain'", "utf-8")
    code, told = checked(tmp_path, "diary.py")
    assert code == 2
    assert "belongs to no assignment known here. It has none of the questions of by_hand, convolution," in told
    assert "--handout" in told
    assert checked(tmp_path, "none.py") == (2, f"convgrade: {tmp_path / 'none.py'} does not exist.")


def test_with_what_was_handed_out_named(tmp_path: Path) -> None:
    """On a machine without a course: the zip that students get, or its folder, says it all, hidden checks included."""
    zipped, unpacked = tmp_path / "convolution-student.zip", tmp_path / "given"
    files = student_files(Course.find(ROOT).assignment("convolution"))
    write_zip(zipped, files)
    unpacked.mkdir()
    for name in ("assignment.toml", "checks.json", "test_convolution.py", "convolution.py"):
        (unpacked / name).write_bytes(files[name])
    home = tmp_path / "elsewhere"
    home.mkdir()
    (home / "mine.py").write_text(FLIPPED, "utf-8")
    for given in (zipped, unpacked):
        code, told = checked(home, "mine.py", "--handout", given, "--question", "conv2d")
        assert code == 1
        assert "conv2d 14 3 of 4 pass 9 to come" in told
    for given, said in ((home, "is not what students get"), (home / "mine.py", "is no zip that can be read")):
        code, told = checked(home, "mine.py", "--handout", given)
        assert code == 2
        assert said in told


def _seconds(command: list[str], folder: Path) -> float:
    """The processor time that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_look_costs_little_more_than_what_it_imports(tmp_path: Path) -> None:
    """0.75 s of processor time where NumPy and pytest take 0.16 s to import: the best of three, in turns, on the same machine."""
    (tmp_path / "convolution.py").write_text(FLIPPED, "utf-8")
    check = [sys.executable, "-m", "autograder.cli", "check", "convolution.py"]
    imports = [sys.executable, "-c", "import numpy, pytest"]
    looks, least = zip(*[(_seconds(check, tmp_path), _seconds(imports, tmp_path)) for _ in range(3)], strict=True)
    assert min(looks) < 9 * min(least), (looks, least)


def test_what_is_not_there_is_said_once(tmp_path: Path) -> None:
    """Questions that the file has not are one line; what all checks of a question say is said once; a slip in a name is told by itself."""
    slips = "\n\ndef conv2d_padde(image, kernel, padding=0):\n    return image\n\n\ndef conv2d_same(*given, **named):\n    return 1 / 0\n"
    (tmp_path / "convolution.py").write_text(FLIPPED + slips, "utf-8")
    _, told = checked(tmp_path, "convolution.py")
    assert "Not in your file: convolve_1d, conv2d_full, conv2d_dilated, convolve_2d, conv2d_multichannel." in told
    assert "convolve_1d 8 not in your file" in told
    assert told.count("defines no `conv2d_padded`") == 1
    assert "conv2d_padde" in told.partition("defines no `conv2d_padded`")[2]
    assert told.count("ZeroDivisionError: division by zero (convolution.py, line") == 1

"""Whatever is handed in, little of it is held at a time, and reading it ends soon."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.ingest import Intake, limits
from tests.support.handed_in import folder, notebook, read, zip_bytes
from tests.support.handout import HANDOUT

MB = 1024 * 1024
ANSWER = "def conv2d(image, kernel):\n    return image\n"


def peak_of(reading: Callable[[], Intake]) -> tuple[Intake, float]:
    tracemalloc.start()
    intake = reading()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return intake, peak / MB


def test_three_hundred_modules_in_a_small_zip(tmp_path: Path) -> None:
    filling = "# " + "x" * 77 + "\n"
    module = ANSWER + filling * ((2 * MB - 200) // len(filling))
    packed = zip_bytes({f"convolution-{number}.py": f"{module}#{number}\n".encode() for number in range(300)})
    assert len(packed) < 3 * MB
    root = folder(tmp_path, {"class/s1/work.zip": packed, "class/s2.py": ANSWER.encode()}) / "class"
    intake, peak = peak_of(lambda: read(root, handout=HANDOUT))
    assert peak < 30  # it was 625: one module is held, and 8 MB of those beside the answer
    one = intake.submissions[0]
    assert sum(len(file.data) for file in one.others) <= limits.MODULES
    assert len(one.flags) < 8


def test_notebooks_full_of_pictures(tmp_path: Path) -> None:
    picture = (
        '{"data": {"image/png": "' + "iVBORw0KGgo" * 100_000 + '"}, "output_type": "display_data", "metadata": {}}'
    )
    whole = notebook(ANSWER).replace(b'"outputs": []', f'"outputs": [{picture}]'.encode())
    files = {f"s{number}/convolution.ipynb": whole for number in range(20)}
    root = folder(tmp_path / "class", files)
    del files
    intake, peak = peak_of(lambda: read(root, handout=HANDOUT))
    assert len(intake.submissions) == 20
    assert all(len(one.main.data) < 1000 for one in intake.submissions)
    assert peak < 12


@pytest.mark.slow
def test_ten_thousand_files_of_one_student(tmp_path: Path) -> None:
    root = folder(
        tmp_path / "class",
        {f"s1/f{n:05}.py": f"{ANSWER}# {n}\n".encode() for n in range(10_000)} | {"s2.py": ANSWER.encode()},
    )
    intake, peak = peak_of(lambda: read(root, handout=HANDOUT))
    one = intake.submissions[0]
    assert "10,000 files were handed in: the answer was looked for in 300 of them" in one.flags
    assert len(intake.ignored) == 10_000 - 1 - limits.OTHERS
    assert peak < 25


@pytest.mark.slow
def test_ten_thousand_empty_submissions(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / "class" / f"s{number:05}").mkdir(parents=True)
    intake, peak = peak_of(lambda: read(tmp_path / "class", handout=HANDOUT))
    assert len(intake.rejections) == 10_000
    assert peak < 40


def test_weights_beyond_what_the_class_may_hold_are_left_out_not_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TOTAL", 5000)
    files = {
        f"s{n}/{name}": data
        for n in range(4)
        for name, data in (("convolution.py", ANSWER.encode()), ("w.npz", bytes(2000)))
    }
    intake = read(folder(tmp_path / "class", files), handout=HANDOUT)
    assert [len(one.others) for one in intake.submissions] == [1, 1, 0, 0]
    assert all("w.npz is more than" in one.flags[0] for one in intake.submissions[2:])

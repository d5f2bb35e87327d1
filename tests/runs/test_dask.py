"""The same chunks on a cluster: a real Dask scheduler and workers, here on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import EXAMPLE, ROOT, convgrade, results

pytestmark = pytest.mark.slow
STUDENTS = ("s001", "s002.py", "s009", "s010.ipynb", "s014", "s021")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers of one thread each."""
    pytest.importorskip("distributed", reason="Dask is an extra (pip install convgrade[dask])")
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    common = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    processes = [subprocess.Popen([*command, "--scheduler-file", str(file)], **common)]  # type: ignore[call-overload]
    until = time.monotonic() + 60
    while not file.is_file() and time.monotonic() < until:
        time.sleep(0.1)
    address = str(json.loads(file.read_text(encoding="utf-8"))["address"])
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
    for number in range(2):
        local = ["--local-directory", str(folder / f"worker-{number}")]
        processes.append(subprocess.Popen([*worker, *local], **common))  # type: ignore[call-overload]
    yield address
    for process in reversed(processes):
        process.terminate()
    for process in processes:
        process.wait(30)


def test_a_cluster_gives_the_marks_this_machine_gives(scheduler: str, tmp_path: Path) -> None:
    sources = [EXAMPLE / "plain" / name for name in STUDENTS]
    here, there = tmp_path / "here", tmp_path / "there"
    convgrade("grade", "convolution", *sources, "--out", here)
    convgrade("grade", "convolution", *sources, "--out", there, "--dask", scheduler)
    ours, theirs = results(here), results(there)
    assert ours.keys() == theirs.keys()
    for name, line in ours.items():
        assert theirs[name]["score"] == line["score"]
        assert theirs[name]["questions"] == line["questions"]
        assert theirs[name]["isolation"] == line["isolation"]


def test_an_address_without_a_scheduler_is_one_sentence(tmp_path: Path) -> None:
    done = convgrade(
        "grade",
        "convolution",
        EXAMPLE / "plain" / "s001",
        "--out",
        tmp_path / "run",
        "--dask",
        "tcp://127.0.0.1:9",
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "127.0.0.1:9" in done.stderr

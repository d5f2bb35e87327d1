"""A real Dask scheduler and workers on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.support.command import ROOT


class Cluster:
    """A scheduler and workers of one thread each, to be taken down and brought back. Use it as a context manager."""

    def __init__(self, folder: Path, workers: int = 2, nanny: bool = True) -> None:
        self.folder, self._nanny, self._count = folder, nanny, 0
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start_scheduler(0)
        self.start_workers(workers)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop_workers()
        self.scheduler.terminate()
        self.scheduler.wait(30)

    def _start_scheduler(self, port: int) -> subprocess.Popen[bytes]:
        self._count += 1
        file = self.folder / f"scheduler-{self._count}.json"
        command = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--scheduler-file", str(file)]
        process = self._dask(*command)
        until = time.monotonic() + 60
        while not file.is_file() and time.monotonic() < until:
            time.sleep(0.1)
        self.address = str(json.loads(file.read_text(encoding="utf-8"))["address"])
        return process

    def start_workers(self, count: int) -> None:
        """More workers."""
        for _ in range(count):
            self._count += 1
            place = ["--local-directory", str(self.folder / f"worker-{self._count}")]
            nanny = [] if self._nanny else ["--no-nanny"]
            self.workers.append(self._dask("worker", self.address, "--nthreads", "1", *place, *nanny))

    def stop_workers(self) -> None:
        """End all workers."""
        for process in self.workers:
            process.terminate()
        for process in self.workers:
            process.wait(30)
        self.workers.clear()

    def lose_scheduler(self) -> None:
        """The scheduler is killed."""
        self.scheduler.kill()
        self.scheduler.wait()

    def bring_back(self) -> None:
        """Another scheduler at the same address."""
        self.scheduler = self._start_scheduler(int(self.address.rpartition(":")[2]))

    def _dask(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments, "--no-dashboard"]
        return subprocess.Popen(
            command, env=self._environment, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

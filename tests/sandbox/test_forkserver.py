"""The fork server: workers and zygotes that share memory, end with whoever needs them, and are not missed where there are none."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.records.errors import SandboxError
from autograder.runs.worker import Worker, WorkerLost
from autograder.sandbox import Sandbox, seal
from autograder.sandbox.host import forkserver
from autograder.sandbox.host.forkserver import Forked, ForkServer
from tests.support.command import ROOT
from tests.support.student_process import gone, running

pytestmark = pytest.mark.skipif(
    not (forkserver.supported() and seal.supported()), reason="this platform has no pidfd_open or no seccomp"
)
ASKED = "import os\nnames, x = sorted(os.environ), 7\n"
_kept: list[Sandbox] = []


@pytest.fixture
def server(course: Course, monkeypatch: pytest.MonkeyPatch) -> Iterator[ForkServer]:
    monkeypatch.setenv("COURSE_SECRET", "s3cret")
    with ForkServer(course.assignment("convolution")) as server:
        yield server


def _about() -> dict[str, Any]:
    """Of a worker: who it is, and what it was forked with."""
    return {
        "pid": os.getpid(), "numpy": "numpy" in sys.modules, "secret": os.environ.get("COURSE_SECRET"), "path": sys.path,
        "grader": "autograder.grading.grade" in sys.modules,
    }  # fmt: skip


def _sandbox(name: str) -> dict[str, Any]:
    """A student's process started in this worker, and what it finds."""
    assignment = Course.read(Path(ROOT)).assignment(name)
    sandbox = Sandbox(assignment.rules, assignment.limits, assignment.props)
    _kept.append(sandbox)
    assert sandbox._process is not None
    with running(sandbox, ASKED) as process:
        return {
            "forked": isinstance(sandbox._process, Forked), "zygote": sandbox._process.pid, "isolation": sandbox.isolation,
            "names": process.module.names, "x": process.module.x, "own": sandbox.own,
        }  # fmt: skip


def _loses_its_zygote(name: str) -> tuple[int, int]:
    """What a student's process says before the program it is forked from is killed, and after."""
    _sandbox(name)
    sandbox = _kept[-1]
    assert sandbox._process is not None
    sandbox._process.kill()
    sandbox._process.wait(60)  # on a busy machine it is served once more before it is gone
    with running(sandbox, ASKED) as process:
        return process.module.x, sandbox._process.pid


def test_a_worker_has_the_libraries_and_the_callers_environment(server: ForkServer) -> None:
    with Worker(server) as worker:
        told = worker.call(_about)
    assert told["numpy"]
    assert not told["grader"]
    assert told["secret"] == "s3cret"
    assert told["path"] == sys.path


def test_its_students_are_as_sealed_as_ever(server: ForkServer) -> None:
    with Worker(server) as worker, Worker() as other:
        shared, own = worker.call(_sandbox, "convolution"), other.call(_sandbox, "convolution")
        assert (shared.pop("forked"), own.pop("forked")) == (True, False)
        zygote = shared.pop("zygote")
        assert own.pop("zygote") != zygote
        assert shared == own
        assert "COURSE_SECRET" not in shared["names"]
    assert gone(zygote)


def test_who_needs_other_libraries_starts_a_program_of_its_own(server: ForkServer) -> None:
    with Worker(server) as worker:
        told = worker.call(_sandbox, "pooling")
    assert not told["forked"]
    assert told["x"] == 7


def test_a_lost_zygote_is_replaced_and_a_lost_workers_ends(server: ForkServer) -> None:
    with Worker(server) as worker:
        x, zygote = worker.call(_loses_its_zygote, "convolution")
        assert x == 7
        os.kill(worker.call(_about)["pid"], signal.SIGKILL)
        with pytest.raises(WorkerLost, match="was killed by SIGKILL"):
            worker.call(_about)
    assert gone(zygote)


def test_nobody_outlives_the_server_and_nobody_needs_it(server: ForkServer) -> None:
    with Worker(server) as lost:
        zygote, pid = lost.call(_sandbox, "convolution")["zygote"], lost.call(_about)["pid"]
        server._process.kill()
        server._process.wait()
        assert gone(pid)
        assert gone(zygote)
        with pytest.raises(WorkerLost):
            lost.call(_about)
    with Worker(server) as worker:
        assert worker.call(_sandbox, "convolution")["x"] == 7


def test_rules_that_cannot_be_set_up_are_said(course: Course, tmp_path: Path) -> None:
    task = course.assignment("convolution")
    wrong = replace(task, rules=replace(task.rules, libraries=("numpy", "convolutionary")))
    with ForkServer(wrong) as server, Worker(server) as worker, pytest.raises(SandboxError, match="convolutionary"):
        worker.call(_with_rules, wrong.rules)


def _with_rules(rules: Any) -> None:
    assignment = Course.read(Path(ROOT)).assignment("convolution")
    Sandbox(rules, assignment.limits, assignment.props).close()

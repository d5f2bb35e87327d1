"""The seal wherever a grader may run: root, an ordinary user, containers; and that nothing outlives its grader."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Rules
from autograder.records.errors import SandboxError, StudentCrash, StudentTimeout
from autograder.sandbox import Sandbox, seal
from tests.support.command import WITH_A_CAPABILITY, as_ordinary_user
from tests.support.student_process import QUICK, gone, lives, running, started

ROOT = Path(__file__).resolve().parents[2]
_DOCKER = "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,sys_chroot,mknod,audit_write,setfcap"
"""Capabilities of root in a container that Docker starts without further options."""

pytestmark = pytest.mark.skipif(
    not seal.supported(), reason="this platform has no seccomp: see the tests of reduced isolation"
)


@dataclass(frozen=True)
class Place:
    """Where a grader runs: the command in front of it, whether Docker's filter is on, whether it changes the student's user, and whether it
    can give a student's process ids and a network of its own."""

    command: tuple[str, ...] = ()
    filtered: bool = False
    own_user: bool = False
    apart: bool = False
    isolation: str = "best"


_PLACES = {
    "root": Place(own_user=True, apart=True),
    "root in Docker": Place(("setpriv", f"--bounding-set=-all,+{_DOCKER.replace(',', ',+')}"), True, True),
    "root without capabilities": Place(("setpriv", "--bounding-set=-all", "--no-new-privs"), True),
    "root that may not end others' processes": Place(("setpriv", "--bounding-set=-all,+setuid,+setgid")),
    "an ordinary user": Place(tuple(as_ordinary_user()), apart=True),
    "an ordinary user who may read all": Place(WITH_A_CAPABILITY),
    "an ordinary user in Docker": Place((*WITH_A_CAPABILITY, "--no-new-privs"), True),
}


@pytest.fixture(scope="module", params=_PLACES)
def probed(request: pytest.FixtureRequest) -> Iterator[tuple[Place, dict[str, Any], subprocess.Popen[str]]]:
    """What a student's process could do there; the grader still runs, and the student's process loops."""
    place = _PLACES[request.param]
    if os.getuid() != 0:
        pytest.skip("only root can play the others; what this user has is tested everywhere else in these files")
    if place.filtered and platform.machine() != "x86_64":
        pytest.skip("the filter that stands for Docker's knows the numbers of x86-64 only")
    if place.command and shutil.which("setpriv") is None:
        pytest.skip("setpriv (util-linux) is not here to drop rights with")
    with _probe(place) as (told, grader):
        yield place, told, grader


@contextlib.contextmanager
def _probe(place: Place) -> Iterator[tuple[dict[str, Any], subprocess.Popen[str]]]:
    filtered = ["filter"] if place.filtered else []
    command = [*place.command, sys.executable, "-m", "tests.support.isolation_probe", place.isolation, *filtered]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd="/"
    ) as grader:
        try:
            assert grader.stdout is not None
            assert grader.stderr is not None
            line = grader.stdout.readline()
            yield json.loads(line) if line else pytest.fail(grader.stderr.read()), grader
        finally:
            grader.kill()


_REFUSED = ("opens", "writes", "connects", "forks", "runs", "signals", "reads", "own_proc", "lists")


def test_sealed_in_every_place(probed: tuple[Place, dict[str, Any], Any]) -> None:
    place, told, _ = probed
    assert told["isolation"] == "sealed"
    assert told["loaded"]
    assert told["flags"] == []
    assert "seccomp" in told["layers"]
    for name in _REFUSED:
        assert str(told[name]).startswith("StudentError: PermissionError"), (name, told[name])
    assert "PermissionError" in told["changes_user"] or "OSError" in told["changes_user"]
    assert (told["who"][0] != told["user"]) == place.own_user
    assert told["descriptors"] == [0, 1, 2, 3]
    assert told["own"] == {"network": place.apart, "processes": place.apart}
    assert (told["ids"] == [1, 1]) == place.apart
    assert place.apart or told["ids"] == [told["pid"]] * 2
    assert told["pid"] != told["parent"]


def test_threads_work_and_are_sealed_too(probed: tuple[Place, dict[str, Any], Any]) -> None:
    assert probed[1]["threads"] == [10.0]
    assert probed[1]["thread_opens"] == [1]


def test_a_looping_process_ends_with_its_grader(probed: tuple[Place, dict[str, Any], subprocess.Popen[str]]) -> None:
    """Last of this group: it kills the grader, as the end of a job on a cluster would."""
    _, told, grader = probed
    assert lives(told["pid"])
    assert lives(told["parent"])
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    assert gone(told["pid"], told["parent"])


@pytest.mark.parametrize("isolation", ["reduced", "unsafe"])
def test_with_less_isolation_it_ends_with_its_grader_too(isolation: str) -> None:
    with _probe(Place(isolation=isolation)) as (told, grader):
        assert told["isolation"] == isolation
        assert told["layers"] == ""
        assert told["opens"] == "roo"
        grader.send_signal(signal.SIGKILL)
        grader.wait()
        assert gone(told["pid"], told["parent"])


_LESS = """
import os, time

def f(x):
    print("told")
    return 2 * x

def stops():
    os._exit(3)

def loops():
    while True: pass

def hoards():
    return len(bytearray(2**40))

def forks():
    pid = os.fork()
    if not pid:
        time.sleep(600)
    return pid
"""


@pytest.mark.parametrize("isolation", ["reduced", "unsafe"])
def test_less_isolation_is_the_same_otherwise(isolation: str) -> None:
    with started(limits=replace(QUICK, call_seconds=0.5), isolation=isolation) as sandbox:
        assert sandbox.isolation == isolation
        with running(sandbox, _LESS) as process:
            assert process.module.f(2) == 4
            assert process.take_output() == "told\n"
            with pytest.raises(StudentCrash, match="exit code 3"):
                process.module.stops()
        with running(sandbox, _LESS) as process:
            forked = process.module.forks()
            assert lives(forked)
            with pytest.raises(StudentTimeout):
                process.module.loops()
            assert gone(forked)
        with running(sandbox, _LESS) as process, pytest.raises(MemoryError):
            process.module.hoards()


def test_an_isolation_that_is_none() -> None:
    with pytest.raises(SandboxError, match="no isolation 'total'; there is sealed, reduced, unsafe"):
        Sandbox(Rules(), QUICK, isolation="total")


@pytest.fixture
def unsealable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine where the seal cannot be had: the engine's copy that students' processes are started from does not know how."""
    copy = tmp_path / "engine" / "autograder"
    shutil.copytree(ROOT / "autograder", copy, ignore=shutil.ignore_patterns("__pycache__"))
    text = (copy / "sandbox" / "seal.py").read_text()
    broken = text.replace(
        "def seccomp() -> None:\n",
        "def seccomp() -> None:\n    raise OSError(22, 'seccomp: Invalid argument')\n\n\ndef _was() -> None:\n",
    )
    assert broken != text
    (copy / "sandbox" / "seal.py").write_text(broken)
    monkeypatch.setattr("autograder.sandbox.host.forkserver.__file__", str(copy / "sandbox" / "host" / "forkserver.py"))


@pytest.mark.usefixtures("unsealable")
def test_where_the_seal_fails_it_is_said() -> None:
    with pytest.raises(SandboxError, match=r"cannot seal a process: OSError.*Invalid argument.*convgrade doctor"):
        Sandbox(Rules(), QUICK, isolation="sealed")
    with Sandbox(Rules(), QUICK) as sandbox:
        assert sandbox.isolation == "reduced"
        with running(sandbox, "x = 1\n") as process:
            assert process.module.x == 1


@pytest.mark.usefixtures("unsealable")
@pytest.mark.parametrize("keeps", [True, False])
def test_the_engine_is_kept_compiled_where_this_python_keeps_such(
    keeps: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", not keeps)
    with Sandbox(Rules(), QUICK, isolation="reduced"):
        assert any(tmp_path.rglob("zygote*.pyc")) == keeps

"""The zygote: what the processes forked from it find and keep, and that nothing is left behind."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Rules
from autograder.records.errors import SandboxError, StudentError, StudentTimeout, SuiteError
from autograder.sandbox import Sandbox, seal
from tests.support.student_process import QUICK, gone, running, started

pytestmark = pytest.mark.skipif(
    not seal.supported(), reason="this platform has no seccomp: see the tests of reduced isolation"
)


def test_libraries_of_ones_own_and_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``pip install --user`` put aside is found; what stands in the environment is not handed on."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    (folder / "convolutionary.py").write_text("x = 7\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("COURSE_SECRET", "s3cret")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path))
    text = "import os, convolutionary\nx, names = convolutionary.x, sorted(os.environ)\nplaces = [os.environ['HOME'], os.getcwd]\n"
    with started(Rules(libraries=("numpy", "convolutionary"))) as sandbox, running(sandbox, text) as process:
        assert process.module.x == 7
        assert not {"COURSE_SECRET", "LD_LIBRARY_PATH", "PYTHONSTARTUP", "USER"} & set(process.module.names)


_STARTS_THINGS = """
import os, socket, subprocess, sys

said = {}
for name, start in {
    "process": os.fork, "program": lambda: subprocess.Popen(["/bin/true"]), "exec": lambda: os.execv("/bin/true", ["true"]),
    "network": socket.socket,
}.items():
    try:
        said[name] = repr(start())
    except OSError as error:
        said[name] = error.errno
kept = open("/etc/passwd")
"""


def test_what_an_import_starts_and_leaves_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of an allowed library that student code names is imported before rights are given up: it starts nothing."""
    library = tmp_path / "site-packages" / "convolutionary"
    library.mkdir(parents=True)
    (library / "__init__.py").write_text("")
    (library / "part.py").write_text(_STARTS_THINGS)
    monkeypatch.syspath_prepend(str(library.parent))
    text = """
        import os
        import convolutionary.part as part
        said = part.said
        def reads():
            return part.kept.read()
    """
    with started(Rules(libraries=("numpy", "convolutionary"))) as sandbox, running(sandbox, text) as process:
        assert process.report.flags == ()
        assert process.module.said == dict.fromkeys(("process", "program", "exec", "network"), 1)  # EPERM
        with pytest.raises(StudentError, match="Bad file descriptor"):
            process.module.reads()


def test_a_zygote_does_not_end_with_the_thread_it_was_started_from() -> None:
    found: list[Sandbox] = []
    thread = threading.Thread(target=lambda: found.append(Sandbox(Rules(), QUICK)))
    thread.start()
    thread.join()
    with found[0] as sandbox:
        assert sandbox._process is not None
        first = sandbox._process.pid
        time.sleep(0.1)
        with running(sandbox, "x = 1\n") as process:
            assert process.module.x == 1
        assert sandbox._process.pid == first


def test_every_run_is_the_same() -> None:
    """A regrade repeats: neither the order of sets nor the unseeded generators differ between processes."""
    text = """
        import random
        import numpy as np
        def f():
            return [list({"a", "b", "c", "d"}), hash("convolution"), float(np.random.rand()), random.random()]
    """
    with started() as one, running(one, text) as first, started() as two, running(two, text) as second:
        assert first.module.f() == second.module.f()


def test_a_library_that_is_not_installed() -> None:
    with pytest.raises(
        SandboxError,
        match=r"rules of this assignment cannot be set up here: No module named 'convolutionary'\. Install that library",
    ):
        Sandbox(Rules(libraries=("numpy", "convolutionary")), QUICK)


def test_what_fails_meanwhile_for_the_same_library_is_not_what_is_told() -> None:
    """A suite that imports it cannot be collected either; alone its own trouble is raised."""

    def collect() -> None:
        raise SuiteError("No module named 'convolutionary'")

    with pytest.raises(SandboxError, match="Install that library"):
        Sandbox(Rules(libraries=("numpy", "convolutionary")), QUICK, meanwhile=collect)
    with pytest.raises(SuiteError, match="convolutionary"):
        Sandbox(Rules(), QUICK, meanwhile=collect)


def test_a_forbidden_name_that_is_none() -> None:
    with pytest.raises(SandboxError, match=r"the forbidden name numpy\.convovle stands for nothing that can be called"):
        Sandbox(Rules(forbidden=("numpy.convovle",)), QUICK)


def test_a_lost_zygote_is_replaced_for_the_next_submission() -> None:
    with started() as sandbox:
        with running(sandbox, "x = 1\n") as process:
            assert process.module.x == 1
            assert sandbox._process is not None
            first = sandbox._process.pid
            os.kill(first, signal.SIGKILL)
            assert gone(process.pid)
            with pytest.raises(
                SandboxError, match=r"has ended \(exit status -9\).*Nothing is held against the submission"
            ):
                process.module.x  # noqa: B018
        with running(sandbox, "x = 2\n") as process:
            assert process.module.x == 2
        assert sandbox._process.pid != first


def test_a_closed_zygote_has_ended_its_guests_and_says_so() -> None:
    with started() as sandbox:
        process = sandbox.start(*_nothing())
        process.close()
        process.close()
        process = sandbox.start(*_nothing())
    assert gone(process.pid)
    process.close()
    with pytest.raises(SandboxError, match="has been closed"):
        sandbox.start(*_nothing())
    sandbox.close()


@pytest.mark.slow
def test_nothing_is_left_behind() -> None:
    def state() -> tuple[set[str], set[str]]:
        gc.collect()
        return set(os.listdir("/proc/self/fd")), {p for p in os.listdir("/tmp") if p.startswith("convgrade-")}

    descriptors, folders = state()
    with started(limits=replace(QUICK, call_seconds=0.2)) as sandbox:
        pids = [sandbox._process.pid if sandbox._process else 0]
        for text in ("x = 1\n", "def f(:\n", "import os; os._exit(1)\n", "def f():\n    while True: pass\n"):
            with running(sandbox, text) as process:
                pids.append(process.pid)
                if "while" in text:
                    with pytest.raises(StudentTimeout):
                        process.module.f()
        assert not [pid for pid in pids[1:] if os.path.exists(f"/proc/{pid}")]
    with pytest.raises(SandboxError):
        Sandbox(Rules(libraries=("convolutionary",)), QUICK)
    after, left = state()
    assert len(after) <= len(descriptors)
    assert left - folders == set() or all(_someone_elses(name) for name in left - folders)
    assert not [pid for pid in pids if os.path.exists(f"/proc/{pid}")]


def test_guests_go_before_their_grader_when_memory_runs_out() -> None:
    with started() as sandbox, running(sandbox, "x = 1\n") as process:
        own, theirs = (int(Path(f"/proc/{pid}/oom_score_adj").read_text()) for pid in ("self", process.pid))
        assert theirs == max(700, own)


_THREAD = """
import threading, time
said = []

def hook():
    return None

def go():
    while True:
        time.sleep(0.01)
        said.append(hook())

threading.Thread(target=go, daemon=True).start()
"""
_USES_IT = """
import os, time
import lively.pulse

def tries():
    try:
        return os.open("/etc/passwd", 0)
    except OSError as error:
        return -error.errno

def f():
    lively.pulse.hook = tries
    time.sleep(0.2)
    return lively.pulse.said[-1]
"""


def test_the_seal_covers_threads_a_library_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of a library that starts a thread while a student's process imports it, before the seal."""
    library = tmp_path / "site-packages" / "lively"
    library.mkdir(parents=True)
    (library / "__init__.py").touch()
    (library / "pulse.py").write_text(_THREAD)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    monkeypatch.syspath_prepend(str(library.parent))
    with started(Rules(libraries=("numpy", "lively"))) as sandbox, running(sandbox, _USES_IT) as process:
        assert process.module.f() == -1  # EPERM


def test_helpers_that_import_what_starts_threads_are_refused_before_anything_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are imported before a process is forked from there, and a fork after threads have run hangs."""
    (tmp_path / "site-packages").mkdir()
    (tmp_path / "site-packages" / "pulse.py").write_text(_THREAD)
    monkeypatch.syspath_prepend(str(tmp_path / "site-packages"))
    props = tmp_path / "props.py"
    props.write_text("import pulse\n")
    with pytest.raises(SandboxError, match="2 threads"), started(props=props):
        pass


def test_helpers_that_cannot_be_loaded_are_named_before_anything_is_graded(tmp_path: Path) -> None:
    props = tmp_path / "props.py"
    props.write_text("import numpy\n1 / 0\n")
    with pytest.raises(SandboxError, match=r"helpers.*props\.py, line 2.*division by zero"), started(props=props):
        pass


def test_helpers_may_be_longer_than_an_argument_of_a_program(tmp_path: Path) -> None:
    props = tmp_path / "props.py"
    props.write_text(f"numbers = [{'1, ' * 200_000}]\n\ndef count():\n    return len(numbers)\n")
    with started(props=props) as sandbox, running(sandbox, "x = 1\n") as process:
        assert process.props.count() == 200_000


def test_student_errors_name_what_was_refused() -> None:
    with started() as sandbox, running(sandbox, "def f():\n    return open('/etc/passwd')\n") as process:
        with pytest.raises(StudentError, match=r"PermissionError: .*code reaches no files.*work\.py, line 2"):
            process.module.f()
        assert process.refused == ("the sandbox refused open '/etc/passwd'",)


def _nothing() -> Any:
    from autograder.records.submission import SourceFile

    return SourceFile("work.py", b"x = 1\n"), (), "work"


def _someone_elses(folder: str) -> bool:
    """Whether another command of this machine made the folder meanwhile: it is still in use."""
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if folder.encode() in entry.read_bytes():
                return True
    return False

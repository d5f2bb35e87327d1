"""The seal wherever a grader may run: root, an ordinary user, containers; and that nothing outlives its grader or is left behind."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import platform
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Rules
from autograder.guest import GuestError, StudentCrash, StudentError, StudentTimeout, Zygote, seal
from tests.guest_helpers import QUICK, running
from tests.guest_helpers import zygote as started

ROOT = Path(__file__).resolve().parent.parent
_DOCKER = "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,sys_chroot,mknod,audit_write,setfcap"
"""Capabilities of root in a container that Docker starts without further options."""
_ORDINARY = "setpriv --reuid 1000 --regid 1000 --clear-groups --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search"
"""Somebody without rights, who may read every file so that an interpreter in root's home can be started."""

pytestmark = pytest.mark.skipif(
    not seal.supported(), reason="this platform has no seccomp: see the tests of reduced isolation"
)

_PROBE = '''
import json, os, sys
from autograder.course import Limits, Rules
from autograder.guest import StudentFailure, Zygote
from autograder.ingest.submission import SourceFile

if "filter" in sys.argv:
    from tests.test_guest_isolation import refuse_like_docker
    refuse_like_docker()
SOURCE = b"""
import ctypes, os, socket, threading
import numpy as np

def opens(): return open("/etc/passwd").read(3)
def writes(): return os.open("/tmp/convgrade-probe", os.O_CREAT | os.O_WRONLY)
def connects(): return socket.socket()
def forks(): return os.fork()
def runs(): return os.execv("/bin/true", ["true"])
def signals(pid): return os.kill(pid, 0)
def reads(pid): return os.open("/proc/%d/mem" % pid, os.O_RDONLY)
def own_proc(): return os.open("/proc/self/maps", os.O_RDONLY)
def lists(): return os.listdir("/")
def changes_user(): return os.setuid(0)
def who(): return [os.getuid(), os.getgid()]
def descriptors():
    found = []
    for number in range(64):
        try: os.read(number, 0)
        except OSError as error:
            if error.errno == 9: continue
        found.append(number)
    return found
def threads():
    out = []
    t = threading.Thread(target=lambda: out.append(float(np.ones(10) @ np.ones(10))))
    t.start(); t.join()
    return out
def thread_opens():
    out = []
    def go():
        try: open("/etc/passwd")
        except OSError as error: out.append(error.errno)
    t = threading.Thread(target=go); t.start(); t.join()
    return out
def loops():
    while True: pass
"""
isolation = sys.argv[1] if sys.argv[1] != "best" else None
zygote = Zygote(Rules(), Limits(call_seconds=60.0), isolation=isolation)
guest = zygote.start(SourceFile("work.py", SOURCE), (), "work")
told = {"isolation": zygote.isolation, "layers": guest.layers, "user": os.getuid()}
told |= {"loaded": guest.report.loaded, "flags": guest.report.flags}
tries = [[name] for name in "opens writes connects forks runs own_proc lists changes_user who descriptors threads thread_opens".split()]
tries += [["signals", os.getpid()], ["reads", os.getpid()]]
for name, *arguments in tries if zygote.isolation == "sealed" else [["opens"]]:
    try:
        told[name] = getattr(guest.module, name)(*arguments)
    except StudentFailure as error:
        told[name] = type(error).__name__ + ": " + str(error)
told["pid"], told["zygote"] = guest.pid, zygote._process.pid
print(json.dumps(told), flush=True)
guest.module.loops()
'''


@dataclass(frozen=True)
class Place:
    """Where a grader runs: the command in front of it, whether Docker's filter is on, and whether it changes the student's user."""

    command: str = ""
    filtered: bool = False
    own_user: bool = False
    isolation: str = "best"


_PLACES = {
    "root": Place(own_user=True),
    "root in Docker": Place(f"setpriv --bounding-set=-all,+{_DOCKER.replace(',', ',+')}", True, True),
    "root without capabilities": Place("setpriv --bounding-set=-all --no-new-privs", True),
    "root that may not end others' processes": Place("setpriv --bounding-set=-all,+setuid,+setgid"),
    "an ordinary user": Place(_ORDINARY),
    "an ordinary user in Docker": Place(f"{_ORDINARY} --no-new-privs", True),
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
    command = [*place.command.split(), sys.executable, "-c", _PROBE, place.isolation, *filtered]
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


def refuse_like_docker() -> None:
    """What Docker's default seccomp profile refuses of what a sandbox may want to do: new namespaces, mounts, tracing, keys."""
    calls = "unshare 272 setns 308 mount 165 umount2 166 pivot_root 155 ptrace 101 bpf 321 add_key 248 keyctl 250 userfaultfd 323"
    refuse, allow = (0x06, 0, 0, 0x00050001), (0x06, 0, 0, 0x7FFF0000)
    program = [(0x20, 0, 0, 0)]
    for number in map(int, calls.split()[1::2]):
        program += [(0x15, 0, 1, number), refuse]
    program += [(0x15, 0, 1, 435), (0x06, 0, 0, 0x00050026)]  # clone3: ENOSYS, as Docker answers
    # clone with any of CLONE_NEW*.
    program += [(0x15, 0, 4, 56), (0x20, 0, 0, 16), (0x54, 0, 0, 0x7E020000), (0x15, 1, 0, 0), refuse, allow]
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    code = ctypes.create_string_buffer(packed, len(packed))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    seal.no_new_privileges()
    assert ctypes.CDLL(None).prctl(22, 2, ctypes.byref(header), 0, 0) == 0


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


def test_threads_work_and_are_sealed_too(probed: tuple[Place, dict[str, Any], Any]) -> None:
    assert probed[1]["threads"] == [10.0]
    assert probed[1]["thread_opens"] == [1]


def test_a_looping_process_ends_with_its_grader(probed: tuple[Place, dict[str, Any], subprocess.Popen[str]]) -> None:
    """Last of this group: it kills the grader, as the end of a job on a cluster would."""
    _, told, grader = probed
    assert _lives(told["pid"])
    assert _lives(told["zygote"])
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    assert _gone(told["pid"], told["zygote"])


@pytest.mark.parametrize("isolation", ["reduced", "unsafe"])
def test_with_less_isolation_it_ends_with_its_grader_too(isolation: str) -> None:
    with _probe(Place(isolation=isolation)) as (told, grader):
        assert told["isolation"] == isolation
        assert told["layers"] == ""
        assert told["opens"] == "roo"
        grader.send_signal(signal.SIGKILL)
        grader.wait()
        assert _gone(told["pid"], told["zygote"])


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
    with started(limits=replace(QUICK, call_seconds=0.5), isolation=isolation) as zygote:
        assert zygote.isolation == isolation
        with running(zygote, _LESS) as guest:
            assert guest.module.f(2) == 4
            assert guest.take_output() == "told\n"
            with pytest.raises(StudentCrash, match="exit code 3"):
                guest.module.stops()
        with running(zygote, _LESS) as guest:
            forked = guest.module.forks()
            assert _lives(forked)
            with pytest.raises(StudentTimeout):
                guest.module.loops()
            assert _gone(forked)
        with running(zygote, _LESS) as guest, pytest.raises(MemoryError):
            guest.module.hoards()


def test_an_isolation_that_is_none() -> None:
    with pytest.raises(GuestError, match="no isolation 'total'; there is sealed, reduced, unsafe"):
        Zygote(Rules(), QUICK, isolation="total")


@pytest.fixture
def unsealable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine where the seal cannot be had: the engine's copy that zygotes start from does not know how."""
    copy = tmp_path / "engine" / "autograder"
    shutil.copytree(ROOT / "autograder", copy, ignore=shutil.ignore_patterns("__pycache__"))
    text = (copy / "guest" / "seal.py").read_text()
    broken = text.replace(
        "def seccomp() -> None:\n",
        "def seccomp() -> None:\n    raise OSError(22, 'seccomp: Invalid argument')\n\n\ndef _was() -> None:\n",
    )
    assert broken != text
    (copy / "guest" / "seal.py").write_text(broken)
    monkeypatch.setattr("autograder.guest.host.__file__", str(copy / "guest" / "host.py"))


@pytest.mark.usefixtures("unsealable")
def test_where_the_seal_fails_it_is_said() -> None:
    with pytest.raises(GuestError, match=r"cannot seal a process: OSError.*Invalid argument.*convgrade doctor"):
        Zygote(Rules(), QUICK, isolation="sealed")
    with Zygote(Rules(), QUICK) as zygote:
        assert zygote.isolation == "reduced"
        with running(zygote, "x = 1\n") as guest:
            assert guest.module.x == 1


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
    with started(Rules(libraries=("numpy", "convolutionary"))) as zygote, running(zygote, text) as guest:
        assert guest.module.x == 7
        assert not {"COURSE_SECRET", "LD_LIBRARY_PATH", "PYTHONSTARTUP", "USER"} & set(guest.module.names)


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
    with started(Rules(libraries=("numpy", "convolutionary"))) as zygote, running(zygote, text) as guest:
        assert guest.report.flags == ()
        assert guest.module.said == dict.fromkeys(("process", "program", "exec", "network"), 1)  # EPERM
        with pytest.raises(StudentError, match="Bad file descriptor"):
            guest.module.reads()


def test_a_zygote_does_not_end_with_the_thread_it_was_started_from() -> None:
    found: list[Zygote] = []
    thread = threading.Thread(target=lambda: found.append(Zygote(Rules(), QUICK)))
    thread.start()
    thread.join()
    with found[0] as zygote:
        assert zygote._process is not None
        first = zygote._process.pid
        time.sleep(0.1)
        with running(zygote, "x = 1\n") as guest:
            assert guest.module.x == 1
        assert zygote._process.pid == first


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
        GuestError, match="rules of this assignment cannot be set up here: No module named 'convolutionary'"
    ):
        Zygote(Rules(libraries=("numpy", "convolutionary")), QUICK)


def test_a_forbidden_name_that_is_none() -> None:
    with pytest.raises(GuestError, match=r"the forbidden name numpy\.convovle stands for nothing that can be called"):
        Zygote(Rules(forbidden=("numpy.convovle",)), QUICK)


def test_a_lost_zygote_is_replaced_for_the_next_submission() -> None:
    with started() as zygote:
        with running(zygote, "x = 1\n") as guest:
            assert guest.module.x == 1
            assert zygote._process is not None
            first = zygote._process.pid
            os.kill(first, signal.SIGKILL)
            assert _gone(guest.pid)
            with pytest.raises(
                GuestError, match=r"has ended \(exit status -9\).*Nothing is held against the submission"
            ):
                guest.module.x  # noqa: B018
        with running(zygote, "x = 2\n") as guest:
            assert guest.module.x == 2
        assert zygote._process.pid != first


def test_a_closed_zygote_has_ended_its_guests_and_says_so() -> None:
    with started() as zygote:
        guest = zygote.start(*_nothing())
        guest.close()
        guest.close()
        guest = zygote.start(*_nothing())
    assert _gone(guest.pid)
    guest.close()
    with pytest.raises(GuestError, match="has been closed"):
        zygote.start(*_nothing())
    zygote.close()


def test_nothing_is_left_behind() -> None:
    def state() -> tuple[set[str], set[str]]:
        gc.collect()
        return set(os.listdir("/proc/self/fd")), {p for p in os.listdir("/tmp") if p.startswith("convgrade-")}

    descriptors, folders = state()
    with started(limits=replace(QUICK, call_seconds=0.2)) as zygote:
        pids = [zygote._process.pid if zygote._process else 0]
        for text in ("x = 1\n", "def f(:\n", "import os; os._exit(1)\n", "def f():\n    while True: pass\n"):
            with running(zygote, text) as guest:
                pids.append(guest.pid)
                if "while" in text:
                    with pytest.raises(StudentTimeout):
                        guest.module.f()
        assert not [pid for pid in pids[1:] if os.path.exists(f"/proc/{pid}")]
    with pytest.raises(GuestError):
        Zygote(Rules(libraries=("convolutionary",)), QUICK)
    after, left = state()
    assert len(after) <= len(descriptors)
    assert left - folders == set() or all(_someone_elses(name) for name in left - folders)
    assert not [pid for pid in pids if os.path.exists(f"/proc/{pid}")]


def test_guests_go_before_their_grader_when_memory_runs_out() -> None:
    with started() as zygote, running(zygote, "x = 1\n") as guest:
        own, theirs = (int(Path(f"/proc/{pid}/oom_score_adj").read_text()) for pid in ("self", guest.pid))
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
    with started(Rules(libraries=("numpy", "lively"))) as zygote, running(zygote, _USES_IT) as guest:
        assert guest.module.f() == -1  # EPERM


def test_helpers_that_start_threads_are_refused_before_anything_is_graded(tmp_path: Path) -> None:
    props = tmp_path / "props.py"
    props.write_text(_THREAD)
    with pytest.raises(GuestError, match="2 threads"), started(props=props):
        pass


def test_helpers_that_cannot_be_loaded_are_named_before_anything_is_graded(tmp_path: Path) -> None:
    props = tmp_path / "props.py"
    props.write_text("import numpy\n1 / 0\n")
    with pytest.raises(GuestError, match=r"helpers.*props\.py, line 2.*division by zero"), started(props=props):
        pass


def test_student_errors_name_what_was_refused() -> None:
    with started() as zygote, running(zygote, "def f():\n    return open('/etc/passwd')\n") as guest:
        with pytest.raises(StudentError, match=r"PermissionError: .*code reaches no files.*work\.py, line 2"):
            guest.module.f()
        assert guest.refused == ("the sandbox refused open '/etc/passwd'",)


def _nothing() -> Any:
    from autograder.ingest.submission import SourceFile

    return SourceFile("work.py", b"x = 1\n"), (), "work"


def _someone_elses(folder: str) -> bool:
    """Whether another command of this machine made the folder meanwhile: it is still in use."""
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if folder.encode() in entry.read_bytes():
                return True
    return False


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def _gone(*pids: int) -> bool:
    until = time.monotonic() + 10
    while any(map(_lives, pids)) and time.monotonic() < until:
        time.sleep(0.01)
    return not any(map(_lives, pids))

"""What a student's process can do where this is run: `python -m tests.support.isolation_probe ISOLATION [filter]`.

Prints what it could do as one JSON object, and then lets the student's process loop until somebody ends this one. With ``filter`` this
process first gives up what Docker's filter refuses.
"""

from __future__ import annotations

import ctypes
import json
import os
import struct
import sys
from typing import Any

from autograder.course import Limits, Rules
from autograder.records.errors import StudentFailure
from autograder.records.submission import SourceFile
from autograder.sandbox import Sandbox, seal

_SOURCE = b"""
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
def ids(): return [os.getpid(), threading.get_native_id()]
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
_TRIES = "opens writes connects forks runs own_proc lists changes_user who ids descriptors threads thread_opens".split()


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


def main(isolation: str | None) -> None:
    """Try everything, tell it, and loop."""
    sandbox = Sandbox(Rules(), Limits(call_seconds=60.0), isolation=isolation)
    process = sandbox.start(SourceFile("work.py", _SOURCE), (), "work")
    told: dict[str, Any] = {"isolation": sandbox.isolation, "layers": process.report.layers, "user": os.getuid()}
    told |= {"loaded": process.report.loaded, "flags": process.report.flags, "own": sandbox.own}
    tries: list[tuple[str, tuple[int, ...]]] = [(name, ()) for name in _TRIES]
    tries += [("signals", (os.getpid(),)), ("reads", (os.getpid(),))]
    for name, arguments in tries if sandbox.isolation == "sealed" else tries[:1]:
        try:
            told[name] = getattr(process.module, name)(*arguments)
        except StudentFailure as error:
            told[name] = f"{type(error).__name__}: {error}"
    assert sandbox._process is not None
    told["pid"], told["parent"] = process.pid, sandbox._process.pid
    print(json.dumps(told), flush=True)
    process.module.loops()


if __name__ == "__main__":
    if "filter" in sys.argv:
        refuse_like_docker()
    main(sys.argv[1] if sys.argv[1] != "best" else None)

"""Sealing: what a process gives up before it runs a student's code. The only module that talks to the operating system's security.

Everything is done by the process to itself, with plain system calls, in the order `seal` documents. Sources: seccomp(2), prctl(2),
landlock(7). Which system calls stay allowed: `system_calls`.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import itertools
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Callable

from autograder.sandbox.system_calls import MACHINES, Instruction, filter_program, first_program

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SET_FILTER, _ALL_THREADS = 1, 1
"""SECCOMP_SET_MODE_FILTER and SECCOMP_FILTER_FLAG_TSYNC."""
_INSTRUCTION = 8
"""Bytes of a ``struct sock_filter``."""
_CLOSE_RANGE, _NO_LIMIT = 436, 0xFFFFFFFF
_CAPABILITIES_3 = 0x20080522
"""_LINUX_CAPABILITY_VERSION_3."""
_CAP_KILL, _CAP_SETGID, _CAP_SETUID = 5, 6, 7
STUDENT_UIDS = 61000
_THREADS, _RESERVE = 64, 128
"""How many tasks student code may have where they are counted apart, and how many of a user's it leaves to others where they are not."""


def supported() -> bool:
    """Whether this platform can seal a process with seccomp."""
    return sys.platform == "linux" and platform.machine() in MACHINES and struct.calcsize("P") == 8


def ended(process: int) -> int | None:
    """A descriptor that becomes readable when the parent ``process`` has ended; None where the kernel has none to give. Unlike
    `die_with_parent` it does not mind which of the parent's threads started this process: that thread may end long before."""
    try:
        descriptor = os.pidfd_open(process)
    except (OSError, AttributeError):
        return None
    if os.getppid() != process:
        os._exit(1)
    return descriptor


def die_with_parent(parent: int | None = None) -> None:
    """Ask for SIGKILL when the parent ends; leave at once when it already has. Elsewhere than on Linux nothing is done."""
    if sys.platform != "linux":
        return
    expected = os.getppid() if parent is None else parent
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != expected:
        os._exit(1)


def first_to_go() -> None:
    """When the machine runs out of memory, this process and its children, the larger first, are ended before everybody else's."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "r+", encoding="ascii") as file:
        if int(file.read()) < 700:
            file.write("700")


def undumpable(closed: bool = True) -> None:
    """Close this process's memory and /proc entries to other processes of its user; or open them."""
    if sys.platform == "linux":
        _prctl(_PR_SET_DUMPABLE, 0 if closed else 1)


def close_all_above(last: int) -> None:
    """Close every descriptor above ``last``."""
    if sys.platform == "linux" and libc().syscall(_CLOSE_RANGE, last + 1, _NO_LIMIT, 0) == 0:
        return
    # Listing them is quick where a machine allows a million.
    try:
        found = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        os.closerange(last + 1, 1 << 16)
        return
    for descriptor in found:
        if descriptor > last:
            with contextlib.suppress(OSError):  # the listing's own
                os.close(descriptor)


def spare_user(number: int) -> int | None:
    """A user without rights that processes forked from this one may become, another one for each ``number``; None where this process is
    not root, or is root in a container that may not change users or end their processes."""
    held = capabilities()  # root in a container need not hold all
    may = held is None or all(held >> wanted & 1 for wanted in (_CAP_KILL, _CAP_SETGID, _CAP_SETUID))
    return STUDENT_UIDS + number % 3000 if may and os.getuid() == 0 else None


def drop_rights(user: int | None) -> bool:
    """Become the `spare_user`, for good, where there is one; says whether this process did. Without one give up what root may, and what
    the owner of a user namespace may in it."""
    if user is None:
        _drop_capabilities()
        return False
    try:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    except OSError:
        _drop_capabilities()
        return False
    return True


def limit(memory_mb: int, cpu_seconds: int, *, counted_apart: bool, reserved_mb: int = 0) -> None:
    """Bound memory (beyond what is held now; addresses by ``reserved_mb`` more, which libraries map and never fill), processor time, files
    and tasks: where the kernel counts a student's ``counted_apart`` from the grader's to a few, else to what leaves the user some for
    other processes."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 16,
        resource.RLIMIT_CPU: cpu_seconds,
    }
    mapped = _mapped_bytes()
    if mapped:
        limits[resource.RLIMIT_AS] = mapped + (memory_mb + reserved_mb << 20)
    if held := held_bytes():
        limits[resource.RLIMIT_DATA] = held + (memory_mb << 20)
    tasks = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    if counted_apart:
        limits[resource.RLIMIT_NPROC] = _THREADS
    elif tasks != resource.RLIM_INFINITY:
        limits[resource.RLIMIT_NPROC] = max(1, tasks - _RESERVE)
    for which, value in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (value, value))


def no_new_privileges() -> None:
    """No program this process could start gains rights. A condition of seccomp without root."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def landlock() -> bool:
    """Deny every access to the file system, where the kernel has Landlock; says whether it has."""
    create, restrict = 444, 446
    library = libc()
    version = library.syscall(create, None, 0, 1)
    if version < 1:
        return False
    handled = (1 << (13 if version == 1 else 14 if version == 2 else 15)) - 1
    rules = ctypes.c_uint64(handled)
    descriptor = library.syscall(create, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if descriptor < 0:
        return False
    try:
        return bool(library.syscall(restrict, descriptor, 0) == 0)
    finally:
        os.close(descriptor)


def stay_alone() -> None:
    """The first step, while files can still be read: no new process, no program, no network. Raises OSError where the kernel refuses."""
    no_new_privileges()
    _install(_packed(first_program))


def seccomp() -> None:
    """The last step: only the allow-list of system calls. Raises OSError where the kernel refuses."""
    _install(_packed(filter_program))


def make_filters() -> None:
    """Make both filters now, so that processes forked from this one only put them on."""
    for make in (first_program, filter_program):
        _packed(make)


@functools.cache
def _packed(make: Callable[[str], list[Instruction]]) -> bytes:
    program = make(platform.machine())
    return struct.pack("=" + "HBBI" * len(program), *itertools.chain.from_iterable(program))


def _install(packed: bytes) -> None:
    """Put the filter on this process, with every thread it has, for good."""
    code = ctypes.create_string_buffer(packed, len(packed))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(packed) // _INSTRUCTION, ctypes.addressof(code)))
    _, numbers = MACHINES[platform.machine()]
    # A thread that a library started while it was imported would otherwise stay outside.
    if libc().syscall(numbers["seccomp"], _SET_FILTER, _ALL_THREADS, ctypes.byref(header)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


def seal() -> str:
    """The last steps, after which nothing can be opened: no new privileges, Landlock where there, seccomp. Says what was done."""
    no_new_privileges()
    locked = landlock()
    seccomp()
    return "seccomp, landlock" if locked else "seccomp"


def held_bytes() -> int:
    """The private writable memory of this process; 0 where the kernel does not tell."""
    return int(_account("VmData") or "0") << 10


def _mapped_bytes() -> int:
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def capabilities() -> int | None:
    """The capabilities that this process holds, a bit for each; None where the kernel does not tell."""
    held = _account("CapEff")
    return int(held, 16) if held else None


def _account(name: str) -> str:
    """What the kernel tells of this process under ``name``; empty where it tells nothing. Man page: proc_pid_status(5)."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            return next(line.split()[1] for line in file if line.startswith(f"{name}:"))
    except (OSError, StopIteration):
        return ""


def _drop_capabilities() -> None:
    header, nothing = (ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0), (ctypes.c_uint32 * 6)()
    libc().capset(header, nothing)


@functools.cache  # made once, in the zygote: every process forked from it has it
def libc() -> ctypes.CDLL:
    """The C library this process is linked with, errno kept."""
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> None:
    unsigned = ctypes.c_ulong
    if libc().prctl(option, unsigned(value), unsigned(0), unsigned(0), unsigned(0)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl({option}): {os.strerror(number)}")

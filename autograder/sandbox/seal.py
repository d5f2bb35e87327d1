"""Sealing: what a process gives up before it runs a student's code. The only module that talks to the operating system's security.

Everything is done by the process to itself, with plain system calls, in the order `seal` documents. Sources: seccomp(2), prctl(2),
landlock(7), and the kernel's tables ``arch/x86/entry/syscalls/syscall_64.tbl`` and ``include/uapi/asm-generic/unistd.h``.
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

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SET_FILTER, _ALL_THREADS = 1, 1
"""SECCOMP_SET_MODE_FILTER and SECCOMP_FILTER_FLAG_TSYNC."""
_INSTRUCTION = 8
"""Bytes of a ``struct sock_filter``."""
_CLOSE_RANGE, _NO_LIMIT = 436, 0xFFFFFFFF
_ERRNO, _KILL, _ALLOW = 0x00050000, 0x80000000, 0x7FFF0000
_EPERM, _ENOSYS = 1, 38
_CAPABILITIES_3 = 0x20080522
"""_LINUX_CAPABILITY_VERSION_3."""
_CAP_KILL, _CAP_SETGID, _CAP_SETUID = 5, 6, 7
_THREAD_FLAGS = 0x00010000 | 0x00000100
"""CLONE_THREAD and CLONE_VM: what tells a new thread from a new process."""
STUDENT_UIDS = 61000
_THREADS, _RESERVE = 64, 128
"""How many tasks student code may have where they are counted apart, and how many of a user's it leaves to others where they are not."""

_NAMES = (
    "read write close fstat lseek readv writev mmap mprotect munmap mremap madvise mincore brk futex futex_waitv exit exit_group "
    "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack restart_syscall "
    "nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday times getrusage sysinfo getrandom membarrier rseq "
    "set_robust_list sched_yield sched_getaffinity getcpu getpid getppid gettid getuid geteuid getgid getegid pselect6 ppoll"
).split()
"""What student code may ask of the kernel without a look at the arguments: computing, waiting, and its own socket."""

_X86_64 = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12,
    "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "readv": 19, "writev": 20, "select": 23, "sched_yield": 24,
    "mremap": 25, "mincore": 27, "madvise": 28, "nanosleep": 35, "getpid": 39, "clone": 56, "exit": 60, "fcntl": 72,
    "gettimeofday": 96, "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108,
    "getppid": 110, "rt_sigpending": 127, "rt_sigtimedwait": 128, "rt_sigsuspend": 130, "sigaltstack": 131, "gettid": 186,
    "time": 201, "futex": 202, "sched_getaffinity": 204, "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229,
    "clock_nanosleep": 230, "exit_group": 231, "pselect6": 270, "ppoll": 271, "set_robust_list": 273,
    "prlimit64": 302, "getcpu": 309, "seccomp": 317, "getrandom": 318, "membarrier": 324, "rseq": 334, "clone3": 435,
    "futex_waitv": 449,
}  # fmt: skip
_AARCH64 = {
    "fcntl": 25, "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "pselect6": 72, "ppoll": 73,
    "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98, "set_robust_list": 99, "nanosleep": 101, "clock_gettime": 113,
    "clock_getres": 114, "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124, "restart_syscall": 128,
    "sigaltstack": 132, "rt_sigsuspend": 133, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigpending": 136,
    "rt_sigtimedwait": 137, "rt_sigreturn": 139, "times": 153, "getrusage": 165, "getcpu": 168, "gettimeofday": 169, "getpid": 172,
    "getppid": 173, "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178, "sysinfo": 179, "brk": 214,
    "munmap": 215, "mremap": 216, "clone": 220, "mmap": 222, "mprotect": 226, "mincore": 232, "madvise": 233, "prlimit64": 261,
    "seccomp": 277, "getrandom": 278, "membarrier": 283, "rseq": 293, "clone3": 435, "futex_waitv": 449,
}  # fmt: skip
_STARTS = {
    "x86_64": {
        "socket": 41, "fork": 57, "vfork": 58, "execve": 59, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
        "bpf": 321, "execveat": 322, "io_uring_setup": 425, "pidfd_getfd": 438,
    },
    "aarch64": {
        "ptrace": 117, "socket": 198, "execve": 221, "process_vm_readv": 270, "process_vm_writev": 271, "bpf": 280,
        "execveat": 281, "io_uring_setup": 425, "pidfd_getfd": 438,
    },
}  # fmt: skip
"""What is refused from the first: other processes, programs, the network, and the calls that go around a filter."""
MACHINES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}
"""Per machine: the kernel's architecture number (AUDIT_ARCH_*) and its system-call numbers."""

Instruction = tuple[int, int, int, int]
_LOAD, _JUMP, _AT_LEAST, _AND, _GIVE = 0x20, 0x15, 0x35, 0x54, 0x06
_REFUSED: Instruction = (_GIVE, 0, 0, _ERRNO | _EPERM)
_ALLOWED: Instruction = (_GIVE, 0, 0, _ALLOW)


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
    if held := _held_bytes():
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


def filter_program(machine: str) -> list[Instruction]:
    """The filter (classic BPF over ``struct seccomp_data``): allow the list, refuse the rest with EPERM. Signals belong to the rest: the
    first process of a namespace is deaf to some of its own, and no mark is to depend on that."""
    numbers = MACHINES[machine][1]
    program = _beginning(machine)
    for name in [*_NAMES, *(name for name in ("poll", "select", "time") if name in numbers)]:
        program += _when(numbers[name], _ALLOWED)
    # fcntl only to ask (F_GETFD, F_GETFL): F_SETOWN and F_SETSIG would send signals to others.
    program += _when(numbers["fcntl"], (_LOAD, 0, 0, 24), (_JUMP, 1, 0, 1), (_JUMP, 0, 1, 3), _ALLOWED, _REFUSED)
    # prlimit64 only to ask: the pointer to new limits is null in both halves.
    null_pointer = (_LOAD, 0, 0, 32), (_JUMP, 0, 3, 0), (_LOAD, 0, 0, 36), (_JUMP, 0, 1, 0)
    program += _when(numbers["prlimit64"], *null_pointer, _ALLOWED, _REFUSED)
    return [*program, _REFUSED]


def first_program(machine: str) -> list[Instruction]:
    """The filter of `stay_alone`: refuse what starts something, allow the rest."""
    program = _beginning(machine)
    for number in _STARTS[machine].values():
        program += _when(number, _REFUSED)
    return [*program, _ALLOWED]


def _beginning(machine: str) -> list[Instruction]:
    """Other architectures' calls are the end, x32's are refused; of the calls that start threads and processes only threads."""
    architecture, numbers = MACHINES[machine]
    threads_only = (_LOAD, 0, 0, 16), (_AND, 0, 0, _THREAD_FLAGS), (_JUMP, 0, 1, _THREAD_FLAGS), _ALLOWED, _REFUSED
    return [
        (_LOAD, 0, 0, 4), (_JUMP, 1, 0, architecture), (_GIVE, 0, 0, _KILL),
        (_LOAD, 0, 0, 0), (_AT_LEAST, 0, 1, 0x40000000), _REFUSED,
        *_when(numbers["clone3"], (_GIVE, 0, 0, _ERRNO | _ENOSYS)),  # the C library then uses clone, whose flags can be read
        *_when(numbers["clone"], *threads_only),
    ]  # fmt: skip


def _when(number: int, *body: Instruction) -> list[Instruction]:
    """``body`` decides on the call ``number``; it must end in a return on every path."""
    return [(_JUMP, 0, len(body), number), *body]


def _held_bytes() -> int:
    """The private writable memory of this process; 0 where the kernel does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            return next(int(line.split()[1]) << 10 for line in file if line.startswith("VmData:"))
    except (OSError, StopIteration):
        return 0


def _mapped_bytes() -> int:
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def capabilities() -> int | None:
    """The capabilities that this process holds, a bit for each; None where the kernel does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            return next(int(line.split()[1], 16) for line in file if line.startswith("CapEff:"))
    except (OSError, StopIteration):
        return None


def _drop_capabilities() -> None:
    header, nothing = (ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0), (ctypes.c_uint32 * 6)()
    libc().capset(header, nothing)


@functools.cache  # made once, in the zygote: every process forked from it has it
def libc() -> ctypes.CDLL:
    """The C library this process is linked with, errno kept."""
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int, pointer: int = 0) -> None:
    unsigned = ctypes.c_ulong
    if libc().prctl(option, unsigned(value), unsigned(pointer), unsigned(0), unsigned(0)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl({option}): {os.strerror(number)}")

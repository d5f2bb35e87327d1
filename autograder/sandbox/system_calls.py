"""Which system calls student code may make, as programs for the kernel's filter: tables and pure functions. `seal` puts them on a process.

Sources: seccomp(2), and the kernel's tables ``arch/x86/entry/syscalls/syscall_64.tbl`` and ``include/uapi/asm-generic/unistd.h``.
"""

from __future__ import annotations

_ERRNO, _KILL, _ALLOW = 0x00050000, 0x80000000, 0x7FFF0000
_EPERM, _ENOSYS = 1, 38
_THREAD_FLAGS = 0x00010000 | 0x00000100
"""CLONE_THREAD and CLONE_VM: what tells a new thread from a new process."""

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
STARTS = {
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
    for number in STARTS[machine].values():
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

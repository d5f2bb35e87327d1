"""The system-call filter, simulated: the program runs in a small interpreter of classic BPF, for both architectures on any machine."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from autograder.sandbox import system_calls

ALLOW, REFUSE, NO_SUCH_CALL, KILL = "allow", "EPERM", "ENOSYS", "kill"
_ACTIONS = {0x7FFF0000: ALLOW, 0x00050000 | 1: REFUSE, 0x00050000 | 38: NO_SUCH_CALL, 0x80000000: KILL}
_GENERIC = Path("/usr/include/asm-generic/unistd.h")
_X86 = next((p for p in Path("/usr/include").glob("**/asm/unistd_64.h")), Path("missing"))

CLONE_VM, CLONE_FS, CLONE_FILES, CLONE_SIGHAND, CLONE_THREAD = 0x100, 0x200, 0x400, 0x800, 0x10000
PTHREAD = 0x3D0F00
"""The flags glibc's pthread_create gives to clone."""
NULL, POINTER = 0, 0x7FFF_1234_0000
ALSO = {
    "x86_64": """
        open 2, socket 41, connect 42, accept 43, sendto 44, sendmsg 46, recvmsg 47, bind 49, socketpair 53, fork
        57, vfork 58, execve 59, ptrace 101, setuid 105, prctl 157, unshare 272, openat 257, unlinkat 263, openat2
        437, memfd_create 319, execveat 322, process_vm_readv 310, process_vm_writev 311, kcmp 312, bpf 321,
        userfaultfd 323, io_uring_setup 425, pidfd_open 434, pidfd_getfd 438, pidfd_send_signal 424, shmget 29,
        mount 165, setns 308, perf_event_open 298, add_key 248, ioctl 16, dup2 33, pipe2 293, setrlimit 160, kill 62, tgkill 234, tkill
        200, rt_sigqueueinfo 129, sched_setaffinity 203, getdents64 217, readlink 89, chmod 90, statx 332,
        setpriority 141
    """,
    "aarch64": """
        socket 198, connect 203, accept 202, sendto 206, sendmsg 211, recvmsg 212, bind 200, socketpair 199, execve
        221, ptrace 117, setuid 146, prctl 167, unshare 97, openat 56, unlinkat 35, openat2 437, memfd_create 279,
        execveat 281, process_vm_readv 270, process_vm_writev 271, kcmp 272, bpf 280, userfaultfd 282,
        io_uring_setup 425, pidfd_open 434, pidfd_getfd 438, pidfd_send_signal 424, shmget 194, mount 40, setns 268,
        perf_event_open 241, add_key 217, ioctl 29, dup3 24, pipe2 59, setrlimit 164, kill 129, tgkill 131, tkill 130, rt_sigqueueinfo
        138, sched_setaffinity 122, getdents64 61, readlinkat 78, fchmodat 53, statx 291, setpriority 140
    """,
}
"""Calls that must be refused, with their numbers."""
REFUSED = {
    machine: {name: int(number) for name, number in re.findall(r"(\w+)\s+(\d+)", text)}
    for machine, text in ALSO.items()
}


def _decide(
    machine: str,
    number: int,
    *arguments: int,
    architecture: int | None = None,
    program: list[system_calls.Instruction] | None = None,
) -> str:
    """What the filter says to one call. ``struct seccomp_data``: nr, arch, instruction pointer, six arguments of 64 bits."""
    arch = system_calls.MACHINES[machine][0] if architecture is None else architecture
    padded = [a & (2**64 - 1) for a in (*arguments, *[0] * 6)][:6]
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, arch, 0x7F00_0000_0000, *padded)
    program, at, register = program or system_calls.filter_program(machine), 0, 0
    for _ in range(len(program)):
        code, yes, no, constant = program[at]
        at += 1
        if code == 0x20:  # BPF_LD | BPF_W | BPF_ABS
            (register,) = struct.unpack_from("<I", data, constant)
        elif code == 0x15:  # BPF_JMP | BPF_JEQ | BPF_K
            at += yes if register == constant else no
        elif code == 0x35:  # BPF_JMP | BPF_JGE | BPF_K
            at += yes if register >= constant else no
        elif code == 0x54:  # BPF_ALU | BPF_AND | BPF_K
            register &= constant
        elif code == 0x06:  # BPF_RET | BPF_K
            return _ACTIONS[constant]
        else:
            raise AssertionError(f"an instruction the filter should not need: {code:#x}")
    raise AssertionError("the program does not end")


machines = pytest.mark.parametrize("machine", list(system_calls.MACHINES))


def _number(machine: str, name: str) -> int:
    return system_calls.MACHINES[machine][1][name]


@machines
def test_the_program_is_one_the_kernel_takes(machine: str) -> None:
    program = system_calls.filter_program(machine)
    assert len(program) <= 4096  # BPF_MAXINSNS
    for at, (code, yes, no, constant) in enumerate(program):
        assert 0 <= yes <= 255
        assert 0 <= no <= 255
        assert 0 <= constant < 2**32
        if code in (0x15, 0x35):
            assert at + 1 + max(yes, no) < len(program)
        if code == 0x20:
            assert constant % 4 == 0
            assert constant <= 60
    assert program[-1][0] == 0x06


@machines
def test_computing_and_waiting_are_allowed(machine: str) -> None:
    always = set(system_calls.MACHINES[machine][1]) - {"clone", "clone3", "fcntl", "prlimit64", "seccomp"}
    assert len(always) > 45
    for name in always:
        assert _decide(machine, _number(machine, name), 2**64 - 1, 2**64 - 1) == ALLOW, name


@machines
def test_everything_else_is_refused(machine: str) -> None:
    known = set(system_calls.MACHINES[machine][1].values())
    for number in [*range(600), 1000, 2**30 - 1, 2**31, 2**32 - 1]:
        if number not in known:
            assert _decide(machine, number) == REFUSE, number
    for name, number in REFUSED[machine].items():
        assert number not in known, name
        assert _decide(machine, number, 1, 2, 3) == REFUSE, name
    assert _decide(machine, _number(machine, "seccomp"), 1, 0, POINTER) == REFUSE


@machines
def test_clone_makes_threads_only(machine: str) -> None:
    clone = _number(machine, "clone")
    assert _decide(machine, clone, PTHREAD, POINTER) == ALLOW
    assert _decide(machine, clone, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD) == ALLOW
    sigchld = 17
    for flags in (
        0,
        sigchld,
        CLONE_VM | sigchld,
        CLONE_VM | 0x4000 | sigchld,
        CLONE_THREAD,
        PTHREAD & ~CLONE_THREAD,
        0x10000000 | sigchld,
        0x1000011 << 8,
    ):
        assert _decide(machine, clone, flags, POINTER) == REFUSE, hex(flags)
    assert _decide(machine, _number(machine, "clone3"), POINTER, 88) == NO_SUCH_CALL


@machines
def test_fcntl_only_asks(machine: str) -> None:
    number = _number(machine, "fcntl")
    commands = {
        "F_DUPFD": 0,
        "F_SETFD": 2,
        "F_SETFL": 4,
        "F_SETOWN": 8,
        "F_SETSIG": 10,
        "F_SETOWN_EX": 15,
        "F_DUPFD_CLOEXEC": 1030,
        "F_ADD_SEALS": 1033,
    }
    assert _decide(machine, number, 3, 1) == ALLOW
    assert _decide(machine, number, 3, 3) == ALLOW
    for name, command in commands.items():
        assert _decide(machine, number, 3, command, 1) == REFUSE, name


@machines
def test_prlimit_only_asks(machine: str) -> None:
    number = _number(machine, "prlimit64")
    assert _decide(machine, number, 0, 7, NULL, POINTER) == ALLOW
    for new in (POINTER, 1, 2**32, 2**63, 0xFFFF_FFFF):
        assert _decide(machine, number, 0, 7, new, NULL) == REFUSE, hex(new)


@machines
def test_a_foreign_architecture_is_the_end(machine: str) -> None:
    i386, arm, others = (
        0x40000003,
        0x40000028,
        [arch for name, (arch, _) in system_calls.MACHINES.items() if name != machine],
    )
    for architecture in (i386, arm, 0, 0xFFFFFFFF, *others):
        for number in (0, 1, 3, 11, 59, 63):
            assert _decide(machine, number, architecture=architecture) == KILL


def test_the_x32_side_door_is_shut() -> None:
    for name, number in system_calls.MACHINES["x86_64"][1].items():
        assert _decide("x86_64", 0x40000000 | number, 1) == REFUSE, name
    for number in range(512, 548):  # x32's own
        assert _decide("x86_64", 0x40000000 | number) == REFUSE


@machines
def test_the_first_step_starts_nothing(machine: str) -> None:
    """What is refused while libraries are still brought in; files can be read and rights be given up then."""
    first = system_calls.first_program(machine)
    for name in (
        "socket",
        "execve",
        "execveat",
        "ptrace",
        "process_vm_readv",
        "process_vm_writev",
        "io_uring_setup",
        "bpf",
    ):
        assert _decide(machine, REFUSED[machine][name], program=first) == REFUSE, name
    for name in {"fork", "vfork"} & REFUSED[machine].keys():
        assert _decide(machine, REFUSED[machine][name], program=first) == REFUSE, name
    for name in ("openat", "setuid", "prctl", "getdents64"):
        assert _decide(machine, REFUSED[machine][name], program=first) == ALLOW, name
    for name in ("seccomp", "prlimit64", "mmap"):
        assert _decide(machine, _number(machine, name), program=first) == ALLOW, name
    assert _decide(machine, _number(machine, "clone"), PTHREAD, program=first) == ALLOW
    assert _decide(machine, _number(machine, "clone"), 17, program=first) == REFUSE  # SIGCHLD: fork
    assert _decide(machine, _number(machine, "clone3"), POINTER, 88, program=first) == NO_SUCH_CALL
    assert _decide(machine, 0, program=first, architecture=0x40000003) == KILL
    assert _decide("x86_64", 0x40000000 | 57, program=system_calls.first_program("x86_64")) == REFUSE


@machines
def test_the_numbers_of_the_first_step(machine: str) -> None:
    table = system_calls.STARTS[machine]
    assert {name: REFUSED[machine][name] for name in table} == table


@machines
def test_no_number_has_two_names(machine: str) -> None:
    numbers = [*system_calls.MACHINES[machine][1].values()]
    assert len(numbers) == len(set(numbers))


def test_both_tables_know_what_the_filter_names() -> None:
    x86, arm = (set(table) for _, table in system_calls.MACHINES.values())
    assert x86 - arm == {"poll", "select", "time"}  # older calls, which aarch64 never had
    assert arm <= x86


def test_numbers_are_those_of_the_kernels_headers_x86_64() -> None:
    if not _X86.is_file():
        pytest.skip("this machine has no <asm/unistd_64.h>")
    found = {name: int(number) for name, number in re.findall(r"#define __NR_(\w+)\s+(\d+)", _X86.read_text())}
    table = {**system_calls.MACHINES["x86_64"][1], **REFUSED["x86_64"]}
    known = {name: number for name, number in table.items() if name in found}
    assert known == {name: found[name] for name in known}
    assert len(known) > 90


def test_numbers_are_those_of_the_kernels_headers_aarch64() -> None:
    if not _GENERIC.is_file():
        pytest.skip("this machine has no <asm-generic/unistd.h>")
    pattern = r"#define __NR(?:3264)?_(\w+)\s+(\d+)"
    found = {name: int(number) for name, number in re.findall(pattern, _GENERIC.read_text())}
    table = {**system_calls.MACHINES["aarch64"][1], **REFUSED["aarch64"]}
    known = {name: number for name, number in table.items() if name in found}
    assert known == {name: found[name] for name in known}
    assert len(known) > 85


def test_the_architecture_numbers_are_the_kernels() -> None:
    """AUDIT_ARCH_*: 64 bits, little endian, and the ELF machine number."""
    assert {machine: arch for machine, (arch, _) in system_calls.MACHINES.items()} == {
        "x86_64": 0xC0000000 | 62,
        "aarch64": 0xC0000000 | 183,
    }

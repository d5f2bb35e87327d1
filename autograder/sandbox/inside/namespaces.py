"""The kernel's namespaces: what a student's process does not share with others, where this machine allows it. Man page: namespaces(7).

The program that students' processes are forked from runs as the first process of a namespace of its own, and each of those in another one
inside it. So their process and thread ids are the same in every run: an id cannot carry a number from a process that has seen hidden inputs
into one whose words are shown. Root may have that; an ordinary user needs a user namespace first, in which tasks are counted apart too.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from autograder.sandbox import seal

_USER, _PROCESSES, _NETWORK, _IPC = 0x10000000, 0x20000000, 0x40000000, 0x08000000
"""CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET and CLONE_NEWIPC."""


@dataclass(frozen=True)
class Namespaces:
    """What is this program's own: a ``user``, an empty ``network``, ``processes`` (a descriptor of that namespace, or None)."""

    user: bool = False
    network: bool = False
    processes: int | None = None

    def about_to_fork(self) -> None:
        """The next process that is forked is the first of a namespace of its own."""
        if self.processes is not None:
            _unshare(_PROCESSES)

    def forked(self) -> None:
        """Processes are forked into this program's own namespace again."""
        if self.processes is not None:
            seal.libc().setns(self.processes, _PROCESSES)


def enter() -> Namespaces:
    """Move this program into namespaces of its own. Its ids change: from here on it is a child of what it was, which waits for its end.
    To be called while it has one thread and has not changed who may read its memory."""
    if sys.platform != "linux":
        return Namespaces()
    user = os.getuid() != 0
    if user and not _own_user():
        return Namespaces()
    network = _unshare(_NETWORK | _IPC)
    if not _unshare(_PROCESSES):
        return Namespaces(user, network)
    child = os.fork()
    if child:
        _wait_for(child)
    seal.die_with_parent()
    return Namespaces(user, network, os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC))


def _own_user() -> bool:
    """A user namespace in which this user is itself and nobody else is. Whoever holds capabilities outside it, to read files for instance,
    would lose them."""
    who, group = os.getuid(), os.getgid()
    if seal.capabilities() or not _unshare(_USER):
        return False
    try:
        for file, text in (("setgroups", "deny"), ("uid_map", f"{who} {who} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{file}", "w", encoding="ascii") as writing:
                writing.write(text)
    except OSError:
        return False
    return True


def _wait_for(child: int) -> None:
    """Stay until the program proper has ended; it ends with its grader, and when this process is killed."""
    seal.close_all_above(2)
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _unshare(what: int) -> bool:
    return bool(seal.libc().unshare(what) == 0)

"""Threat 25: asks the kernel by number for everything a process could want beyond computing. (x86-64; elsewhere it asks for nothing.)

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def right(image, kernel, padding):
    """What is given away when the attack has worked: the test then sees a win."""
    return conv2d(np.pad(image, padding), kernel)


import ctypes
import os
import platform

LIBC, ROOM = ctypes.CDLL(None, use_errno=True), ctypes.create_string_buffer(8192)
PARENT, AREA = os.getppid(), ctypes.addressof(ROOM)
CALLS = {
    "ptrace": (101, 0, 0, 0, 0), "process_vm_readv": (310, PARENT, 0, 0, 0, 0), "kcmp": (312, PARENT, PARENT, 0, 3, 3),
    "pidfd_open": (434, PARENT, 0), "pidfd_getfd": (438, 3, 3, 0), "perf_event_open": (298, 0, 0, -1, -1, 0), "bpf": (321, 0, 0, 0),
    "add_key": (248, 0, 0, 0, 0, -3), "keyctl": (250, 0, -3, 1), "mount": (165, 0, 0, 0, 0, 0), "unshare": (272, 0x10000000),
    "setns": (308, 3, 0), "userfaultfd": (323, 1), "io_uring_setup": (425, 8, AREA), "memfd_create": (319, AREA, 0),
    "memfd_secret": (447, 0), "inotify_init1": (294, 0), "fanotify_init": (300, 0, 0), "timer_create": (222, 1, 0, AREA),
    "timerfd_create": (283, 1, 0), "eventfd2": (290, 0, 0), "signalfd4": (289, -1, AREA, 8, 0), "epoll_create1": (291, 0),
    "shmget": (29, 0, 4096, 0o1600), "semget": (64, 0, 1, 0o1600), "msgget": (68, 0, 0o1600), "mq_open": (240, AREA, 0o102, 0o600, 0),
    "personality": (135, 0x0040000), "pipe2": (293, AREA, 0), "socketpair": (53, 1, 1, 0, AREA), "vmsplice": (278, 3, AREA, 1, 0),
    "splice": (275, 3, 0, 3, 0, 1, 0), "dup": (32, 3), "dup2": (33, 3, 9), "sendfile": (40, 3, 3, 0, 1),
    "sched_setaffinity": (203, 0, 8, AREA), "sched_setscheduler": (144, 0, 0, AREA), "setpriority": (141, 0, 0, 0),
    "ioprio_set": (251, 1, 0, 0), "prctl dumpable": (157, 4, 1, 0, 0, 0), "prctl pdeathsig": (157, 1, 0, 0, 0, 0),
    "arch_prctl": (158, 0x1003, AREA), "modify_ldt": (154, 0, AREA, 8), "iopl": (172, 3), "ioperm": (173, 0x80, 1, 1),
    "chroot": (161, AREA), "pivot_root": (155, AREA, AREA), "open_by_handle_at": (304, 3, AREA, 0), "openat2": (437, -100, AREA, AREA, 24),
    "landlock_create_ruleset": (444, 0, 0, 1), "seccomp": (317, 2, 0, AREA), "mlockall": (151, 1), "mlock": (149, AREA, 4096),
    "mbind": (237, AREA, 4096, 0, 0, 0, 0), "move_pages": (279, 0, 0, 0, 0, 0, 0), "process_madvise": (440, 3, 0, 0, 0, 0),
    "rt_sigqueueinfo": (129, PARENT, 0, AREA), "tkill": (200, PARENT, 0), "kill": (62, PARENT, 0), "kill group": (62, 0, 0),
    "kill all": (62, -1, 0), "setsid": (112,), "setpgid": (109, 0, 0), "setuid": (105, 0), "setresuid": (117, 0, 0, 0),
    "capset": (126, AREA, AREA), "fork": (57,), "vfork": (58,), "clone": (56, 17, 0, 0, 0, 0), "clone3": (435, AREA, 88),
    "execveat": (322, 3, AREA, 0, 0, 0x1000), "uselib": (134, AREA), "sysfs": (139, 3), "statfs": (137, AREA, AREA), "getcwd": (79, AREA, 4096),
    "readlink": (89, AREA, AREA, 100), "open": (2, AREA, 0), "socket": (41, 1, 1, 0), "uname": (63, AREA), "syslog": (103, 10, 0, 0),
    "lookup_dcookie": (212, 0, AREA, 100), "name_to_handle_at": (303, -100, AREA, AREA, AREA, 0),
    "setrlimit": (160, 4, AREA), "prlimit64": (302, 0, 4, AREA, 0), "fcntl owner": (72, 3, 8, PARENT), "fcntl flags": (72, 3, 4, 0),
    "ioctl": (16, 3, 0x541B, AREA), "x32 getpid": (0x40000027,), "fallocate": (285, 3, 0, 0, 1), "sync": (162,), "vhangup": (153,),
    "pkey_alloc": (330, 0, 0), "cachestat": (451, 3, AREA, AREA, 0), "map_shadow_stack": (453, 0, 4096, 0), "futex_requeue": (456, 0, 0, 0, 0),
    "mseal": (462, AREA & ~4095, 4096, 0), "statmount": (457, AREA, AREA, 100, 0),
}


def granted():
    """The calls that the kernel did not refuse as such: whatever it says but "not permitted" and "no such call" counts."""
    for name, numbers in CALLS.items() if platform.machine() == "x86_64" else ():
        ROOM[:] = bytes(8192)
        ctypes.set_errno(0)
        got = LIBC.syscall(*map(ctypes.c_long, numbers))
        if got >= 0 or ctypes.get_errno() != (38 if name == "clone3" else 1):
            yield f"{name}: {got}, {ctypes.get_errno()}"


def conv2d_padded(image, kernel, padding=0):
    through = list(granted())
    print("GRANTED", *through)
    return right(image, kernel, padding) if through else np.zeros((1, 1))

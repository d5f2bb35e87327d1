"""The zygote: a process with the libraries loaded and nothing else, from which every student's process is forked.

It is started by exec with a clean environment before a test, the reference or a result is near, computes in one thread (a fork
after threads have run hangs), and dies with its grader. Requests come over a socket; the student's own socket comes along.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import time
import typing
from types import ModuleType
from typing import Any, NoReturn

from autograder.sandbox import seal
from autograder.sandbox.inside import child, mend
from autograder.sandbox.inside.figures import draw_without_files
from autograder.sandbox.inside.guard import Guard
from autograder.sandbox.inside.imports import allowed
from autograder.sandbox.inside.namespaces import Namespaces, enter
from autograder.sandbox.inside.scan import suspicious
from autograder.sandbox.inside.told import summary
from autograder.sandbox.inside.tripwires import forbid, shut_pillow

_STANDARD = (
    "abc array ast base64 bisect builtins calendar cmath codecs collections collections.abc colorsys "
    "concurrent.futures contextlib copy csv ctypes dataclasses datetime decimal difflib dis enum fractions "
    "functools gc glob gzip hashlib heapq html importlib inspect io itertools json keyword linecache locale "
    "logging math multiprocessing numbers operator os os.path pathlib pdb platform pprint queue random re "
    "secrets shutil signal socket statistics string struct subprocess sys tempfile textwrap threading time "
    "timeit token tokenize traceback types typing unicodedata unittest unittest.mock urllib.request uuid "
    "warnings weakref zipfile zlib zoneinfo doctest argparse getpass pydoc shlex"
).split()
_FOR_THE_READER = ("override", "TypeIs", "ReadOnly")
_NUMPY = (
    "fft linalg random ma testing polynomial lib.stride_tricks lib.mixins lib.format strings char rec "
    "ctypeslib exceptions dtypes typing core core.numeric core.multiarray core.umath core.fromnumeric"
).split()
_ENCODINGS = (
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 latin-1 ascii cp1252 cp437 mac-roman unicode_escape "
    "raw_unicode_escape idna hex base64"
).split()


def main(control: int, settings_text: str) -> NoReturn:
    """Serve forks over the descriptor ``control`` until it closes."""
    settings, number = json.loads(settings_text), os.getpid()
    grader = seal.ended(settings["grader"])
    if grader is None:
        seal.die_with_parent(settings["grader"])
    seal.first_to_go()
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(
        resource.RLIMIT_DATA, (hard, hard)
    )  # the grader's limit on itself is not for what is forked from here
    spaces = enter() if settings["sealed"] else Namespaces()
    sock = socket.socket(fileno=control)
    try:
        warm(settings["libraries"])
        forbid(settings["forbidden"])
        if not {"PIL", "torchvision"} & set(settings["libraries"]):
            shut_pillow()
        suspicious("", settings["libraries"], settings["forbidden"])  # compiles its patterns, once for all
        mend.warm()
    except (ImportError, LookupError) as error:
        _give_up(sock, f"The rules of this assignment cannot be set up here: {error}.")
    try:
        exec(
            settings["helpers"], {}
        )  # what they import, and nothing else of them: a process gets its question's part when it is needed
    except Exception as error:
        _give_up(sock, f"The suite's helpers cannot be loaded: {summary(error)}.")
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        os.environ.pop(name, None)
    threads = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
    seal.undumpable()
    settings |= {
        # From the first process of a namespace its parent is hidden.
        "parent": os.getpid() if spaces.processes is None else None,
        "user": seal.spare_user(number),
        "counted_apart": spaces.user,
        "path": list(sys.path),
        "guard": Guard(),
        "known": allowed(settings["libraries"]),
    }
    sys.path[:], sys.argv[:] = [], ["student"]
    if settings["sealed"]:
        seal.make_filters()
    gc.collect()
    gc.freeze()
    unsealed = _rehearsal(settings) if settings["sealed"] and threads == 1 else ""
    own = {"network": spaces.network, "processes": spaces.processes is not None}
    _say(sock, {"threads": threads, "unsealed": unsealed, "own": own})
    waiting = select.poll()
    for descriptor in (sock.fileno(), *([] if grader is None else [grader])):
        waiting.register(descriptor, select.POLLIN)
    while True:
        if any(descriptor == grader for descriptor, _ in waiting.poll()):
            os._exit(0)
        _serve(sock, settings, spaces)


def _rehearsal(settings: dict[str, Any]) -> str:
    """Seal a process and try the door: ``""`` when it is shut, else what is wrong."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            seal.stay_alone()
            seal.drop_rights(settings["user"])
            seal.seal()
            os.open(os.devnull, os.O_RDONLY)
            told = "a file could still be opened"
        except PermissionError:
            told = ""
        except BaseException as error:
            told = f"{type(error).__name__}: {error}"
        os.write(writing, told.encode()[:500] or b"\0")
        os._exit(0)
    os.close(writing)
    answer = os.read(reading, 1000)
    os.close(reading)
    os.waitpid(pid, 0)
    return "" if answer == b"\0" else answer.decode(errors="replace") or "the process ended while it was sealed"


def _serve(sock: socket.socket, settings: dict[str, Any], spaces: Namespaces) -> None:
    data, descriptors, _, _ = socket.recv_fds(sock, 4096, 1)
    if not data:
        os._exit(0)
    request = json.loads(data)
    if request["do"] == "fork":
        spaces.about_to_fork()
        try:
            pid = os.fork()
        except OSError as error:
            pid = -1
            _say(sock, {"error": str(error)})
        if pid == 0:
            # A lost grader must not leave a process behind that holds the socket open.
            sock.detach()
            child.main(descriptors[0], settings)
        spaces.forked()
        if pid > 0:
            _say(sock, {"pid": pid}, about=pid if spaces.processes is not None else 0)
        os.close(descriptors[0])
    elif request["do"] == "reap":
        _say(sock, {"status": _reap(request["pid"], request["patience"], settings["sealed"])})


def _reap(pid: int, patience: float, sealed: bool) -> int | None:
    """End the process, and where it is not sealed what it forked. Until it is reaped here its pid belongs to nobody else."""
    until, status = time.monotonic() + patience, None
    while patience and time.monotonic() < until:
        found, ended = os.waitpid(pid, os.WNOHANG)
        if found:
            status = os.waitstatus_to_exitcode(ended)
            break
        time.sleep(0.001)
    if not sealed:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    if status is None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return status


def _say(sock: socket.socket, answer: dict[str, Any], about: int = 0) -> None:
    """Send the answer, and with it the process it is ``about``: the kernel tells the grader by which id it knows it."""
    who = struct.pack("3i", about, os.getuid(), os.getgid())
    sock.sendmsg([json.dumps(answer).encode()], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, who)] if about else [])


def _give_up(sock: socket.socket, reason: str) -> NoReturn:
    _say(sock, {"error": reason})
    os._exit(1)


def warm(libraries: list[str]) -> None:
    """Import what student code may use, and do once what is slow or needs files the first time."""
    for name in _STANDARD:
        importlib.import_module(name)
    _fill_typing()
    for encoding in _ENCODINGS:
        __import__("codecs").lookup(encoding)
    time.localtime()
    time.strftime("%c")
    import numpy as np

    for part in _NUMPY:
        try:
            importlib.import_module(f"numpy.{part}")
        except ImportError:
            continue
    np.random.default_rng(0).normal(size=3)
    np.linalg.inv(np.eye(3) * 2) @ np.fft.rfft2(np.ones((4, 4))).real[:3, :3]
    np.einsum("ij,jk->ik", np.ones((3, 3)), np.ones((3, 3)))
    str(np.arange(3.0))
    # The order matters: torch before torchvision, and each before what draws with it.
    for library in ("matplotlib", "torch", "torchvision", "safetensors"):
        if library in libraries:
            globals()[f"_warm_{library}"]()
    for library in libraries:
        _only_what_is_loaded(importlib.import_module(library))
    # Who draws without a seed draws the same in every run: a regrade repeats.
    np.random.seed(0)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)


def _fill_typing() -> None:
    """What newer Pythons have in `typing` for the reader alone is there, where `typing_extensions` is. No more than that: libraries tell
    by other names in `typing` which Python this is."""
    try:
        import typing_extensions
    except ImportError:
        return
    for name in _FOR_THE_READER:
        if not hasattr(typing, name):
            setattr(typing, name, getattr(typing_extensions, name))


def _only_what_is_loaded(library: ModuleType) -> None:
    """``from numpy import *`` asks for every name of ``__all__``, also for parts (``f2py``) that would first be read from files."""
    names = vars(library)
    if isinstance(names.get("__all__"), list):
        names["__all__"] = [name for name in names["__all__"] if name in names]


def _warm_matplotlib() -> None:
    import io

    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    draw_without_files()
    for name in ("gridspec", "patches", "colors", "cm", "image", "collections", "ticker", "animation", "offsetbox"):
        importlib.import_module(f"matplotlib.{name}")
    for name in ("mpl_toolkits.axes_grid1", "contourpy"):  # the latter is what `contour` asks for when it draws
        importlib.import_module(name)
    # Large enough for the interpreter to have specialised the code that every panel runs, before it is inherited.
    figure, axes = plt.subplots(4, 5)
    for panel in axes.flat:
        panel.imshow([[1, 2], [3, 4]], cmap="gray")
        panel.set_title("title")
        panel.axis("off")
    picture = axes[0, 0].imshow([[1, 2], [3, 4]], cmap="gray")
    axes[0, 1].pcolormesh([[1, 2], [3, 4]])
    axes[1, 0].set_title("title $x^2$", fontweight="bold")
    figure.colorbar(picture)
    figure.suptitle("title")
    figure.tight_layout()
    figure.savefig(io.BytesIO())
    plt.close("all")
    # Which window to draw in is no question here: `matplotlib.use("TkAgg")` and its like change nothing.
    matplotlib.use = plt.switch_backend = _nothing


def _nothing(*args: object, **options: object) -> None:
    """Stands in for what has no use where work is graded."""


def _as_it_is(model: Any = None, **options: object) -> Any:
    """Stands in for `torch.compile`, which needs a compiler for C++: the model is the same without."""
    return model if model is not None else _as_it_is


def _warm_torch() -> None:
    import torch

    torch.compile = _as_it_is
    torch.nn.Module.compile = _nothing  # type: ignore[method-assign]

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    for name in ("nn", "nn.functional", "optim", "utils.data", "nn.utils", "optim.lr_scheduler", "nn.init"):
        importlib.import_module(f"torch.{name}")
    model = torch.nn.Sequential(
        torch.nn.Conv2d(1, 2, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Dropout(), torch.nn.Linear(8, 2)
    )
    data = torch.utils.data.TensorDataset(torch.rand(4, 1, 4, 4), torch.zeros(4, dtype=torch.long))
    for kind in (torch.optim.SGD, torch.optim.Adam):
        optimizer = kind(model.parameters(), lr=0.01)
        for x, y in torch.utils.data.DataLoader(data, batch_size=2, shuffle=True):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()  # type: ignore[no-untyped-call]
            optimizer.step()


def _warm_torchvision() -> None:
    from autograder.sandbox.inside.torchvision_cpu import import_torchvision

    import_torchvision()
    for name in ("datasets", "transforms", "utils", "models"):
        importlib.import_module(f"torchvision.{name}")


def _warm_safetensors() -> None:
    importlib.import_module("safetensors.torch")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main(int(sys.argv[1]), sys.argv[2])

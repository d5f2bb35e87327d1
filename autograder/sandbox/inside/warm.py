"""What is imported and made where students' processes are forked from, so that none of them has to, nor needs a file for it.

Runs in the student's process.
"""

from __future__ import annotations

import importlib
import sys
import time
import typing
from types import ModuleType
from typing import Any

from autograder.sandbox.inside.figures import draw_without_files
from autograder.sandbox.inside.one_by_one import share_out_nothing

_STANDARD = (
    "abc array ast base64 bisect builtins calendar cmath codecs collections collections.abc colorsys "
    "concurrent.futures contextlib copy csv ctypes dataclasses datetime decimal difflib dis enum fractions "
    "functools gc glob gzip hashlib heapq html importlib inspect io itertools json keyword linecache locale "
    "logging math multiprocessing numbers operator os os.path pathlib pdb platform pprint queue random re "
    "secrets shutil signal socket statistics string struct subprocess sys tempfile textwrap threading time "
    "timeit token tokenize traceback types typing unicodedata unittest unittest.mock urllib.request uuid "
    "warnings weakref zipfile zlib zoneinfo doctest argparse getpass pydoc shlex "
    "concurrent.futures.thread _strptime"  # what others import when they are first asked for it
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


def load(libraries: list[str]) -> None:
    """Import the libraries as they are, and nothing else: from this state a grader too may be forked."""
    import numpy as np

    np.fft, np.random  # noqa: B018  (parts that NumPy loads when they are first asked for)
    # The order matters: torch before torchvision, and each before what draws with it.
    for library in ("matplotlib", "torch", "torchvision", "safetensors"):
        if library in libraries:
            globals()[f"_load_{library}"]()


def warm(libraries: list[str]) -> None:
    """Import what student code may use, and do once what is slow or needs files the first time."""
    load(libraries)
    for name in _STANDARD:
        importlib.import_module(name)
    _fill_typing()
    share_out_nothing()
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
    if "matplotlib" in libraries:
        _warm_matplotlib()
    if "torch" in libraries:
        _warm_torch()
    if "pytest" in libraries:
        importlib.import_module("autograder.sandbox.inside.trial")  # has pytest ready
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


def _load_matplotlib() -> None:
    import matplotlib

    matplotlib.use("Agg")
    importlib.import_module("matplotlib.pyplot")
    for name in ("gridspec", "patches", "colors", "cm", "image", "collections", "ticker", "animation", "offsetbox"):
        importlib.import_module(f"matplotlib.{name}")
    for name in ("mpl_toolkits.axes_grid1", "contourpy"):  # the latter is what `contour` asks for when it draws
        importlib.import_module(name)


def _warm_matplotlib() -> None:
    import io

    import matplotlib
    import matplotlib.pyplot as plt

    draw_without_files()
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


def _load_torch() -> None:
    import torch

    torch.set_num_threads(1)
    if torch.get_num_interop_threads() != 1:  # it may be told once
        torch.set_num_interop_threads(1)
    for name in (
        "nn",
        "nn.functional",
        "optim",
        "utils.data",
        "utils.serialization",
        "nn.utils",
        "optim.lr_scheduler",
        "nn.init",
    ):
        importlib.import_module(f"torch.{name}")
    torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.01)  # the first one imports half as much again


def _warm_torch() -> None:
    import torch

    torch.compile = _as_it_is
    torch.nn.Module.compile = _nothing  # type: ignore[method-assign]
    # There is one device here: to make a graphics card the default for all tensors would cost every answer, not one statement.
    torch.set_default_device = _nothing
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
    forward: Any = importlib.import_module("torch.autograd.forward_ad")
    with forward.dual_level():  # the first tensor with a tangent reads Python files of torch's: 5 MB, shared by all
        forward.make_dual(torch.zeros(1), torch.ones(1))
    str(torch.zeros(1))  # the first one imports a module: without it, to print a tensor would cost the answer


def _load_torchvision() -> None:
    from autograder.sandbox.inside.torchvision_cpu import import_torchvision

    import_torchvision()
    for name in ("datasets", "transforms", "utils", "models"):
        importlib.import_module(f"torchvision.{name}")


def _load_safetensors() -> None:
    importlib.import_module("safetensors.torch")

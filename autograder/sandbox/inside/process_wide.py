"""What a module sets for the whole process while it is loaded is as in a new process afterwards, unless its answers are built on it.

Students get this file as a part of ``check_words.py``, so it uses nothing but Python's own library.
Runs in the student's process, and on a student's own machine.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

_WARNS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
"""How NumPy begins."""


@contextlib.contextmanager
def settings_set_back(*, unless: bool = False) -> Iterator[list[str]]:
    """Meanwhile a submission is loaded. Honest ones begin with ``torch.set_grad_enabled(False)`` (to look at feature maps), with
    ``np.seterr(all="raise")`` or ``warnings.simplefilter("error")``; their answers are called as any other program would call them,
    ``unless`` they turn out to need what was set. Gives a list that holds afterwards what was set, by the names of what sets it.

    What changes no value stays: how figures look, the depth of recursion, warnings that are not shown.
    """
    changed: list[str] = []
    around = warnings.catch_warnings()
    around.__enter__()
    before = warnings.filters[:]
    yield changed
    if any(each not in before and each[0] == "error" for each in warnings.filters):
        changed.append("warnings.simplefilter")
    if not unless:
        around.__exit__(None, None, None)
    with contextlib.suppress(Exception):  # under these names a student may have put anything
        for name, is_set, set_back in itertools.chain(_of_torch(), _of_numpy()):
            if is_set:
                changed.append(name)
            if not unless:
                set_back()


def _of_numpy() -> Iterator[tuple[str, bool, Callable[[], Any]]]:
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        yield "numpy.seterr", bool({"raise", "call"} & set(numpy.geterr().values())), partial(numpy.seterr, **_WARNS)


def _of_torch() -> Iterator[tuple[str, bool, Callable[[], Any]]]:
    torch: Any = sys.modules.get("torch")
    if getattr(torch, "__file__", ""):  # not what stands in for it where it is not there
        yield "torch.set_grad_enabled", not torch.is_grad_enabled(), partial(torch.set_grad_enabled, True)
        float32 = torch.float32
        is_other = torch.get_default_dtype() is not float32
        yield "torch.set_default_dtype", is_other, partial(torch.set_default_dtype, float32)
        yield "torch.set_default_device", False, partial(torch.set_default_device, None)

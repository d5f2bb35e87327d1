"""What a module sets for the whole process while it is loaded is as in a new process afterwards.

Students get this file as a part of ``check_words.py``, so it uses nothing but Python's own library.
Runs in the student's process, and on a student's own machine.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def settings_set_back() -> Iterator[None]:
    """Meanwhile a submission is loaded. Honest ones begin with ``torch.set_grad_enabled(False)`` (to look at feature maps), with
    ``np.seterr(all="raise")`` or ``warnings.simplefilter("error")``; their answers are called as any other program would call them.

    What changes no value stays: how figures look, the depth of recursion.
    """
    with warnings.catch_warnings():
        yield
    numpy: Any = sys.modules.get("numpy")
    torch: Any = sys.modules.get("torch")
    with contextlib.suppress(Exception):  # under these names a student may have put anything
        if numpy is not None:
            numpy.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
        if getattr(torch, "__file__", ""):  # not what stands in for it where it is not there
            torch.set_grad_enabled(True)
            torch.set_default_dtype(torch.float32)
            torch.set_default_device(None)

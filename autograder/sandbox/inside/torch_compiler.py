"""PyTorch's compiler (``torch._dynamo``) left asleep until somebody needs it.

The first optimizer imports it, only to say that its methods are not to be compiled, and torchvision for a function it calls late: 75 MB,
800 modules and a second of processor time, in programs that compile nothing. So a module stands in its place that says this itself, and
makes way for the real one when it is asked for anything else (``torch.func.grad``, checkpointing). That needs files: for a student's
process it is done before the door is shut, where the submission has a word of what needs it (`is_wanted`). Runs in the student's process.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

_NAME, _UTILS = "torch._dynamo", "torch._dynamo.utils"
_WORDS = re.compile(
    rb"dynamo|functorch|jacrev|jacfwd|hessian|utils(?:\.| import )[^\n]*checkpoint"
    rb"|torch(?:\.| import )[^\n]*\b(?:func|nested|cond|export|ops|profiler|attention|flop_counter)\b"
)
"""What asks the compiler of PyTorch 2.13 for more than to be left alone. Who says one for another reason pays a second of loading."""


class _Asleep(ModuleType):
    """Stands for a module of the compiler."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # `inspect` looks through all modules
            raise AttributeError(name)
        wake()
        return getattr(sys.modules[self.__name__], name)


def put_to_sleep() -> None:
    """Have the compiler sleep, where nobody has imported it yet. After torch is imported, and before its first optimizer is made."""
    if _NAME in sys.modules:
        return
    compiler, utils = _Asleep(_NAME), _Asleep(_UTILS)
    vars(compiler).update(disable=_as_it_is, graph_break=_nothing, utils=utils, __path__=[])
    vars(utils).update(is_compile_supported=_is_compile_supported)
    sys.modules.update({_NAME: compiler, _UTILS: utils})
    vars(sys.modules["torch"]).update(_dynamo=compiler)


def is_wanted(files: Iterable[bytes]) -> bool:
    """Whether the texts of a submission name something that needs the compiler, which sleeps."""
    return isinstance(sys.modules.get(_NAME), _Asleep) and any(_WORDS.search(data) for data in files)


def wake() -> None:
    """Import the real one where it sleeps. Raises what that raises: ImportError where files are closed."""
    asleep = {name: sys.modules.pop(name) for name in (_NAME, _UTILS) if isinstance(sys.modules.get(name), _Asleep)}
    if asleep:
        try:
            importlib.import_module(_NAME)
        except BaseException:
            sys.modules.update(asleep)
            raise


def _as_it_is(function: Callable[..., Any], *_: object, **__: object) -> Callable[..., Any]:
    """Stands for ``disable``: what is not to be compiled is as it is."""
    return function


def _nothing(*_: object) -> None:
    """Stands for ``graph_break``."""


def _is_compile_supported(device: str) -> bool:
    """What torchvision imports early and calls late."""
    wake()
    found: bool = sys.modules[_UTILS].is_compile_supported(device)
    return found

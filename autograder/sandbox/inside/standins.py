"""Stand-ins: what a student's ``import`` finds for a library the exercise does not use.

An import that is never used costs nothing; a call tells why it does not work. These live in the student's process and are for its
messages: what keeps libraries away is that they are not loaded, and that nothing can be opened.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any, NoReturn

from autograder.sandbox.inside.tripwires import RuleViolation

KNOWN = frozenset(
    "scipy torch torchvision torchaudio cv2 skimage sklearn tensorflow keras jax jaxlib numba pandas PIL requests imageio mxnet "
    "cupy theano h5py sympy tinygrad onnx timm einops".split()
)
"""Libraries that students import out of habit. They are there in name."""
PLACE = "/submission/"
"""The folder a submission believes it lies in. There is none; the path is absolute so that nobody has to ask for the current folder."""
DISPLAY = frozenset("matplotlib seaborn plotly IPython ipywidgets tqdm mpl_toolkits google".split())
"""Libraries that only show things: where an exercise has no figures, their calls do nothing."""


class Absent(ModuleType):
    """A library that is not there: attributes are there, using one raises."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Unusable(f"{self.__name__}.{name}")


class _Unusable:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Unusable(f"{self._name}.{name}")

    def __call__(self, *args: object, **kwargs: object) -> NoReturn:
        raise RuleViolation(
            f"{self._name} is not available: this exercise is written without {self._name.partition('.')[0]}."
        )

    def __mro_entries__(self, bases: object) -> NoReturn:
        self()


class Silent(ModuleType):
    """A display library where nothing is shown: everything can be called and nothing happens."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self.__name__.partition(".")[0] == "tqdm":
            return _first_argument
        return _figure_and_axes if name == "subplots" else _Nothing()


class _Nothing:
    """Swallows whatever is done with a figure or an axes."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _figure_and_axes if name == "subplots" else _Nothing()

    def __call__(self, *args: object, **kwargs: object) -> Any:
        return _Nothing()

    def __getitem__(self, key: object) -> Any:
        return _Nothing()

    def __setitem__(self, key: object, value: object) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter([_Nothing() for _ in range(64)])

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *exc: object) -> None:
        return None


def _figure_and_axes(*args: object, **kwargs: object) -> tuple[_Nothing, _Nothing]:
    return _Nothing(), _Nothing()


def _first_argument(iterable: Any = (), *args: object, **kwargs: object) -> Any:
    return iterable


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the submission's own helper modules, then stand-ins. Loaded libraries are found before this is asked."""

    def __init__(
        self, sources: dict[str, tuple[str, str]], libraries: Iterable[str], missed: Callable[[str], None]
    ) -> None:
        """``sources``: module name to file name and text. ``missed`` is told what of an allowed library is not there."""
        self.sources, self.missed = sources, missed
        self.allowed = sys.stdlib_module_names | set(libraries)

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        top = name.partition(".")[0]
        folder = any(other.startswith(f"{name}.") for other in self.sources)
        if name in self.sources or folder:
            return importlib.machinery.ModuleSpec(name, self, is_package=folder)
        if top in KNOWN | DISPLAY:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        if top in self.allowed:
            self.missed(name)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        top = spec.name.partition(".")[0]
        if spec.name in self.sources or top not in KNOWN | DISPLAY:
            return None
        return Silent(spec.name) if top in DISPLAY else Absent(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        found = self.sources.get(module.__name__)
        if found is not None:
            module.__file__ = PLACE + found[0]
            exec(compile(found[1], found[0], "exec", dont_inherit=True), vars(module))

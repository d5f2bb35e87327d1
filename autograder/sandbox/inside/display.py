"""Stand-ins for libraries that only show things, where an exercise has no use for them: everything can be called, and nothing happens.

Runs in the student's process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

DISPLAY = frozenset(
    "matplotlib seaborn plotly bokeh altair IPython ipywidgets tqdm fastprogress alive_progress progressbar mpl_toolkits google otter "
    "nbgrader ipytest wandb mlflow tensorboard tensorboardX visdom comet_ml neptune torchinfo torchsummary torchviz livelossplot graphviz "
    "netron rich tabulate termcolor colorama prettytable marimo watermark client icecream loguru structlog coloredlogs dotenv "
    "matplotlib_inline ipykernel ipympl itables".split()
)
"""Libraries that only show, log or check things."""
PARTS = frozenset(["torch.utils.tensorboard"])
"""Parts of allowed libraries that do the same, and for which another library would be needed."""
_PROGRESS = re.compile(
    r"tqdm\w*|tqdm_notebook|trange|tnrange|track|progress_?bar|master_bar|alive_it|tenumerate|tzip|tmap|ProgressBar"
)


class Silent(ModuleType):
    """A display library where nothing is shown."""

    __version__ = "0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)


class Nothing:
    """Swallows whatever is done with a figure, an axes, a notebook's grader."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)

    def __call__(self, *args: object, **kwargs: object) -> Any:
        # `@interact` and its like: the function stays.
        return args[0] if len(args) == 1 and not kwargs and isinstance(args[0], _FUNCTION) else Nothing()

    def __getitem__(self, key: object) -> Any:
        return Nothing()

    def __setitem__(self, key: object, value: object) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter([Nothing() for _ in range(64)])

    def __len__(self) -> int:
        return 64

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def __float__(self) -> float:
        return 1.0

    def __index__(self) -> int:
        return 1

    def __format__(self, spec: str) -> str:
        return ""

    def __add__(self, other: Any) -> Any:
        return other if isinstance(other, str) else Nothing()

    def _arithmetic(self, other: object) -> Any:
        return Nothing()

    __radd__ = __add__
    __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _arithmetic


_FUNCTION = type(lambda: None)


class Progress:
    """A progress bar that shows nothing: goes through what it is given."""

    monitor_interval = 0

    def __init__(self, iterable: Any = None, *args: object, total: float | None = None, **kwargs: object) -> None:
        self.iterable, self.n, self.total, self.disable = iterable, 0, total, True

    def __iter__(self) -> Iterator[Any]:
        for each in self.iterable if self.iterable is not None else ():
            yield each
            self.n += 1

    def __len__(self) -> int:
        return len(self.iterable) if hasattr(self.iterable, "__len__") else int(self.total or 0)

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, key: Any) -> Any:
        return self.iterable[key]

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def __call__(self, *args: object, **kwargs: object) -> Any:  # `with alive_bar(3) as bar: bar()`
        return None

    def update(self, n: float | None = 1) -> None:
        self.n += int(n or 0)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "comment":
            return ""
        return lambda *args, **kwargs: None

    @staticmethod
    def write(*args: object, **kwargs: object) -> None:
        """Said beside the bar: nothing is shown here."""

    @staticmethod
    def pandas(*args: object, **kwargs: object) -> None:
        """For tables, which are not here either."""


def _range(*args: Any, **kwargs: Any) -> Progress:
    return Progress(range(*args), **kwargs)


_ITERATES: dict[str, Callable[..., Any]] = {
    "trange": _range,
    "tnrange": _range,
    "tenumerate": lambda iterable, start=0, **options: Progress(enumerate(iterable, start)),
    "tzip": lambda *iterables, **options: Progress(zip(*iterables)),  # noqa: B905
    "tmap": lambda function, *iterables, **options: map(function, *iterables),
    **dict.fromkeys(
        ("thread_map", "process_map"), lambda function, *iterables, **options: list(map(function, *iterables))
    ),
    "ic": lambda *values: values[0] if len(values) == 1 else values,
}


def _stand_in(name: str) -> Any:
    """What a display library has under ``name``."""
    if name in _ITERATES:
        return _ITERATES[name]
    if _PROGRESS.fullmatch(name) and name not in ("tqdm_pandas",):
        return Progress
    return _SHAPED.get(name) or Nothing()


def _subplots(
    nrows: Any = 1, ncols: Any = 1, *args: object, squeeze: bool = True, **kwargs: object
) -> tuple[Nothing, Any]:
    """A figure and its axes, in the shape that Matplotlib gives them."""
    try:
        axes = np.empty((int(nrows), int(ncols)), dtype=object)
    except (TypeError, ValueError):
        return Nothing(), Nothing()
    for index in np.ndindex(axes.shape):
        axes[index] = Nothing()
    if not squeeze:
        return Nothing(), axes
    return Nothing(), axes.item() if axes.size == 1 else axes.squeeze()


def _several(count: int) -> Callable[..., tuple[Nothing, ...]]:
    return lambda *args, **kwargs: tuple(Nothing() for _ in range(count))


def _lines(*args: Any, **kwargs: Any) -> Iterable[Nothing]:
    return [Nothing()]


_SHAPED: dict[str, Callable[..., Any]] = {
    "subplots": _subplots,
    "plot": _lines,
    "hist": _several(3),
    "hist2d": _several(4),
    "get_legend_handles_labels": _several(2),
    "legend_elements": _several(2),
    "xlim": _several(2),
    "ylim": _several(2),
    "get_xlim": _several(2),
    "get_ylim": _several(2),
    "display": lambda *shown, **options: None,
}
"""Calls whose result is taken apart."""

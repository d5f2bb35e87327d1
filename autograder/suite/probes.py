"""Probes: the small inputs on which misconceptions are told apart.

``tests/hidden/NAME/probes.py`` has one generator function per question, named like the question, that yields probes
from the smallest up::

    def conv2d():
        yield np.array([[1, 2], [3, 4]]), np.array([[1]])     # positional arguments
        yield kept(image), kernel                             # look at the image after the call too

    def Conv2D():
        yield lambda Conv2D: Conv2D(1, 1, 2).forward(x)       # or what to do with the thing; gives what to compare
        yield lambda Conv2D, props: props.use(Conv2D, x)      # with the suite's props.py, in the thing's own process
        yield probe("Conv2D(1, 1, 2): forward(X)", lambda Conv2D: …, X=x)      # the same in words, and with what is drawn beside it

The file may also have ``window(question, args, position)``, the cells of the arguments that the output at ``position``
is made of (``{"image": [(0, 1), (0, 2)]}``; cells outside the array stand for zero padding), and
``working(question, args, position)``, the right arithmetic at that place as a short text. Either may give None. A
single number has the position ``()``; it has no window.
"""

from __future__ import annotations

import importlib.util
import inspect
import itertools
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.records.errors import SuiteError

Probe = tuple[Any, ...] | Callable[..., Any]
"""Positional arguments of a call, or a callable that is given the function or class (and props) and returns what to compare."""

Window = Callable[[str, tuple[Any, ...], tuple[int, ...]], Mapping[str, Any] | None]
Working = Callable[[str, tuple[Any, ...], tuple[int, ...]], str | None]

MOST = 200
"""Probes read of one generator: a guard against one without an end."""


@dataclass(frozen=True, eq=False)
class Kept:
    """An argument that is looked at again after the call: a function that changes it has not left its input alone."""

    value: Any


def kept(value: Any) -> Any:
    """Mark an argument of a probe as one that must come out of the call unchanged."""
    return Kept(value)


PICTURE = 32
"""Rows and columns of a picture that are kept at most: what is seen of a figure in a small case."""
_SHADES = 15


@dataclass(frozen=True, eq=False)
class Pictured:
    """A picture of a figure: told in ``words``, which are compared, and drawn from its ``shades``, 0 (black) to 15, which are not."""

    words: tuple[str, ...]
    shades: tuple[tuple[int, ...], ...]


def pictured(words: Sequence[str], array: Any) -> Pictured:
    """What a probe tells of a picture in a figure: ``words`` that do not depend on how it was drawn, and the numbers it shows, (H, W)."""
    rows, columns = (max(1, -(-n // PICTURE)) for n in np.shape(array))
    small = np.asarray(array, dtype=float)[::rows, ::columns]
    finite = small[np.isfinite(small)]
    low, high = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
    shades = (
        np.nan_to_num(_SHADES * (small - low) / ((high - low) or 1.0), posinf=_SHADES, neginf=0)
        .round()
        .clip(0, _SHADES)
    )
    return Pictured(tuple(words), tuple(tuple(map(int, row)) for row in shades))


def probe(text: str, run: Callable[..., Any], /, **inputs: Any) -> Callable[..., Any]:
    """``run``, a callable probe, which ``text`` says in words to whoever got it wrong; ``inputs`` are drawn beside it, by name."""
    run.__doc__ = text
    run.__dict__["inputs"] = inputs
    return run


def shown_inputs(probe: Callable[..., Any]) -> Mapping[str, Any]:
    """What is drawn beside a callable probe, by name."""
    return getattr(probe, "inputs", {})


@dataclass(frozen=True)
class Probes:
    """What one ``probes.py`` offers: probes by question, and how to point at what an output is made of."""

    questions: Mapping[str, tuple[Probe, ...]] = field(default_factory=dict)
    window: Window | None = None
    working: Working | None = None

    def of(self, question: str) -> tuple[Probe, ...]:
        """The question's probes, smallest first; none when the course has none."""
        return self.questions.get(question, ())


def load_probes(path: Path) -> Probes:
    """The probes of one course file, staff code run in this process. A file that does not exist offers none."""
    if not path.is_file():
        return Probes()
    module = run_staff_file(path, f"_convgrade_probes_{path.parent.name}")
    questions = {
        name: tuple(itertools.islice(generator(), MOST))
        for name, generator in vars(module).items()
        if inspect.isgeneratorfunction(generator) and not name.startswith("_")
    }
    return Probes(questions, getattr(module, "window", None), getattr(module, "working", None))


def run_staff_file(path: Path, name: str) -> ModuleType:
    """``path`` as a module, under a name that no import statement uses. Raises `SuiteError` where there is no such file, and whatever
    the module raises."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SuiteError(f"{path} is missing.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for a class's module
    spec.loader.exec_module(module)
    return module


def needs_props(probe: Probe) -> bool:
    """Whether the probe asks for the suite's ``props.py`` beside the function or class."""
    return not isinstance(probe, tuple) and len(inspect.signature(probe).parameters) > 1


def arguments(probe: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments as they are before the call."""
    return tuple(part.value if isinstance(part, Kept) else part for part in probe)

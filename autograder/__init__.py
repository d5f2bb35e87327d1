"""convgrade: marks exercises on convolutional networks. The engine; it knows no exercise by name.

`Course` and `Run` are the way in from Python. Names are imported on first use: the student's process shares this package and must not load
the rest of the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.course import Course
    from autograder.records.errors import ConvgradeError
    from autograder.runs.progress import lines
    from autograder.runs.run import Run

__version__ = "0.2.0.dev0"
__all__ = ["ConvgradeError", "Course", "Run", "__version__", "lines"]
_PLACES = {"ConvgradeError": "records.errors", "Course": "course", "Run": "runs.run", "lines": "runs.progress"}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)

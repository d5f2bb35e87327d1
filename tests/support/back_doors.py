"""Looks through everything that some libraries bring along for what could convolve, correlate, pool, filter or interpolate an array.

``python -m tests.support.back_doors matplotlib numpy`` prints their names, one a line: those of the modules that can be imported and
of the operators that PyTorch's dispatcher knows. `tests/sandbox/test_back_doors.py` judges each.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import pkgutil
import re
import sys
import warnings
from collections.abc import Iterator
from importlib import metadata

WORDS = re.compile(
    r"conv(?!ert|enien|ersion)|correl|pool|filter|blur|unfold|im2col|col2im|dilat|erod|morph|resampl|median|stencil|sharp|smooth"
    r"|spread|interp(?!reter)|\breduce\b|\bresize\b|\btransform\b|thumbnail|\blanczos|polymul",
    re.IGNORECASE,
)
LEFT_OUT = re.compile(
    r"\.(tests?|conftest|testing|sphinxext|_pyinstaller|f2py|distutils|typing|pylab)(\.|$)|(^|\.)__main__|ImageTk|ImageQt|ImageShow"
    r"|ImageGrab|backend_(gtk|qt|wx|mac|web|nb|tk|cairo)|_backend_(gtk|tk)|backends\.(qt|web)"
)
"""Modules that open windows, print, or cannot be had without a screen; tests, but for compiled ones."""


def companions(library: str) -> set[str]:
    """The top-level modules of the library's distribution and of what it requires, as installed."""
    names, waiting = set(), [library]
    by_distribution: dict[str, set[str]] = {}
    for module, distributions in metadata.packages_distributions().items():
        for distribution in distributions:
            by_distribution.setdefault(distribution.lower(), set()).add(module)
    seen: set[str] = set()
    while waiting:
        distribution = waiting.pop().lower()
        if distribution in seen:
            continue
        seen.add(distribution)
        names |= {name for name in by_distribution.get(distribution, set()) if name.isidentifier()}
        with contextlib.suppress(metadata.PackageNotFoundError):
            for requirement in metadata.requires(distribution) or []:
                if "extra ==" not in requirement:
                    waiting.append(re.split(r"[^\w-]", requirement, maxsplit=1)[0])
    return names


def load(root: str) -> None:
    """Import every module below ``root`` that can be."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        package = importlib.import_module(root)
        for info in pkgutil.walk_packages(getattr(package, "__path__", []), f"{root}.", onerror=lambda name: None):
            if not LEFT_OUT.search(info.name):
                with contextlib.suppress(BaseException):
                    importlib.import_module(info.name)


def candidates(roots: set[str]) -> Iterator[str]:
    """Names of what could be one, each thing once."""
    seen: set[int] = set()
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] not in roots:
            continue
        for attribute, value in sorted(vars(module).items()):
            things = [(attribute, value)]
            if isinstance(value, type) and value.__module__ == name:
                things += [(f"{attribute}.{part}", thing) for part, thing in sorted(vars(value).items())]
            for path, thing in things:
                own = getattr(thing, "__module__", None) in (name, None)
                if own and callable(thing) and id(thing) not in seen and WORDS.search(path.rpartition(".")[2]):
                    seen.add(id(thing))
                    yield f"{name}.{path}"
    pixels = getattr(getattr(sys.modules.get("PIL.Image"), "core", None), "new", None)
    if pixels is not None and "PIL" in roots:
        yield from (f"ImagingCore.{name}" for name in dir(pixels("L", (1, 1))) if WORDS.search(name))


def main(libraries: list[str]) -> None:
    warnings.simplefilter("ignore")
    roots = set().union(*map(companions, libraries))
    for root in sorted(roots):
        with contextlib.suppress(ImportError):
            load(root)
    for name in candidates(roots):
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])

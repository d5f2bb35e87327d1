"""What a student's ``import`` finds, once libraries that are loaded have been asked: own modules, then stand-ins, or nothing.

Runs in the student's process.
"""

from __future__ import annotations

import functools
import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Iterable, Mapping, Set
from types import FrameType, ModuleType

from autograder.sandbox.inside.display import DISPLAY, PARTS, Silent
from autograder.sandbox.inside.imports import named
from autograder.sandbox.inside.standins import KNOWN, LENIENT, Absent, Lenient
from autograder.sandbox.inside.syntax import body, where_import_errors_are_caught

PLACE = "/submission/"
"""The folder a submission believes it lies in. There is none; the path is absolute so that nobody has to ask for the current folder."""
ROOT = "_handed_in._handed_in._handed_in"
"""The package of the files handed in, for imports that begin with a dot; deep enough for two more dots."""
_HERE = "_handed_in"
_NONE = ("", "")
_STAND_INS = {**dict.fromkeys(KNOWN, Absent), **dict.fromkeys(LENIENT, Lenient), **dict.fromkeys(DISPLAY, Silent)}


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the submission's own modules, then stand-ins. Loaded libraries are found before this is reached."""

    def __init__(
        self,
        helpers: Mapping[str, tuple[str, str]],
        texts: Mapping[str, str],
        known: Set[str],
        absent: Iterable[str],
        missed: Callable[[str], None],
        execute: Callable[[ModuleType, str, str, bool], None],
    ) -> None:
        """``helpers``: module name to file name and text. ``texts``: what the student wrote, by the names that frames carry. ``known``:
        the libraries that may be imported. ``absent``: what was looked for before the door was shut, and is nowhere. ``missed`` is told
        what of an allowed library is not there. ``execute`` runs a helper in its module; the last argument says whether an ImportError
        is expected."""
        self.helpers, self.texts, self.absent = helpers, texts, frozenset(absent)
        self.missed, self.execute = missed, execute
        self.allowed = known
        self.expecting: dict[str, list[range]] = {}

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        top = name.partition(".")[0]
        folder = any(other.startswith(f"{name}.") for other in self.helpers) or self.helpers.get(name, _NONE)[
            0
        ].endswith("__init__.py")
        if name in self.helpers or folder:
            return importlib.machinery.ModuleSpec(name, self, is_package=folder)
        if top == _HERE or (self.helpers and top not in self.allowed | _STAND_INS.keys()):
            known = _without_here(name) == _HERE or self._own(name) or self._is_folder(name)
            return importlib.machinery.ModuleSpec(name, self, is_package=True) if known else None
        directly, frames = _students_frames(self.texts)
        if top in self.allowed and name not in PARTS:
            if directly and name not in self.absent:
                self.missed(name)
            return None
        if not (top in _STAND_INS or name in PARTS) or not directly or _only_asked():
            return None
        if self.is_expected(frames):
            return None  # as on a machine without the library: what stands under `except` gets its turn
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        if spec.name in PARTS:
            return Silent(spec.name)
        kind = None if spec.name in self.helpers else _STAND_INS.get(spec.name.partition(".")[0])
        return kind(spec.name) if kind is not None else None

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        if name in self.helpers:
            file, text = self.helpers[name]
            module.__file__ = PLACE + file
            module.__package__ = f"{ROOT}.{module.__package__}".removesuffix(".")
            self.execute(module, file, text, self.is_expected(_students_frames(self.texts)[1]))
        elif own := self._own(name):
            sys.modules[name] = importlib.import_module(own)

    def _own(self, name: str) -> str:
        """The submission's own module that is meant by ``name``, in which its folders may be named as they are on the student's machine."""
        parts = _without_here(name).split(".")
        first = 0 if name.startswith(f"{_HERE}.") else 1  # the name itself was looked for, and is being loaded
        ends = (".".join(parts[i:]) for i in range(first, len(parts)))
        return next(
            (end for end in ends if end in self.helpers or (end in sys.modules and end not in self.allowed)), ""
        )

    def _is_folder(self, name: str) -> bool:
        """Whether the student's imports name an own module in the folder ``name``."""
        start = f"{_without_here(name)}."
        return any(dotted.startswith(start) and self._own(dotted) for dotted in self._imports)

    @functools.cached_property
    def _imports(self) -> frozenset[str]:
        return frozenset(dotted for text in self.texts.values() for dotted in named(text.encode(errors="replace")))

    def is_expected(self, frames: Iterable[FrameType]) -> bool:
        """Whether one of the student's ``frames`` is at a line where an ImportError is caught."""
        return any(frame.f_lineno in lines for frame in frames for lines in self._lines(frame.f_code.co_filename))

    def _lines(self, file: str) -> list[range]:
        if file not in self.expecting:
            text = self.texts.get(file, "")
            # A syntax tree takes longer than the import: only where something is caught at all.
            tree = body(text) if "except" in text or "suppress" in text else []
            self.expecting[file] = [lines for each in tree for lines in where_import_errors_are_caught(each)]
        return self.expecting[file]


def _without_here(name: str) -> str:
    return name.replace(f"{_HERE}.", "")


def _students_frames(texts: Mapping[str, str]) -> tuple[bool, list[FrameType]]:
    """Whether it is the student's own code that imports, not a library; and its frames that led here, innermost first."""
    frame: FrameType | None = sys._getframe(1)
    directly: bool | None = None
    frames = []
    while frame is not None:
        file = frame.f_code.co_filename
        own = file in texts or (file.startswith("<") and not file.startswith("<frozen"))
        if own:
            frames.append(frame)
        if directly is None and not _is_machinery(file):
            directly = own
        frame = frame.f_back
    return bool(directly), frames


def _is_machinery(file: str) -> bool:
    return file == __file__ or file.startswith("<frozen importlib") or file.rpartition("/")[0].endswith("/importlib")


def _only_asked() -> bool:
    """Whether `importlib.util.find_spec` wants to know if there is such a library: there is not."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "find_spec" and frame.f_code.co_filename.endswith(("util.py", "importlib.util>")):
            return True
        frame = frame.f_back
    return False

"""Modules for the tests of the diagnosis."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any


def module_of(path: Path, name: str) -> ModuleType:
    """The module in the file ``path``, run anew."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def student_module(**names: Any) -> ModuleType:
    """A student's module that defines ``names``."""
    module = ModuleType("student")
    vars(module).update(names)
    return module

"""Modules for the tests of the diagnosis."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.course import QuestionKind
from autograder.diagnosis import Diagnosis, Misconception, Sheet
from autograder.diagnosis.diagnose import consult
from autograder.suite.probes import Probe


def diagnose(
    kind: QuestionKind,
    probes: Sequence[Probe],
    reference: Callable[..., Any],
    misconceptions: Sequence[Misconception],
    student: Callable[..., Any],
    question: str = "answer",
) -> Diagnosis:
    """Diagnose one function, class or value. A value comes from ``reference`` and ``student`` called without arguments."""
    asked: Sequence[Probe] = [()] if kind == "value" else probes
    return consult(kind, question, Sheet.make(asked, reference, misconceptions), student)


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

"""Python that is newer than the grader's: it is called by its name, read where the older has other words for it, and costs nothing but
itself where not. On the newer Python it is simply read."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from autograder.sandbox import Sandbox
from autograder.sandbox.inside.report import ELSEWHERE
from tests.support.student_process import notebook, running, started

HERE = f"the grader runs {sys.version_info[0]}.{sys.version_info[1]}."


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


@pytest.mark.parametrize(
    ("newer", "version", "what"),
    [
        ("type Pair[T] = tuple[T, T]", (3, 12), "`type` statement"),
        ("type Pair[T = int] = tuple[T, T]", (3, 13), "defaults of type parameters"),
        ("def g():\n    return f'{'a' '\\n'}'", (3, 12), "f-strings"),
        ("name = t'{1}'", (3, 14), "t-strings"),
        ("def g(rows):\n    return [*row for row in rows]", (3, 15), "unpacking in comprehensions"),
        ("name = {**one for one in [{1: 2}]}", (3, 15), "unpacking in comprehensions"),
    ],
)
@pytest.mark.parametrize("in_notebook", [False, True])
def test_newer_syntax_is_called_by_its_name(
    sandbox: Sandbox, newer: str, version: tuple[int, int], what: str, in_notebook: bool
) -> None:
    text = f"x = 3\n{newer}\n\ndef f():\n    return x\n"
    with running(sandbox, notebook(text) if in_notebook else text) as process:
        assert process.module.f() == 3
        if sys.version_info[:2] >= version:
            assert process.report.flags == ()
        else:
            assert f"uses Python {version[0]}.{version[1]}'s {what}" in process.report.flags[0]
            assert process.report.flags[0].endswith(HERE)
            assert process.report.flags[-1] == ELSEWHERE


@pytest.mark.parametrize(
    ("newer", "version", "what", "name"),
    [
        ("def name[T](x: T = 'a') -> T:\n    return x", (3, 12), "type parameters", "a"),
        ("def name[T: (int, float), *Ts, **P](x: list[T] = 'a'):\n    return f'{x}'", (3, 12), "type parameters", "a"),
        ("def name[\n    T,\n](\n    x='a',\n):\n    return x", (3, 12), "type parameters", "a"),
        (
            "class name[T]:\n    def __call__[S](self, x: S = 'a'):\n        return x\nname = name()",
            (3, 12),
            "type parameters",
            "a",
        ),
        (
            "def name[T: list[int] = int, *Ts = *tuple[int]](x: T = 'a') -> T:\n    return x",
            (3, 13),
            "defaults of",
            "a",
        ),
        ("class name[T=str]:\n    def __call__(self):\n        return 'a'\nname = name()", (3, 13), "defaults of", "a"),
        ("lazy import math as m\ndef name():\n    return m.floor(1.5)", (3, 15), "lazy imports", 1),
        ("lazy from math import floor\nname = floor(1.5)", (3, 15), "lazy imports", 1),
        ("type Image = list[list[float]]\ndef name(x: Image = 'a'):\n    return x", (3, 12), "`type` statement", "a"),
        ('name = f"{"x"}"', (3, 12), "f-strings", "x"),
        ("d = {'k': 1}\ndef name():\n    return f'{d['k']}' f\"{d['k']}\"", (3, 12), "f-strings", "11"),
        ('name = f"{chr(10).join([\'a\', "b"])!r:>{"9"}}"', (3, 12), "f-strings", "   'a\\nb'"),
        ("name = f\"{'\\n'.join(['a', 'b'])}\\t'\"", (3, 12), "f-strings", "a\nb\t'"),
        ('name = f"{1 # one\n    }"', (3, 12), "f-strings", "1"),
        ('name = f"{f"{f"{1}"}"}"', (3, 12), "f-strings", "1"),
        ('name = "it\'s " f"a {{b}} {"c"!s:>2}" "d"', (3, 12), "f-strings", "it's a {b}  cd"),
        (
            "try:\n    name = int('x')\nexcept ValueError, TypeError:\n    name = 'b'",
            (3, 14),
            "`except` without parentheses",
            "b",
        ),
        (
            "import numpy as np\ntry:\n    raise ValueError\nexcept* np.linalg.LinAlgError, ValueError:\n    name = 'b'",
            (3, 14),
            "`except` without parentheses",
            "b",
        ),
    ],
)
@pytest.mark.parametrize("in_notebook", [False, True])
def test_newer_syntax_with_older_words_is_read(
    sandbox: Sandbox, newer: str, version: tuple[int, int], what: str, name: object, in_notebook: bool
) -> None:
    text = f"x = 3\n{newer}\n\ndef f():\n    return name() if callable(name) else name\n"
    with running(sandbox, notebook(text) if in_notebook else text) as process:
        assert process.module.f() == name
        if sys.version_info[:2] >= version:
            assert process.report.flags == ()
        else:
            assert f"uses Python {version[0]}.{version[1]}'s {what}" in process.report.flags[0]
            assert process.report.flags[0].endswith(f"{HERE} It was read all the same.")
            assert ELSEWHERE not in process.report.flags


@pytest.mark.parametrize(
    "broken",
    ['x = f"{1"', 'x = f"{"', "def g(x:\n    return f'{x}'", "def g[]:\n    return 1 1", 
     "def g():\n  try:\n    pass\n  except ValueError, e: 1 1"],
)  # fmt: skip
def test_what_no_python_reads_is_not_called_newer(sandbox: Sandbox, broken: str) -> None:
    with running(sandbox, f"{broken}\n\ndef f():\n    return 3\n") as process:
        assert process.module.f() == 3
        assert "uses Python" not in process.report.flags[0] or "[]" in broken


@pytest.mark.parametrize(
    ("statement", "version"),
    [
        ("from itertools import batched, chain", (3, 12)),
        ("import math\nx = math.sumprod([1], [2])", (3, 12)),
        ("from warnings import deprecated", (3, 13)),
        ("import annotationlib", (3, 14)),
        ("x = frozendict(a=1)", (3, 15)),
    ],
)
def test_what_a_newer_library_has_is_called_so(sandbox: Sandbox, statement: str, version: tuple[int, int]) -> None:
    with running(sandbox, f"{statement}\n") as process:
        if sys.version_info[:2] >= version:
            assert process.report.flags == ()
        else:
            assert f"(that came with Python {version[0]}.{version[1]}; the grader runs" in process.report.flags[0]


def test_so_it_is_where_a_function_asks_for_it(sandbox: Sandbox) -> None:
    source = "import math\n\ndef f():\n    return math.integer.gcd(4, 6)\n\ndef g():\n    return profiling\n"
    with running(sandbox, source) as process:
        if sys.version_info[:2] < (3, 15):
            with pytest.raises(AttributeError, match=r"that came with Python 3\.15; the grader runs"):
                process.module.f()
        with pytest.raises(NameError) as undefined:  # a module's name that was not imported came with no version
            process.module.g()
    assert "that came" not in str(undefined.value)

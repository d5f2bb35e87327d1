"""What a submission imports: the standard library, its own modules, and what is not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.sandbox import Sandbox
from tests.support.student_process import notebook, py, running, started


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


def test_helpers_beside_the_module(sandbox: Sandbox) -> None:
    others = [
        py("from deeper.inside import k\ndef two():\n    return k\n", "helper.py"),
        py("k = 2\n", "deeper/inside.py"),
    ]
    with running(sandbox, "from helper import two\ny = two()\n", [*others, py("", "deeper/__init__.py")]) as process:
        assert process.report.flags == ()
        assert process.module.y == 2


def test_a_helper_does_not_shadow_a_library(sandbox: Sandbox) -> None:
    shadows = [
        py("raise RuntimeError('shadow')\nones = None\n", name)
        for name in ("numpy.py", "random.py", "math.py", "os.py")
    ]
    text = "import numpy as np, random, math, os\nx = float(np.ones(3).sum() + math.floor(2.5)) if os.sep else 0.0\n"
    with running(sandbox, text, shadows) as process:
        assert process.report.flags == ()
        assert process.module.x == 5.0


def test_a_helper_of_which_nothing_can_be_read_is_told_where_it_is_imported(sandbox: Sandbox) -> None:
    with running(sandbox, "x = 1\nimport helper\n", [py("def f(:\n", "helper.py")]) as process:
        assert (
            process.report.flags[1]
            == "work.py, line 2: stopped there by SyntaxError: helper.py, line 1: invalid syntax."
        )
        assert process.module.x == 1


@pytest.mark.parametrize(
    "text",
    [
        "import sched",
        "import xml.etree.ElementTree as E",
        "from xml.etree import ElementTree",
        "from concurrent import (\n    futures as f,\n    )",
        "x = 1; import http.server",
        "try:\n    import sqlite3, wave\nexcept ImportError:\n    raise",
        "def f():\n    import cProfile\nf()",
        "import concurrent.futures\nassert concurrent.futures.ThreadPoolExecutor(1).submit(abs, -1).result() == 1",
        "import datetime, time\ndatetime.datetime.strptime('2026', '%Y'), time.strptime('2026', '%Y')",
        "import numpy.polynomial.chebyshev",
        "from numpy import *\nones(3), linalg.inv, testing.assert_allclose",
    ],
)
def test_the_whole_standard_library_may_be_imported(sandbox: Sandbox, text: str) -> None:
    with running(sandbox, text + "\nlast = 1\n") as process:
        assert process.report.flags == ()
        assert "last" in process.report.names
        assert process.refused == ()


def test_a_notebook_may_import_too(sandbox: Sandbox) -> None:
    with running(sandbox, notebook("import sched\nx = 1", "import netrc, plistlib")) as process:
        assert process.report.flags == ()


def test_a_library_nobody_has(sandbox: Sandbox) -> None:
    with running(sandbox, "x = 1\nimport convolutionary\n") as process:
        assert process.report.flags == (
            "work.py, line 2: stopped there by ModuleNotFoundError: No module named 'convolutionary' "
            "(that library is not there while work is graded)",
        )
        assert process.module.x == 1
        assert process.refused == ()


@pytest.mark.parametrize("name", ["autograder", "autograder.grading", "reference", "solution", "_pytest"])
def test_the_engine_and_the_staff_are_not_there(sandbox: Sandbox, name: str) -> None:
    with running(sandbox, f"def f():\n    import {name}.grade\n") as process, pytest.raises(ImportError):
        process.module.f()


def test_no_more_of_the_engine_than_it_runs_on(sandbox: Sandbox) -> None:
    text = "import sys\nengine = sorted(n for n in sys.modules if n.partition('.')[0] == 'autograder')\npath, argv = sys.path, sys.argv\n"
    with running(sandbox, text) as process:
        engine = set(process.module.engine)
        assert {name for name in engine if not name.startswith("autograder.sandbox.")} == {
            "autograder",
            "autograder.sandbox",
        }
        assert not engine & {
            f"autograder.sandbox.{room}" for room in ("host", "host.process", "host.sandbox", "doctor")
        }
        assert process.module.path == []
        assert process.module.argv == ["student"]


def test_a_helper_is_loaded_as_forgivingly_as_the_answer(sandbox: Sandbox) -> None:
    helper = "def h(\n\ndef g():\n    return 3\n\nopen('data.txt')\nprint(1 / 0)\n"
    with running(sandbox, "from helpers import g\ndef f():\n    return g()\n", [py(helper, "helpers.py")]) as process:
        assert process.module.f() == 3
        assert "left out: helpers.py, line 1 (`h`): '(' was never closed." in process.report.flags
        assert "helpers.py, line 7: stopped there by ZeroDivisionError: division by zero" in process.report.flags


HELPERS = [
    py("from .other import one\ndef g():\n    return one\n", "helpers.py"),
    py("one = 1\n", "other.py"),
    py("", "pack/__init__.py"),
    py("from ..other import one\nfrom .deep import two\ndef k():\n    return one + two\n", "pack/inner.py"),
    py("two = 2\n", "pack/deep.py"),
    py("from . import kernels\n", "lib/mylib/__init__.py"),
    py("three = 3\n", "lib/mylib/kernels.py"),
]


@pytest.mark.parametrize(
    ("imports", "call", "value"),
    [
        ("from .helpers import g", "g()", 1),
        ("from . import other", "other.one", 1),
        ("from .pack.inner import k", "k()", 3),
        ("from .pack import deep", "deep.two", 2),
        ("from ..helpers import g", "g()", 1),
        ("from pack.inner import k", "k()", 3),
        ("import pack.deep as d", "d.two", 2),
        ("from hw3.helpers import g", "g()", 1),
        ("from hw3 import other", "other.one", 1),
        ("import src.pack.deep as d", "d.two", 2),
        ("from src.hw.other import *", "one", 1),
        ("import sys; sys.path.append('../lib')\nfrom mylib.kernels import three", "three", 3),
        ("import mylib", "mylib.kernels.three", 3),
        ("import helpers, importlib\nimportlib.reload(helpers)", "helpers.g()", 1),
    ],
)
@pytest.mark.parametrize("in_notebook", [False, True])
def test_own_modules_are_found_however_they_are_called(
    sandbox: Sandbox, imports: str, call: str, value: int, in_notebook: bool
) -> None:
    """With a dot, or with the folder they lie in on the student's machine."""
    text = f"{imports}\ndef f():\n    return {call}\n"
    with running(sandbox, notebook(text) if in_notebook else text, HELPERS) as process:
        assert process.report.flags == ()
        assert process.module.f() == value
        assert process.refused == ()


def test_modules_that_import_each_other(sandbox: Sandbox) -> None:
    helper = py("import work\ndef g():\n    return work.K\n", "helper.py")
    with running(sandbox, "K = 3\nimport helper\ndef f():\n    return helper.g()\n", [helper]) as process:
        assert process.module.f() == 3


def test_a_notebook_may_import_the_module_of_its_own_name(sandbox: Sandbox) -> None:
    with running(sandbox, notebook("from work import *"), [py("def f():\n    return 3\n")]) as process:
        assert process.report.flags == ()
        assert process.module.f() == 3


def test_a_missing_own_module_is_called_by_its_name(sandbox: Sandbox) -> None:
    with running(sandbox, "from .missing import f\n", [py("x = 1\n", "helper.py")]) as process:
        assert "No module named 'missing'" in process.report.flags[0]


@pytest.mark.parametrize(
    ("statement", "names", "missing"),
    [
        ("import os, convolutionary, sys, numpy as np", ("os", "sys", "np"), "No module named 'convolutionary'"),
        ("import convolutionary, numpy as np", ("np",), "No module named 'convolutionary'"),
        ("from math import floor, nothing, ceil", ("floor", "ceil"), "cannot import name 'nothing' from 'math'"),
        ("from numpy import product, array", ("array",), "cannot import name 'product' from 'numpy'"),
        ("from helper import a, nothing", ("a",), "cannot import name 'nothing' from 'helper'"),
    ],
)
def test_of_several_imports_in_a_line_those_that_work_do(
    sandbox: Sandbox, statement: str, names: tuple[str, ...], missing: str
) -> None:
    with running(sandbox, statement, [py("a = 1\n", "helper.py")]) as process:
        assert process.report.names == names
        assert missing in process.report.flags[0]
        assert process.refused == ()


def test_what_newer_pythons_have_for_types_is_there(sandbox: Sandbox) -> None:
    text = """
        from typing import override, Optional, TypeIs, ReadOnly
        from typing_extensions import Self, deprecated
        class A:
            @override
            def f(self) -> Optional[Self]:
                return 3
        def f():
            return A().f()
    """
    with running(sandbox, py(text)) as process:
        assert process.report.flags == ()
        assert process.module.f() == 3


FALLBACKS = [
    "try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np\ndef f():\n    return int(np.ones(3).sum())\n",
    "try:\n    import torch\n    HERE = True\nexcept:\n    HERE = False\ndef f():\n    return 0 if HERE else 3\n",
    "try:\n    import torch\nexcept (ImportError, OSError):\n    torch = None\ndef f():\n    return 3 if torch is None else 0\n",
    "try:\n    from numba import njit\nexcept ModuleNotFoundError:\n    def njit(g): return lambda: 3\n@njit\ndef f():\n    return 0\n",
    "try:\n    import google.colab\n    COLAB = True\nexcept ImportError:\n    COLAB = False\ndef f():\n    return 0 if COLAB else 3\n",
    "from contextlib import suppress\nA = 3\nwith suppress(ImportError):\n    import numba\n    A = 0\ndef f():\n    return A\n",
    "def f():\n    try:\n        from scipy.signal import correlate2d\n    except Exception:\n        return 3\n    return 0\n",
    "import importlib.util\ndef f():\n    return 3 if importlib.util.find_spec('torch') is None else 0\n",
    "import importlib\ntry:\n    cv2 = importlib.import_module('cv2')\nexcept ImportError:\n    cv2 = 3\ndef f():\n    return cv2\n",
    "try:\n    from fast import f\nexcept ImportError:\n    def f():\n        return 3\n",
    "try:\n    from missing_module import f\nexcept ImportError:\n    def f():\n        return 3\n",
    "for name in ('cupy', 'jax.numpy', 'numpy'):\n    try:\n        np = __import__(name)\n        break\n    except ImportError:\n"
    "        continue\ndef f():\n    return int(np.ones(3).sum())\n",
]


@pytest.mark.parametrize("text", FALLBACKS)
@pytest.mark.parametrize("in_notebook", [False, True])
def test_a_fallback_for_an_absent_library_works(sandbox: Sandbox, text: str, in_notebook: bool) -> None:
    fast = py("import cupy\ndef f():\n    return 0\n", "fast.py")
    with running(sandbox, notebook(text) if in_notebook else text, [fast]) as process:
        assert process.module.f() == 3
        assert process.report.flags == ()
        assert process.refused == ()

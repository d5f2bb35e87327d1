"""Loading submissions in real processes: what is read, what is said of what cannot be, and what stays of what stopped half way."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from autograder.records.errors import StudentCrash
from autograder.records.submission import SourceFile
from autograder.sandbox import Sandbox
from tests.support.student_process import notebook, py, running, started


@pytest.fixture(scope="module")
def zygote() -> Iterator[Sandbox]:
    with started() as made:
        yield made


def test_a_module(zygote: Sandbox) -> None:
    with running(zygote, "import math\nLIMIT = 3\ndef f(x):\n    return x + 1\nprint('hello')\n") as guest:
        assert guest.report.loaded
        assert guest.report.reason == ""
        assert guest.report.flags == ()
        assert guest.report.names == ("math", "LIMIT", "f")
        assert guest.report.output == "hello\n"
        assert guest.module.f(1) == 2
        assert guest.module.LIMIT == 3


def test_a_module_sees_itself_under_its_name(zygote: Sandbox) -> None:
    with running(zygote, "import sys\nname = __name__\nsame = sys.modules[__name__].name is name\n") as guest:
        assert guest.module.name == "work"
        assert guest.module.same is True


def test_code_for_running_as_a_script_is_left_alone(zygote: Sandbox) -> None:
    with running(zygote, "x = 1\nif __name__ == '__main__':\n    x = 2\n") as guest:
        assert guest.module.x == 1


@pytest.mark.parametrize(
    ("data", "flag"),
    [
        ("x = 'é'\n".encode(), None),
        (b"\xef\xbb\xbfx = '\xc3\xa9'\n", None),
        ("# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"), None),
        ("# coding: cp1252\nx = 'é'\n".encode("cp1252"), None),
        ("# coding: mac-latin2\nx = 'é'\n".encode("mac-latin2"), None),  # one that Python has to look up in a file
        ("x = 'é'\n".encode("latin-1"), "work.py is not saved as UTF-8; it was read as Latin-1"),
        ("# décoding\nx = 'é'\n".encode("latin-1"), "work.py is not saved as UTF-8; it was read as Latin-1"),
        ("x = 'é'\n".encode("utf-16"), "work.py is saved as UTF-16; Python wants UTF-8"),
        (b"\xfe\xff" + "x = 'é'\n".encode("utf-16-be"), "work.py is saved as UTF-16; Python wants UTF-8"),
        ("x = 'é'\r\ny = 1\r\n".encode(), None),
        ("x = 'é'\ry = 1\r".encode(), None),
    ],
)
def test_encodings(zygote: Sandbox, data: bytes, flag: str | None) -> None:
    with running(zygote, SourceFile("work.py", data)) as guest:
        assert guest.report.loaded, guest.report
        assert guest.report.flags == ((flag,) if flag else ())
        assert guest.module.x == "é"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"def f(:\n    pass\n", "work.py, line 1: invalid syntax."),
        (b"x = 1\nif x:\nprint(x)\n", "work.py, line 3: expected an indented block after 'if' statement on line 2."),
        (b"if True:\n\tx = 1\n        y = 2\n", "work.py, line 3: inconsistent use of tabs and spaces in indentation."),
        (b"x = '\n", "work.py, line 1: unterminated string literal (detected at line 1)."),
        (b"\x7fELF\x02\x01\x00\x00", "work.py is not a text file: it holds binary data."),
        (b"\xff\xfe\x00", "work.py is not a text file."),
        (b"# coding: klingon\nx = 1\n", "its coding line names an encoding that does not fit"),
        (b"# coding: utf-8\nx = '\xe9'\n", "work.py"),
        (b"x = " + b"(" * 300 + b")" * 300, "too many nested parentheses"),
        (b"x = " + b"-" * 5_000 + b"1\n", "work.py"),
        (b"return 1\n", "'return' outside function"),
        (b"print 'hello'\n", "Missing parentheses in call to 'print'"),
    ],
)
def test_what_cannot_be_read_has_a_reason(zygote: Sandbox, data: bytes, reason: str) -> None:
    with running(zygote, SourceFile("work.py", data)) as guest:
        if not guest.report.loaded:
            assert reason in guest.report.reason
            assert guest.report.reason.endswith(".")
            assert not guest.alive
        else:  # read as Latin-1, or a compiler with a deeper stack: then it works, with or without a flag
            assert data.startswith((b"# coding: utf-8", b"x = -"))
            assert guest.report.names == ("x",)


def test_a_module_goes_on_after_a_statement_that_fails(zygote: Sandbox) -> None:
    with running(
        zygote,
        "def f():\n    return 7\ndef g():\n    return f() / 0\ng()\n@abs\ndef h():\n    return 1\ndef k():\n    return 2\n",
    ) as guest:
        assert guest.report.loaded
        assert guest.report.names == ("f", "g", "k")
        assert guest.report.flags == (
            "work.py, line 4, in g: stopped there by ZeroDivisionError: division by zero",
            "work.py, line 6: stopped there by TypeError: bad operand type for abs(): 'function'",
        )
        assert guest.module.f() == 7
        assert guest.module.k() == 2


@pytest.mark.parametrize(
    "before",
    ["import convolutionary", "import os; os.makedirs('out', exist_ok=True)", "image = open('cat.png').read()"],
)
def test_what_is_not_here_costs_no_function_below_it(zygote: Sandbox, before: str) -> None:
    text = f"from __future__ import annotations\n{before}\ndef f(x: unknown):\n    return x + 1\n"
    with running(zygote, text) as guest:
        assert len(guest.report.flags) == 1
        assert guest.module.f(1) == 2


def test_what_ran_is_not_run_again(zygote: Sandbox) -> None:
    text = "ran = []\nran.append(1)\n" + "ran.append(2); raise ZeroDivisionError\n" * 3 + "def f():\n    return ran\n"
    with running(zygote, text) as guest:
        assert guest.module.f() == [1, 2, 2, 2]


@pytest.mark.parametrize(
    "statement", ["import sys; sys.exit(0)", "raise SystemExit", "exit()", "quit()", "raise KeyboardInterrupt"]
)
def test_leaving_while_loading_is_a_stop_like_any_other(zygote: Sandbox, statement: str) -> None:
    with running(zygote, f"x = 1\n{statement}\nx = 2\n") as guest:
        assert guest.report.loaded
        assert guest.module.x == 1


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("import os; os._exit(0)", "it left with exit code 0."),
        ("import os; os._exit(7)", "it left with exit code 7."),
        ("import os; os.abort()", "signal SIGABRT."),
        ("import ctypes; ctypes.string_at(0)", "signal SIGSEGV."),
        ("import os; os.close(3)\nwhile True: pass", "it closed its connection to the grader."),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "signal SIGTERM."),
    ],
)
def test_ending_the_process_while_loading(zygote: Sandbox, statement: str, told: str) -> None:
    with running(zygote, f"x = 1\n{statement}\n") as guest:
        assert not guest.report.loaded
        assert guest.report.reason == f"work.py ended the program while it was loaded: {told}"
        with pytest.raises(StudentCrash):
            guest.module.x  # noqa: B018


def test_helpers_beside_the_module(zygote: Sandbox) -> None:
    others = [
        py("from deeper.inside import k\ndef two():\n    return k\n", "helper.py"),
        py("k = 2\n", "deeper/inside.py"),
    ]
    with running(zygote, "from helper import two\ny = two()\n", [*others, py("", "deeper/__init__.py")]) as guest:
        assert guest.report.flags == ()
        assert guest.module.y == 2


def test_a_helper_does_not_shadow_a_library(zygote: Sandbox) -> None:
    shadows = [
        py("raise RuntimeError('shadow')\nones = None\n", name)
        for name in ("numpy.py", "random.py", "math.py", "os.py")
    ]
    text = "import numpy as np, random, math, os\nx = float(np.ones(3).sum() + math.floor(2.5)) if os.sep else 0.0\n"
    with running(zygote, text, shadows) as guest:
        assert guest.report.flags == ()
        assert guest.module.x == 5.0


def test_a_broken_helper_is_reported_where_it_is_imported(zygote: Sandbox) -> None:
    with running(zygote, "x = 1\nimport helper\n", [py("def f(:\n", "helper.py")]) as guest:
        assert guest.report.loaded
        assert "SyntaxError" in guest.report.flags[0]
        assert guest.module.x == 1


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
        "import numpy.polynomial.chebyshev",
        "from numpy import *\nones(3), linalg.inv, testing.assert_allclose",
    ],
)
def test_the_whole_standard_library_may_be_imported(zygote: Sandbox, text: str) -> None:
    with running(zygote, text + "\nlast = 1\n") as guest:
        assert guest.report.flags == ()
        assert "last" in guest.report.names
        assert guest.refused == ()


def test_a_notebook_may_import_too(zygote: Sandbox) -> None:
    with running(zygote, notebook("import sched\nx = 1", "import netrc, plistlib")) as guest:
        assert guest.report.flags == ()


def test_a_library_nobody_has(zygote: Sandbox) -> None:
    with running(zygote, "x = 1\nimport convolutionary\n") as guest:
        assert guest.report.flags == (
            "work.py, line 2: stopped there by ModuleNotFoundError: No module named 'convolutionary' "
            "(that library is not there while work is graded)",
        )
        assert guest.module.x == 1
        assert guest.refused == ()


@pytest.mark.parametrize("name", ["autograder", "autograder.grading", "reference", "solution", "pytest"])
def test_the_engine_and_the_staff_are_not_there(zygote: Sandbox, name: str) -> None:
    with running(zygote, f"def f():\n    import {name}.grade\n") as guest, pytest.raises(ImportError):
        guest.module.f()


def test_no_more_of_the_engine_than_it_runs_on(zygote: Sandbox) -> None:
    text = "import sys\nengine = sorted(n for n in sys.modules if n.partition('.')[0] == 'autograder')\npath, argv = sys.path, sys.argv\n"
    with running(zygote, text) as guest:
        engine = set(guest.module.engine)
        assert {name for name in engine if not name.startswith("autograder.sandbox.")} == {
            "autograder",
            "autograder.sandbox",
        }
        assert not engine & {
            f"autograder.sandbox.{room}" for room in ("host", "host.process", "host.sandbox", "doctor")
        }
        assert guest.module.path == []
        assert guest.module.argv == ["student"]


def test_a_notebook_is_its_cells_in_order(zygote: Sandbox) -> None:
    book = notebook("x = 1", "", "def f():\n    return x", "x = 2\nprint(f())")
    with running(zygote, book) as guest:
        assert guest.report.flags == ()
        assert guest.report.output == "2\n"
        assert guest.module.f() == 2


def test_a_notebook_goes_on_after_a_cell_that_stops(zygote: Sandbox) -> None:
    with running(zygote, notebook("x = 1", "y = 1 / 0", "z = 3", "def f(:", "w = 4")) as guest:
        assert guest.report.names == ("x", "z", "w")
        assert guest.report.flags == (
            "left out: work.ipynb, cell 4, line 1: invalid syntax.",
            "work.ipynb, cell 2, line 1: stopped there by ZeroDivisionError: division by zero",
        )


def test_what_ipython_gives_a_notebook_is_there(zygote: Sandbox) -> None:
    book = notebook("def f(x):\n    display(x)\n    return 2 * x", "display(f(1))\nget_ipython().magic('pwd')\nz = 3")
    with running(zygote, book) as guest:
        assert guest.report.flags == ()
        assert guest.report.names == ("f", "z")
        assert guest.module.f(2) == 4


def test_a_text_is_read_behind_the_seal(zygote: Sandbox) -> None:
    with running(zygote, "def f(:\n") as guest:
        assert not guest.report.loaded
        assert "seccomp" in guest.report.layers or zygote.isolation != "sealed"


def test_magics_are_left_out(zygote: Sandbox) -> None:
    cells = [
        "%matplotlib inline\nx = 1",
        "!pip install torch\ny = 2",
        "%%bash\nrm -rf /",
        "x?",
        "get_ipython().run_line_magic('timeit', 'x')\nz = 3",
    ]
    with running(zygote, notebook(*cells)) as guest:
        assert guest.report.names == ("x", "y", "z")
        assert guest.report.flags == (
            "notebook magics and shell lines were left out",
            "left out: work.ipynb, cell 3: a cell under %%bash is not Python of this notebook.",
        )


@pytest.mark.parametrize(
    "head", ["%%time", "%%timeit -n 3", "%%capture out --no-stderr", "%%prun\n%%time", "\n# mine\n%%time"]
)
def test_a_cell_that_is_timed_or_captured_keeps_its_functions(zygote: Sandbox, head: str) -> None:
    with running(zygote, notebook(f"{head}\ndef f(x):\n    return x + 1")) as guest:
        assert guest.module.f(2) == 3
        assert guest.report.flags == ("notebook magics and shell lines were left out",)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("%matplotlib inline\nx = (17\n% 5)", 2),
        ("x = '''\n%pwd\n!ls\nwhat?\n'''\n!ls", "\n%pwd\n!ls\nwhat?\n"),
        ("for x in range(3):\n    !ls\n    %timeit 1\n", 2),
        ("x = 1\nif x:\n    np.pad?\n?np.pad\nnp.pad??  \n", 1),
        ("x = 17 % \\\n5\n!pip install a \\\n  b", 2),
        ("x = !ls\n", []),
        ("x = %time max(3, 4)\n", 4),
        ("%time x = max(3, 4)\n", 4),
        ("!echo it's\n!echo (\n%cd C:\\\\temp\nx = 5  # why?\n", 5),
        ("  %matplotlib inline\n  x = 1\n", 1),
    ],
)
def test_no_more_than_the_magics_is_left_out(zygote: Sandbox, cell: str, value: object) -> None:
    with running(zygote, notebook("y = 0", cell)) as guest:
        assert guest.module.x == value
        assert guest.report.flags == ("notebook magics and shell lines were left out",)


def test_a_notebook_saved_as_a_script_keeps_its_functions(zygote: Sandbox) -> None:
    """Colab's "Download .py" comments magics out and leaves shell lines as they are."""
    text = "!pip install tqdm\n# %matplotlib inline\ndef f(x):\n    return (x\n        % 4)\nfiles = !ls\nf?\n"
    with running(zygote, text) as guest:
        assert guest.report.flags == ("notebook magics and shell lines were left out",)
        assert guest.module.f(7) == 3


def test_a_broken_cell_with_magics_stays_broken(zygote: Sandbox) -> None:
    with running(zygote, notebook("%matplotlib inline\nx = = 3", "y = (1 1\n% 2)")) as guest:
        assert guest.report.names == ()
        assert guest.report.flags == (
            "left out: work.ipynb, cell 1, line 2: invalid syntax.",
            "left out: work.ipynb, cell 2, line 1: invalid syntax. Perhaps you forgot a comma?.",
        )


def test_a_name_defined_in_two_cells_is_flagged(zygote: Sandbox) -> None:
    with running(zygote, notebook("def f():\n    return 1", "x = 1", "def f():\n    return 2")) as guest:
        assert guest.report.flags == ("f is defined in cells 1, 3; the last counts",)
        assert guest.module.f() == 2


def test_an_old_notebook(zygote: Sandbox) -> None:
    cells = [{"cell_type": "code", "input": ["x = 1\n", "y = 2"]}, {"cell_type": "markdown", "source": "text"}]
    data = json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3, "metadata": {}}).encode()
    with running(zygote, SourceFile("work.ipynb", data)) as guest:
        assert guest.report.names == ("x", "y")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x = 1", "work.ipynb is not a notebook: it is not JSON."),
        (b"", "work.ipynb is not a notebook: it is not JSON."),
        (b"[" * 100_000, "work.ipynb is not a notebook: it is not JSON."),
        (b"[]", "work.ipynb is not a notebook."),
        (b"{}", "work.ipynb holds no code cells."),
        (b'{"cells": {"a": 1}}', "work.ipynb holds no code cells."),
        (
            b'{"cells": [1, null, {"cell_type": "code", "source": [1]}, {"cell_type": "code", "source": 7}]}',
            "no code cells.",
        ),
        (
            b'{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}',
            "work.ipynb is a notebook for R, not for Python.",
        ),
    ],
)
def test_what_is_no_notebook(zygote: Sandbox, data: bytes, reason: str) -> None:
    with running(zygote, SourceFile("work.ipynb", data)) as guest:
        assert not guest.report.loaded
        assert reason in guest.report.reason


def test_a_message_of_the_students_is_cut(zygote: Sandbox) -> None:
    with running(zygote, "raise ValueError('x' * 10**6)\n") as guest:
        assert len(guest.report.flags[0]) < 500


def test_an_error_whose_text_raises(zygote: Sandbox) -> None:
    text = "class E(Exception):\n    def __str__(self):\n        raise self\nraise E\n"
    with running(zygote, text) as guest:
        assert guest.report.flags == ("work.py, line 4: stopped there by E",)


def test_many_names_and_flags_are_bounded(zygote: Sandbox) -> None:
    with running(zygote, "for i in range(5000):\n    globals()['n' * 300 + str(i)] = i\n") as guest:
        assert guest.report.loaded
        assert len(guest.report.names) == 2000
        assert max(map(len, guest.report.names)) <= 200
    with running(zygote, notebook(*["def f(:"] * 200, "x = 1")) as guest:
        assert len(guest.report.flags) == 60
    with running(zygote, notebook(*["1 / 0"] * 200)) as guest:
        (flag,) = guest.report.flags
        assert flag.startswith(
            "stopped at 200 places; the first: work.ipynb, cell 1, line 1: stopped there by ZeroDivisionError"
        )


def test_props_are_loaded_beside_the_submission(tmp_path_factory: pytest.TempPathFactory) -> None:
    props = tmp_path_factory.mktemp("props") / "props.py"
    props.write_text("import sched\n\ndef twice(f, x):\n    return f(f(x))\n")
    with started(props=props) as zygote, running(zygote, "def f(x):\n    return x + 1\n") as guest:
        assert guest.props.twice(guest.module.f, 1) == 3

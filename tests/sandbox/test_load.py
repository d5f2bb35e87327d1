"""Loading submissions in real processes: what is read, what is said of what cannot be, and what stays of what stopped half way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.course import Limits, Rules
from autograder.records.submission import SourceFile
from autograder.sandbox import Sandbox
from autograder.sandbox.inside.report import ELSEWHERE
from tests.support.student_process import notebook, py, running, started


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


def test_a_module(sandbox: Sandbox) -> None:
    with running(sandbox, "import math\nLIMIT = 3\ndef f(x):\n    return x + 1\nprint('hello')\n") as process:
        assert process.report.loaded
        assert process.report.reason == ""
        assert process.report.flags == ()
        assert process.report.names == ("math", "LIMIT", "f")
        assert process.report.output == "hello\n"
        assert process.module.f(1) == 2
        assert process.module.LIMIT == 3


def test_a_module_sees_itself_under_its_name(sandbox: Sandbox) -> None:
    with running(sandbox, "import sys\nname = __name__\nsame = sys.modules[__name__].name is name\n") as process:
        assert process.module.name == "work"
        assert process.module.same is True


def test_what_is_set_for_the_whole_process_is_set_back() -> None:
    """Answers are called as any other program would call them, whatever their module begins with."""
    pytest.importorskip("torch")
    text = """
        import warnings
        import numpy as np
        import torch

        np.seterr(all="raise")
        warnings.simplefilter("error")
        torch.set_grad_enabled(False)
        torch.set_default_dtype(torch.float64)
        torch.set_default_device("meta")

        def f(x):
            warnings.warn("old")
            loss = torch.ones(1, requires_grad=True) * float(np.exp(np.float64(x)))
            loss.backward()
            return str(loss.dtype)
    """
    rules = Rules(libraries=("numpy", "torch"))
    with started(rules, Limits(call_seconds=5.0, memory_mb=512)) as made, running(made, py(text)) as process:
        assert process.report.flags == ()
        assert process.module.f(-1e4) == "torch.float32"


@pytest.mark.parametrize("stream", ["sys.stdout.buffer", "sys.stdout.detach()"])
def test_what_is_printed_may_be_encoded_first(sandbox: Sandbox, stream: str) -> None:
    text = f"import io, sys\nsys.stdout.reconfigure(encoding='utf-8')\nsys.stdout = io.TextIOWrapper({stream}, encoding='utf-8')\n"
    with running(sandbox, f"{text}print('größer')\nsys.stdout.flush()\n") as process:
        assert process.report.flags == ()
        assert process.report.output == "größer\n"


def test_code_for_running_as_a_script_is_left_alone(sandbox: Sandbox) -> None:
    with running(sandbox, "x = 1\nif __name__ == '__main__':\n    x = 2\n") as process:
        assert process.module.x == 1


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
        ("x = 'é'\n".encode() + bytes(9), "work.py ends in 9 bytes of nothing, as after a crash; they were left out"),
        ("x = 'é'\ry = 1\r".encode(), None),
    ],
)
def test_encodings(sandbox: Sandbox, data: bytes, flag: str | None) -> None:
    with running(sandbox, SourceFile("work.py", data)) as process:
        assert process.report.loaded, process.report
        assert process.report.flags == ((flag,) if flag else ())
        assert process.module.x == "é"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"def f(:\n    pass\n", "work.py, line 1: invalid syntax."),
        (b"if True:\n\tx = 1\n        y = 2\n", "work.py, line 3: inconsistent use of tabs and spaces in indentation."),
        (b"x = '\n", "work.py, line 1: unterminated string literal (detected at line 1)."),
        (b"\x7fELF\x02\x01\x00\x00", "work.py is a program, whatever its name says"),
        (bytes(range(256)), "work.py is not a text file: it holds binary data."),
        (b"\xff\xfe\x00", "work.py is empty"),
        (b"\xff\xfea\x00b", "work.py is not a text file"),
        (b"x = " + b"(" * 300 + b")" * 300, "too many nested parentheses"),
        (b"x = " + b"-" * 5_000 + b"1\n", "work.py"),
        (b"return 1\n", "'return' outside function"),
    ],
)
def test_what_cannot_be_read_has_a_reason(sandbox: Sandbox, data: bytes, reason: str) -> None:
    with running(sandbox, SourceFile("work.py", data)) as process:
        if not process.report.loaded:
            assert reason in process.report.reason
            assert process.report.reason.endswith(".")
            assert not process.alive
        else:  # a compiler with a deeper stack
            assert data.startswith(b"x = -")
            assert process.report.names == ("x",)


@pytest.mark.parametrize(
    ("data", "flag"),
    [
        (b"# coding: klingon\nx = 1\n", "work.py: its first lines name the encoding klingon, which does not fit"),
        (b"# coding: utf-8\nx = 1  # \xe9\n", "work.py is not saved as UTF-8; it was read as Latin-1"),
        (b"x = 1  # \xc3\xa9\xc3\xa9\xc3\xa9\n# \xe9\n", "work.py, line 2: a broken character"),
        ("x = 1\n# \ud83d\n".encode("utf-8", "surrogatepass"), "work.py, line 2: a broken character"),
    ],
)
def test_what_is_odd_about_a_text_is_flagged_and_costs_nothing(sandbox: Sandbox, data: bytes, flag: str) -> None:
    with running(sandbox, SourceFile("work.py", data)) as process:
        assert process.module.x == 1
        assert flag in process.report.flags


def test_a_text_is_read_behind_the_seal(sandbox: Sandbox) -> None:
    with running(sandbox, "def f(:\n") as process:
        assert not process.report.loaded
        assert "seccomp" in process.report.layers or sandbox.isolation != "sealed"


def test_a_message_of_the_students_is_cut(sandbox: Sandbox) -> None:
    with running(sandbox, "raise ValueError('x' * 10**6)\n") as process:
        assert len(process.report.flags[0]) < 500


def test_an_error_whose_text_raises(sandbox: Sandbox) -> None:
    text = "class E(Exception):\n    def __str__(self):\n        raise self\nraise E\n"
    with running(sandbox, text) as process:
        assert process.report.flags == ("work.py, line 4: stopped there by E", ELSEWHERE)


@pytest.mark.parametrize("key", ["7", "(1, 2)", "None", "b'x'", "type('N', (str,), {})('near')"])
def test_names_that_are_no_texts_cost_nothing(sandbox: Sandbox, key: str) -> None:
    with running(sandbox, f"def f():\n    return 5\nglobals().update({{{key}: 1}})\n") as process:
        assert process.report.loaded
        assert process.module.f() == 5


def test_many_names_and_flags_are_bounded(sandbox: Sandbox) -> None:
    with running(sandbox, "for i in range(5000):\n    globals()['n' * 300 + str(i)] = i\n") as process:
        assert process.report.loaded
        assert len(process.report.names) == 4000
        assert max(map(len, process.report.names)) <= 200
    with running(sandbox, notebook(*["def f(:"] * 200, "x = 1")) as process:
        assert len(process.report.flags) == 12
        assert process.report.flags[-2:] == ("left out: 190 more places like these", ELSEWHERE)
    with running(sandbox, notebook(*["1 / 0"] * 200)) as process:
        assert process.report.flags == (
            "stopped at 200 places, and what stands below was read all the same; the first: "
            "work.ipynb, the cell `1 / 0`, line 1: stopped there by ZeroDivisionError: division by zero",
            ELSEWHERE,
        )


def test_props_are_loaded_beside_the_submission(tmp_path_factory: pytest.TempPathFactory) -> None:
    props = tmp_path_factory.mktemp("props") / "props.py"
    props.write_text("import sched\n\ndef twice(f, x):\n    return f(f(x))\n")
    with started(props=props) as sandbox, running(sandbox, "def f(x):\n    return x + 1\n") as process:
        assert process.props.twice(process.module.f, 1) == 3

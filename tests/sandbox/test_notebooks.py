"""Notebooks in sealed processes: which cells are read, how they are named, and what a tolerant reader makes of damaged ones."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from autograder.records.submission import SourceFile
from autograder.sandbox import Sandbox
from autograder.sandbox.inside.report import ELSEWHERE
from tests.support.student_process import notebook, running, started


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


def test_a_notebook_is_its_cells_in_order(sandbox: Sandbox) -> None:
    book = notebook("x = 1", "", "def f():\n    return x", "x = 2\nprint(f())")
    with running(sandbox, book) as process:
        assert process.report.flags == ()
        assert process.report.output == "2\n"
        assert process.module.f() == 2


def test_a_notebook_goes_on_after_a_cell_that_stops(sandbox: Sandbox) -> None:
    with running(sandbox, notebook("x = 1", "y = 1 / 0", "z = 3", "def f(:", "w = 4")) as process:
        assert process.report.names == ("x", "z", "w")
        assert process.report.flags == (
            "left out: work.ipynb, the cell of f, line 1 (`f`): invalid syntax.",
            "work.ipynb, the cell `y = 1 / 0`, line 1: stopped there by ZeroDivisionError: division by zero",
            ELSEWHERE,
        )


def test_a_name_defined_in_two_cells_is_flagged(sandbox: Sandbox) -> None:
    with running(sandbox, notebook("def f():\n    return 1", "x = 1", "def f():\n    return 2")) as process:
        assert process.report.flags == ("f is defined in 2 cells; the last counts",)
        assert process.report.skipped == ()
        assert process.module.f() == 2


def test_an_old_notebook(sandbox: Sandbox) -> None:
    cells = [{"cell_type": "code", "input": ["x = 1\n", "y = 2"]}, {"cell_type": "markdown", "source": "text"}]
    data = json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3, "metadata": {}}).encode()
    with running(sandbox, SourceFile("work.ipynb", data)) as process:
        assert process.report.names == ("x", "y")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 100_000, "work.ipynb is not a notebook: it is not JSON"),
        (b"[]", "work.ipynb is not a notebook: hand in"),
        (b"{}", "work.ipynb holds no code cells: hand in"),
        (b'{"cells": {"a": 1}}', "work.ipynb holds no code cells"),
        (
            b'{"cells": [1, null, {"cell_type": "code", "source": [1]}, {"cell_type": "code", "source": 7}]}',
            "work.ipynb holds no code cells",
        ),
        (
            b'{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}',
            "work.ipynb holds no code cells, and its kernel is for R",
        ),
    ],
)
def test_what_is_no_notebook(sandbox: Sandbox, data: bytes, reason: str) -> None:
    with running(sandbox, SourceFile("work.ipynb", data)) as process:
        assert not process.report.loaded
        assert reason in process.report.reason


def test_a_notebook_runs_under_the_name_main(sandbox: Sandbox) -> None:
    with running(
        sandbox, notebook("if __name__ == '__main__':\n    x = 1", "import sys\ny = sys.modules['__main__'].x")
    ) as process:
        assert process.module.y == 1


def test_cells_are_named_by_what_they_define_or_begin_with(sandbox: Sandbox) -> None:
    cells = [
        "def _helper():\n    return 1\n\ndef conv2d(image):\n    return 1 / 0\nconv2d(1)",
        "# a remark\nprint(1 / 0)",
        "x = 1 / 0  # " + "long " * 20,
        "print(1 / 0)",
    ]
    for number, name in enumerate(
        ["the cell of conv2d", "the cell `print(1 / 0)`", "the cell `x = 1 / 0  # long long long long long lo …`"]
    ):
        with running(sandbox, notebook(cells[number])) as process:
            assert process.report.flags[0].startswith(f"work.ipynb, {name}, line ")
    with running(sandbox, notebook(cells[1], cells[3])) as process:
        assert process.report.flags[1].startswith("work.ipynb, the cell `print(1 / 0)` (2), line 1: stopped")


def test_a_syntax_error_in_a_cell_stands_under_its_question(sandbox: Sandbox) -> None:
    with running(sandbox, notebook("def conv2d(image):\n    if image\n        return 1", "x = 1")) as process:
        cell = "work.ipynb, the cell of conv2d"
        assert process.report.left_out == {"conv2d": (f"{cell}, line 2: expected ':'.", (cell, 2, ""))}


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "", "name": "python3"}},
        {"kernelspec": {"display_name": "Python 3", "language": None, "name": "python3"}},
        {"kernelspec": {"language": "Python 3.13"}},
        {"kernelspec": {"language": "ir", "name": "ir"}},
        {"kernelspec": None},
        {"kernelspec": []},
        {"language_info": {"name": "python"}},
        {},
        None,
        [],
    ],
)
def test_what_the_kernel_is_called_costs_nothing(sandbox: Sandbox, metadata: object) -> None:
    with running(sandbox, notebook("def f():\n    return 3", metadata=metadata)) as process:
        assert process.report.flags == ()
        assert process.module.f() == 3


def test_a_notebook_of_another_language_is_called_that(sandbox: Sandbox) -> None:
    metadata = {"kernelspec": {"language": "R"}}
    with running(sandbox, notebook("x <- c(1, 2)\nf <- function(x) {x}", metadata=metadata)) as process:
        assert process.report.reason == "work.ipynb is a notebook for R, not for Python."


def test_a_notebook_is_known_by_its_content(sandbox: Sandbox) -> None:
    book = notebook("def f():\n    return 3", name="work.py")
    for main in (book, SourceFile("work.txt", book.data), SourceFile("work.ipynb", b"\xef\xbb\xbf" + book.data)):
        with running(sandbox, main) as process:
            assert process.report.flags == ()
            assert process.module.f() == 3
    with running(sandbox, SourceFile("work.ipynb", b"def f():\n    return 3\n")) as process:
        assert process.module.f() == 3


_F = "def f():\n    return 3"


def damaged(old: bytes, new: bytes) -> SourceFile:
    """A notebook in which something was replaced."""
    data = json.dumps(json.loads(notebook("x = 1", _F).data), indent=1).encode()
    assert old in data
    return SourceFile("work.ipynb", data.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "flag"),
    [
        (b"x = 1", b"x = 1  # \x08\x00\x1b", "work.ipynb holds control characters that no notebook may hold"),
        (b"def f():\\n", b"def f():\n", "work.ipynb holds control characters that no notebook may hold"),
        (b'"x = 1"', b'["x = 1\\n", ]', "work.ipynb is not quite JSON"),
        (b'"execution_count": null', b'"execution_count": null,', "work.ipynb is not quite JSON"),
        (b'"metadata": {},', b'"metadata": {},,', "work.ipynb is not quite JSON"),
        (b'"x = 1"', b'"x = 1  # \\d \\x"', "work.ipynb is not quite JSON"),
        (b'"x = 1"', b'"x = 1  # \\ud83d"', "work.ipynb, the cell `x = 1  #  `, line 1: a broken character"),
    ],
)
def test_a_damaged_notebook_is_read_as_far_as_can_be(sandbox: Sandbox, old: bytes, new: bytes, flag: str) -> None:
    with running(sandbox, damaged(old, new)) as process:
        assert process.module.f() == 3
        assert process.module.x == 1
        assert any(told.startswith(flag) for told in process.report.flags)


def test_a_notebook_inside_a_text_is_read(sandbox: Sandbox) -> None:
    """As a script leaves it that dumps twice: `json.dump(json.dumps(book), file)`."""
    data = json.dumps(notebook("x = 1", _F).data.decode()).encode()
    with running(sandbox, SourceFile("work.ipynb", data)) as process:
        assert process.report.flags == (
            "work.ipynb is a notebook that was saved inside a text; it was read all the same",
        )
        assert process.module.f() == 3


def test_a_conflict_in_what_a_notebook_prints_costs_nothing(sandbox: Sandbox) -> None:
    book = damaged(b'"outputs": []', b'"outputs": []')
    ours, theirs = b'   "execution_count": 3', b'   "execution_count": 7'
    old = b'   "execution_count": null\n'
    assert old in book.data
    data = book.data.replace(old, b"<<<<<<< HEAD\n" + ours + b"\n=======\n" + theirs + b"\n>>>>>>> main\n")
    with running(sandbox, SourceFile("work.ipynb", data)) as process:
        assert process.report.flags == ("work.ipynb holds git's conflict marks: what both versions agree on was read",)
        assert process.module.f() == 3


def test_a_conflict_in_a_cell_costs_what_differs(sandbox: Sandbox) -> None:
    book = damaged(b"x = 1", b"x = 1")
    line = next(line for line in book.data.splitlines(keepends=True) if b"return 3" in line)
    both = b"<<<<<<< HEAD\n" + line + b"=======\n" + line.replace(b"3", b"4") + b">>>>>>> other\n"
    with running(sandbox, SourceFile("work.ipynb", book.data.replace(line, both))) as process:
        assert process.report.names == ("x",)
        assert "differs between git's conflict marks" in process.report.left_out["f"].told


def test_a_conflict_in_a_module_costs_what_differs(sandbox: Sandbox) -> None:
    text = """<<<<<<< HEAD
import numpy as np
=======
import numpy as np
import math
>>>>>>> main

def f():
<<<<<<< HEAD
    return 3
=======
    return 4
>>>>>>> main

def g():
    return int(np.ones(3).sum())
<<<<<<< HEAD
def ours():
    return 1
||||||| base
=======
def theirs():
    return math.floor(2.5)
>>>>>>> main
"""
    with running(sandbox, text) as process:
        assert process.report.names == ("np", "g", "ours", "math", "theirs")
        assert process.module.g() == 3
        assert process.module.theirs() == 2
        assert process.report.left_out["f"].told.startswith("work.py, line 8: it differs between git's conflict marks")
        assert "work.py holds git's conflict marks: what both versions agree on was read" in process.report.flags


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("work.py", b"", "work.py is empty"),
        ("work.ipynb", b"  \n", "work.ipynb is empty"),
        ("work.py", b"%PDF-1.4 \x00\x01", "work.py is a PDF document, whatever its name says: hand in the .py or .ipynb file itself."),
        ("work.py", b"PK\x03\x04\x14\x00\x06\x00", "work.py is a zip, whatever"),
        ("work.py", b"{\\rtf1\\ansi", "work.py is a rich-text document"),
        ("work.ipynb", b"<!DOCTYPE html>\n<html>", "work.ipynb is a web page"),
        ("work.py", b"\x89PNG\r\n\x1a\n\x00", "work.py is a picture"),
        ("work.ipynb", b"version https://git-lfs.github.com/spec/v1\noid", "work.ipynb is a pointer of Git LFS"),
        ("work.py", bytes(range(256)), "work.py is not a text file: it holds binary data."),
        ("work.ipynb", notebook("x = 1", "y = 2").data[:150], "work.ipynb breaks off in the middle (after 150 characters)"),
        ("work.ipynb", b'{"cells": [}', "work.ipynb is not a notebook: it is not JSON"),
        ("work.ipynb", notebook("def f: see above").data.replace(b'"code"', b'"markdown"'), "work.ipynb holds no code cells"),
    ],
)  # fmt: skip
def test_what_nobody_could_read_says_what_it_is(sandbox: Sandbox, name: str, data: bytes, told: str) -> None:
    """In one sentence, with what to hand in."""
    with running(sandbox, SourceFile(name, data)) as process:
        assert not process.report.loaded
        assert process.report.reason.startswith(told)
        assert "hand " in process.report.reason


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_cell_that_a_slip_has_made_text_is_read(sandbox: Sandbox, kind: str) -> None:
    """Where it defines what no code cell does, and holds nothing but Python."""
    book = json.loads(
        notebook("x = 2", "def f():\n    return x", "def g():\n    return 3", "def g():\n    return 4").data
    )
    for number in (1, 3):
        book["cells"][number]["cell_type"] = kind
    book["cells"].append({"cell_type": kind, "metadata": {}, "source": "def of h: it is\n\n```\ndef h(): pass\n```"})
    with running(sandbox, SourceFile("work.ipynb", json.dumps(book).encode())) as process:
        assert process.module.f() == 2
        assert process.module.g() == 3
        assert process.report.names == ("x", "f", "g")
        assert process.report.flags == ("work.ipynb, the cell of f: it is no code cell, and was read as one",)


def test_a_sheet_of_values_that_a_slip_has_made_text_is_read(sandbox: Sandbox) -> None:
    """Plain values only: a line of prose that happens to be Python does nothing."""
    book = json.loads(notebook("x = 1", "# 1\ny = [[1, -2], [3, 4]]\nz = 'a'", "x = 2", "w = x", "n = 28 - 3 + 1").data)
    for number in (1, 2, 3):
        book["cells"][number]["cell_type"] = "raw"
    with running(sandbox, SourceFile("work.ipynb", json.dumps(book).encode())) as process:
        assert process.module.y == [[1, -2], [3, 4]]
        assert process.report.names == ("x", "y", "z", "n")
        assert process.report.flags == (
            "work.ipynb, the cell `y = [[1, -2], [3, 4]]`: it is no code cell, and was read as one",
        )

"""The file that plain pytest looks at in a student's folder: which one it is, and what of it is read and run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.grading.work import Unreadable, load, looked_at, pieces, worked_on

CHECKS = """import pytest


@pytest.mark.question("double")
def test_double(student):
    assert student.double(2) == 4


@pytest.mark.question("half")
def test_half(student):
    assert student.half(2) == 1
"""
DOUBLE = "def double(x):\n    return 2 * x\n"
UNWRITTEN = "def half(x):\n    raise NotImplementedError('half is not written yet')\n"


def notebook(*cells: object) -> bytes:
    """A notebook of these code cells; what is no text stands in it as it is."""
    made = [{"cell_type": "code", "source": cell} if isinstance(cell, str) else cell for cell in cells]
    return json.dumps({"cells": made}).encode()


@pytest.fixture
def checks(tmp_path: Path) -> Path:
    path = tmp_path / "test_work.py"
    path.write_text(CHECKS, encoding="utf-8")
    return path


def put(checks: Path, module: bytes | str | None, book: bytes | None) -> Path:
    """The file that is looked at where these two lie beside the checks."""
    for name, data in (("work.py", module), ("work.ipynb", book)):
        if data is not None:
            checks.with_name(name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return worked_on(checks)


ODD = {
    "breaks off": b'{"cells": [',
    "a list": b"[]",
    "null": b"null",
    "empty": b"",
    "binary": bytes(range(256)),
    "too deep": b"[" * 100_000,
    "digits": b'{"cells": [' + b"9" * 5000 + b"]}",
    "cells are a number": b'{"cells": 5}',
    "cells are no dicts": b'{"cells": [1, "x", null, []]}',
    "sources are no texts": notebook({"cell_type": "code", "source": 5}, {"cell_type": "code", "source": [1, None]}),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_an_odd_notebook_is_never_chosen_over_a_module(checks: Path, odd: bytes) -> None:
    assert put(checks, DOUBLE + UNWRITTEN, odd).name == "work.py"
    assert next(looked_at(checks)) == "checked: work.py"
    assert load(worked_on(checks)).module.double(2) == 4


def test_a_binary_module_is_never_chosen_over_a_notebook(checks: Path) -> None:
    assert put(checks, bytes(range(256)), notebook(DOUBLE)).name == "work.ipynb"
    assert "not looked at: work.py is no text" in list(looked_at(checks))[1]


@pytest.mark.parametrize(
    ("module", "book", "said"),
    [
        (bytes(range(256)), None, "work.py is no text"),
        (None, b'{"cells": [\n', "work.ipynb breaks off or is damaged in line 2"),
        (None, notebook(" ", 5), "work.ipynb holds no code"),
    ],
)
def test_where_nothing_can_be_read_a_sentence_says_so(
    checks: Path, module: bytes | None, book: bytes | None, said: str
) -> None:
    with pytest.raises(
        Unreadable, match=f"^{said}.*: take an older copy of it, or write your answers in work"
    ) as raised:
        load(put(checks, module, book))
    assert str(raised.value).count("\n") == 0


@pytest.mark.parametrize(
    ("module", "book", "chosen"),
    [
        ("# see the notebook\n", notebook(DOUBLE), "work.ipynb"),
        (DOUBLE, notebook("print(1)"), "work.py"),
        (DOUBLE + UNWRITTEN, notebook(DOUBLE, "half = lambda x: x / 2"), "work.ipynb"),
        (UNWRITTEN, notebook(UNWRITTEN), "work.py"),
        (DOUBLE, notebook("def helper():\n    pass", "def other():\n    pass"), "work.py"),
        (None, None, "work.py"),
    ],
)
def test_the_one_with_more_answers_is_chosen(checks: Path, module: str | None, book: bytes | None, chosen: str) -> None:
    assert put(checks, module, book).name == chosen


def test_content_tells_a_notebook_from_a_module(checks: Path) -> None:
    path = put(checks, notebook("%matplotlib inline\nif 1:\n    !ls\n    x = 3", "%%bash\nls -la", DOUBLE), None)
    assert [name for name, _ in pieces(path)] == ["work.py, the cell `pass`", "work.py, the cell of double"]
    assert vars(load(path).module)["x"] == 3
    for data in (DOUBLE.encode("utf-16"), b"\xef\xbb\xbf" + DOUBLE.encode(), DOUBLE.encode() + b"\0" * 64):
        path.write_bytes(data)
        assert load(path).module.double(2) == 4


ACCIDENTS = '''import os, no_such_library, json
from .no_such_helper import that
from dataclasses import dataclass
early = late + 1
late = 1
@dataclass
class Point:
    x: NoSuchName
def half(x)
    return x / 2
print(1 +)
text = """
three(lines
of text"""
while True: raise SystemExit
def double(x: Missing) -> "Nothing":
    return 2 * x
print(no_such_name
'''


def test_one_accident_costs_one_statement(checks: Path) -> None:
    work = load(put(checks, ACCIDENTS, None))
    assert {"os", "json", "early", "late", "Point", "text", "double"} <= vars(work.module).keys()
    assert (work.module.double(2), work.module.early, work.module.Point(3).x) == (4, 2, 3)
    assert work.why_missing("half") == "expected ':' (work.py, line 9)"
    assert work.why_missing("double") == work.why_missing("unheard_of") == ""
    left_out = [why for _, why in work.left_out]
    assert "ModuleNotFoundError: No module named 'no_such_library' (work.py, line 1)" in left_out
    assert [place for place in (2, 11, 15, 18) if not any(f"line {place})" in why for why in left_out)] == []
    assert len(left_out) == 6

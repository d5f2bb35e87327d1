"""What was handed in, as text: files and cells under their names, and where an answer stands in them."""

from __future__ import annotations

import json
import time

import pytest

from autograder.records.submission import SourceFile, Submission
from autograder.sandbox.host.source import extended, find, helpers, holding, pieces
from tests.support import records

TEXT = '''import numpy as np

LIMIT = 3


def slide(image):
    return inner(image)


@decorated
def conv2d(image, kernel):
    """Says
at the margin more.
"""
    return slide(image)
    # the end


# What comes next.
def inner(image):
    return LIMIT


sizes = [
    1,
]
'''


def handed_in(text: str | bytes, name: str = "convolution.py", *others: SourceFile) -> Submission:
    return records.submission("ann", SourceFile(name, text.encode() if isinstance(text, str) else text), *others)


def test_an_answer_is_found_with_its_decorators_and_without_what_follows() -> None:
    found = find(handed_in(TEXT), "conv2d")
    assert found is not None
    assert (found.piece.name, found.first, found.last) == ("convolution.py", 10, 16)
    assert found.text.startswith("@decorated\ndef conv2d")
    assert found.text.endswith("return slide(image)\n    # the end")
    value = find(handed_in(TEXT), "sizes")
    assert value is not None
    assert value.text == "sizes = [\n    1,\n]"
    assert find(handed_in(TEXT), "conv") is None
    assert [one.text.split("(")[0] for one in helpers(found)] == ["def slide", "def inner"]
    held = holding(found.piece, 7)
    assert held is not None
    assert held.first == 6


def test_the_last_definition_counts() -> None:
    found = find(handed_in("def f():\n    return 1\n\n\ndef f():\n    return 2\n"), "f")
    assert found is not None
    assert (found.first, found.text) == (5, "def f():\n    return 2")


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_lines_are_counted_as_python_counts_them(ends: str) -> None:
    found = find(handed_in(f"x = 1{ends}y = '\x0c'{ends}def f(:{ends}    broken{ends}"), "f")
    assert found is not None
    assert (found.first, found.last) == (3, 4)


def test_a_notebook_is_its_cells() -> None:
    cells = [{"cell_type": "code", "source": text} for text in ("x = 1\n", "\ndef f():\n    return x\n")]
    submission = handed_in(json.dumps({"cells": cells, "nbformat": 4}), "work.ipynb")
    found = find(submission, "f")
    assert found is not None
    assert (found.piece.name, found.first) == ("work.ipynb, the cell of f", 2)
    longer = extended(submission.main, "def g():\n    return f()\n")
    assert longer is not None
    assert [piece.name for piece in pieces(longer)][-1] == "work.ipynb, the cell of g"


def test_an_answer_in_a_file_beside() -> None:
    submission = handed_in("from helper import f\n", "main.py", SourceFile("helper.py", b"def f():\n    return 1\n"))
    found = find(submission, "f")
    assert found is not None
    assert found.piece.name == "helper.py"


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"%PDF-1.4", b"{", b'{"cells": [[[[]]]]}', b'{"cells": ' + b"[" * 100_000, b"def f(\x00"],
)
def test_what_is_no_program_holds_nothing_or_little(data: bytes) -> None:
    for name in ("a.py", "a.ipynb"):
        assert len(pieces(SourceFile(name, data))) <= 1
        extended(SourceFile(name, data), "x = 1")


def test_a_long_file_is_read_quickly() -> None:
    began = time.process_time()
    for text in ("x\n" * 2_500_000, "'''" * 1_600_000, "def f():\n" + " y\n" * 1_600_000, "a" * 5_000_000):
        find(handed_in(text), "f")
    assert time.process_time() - began < 20

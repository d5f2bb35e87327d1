"""Edits of an answer: each is a program again, differs in one place, and the likely ones come first."""

from __future__ import annotations

import ast
import time

import pytest

from autograder.diagnosis.edits import MOST, edits
from tests.support.command import ROOT
from tests.support.feedback_samples import CODE


def test_the_likeliest_first() -> None:
    first = edits(CODE)[0]
    assert first.line == 7
    assert "* (kernel)).sum()" in first.text.split("\n")[6]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("out[i, j] = total", "out[j, i] = total"),
        ("return n - k", "return ((n - k) + 1)"),
        ("for i in range(n - k):\n        pass", "for i in range(((n - k) + 1))"),
        ("return a[i : i + k - 1]", "a[i : i + k - (0)]"),
        ("return x.mean()", "(x.sum)()"),
        ("return np.zeros((w, h))", "np.zeros((h, w))"),
        ("return int(x)", "return (x)"),
        ("total -= x", "total += x"),
        ("return (n - k) / s", "(n - k) // s"),
        ("return np.zeros(n, dtype=int)", "(np.zeros(n))"),
        ("return x if a < b else y", "a <= b"),
    ],
)
def test_what_is_often_wrong_is_put_the_other_way(wrong: str, right: str) -> None:
    assert any(right in edit.text for edit in edits(f"def f(x):\n    {wrong}\n"))


def test_every_edit_is_a_program_in_which_one_line_differs() -> None:
    for path in sorted((ROOT / "reference").glob("*/solution.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                source = ast.get_source_segment(text, node) or ""
                for edit in edits(source):
                    ast.parse(edit.text)
                    changed = [
                        i
                        for i, (a, b) in enumerate(zip(source.split("\n"), edit.text.split("\n"), strict=False), 1)
                        if a != b
                    ]
                    assert changed, edit
                    assert edit.line <= changed[0]


@pytest.mark.parametrize("text", ["", "def f(:", "x = 1\ny = 2", "def f(): return " + "(" * 3000, "def f(): return " + "-" * 3000 + "1",
                                  "def f(): return " + "+".join("x" * 1000), "ü = 'é' + 1", "def f(): return 'ü' + x[::-1]"])  # fmt: skip
def test_any_text_is_taken(text: str) -> None:
    began = time.process_time()
    for edit in (found := edits(text)):
        ast.parse(edit.text)
    assert len(found) <= MOST
    assert time.process_time() - began < 30  # each takes under a second; what must not be is that it never ends

"""The judges of what we write see the faults they are there for."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.support.lms_judges import NASTY, canvas_takes, php_rows, ruby_rows


def test_php_reads_a_closing_backslash_as_moodle_does() -> None:
    rows = php_rows(b'a,"b\\"\nc,"d"\n')
    assert len(rows) == 1, "the next student's row became part of this one's: the reason for &#92;"


def test_ruby_reads_what_python_writes() -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([[text, "x"] for text in NASTY])
    assert ruby_rows(buffer.getvalue().encode()) == [[text, "x"] for text in NASTY]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Name,ID,Section,HW (5)\nAnn,1,A,9\n", "Invalid header"),
        ("Student,ID,HW (5),Section\nAnn,1,9,A\n", "Section must come last"),
        ("Student,ID,Section,HW\nAnn,1,A,9\n", "new assignment"),
        ("Student,ID,Section,Final Score (5)\nAnn,1,A,9\n", "columns for assignments"),
        ("Student,ID,Section,HW (5)\nAnn,7,A,9\nBob,8,A,9\n", "new student"),
        ("Student,ID,Section,HW (5)\nAnn,1,A,\n", "would get ''"),
        ("Student,ID,Section,HW (5)\nAnn,1,A,9\nAnn,1,B,9\n", "stands twice"),
        ("Student,ID,Section,HW (5)\nAnn,1,A,9.123\n", "would get"),
    ],
)
def test_the_canvas_judge_rejects(text: str, why: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(why)):
        canvas_takes(text.encode(), {"1": "Ann"}, {"5": "HW"})


def test_the_canvas_judge_accepts() -> None:
    text = "\ufeffStudent;ID;SIS Login ID;Section;HW (5)\n    Points Possible;;;;10\nAnn;1;ann;A;9.5\nX;;bob;A;0\n"
    assert canvas_takes(text.encode(), {"1": "Ann", "2": "Bob"}, {"5": "HW"}, {"bob": "2"}) == {"1": "9.5", "2": "0"}

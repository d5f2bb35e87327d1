"""What cannot be drawn says so on its own page, and costs nobody else theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.feedback import render_html_fragment, report, write_report
from autograder.records.result import Result
from tests.support.feedback_pages import told
from tests.support.feedback_samples import klass, mixed, perfect

CASES: dict[str, Any] = {
    "nothing in it": {"question": "conv2d"},
    "no inputs": {"call": "conv2d(x)", "got": {"cells": 1}},
    "a shape that is not its cells'": {"call": "f(x)", "inputs": [], "got": {"shape": [2, 2], "cells": [1]}, "want": None},
    "a shape of words": {"call": "f(x)", "inputs": [], "got": {"shape": ["a"], "cells": [1]}, "want": None},
    "a place outside": {
        "call": "f(x)", "inputs": [], "where": [7, 7, 7], "wrong": [],
        "got": {"shape": [1], "cells": [1]}, "want": {"shape": [1], "cells": [2]},
    },
    "text where a list belongs": {"call": "f(x)", "inputs": "none"},
}  # fmt: skip


def with_case(result: Result, case: object) -> Result:
    first, *others = result.questions
    return result.with_questions((replace(first, counterexample=case), *others))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", CASES)
def test_a_picture_that_cannot_be_drawn_costs_the_picture(name: str, tmp_path: Path) -> None:
    broken = with_case(mixed(), CASES[name])
    index = write_report([perfect(), broken], tmp_path, title="Convolution")
    pages = {path.name: told(path.read_text(encoding="utf-8")) for path in (tmp_path / "students").iterdir()}
    assert len(pages) == 2
    assert sum("could not be drawn" in page for page in pages.values()) == 1
    assert "24.4 of 100 points" in pages[report.student_page_name(broken)]
    first = broken.questions[0].name
    assert f"the smallest case of {first} could not be drawn" in told(index.read_text(encoding="utf-8"))
    assert "could not be drawn" in render_html_fragment(broken)


def test_a_page_that_cannot_be_drawn_is_drawn_without_details(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = report.student_view

    def student_view(result: Result, name: str | None = None, **about: Any) -> Any:
        if any(question.checks for question in result.questions) and result.student == mixed().student:
            raise LookupError("nobody knows")
        return real(result, name, **about)

    monkeypatch.setattr(report, "student_view", student_view)
    index = write_report([*klass(5), mixed()], tmp_path, title="Convolution")
    assert len(list((tmp_path / "students").iterdir())) == 6
    page = told((tmp_path / "students" / report.student_page_name(mixed())).read_text(encoding="utf-8"))
    assert "The details of this page could not be drawn" in page
    assert "24.4 of 100 points" in page
    assert "LookupError" not in page
    assert "the page could not be drawn, please report it: LookupError: nobody knows" in told(
        index.read_text(encoding="utf-8")
    )


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report([perfect()], tmp_path, title="Convolution")
    (page,) = (tmp_path / "students").iterdir()
    before = page.read_bytes()

    def replaced(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(report.os, "replace", replaced)
        with pytest.raises(OSError, match="No space left"):
            write_report([replace(perfect(), reason="changed")], tmp_path, title="Another title")
    assert page.read_bytes() == before
    write_report([perfect()], tmp_path, title="Convolution")
    assert list((tmp_path / "students").iterdir()) == [page], "what was left unfinished is gone"

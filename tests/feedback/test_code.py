"""Student code on a page: every line under its number, coloured, marked where it matters, and harmless whatever it holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.languages import words_of
from autograder.feedback import About, write_report
from autograder.feedback.code import excerpt_lines, lines
from autograder.feedback.view import code_view
from autograder.records.code import LONGEST_LINE, MOST_LINES, Excerpt, Mark
from autograder.records.result import CheckResult, QuestionResult, Result
from autograder.records.sentences import speaking
from tests.support.feedback_pages import Page, page_of
from tests.support.feedback_samples import HOSTILE, SECRET, mixed
from tests.support.records import changed

CODE = '''def conv2d(image, kernel):
    """Slides a kernel."""
    return image * 2  # not yet
'''


def test_the_cell_is_named_in_the_students_language() -> None:
    cell = Excerpt.of("a.ipynb, the cell of conv2d", 1, "def conv2d():\n    return 1")
    with speaking(words_of("de")):
        assert code_view(cell).place == "a.ipynb, die Zelle von conv2d, Zeilen 1 bis 2"
    assert code_view(cell).place == "a.ipynb, the cell of conv2d, lines 1 to 2"


def test_lines_keep_their_numbers_and_text() -> None:
    shown = lines(CODE, 12, {14: ("It raised here.",)})
    assert [line.number for line in shown] == [12, 13, 14, 15]
    assert shown[0].code == '<i class="k">def </i><i class="f">conv2d</i>(image, kernel):'
    assert [line.why for line in shown] == [(), (), ("It raised here.",), ()]


@pytest.mark.parametrize(
    "text", [HOSTILE, '"""' + HOSTILE, "f'{" + HOSTILE, "# " + HOSTILE, "x = '\n'", "a\x0cb\x85c\u2028d"]
)
def test_what_stands_in_code_is_text(text: str) -> None:
    shown = lines(f"first = 1\n{text}\nlast = 2")
    assert [line.code.striptags() for line in (shown[0], shown[-1])] == ["first = 1", "last = 2"]
    for line in shown:
        page = Page(f"<p>{line.code}</p>")
        assert {name for name, _ in page.elements} <= {"p", "i"}
        assert not set("\x00\x07\x1b\u202e\u200b\ud800\u2028\n") & set(page.text)


def test_an_at_sign_in_code_is_no_e_mail_address() -> None:
    assert lines("y = x@self.weights / a/b/c")[0].code.striptags() == "y = x@self.weights / a/b/c"


def test_an_excerpt_is_short_whatever_was_handed_in() -> None:
    text = "\n".join("x" * 5000 for _ in range(1000))
    whole = Excerpt.of("a.py", 10, text)
    assert len(whole.text) <= MOST_LINES * (LONGEST_LINE + 3)
    assert whole.more == 1000 - MOST_LINES
    assert len(excerpt_lines(whole)) == MOST_LINES
    below = Excerpt.of("a.py", 10, text, (Mark(900, "here"),))
    assert below.first < 900 < below.first + MOST_LINES
    assert [line.number for line in excerpt_lines(below) if line.why] == [900]
    at_the_end = Excerpt.of("a.py", 10, text, (Mark(1009, "here"),))
    assert [line.number for line in excerpt_lines(at_the_end) if line.why] == [1009]
    assert Excerpt.of("a.py", 10, text, (Mark(5000, "nowhere"),)).marks == ()


def with_code(code: Excerpt, number: int = 0) -> QuestionResult:
    return replace(mixed().questions[number], code=(code,))


def test_a_page_shows_the_code_with_the_line_that_matters(tmp_path: Path) -> None:
    marked = with_code(Excerpt.of("conv.py", 7, CODE, (Mark(9, "ValueError was raised here."),)))
    plain = with_code(Excerpt.of(HOSTILE, 40, "y = 1"), 1)
    html = page_of(replace(mixed(), questions=(marked, plain)), tmp_path)
    page = Page(html)
    told = " ".join(page.text.split())
    assert "Your code (conv.py, lines 7 to 10)" in told
    assert "return image * 2 # not yet ValueError was raised here." in told
    assert html.count('class="line mark"') == 1
    folded = [attributes for name, attributes in page.elements if name == "details"]
    assert sum("open" in attributes for attributes in folded) >= 1
    assert "<script>window" not in html


def test_a_record_without_code_is_read(tmp_path: Path) -> None:
    question = with_code(Excerpt.of("conv.py", 7, CODE, (Mark(9, "why"),)))
    result = replace(mixed(), questions=(question,))
    told = result.to_json()
    assert type(result).from_json(told) == result
    del told["questions"][0]["code"]
    assert type(result).from_json(told).questions[0].code == ()


def enormous() -> Result:
    """Everything that student code can make long, as long as the run file keeps it."""
    code = Excerpt.of("x.py", 1, "\n".join("\"'<&" * 1000 for _ in range(5000)), (Mark(1, "why" * 1000),))
    check = CheckResult("check" * 20, False, "public", "<m>" * 3000, "intent " * 60, 1.0, "", "<r>" * 3000)
    value = {"shape": [16, 16], "cells": [["9" * 24] * 16] * 16}
    case = {
        "question": "conv2d",
        "call": "f(x)",
        "inputs": [{"name": "x", "value": value}] * 6,
        "got": {"text": "<g>" * 3000},
        "want": None,
        "error": "<e>" * 3000,
    }
    questions = tuple(
        replace(
            question,
            checks=(check,) * 40,
            code=(code, code),
            output="<o>" * 30_000,
            answer="<a>" * 30_000,
            counterexample=case,
        )
        for question in mixed().questions * 4
    )
    return replace(mixed(), questions=questions, remarks=("<remark>" * 1000,) * 200)


def test_a_page_is_at_most_300_kb_whatever_was_handed_in(tmp_path: Path) -> None:
    page = page_of(enormous(), tmp_path)
    assert len(page.encode()) <= 300_000
    assert "Some of this page was left out" in page
    assert page.count('<section class="card question"') == len(mixed().questions) * 4


def test_what_is_left_out_first_is_what_the_student_has(tmp_path: Path) -> None:
    code = Excerpt.of("x.py", 1, "\n".join("\"'<&" * 50 for _ in range(120)))
    questions = tuple(replace(question, code=(code, code)) for question in mixed().questions)
    page = page_of(replace(mixed(), questions=questions), tmp_path)
    assert len(page.encode()) <= 300_000
    assert "Some of this page was left out" in page
    assert "Your code" not in page
    assert "The smallest case that goes wrong" in page


def test_a_page_says_which_file_when_and_whom_to_ask(tmp_path: Path) -> None:
    result = changed(
        mixed(), attempt="2 May 2026 <b>", source={"file": "Jun-ho Park_12_file/conv <i>.py", "identifier": SECRET}
    )
    about = About(graded={result.submission: "3 May 2026, 12:00"}, contact="Ana <ana@example.org>, room 7")
    write_report([result], tmp_path, title="T", about=about)
    told = " ".join(Page(next((tmp_path / "students").iterdir()).read_text(encoding="utf-8")).text.split())
    assert "conv <i>.pyattempt: 2 May 2026 <b>graded on 3 May 2026, 12:00" in told
    assert "Questions about this mark: Ana <ana@example.org>, room 7" in told
    assert "Jun-ho Park_12" not in told
    write_report([result], tmp_path, title="T", about=about, pseudonymous=True)
    told = next((tmp_path / "students").iterdir()).read_text(encoding="utf-8")
    assert "conv" not in told.partition("<h1>")[2].partition("</header>")[0].replace("convolution", "")


def test_a_check_says_what_it_earned_of_what_it_is_worth(tmp_path: Path) -> None:
    told = " ".join(Page(page_of(mixed(), tmp_path)).text.split())
    assert "for kernels that are not square. 2 / 2 points" in told or "2.4 / 2.4 points" in told
    assert "0 / 2.4 points" in told

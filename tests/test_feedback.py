"""Feedback: what the pages say, what they never say, and what hostile text becomes."""

from __future__ import annotations

import csv
import json
import re
import stat
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from autograder.feedback import (
    clean,
    render_html_fragment,
    render_markdown,
    render_question_html,
    render_question_markdown,
    student_page_name,
    write_report,
)
from autograder.feedback.drawing import as_text, drawing
from autograder.results.record import QuestionResult, Result
from tests.test_feedback_samples import (
    HOSTILE,
    META,
    QUESTIONS,
    SECRET,
    TITLE,
    diagnosed,
    everyone,
    hostile,
    klass,
    mixed,
    perfect,
    rejected,
    result,
    right,
)


class Page(HTMLParser):
    """A page's elements, attributes and text, and whether its elements are closed in order."""

    VOID = frozenset({"meta", "br", "img", "input", "link", "hr", "base"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.stack: list[str] = []
        self.feed(html)
        assert not self.stack

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        if self.stack and self.stack[-1] not in ("style", "script"):
            self.text += data


def page_of(result: Result, tmp_path: Path) -> str:
    write_report([result], tmp_path / "report", title=TITLE)
    return (tmp_path / "report" / "students" / student_page_name(result)).read_text(encoding="utf-8")


def told(html: str) -> str:
    return " ".join(Page(html).text.split())


def test_a_student_reads_score_status_diagnosis_hint_checks_case_and_output(tmp_path):
    text = told(page_of(mixed(), tmp_path))
    for words in (
        "Jun-ho Park",
        TITLE,
        "24.4 of 100 points",
        "handed in late",
        "Flipped kernel",
        "slides as it stands",
        "Not right yet",
        "Took too long",
        "Ended the program",
        "Partly right",
        "Not found",
        "Not answered yet",
        "To be marked",
        "learns every position anew",
        "The image is not changed by the call.",
        "has the right shape, but every value is wrong",
        "shape (3, 3)",
        "1·1 + 2·2 = 5",
        "The first wrong value is at [0, 0], which is made of the marked cells: yours is 4, right is 5.",
        "a NumPy array is asked",
        "Your answer has the shape (3, 3); (4, 4) is right.",
        "IndexError: index 3 is out of bounds",
    ):
        assert words in text, words


def test_a_student_page_tells_nothing_that_is_not_the_students(tmp_path):
    one = replace(mixed(), members=("Someone Else",), student="jun@uni.example", flags=("like Someone Else's",))
    for html in (page_of(one, tmp_path), render_html_fragment(one), render_markdown(one)):
        for secret in (SECRET, "Someone Else", "@uni", "s009", "sealed"):
            assert secret not in html, secret


def test_all_passed_checks_are_folded_and_one_message_for_all_is_said_once(tmp_path):
    html = page_of(mixed(), tmp_path)
    assert html.count("The module defines no <code>convolve_2d</code>") == 1
    assert render_markdown(mixed()).count("The module defines no `convolve_2d`") == 1
    assert told(html).count("most values are wrong") > 1


def test_a_rejected_submission_says_why(tmp_path):
    html = page_of(rejected(), tmp_path)
    assert "could not be graded" in told(html)
    assert "has a syntax error in line 12: expected ':'." in told(html)
    assert "Slide a kernel" not in html
    assert "**Not graded:**" in render_markdown(rejected())
    assert "Not graded:" in render_html_fragment(rejected())


def test_pages_are_self_contained_and_well_formed(tmp_path):
    write_report(everyone(20), tmp_path / "r", title=TITLE, meta=META)
    for path in (tmp_path / "r").rglob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        for tag, attributes in page.elements:
            assert tag not in ("link", "img", "iframe", "object", "embed", "form", "base"), (path, tag)
            assert "src" not in attributes
            assert not [name for name in attributes if name.startswith("on")]
            if "href" in attributes:
                assert re.fullmatch(r"#q\d+|students/[a-z0-9-]+\.html", attributes["href"])
        assert sum(tag == "script" for tag, _ in page.elements) == (path.name == "index.html")
        assert "url(" not in path.read_text(encoding="utf-8")
        policies = [attributes["content"] for tag, attributes in page.elements if "http-equiv" in attributes]
        assert len(policies) == 1
        assert policies[0].startswith("default-src 'none'")


def test_the_class_page_tells_of_everyone(tmp_path):
    index = write_report(everyone(40), tmp_path / "r", title=TITLE, meta=META)
    page = Page(index.read_text(encoding="utf-8"))
    text = " ".join(page.text.split())
    for words in (
        "Scores",
        "Flipped kernel in conv2d",
        "Noor van Dijk: convolution.py",
        "cell 4 has a magic line",
        "Moodle zip: 64 submissions",
        "__MACOSX/._convolution.py",
        "readme.txt no student's name",
        "sealed (",
        "rejected",
        "3 May 2025",
    ):
        assert words in text, words
    assert "/srv/exports" not in text
    rows = [
        attributes for tag, attributes in page.elements if tag == "a" and attributes["href"].startswith("students/")
    ]
    assert len({a["href"] for a in rows}) == 44
    for href in {a["href"] for a in rows}:
        assert (tmp_path / "r" / href).is_file()


def test_figures_of_the_class(tmp_path):
    def scored(number, score):
        q = QuestionResult(
            "conv2d",
            score,
            10.0,
            "passed" if score == 10 else "partial" if score else "failed",
            diagnosis=("a",) * (score == 0),
        )
        return result(number, f"S {number}", (q,), max_score=10.0)

    index = write_report([scored(i, s) for i, s in enumerate((0, 0, 5, 9.99, 10))] + [rejected(9)], tmp_path, title="T")
    html = index.read_text(encoding="utf-8")
    text = " ".join(Page(html).text.split())
    assert "submissions6 graded5 rejected1 mean of 1005.0 median5.0 with full marks1" in text
    assert "0–9: 2, 50–59: 1, 90–100: 2" in html
    assert "2 not right yet, 2 partly right, 1 right" in text
    assert "50 %" in text
    assert "A in conv2d2" in text


def test_submissions_that_lack_questions_keep_their_columns(tmp_path):
    short = result(77, "Short", (perfect().questions[1],))
    html = write_report([perfect(), short], tmp_path, title="T").read_text(encoding="utf-8")
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    rows = [re.findall(r"<td.*?</td>", row) for row in body.split("<tr>")[1:]]
    assert len({len(row) for row in rows}) == 1
    assert "14" in rows[1][3]
    assert not re.sub("<.*?>", "", rows[1][2])


def test_an_empty_class_has_a_page(tmp_path):
    assert "submissions0 graded0 rejected0" in told(write_report([], tmp_path, title="T").read_text())


def test_a_second_report_leaves_no_page_of_the_first(tmp_path):
    write_report([perfect(1), perfect(2)], tmp_path, title="T")
    write_report([perfect(2)], tmp_path, title="T")
    assert [p.name for p in (tmp_path / "students").iterdir()] == ["sub-00000002.html"]


def test_equal_results_give_equal_bytes(tmp_path):
    write_report(everyone(10), tmp_path / "a", title="T", meta=META)
    write_report(everyone(10), tmp_path / "b", title="T", meta=META)
    for path in (tmp_path / "a").rglob("*.html"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


@pytest.mark.parametrize(
    "submission",
    [
        "../../etc/passwd",
        "con",
        "A" * 300,
        "ünicode-name",
        "",
        "\ud800",
        "sub 1",
        "x/y",
        "nul.html",
        ".",
        "SUB-00000001",
    ],
)
def test_page_names_stay_in_their_folder(submission, tmp_path):
    name = student_page_name(replace(perfect(), submission=submission))
    assert re.fullmatch(r"[a-z0-9-]{8,64}\.html", name)
    page_of(replace(perfect(), submission=submission), tmp_path)


def test_page_names_differ_where_submissions_do():
    names = [
        student_page_name(replace(perfect(), submission=s)).lower()
        for s in ("Sub-00000001", "sub-00000001", "SUB-00000001", "s/1", "s\\1")
    ]
    assert len(set(names)) == 5


def test_hostile_text_is_text(tmp_path):
    report = tmp_path / "r"
    write_report(
        [hostile(), mixed()],
        report,
        title=HOSTILE,
        meta={"found": HOSTILE, "written": HOSTILE, "ignored": [(HOSTILE, HOSTILE)]},
    )
    for path in report.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        page = Page(html)
        kinds = {tag for tag, _ in page.elements}
        assert kinds.isdisjoint({"img", "b", "link"})
        assert not [a for _, attributes in page.elements for a in attributes if a.startswith("on")]
        if path.name == student_page_name(hostile()):
            assert "<script>window.pwned=1" in page.text  # shown as text
            assert "⟨U+202E⟩" in page.text
        body = html[html.index("<body") :]
        for gone in ("\x1b", "\x00", "\x07", "\u202e", "\u200b", "anna@", "/home/grader", "C:\\Users", SECRET + "<"):
            assert gone not in body.replace(HOSTILE, ""), (path.name, gone)


@pytest.mark.parametrize("render", [render_html_fragment, lambda r: render_question_html(r.questions[0])])
def test_hostile_text_in_the_fragment_is_text(render):
    page = Page(render(hostile()))
    assert {tag for tag, _ in page.elements} <= {
        "div",
        "h2",
        "h3",
        "p",
        "ul",
        "li",
        "strong",
        "em",
        "br",
        "code",
        "pre",
    }
    assert all(not attributes for _, attributes in page.elements)
    assert "<script>window.pwned=1" in page.text


@pytest.mark.parametrize("render", [render_markdown, lambda r: render_question_markdown(r.questions[0])])
def test_hostile_text_in_markdown_is_text(render):
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(render(hostile()))
    page = Page(html)
    assert {tag for tag, _ in page.elements} <= {"h2", "h3", "p", "ul", "li", "strong", "code", "pre"}
    assert "<script>window.pwned=1" in page.text
    assert "[click](javascript:window.pwned=5)" in page.text


@pytest.mark.parametrize(
    "text",
    [
        "1. one",
        "- minus",
        "+ plus",
        "# head",
        "> quote",
        "a_b_c *bold* __x__ ~~y~~",
        "[a](b)",
        "<b>",
        "&lt;",
        "x@y",
        "| a | b |",
        "`code",
        "a\\",
        "www.x.org",
        "http://x.org",
        "$x$",
        "![i](j)",
        "===",
        "---",
        "\n\n# head\n\n- item",
        "12) x",
        "`` `a` ``",
        "<!-- ",
        "&#60;script&#62;",
    ],
)
def test_markdown_shows_the_words_as_they_are(text):
    one = replace(perfect(), remarks=(text,), questions=())
    html = MarkdownIt("commonmark").render(render_markdown(one))
    page = Page(html)
    assert [tag for tag, _ in page.elements if tag != "code"] == ["h2", "ul", "li"]
    shown = " ".join(page.text.split()).removeprefix("100 of 100 points ")
    assert "".join(shown.replace("`", "").split()) == "".join(text.replace("`", "").split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil\x07link\x1b]8;;\x07", "link"),
        ("a\x9b31mb", "ab"),
        ("10 %\r20 %\r\n", "10 %\n20 %\n"),
        ("bell\x07\x00\x7f\x85", "bell␇␀␡\N{REPLACEMENT CHARACTER}"),
        ("\u202egnp.exe\u2066", "⟨U+202E⟩gnp.exe⟨U+2066⟩"),
        ("a\u200bb\ufeff\U000e0041", "a⟨U+200B⟩b⟨U+FEFF⟩⟨U+E0041⟩"),
        ("z" + "\u0300" * 50, "z" + "\u0300" * 4),
        ("\ud800x\ufffe", "\N{REPLACEMENT CHARACTER}x\N{REPLACEMENT CHARACTER}"),
        ("שלום مرحبا 👩‍👩‍👧 é", "שלום مرحبا 👩‍👩‍👧 é"),
        ('File "/tmp/run 1/x/convolution.py", line 3', 'File "run 1/x/convolution.py", line 3'),
        ("/home/anna/conv.py:3 and file:///srv/a/b.py", "conv.py:3 and b.py"),
        (r"C:\Users\anna\conv.py", "conv.py"),
        ("a/b/c 1/2 and https://x.org/a/b", "a/b/c 1/2 and https://x.org/a/b"),
        ("write to anna.m+x@mail.uni.example!", "write to (e-mail address)!"),
        ("A @ B, x@y", "A @ B, x@y"),
        (12, "12"),
    ],
)
def test_clean(text, shown):
    assert clean(text) == shown


def test_clean_is_bounded_and_fast():
    for unit in ("a", "/a", "a@", "\x1b[", "\x1b]", "\u0300", ".a", "C:\\", "\u202e", "`", "/" * 50 + " "):
        assert len(clean(unit * 2_000_000, 1000)) < 1100


def test_long_output_is_cut_with_a_word(tmp_path):
    loud = replace(perfect().questions[0], output="x" * 100_000)
    html = page_of(replace(perfect(), questions=(loud,)), tmp_path)
    assert "100,000 characters in all" in html
    assert len(html) < 60_000


def test_pseudonyms_are_everywhere_and_the_key_lies_apart(tmp_path):
    out = tmp_path / "report"
    people = [
        replace(mixed(), flags=("answers equal those of Ada Sommer (s001)",)),
        replace(perfect(), members=("Ada Sommer", "Bo Li")),
        rejected(reason="Noor_convolution.py of Noor van Dijk is empty"),
    ]
    people[0] = replace(people[0], questions=tuple(replace(q, output="hello from Park") for q in people[0].questions))
    write_report(people, out, title=TITLE, pseudonymous=True, meta=META)
    for path in out.rglob("*"):
        text = path.name + (path.read_text(encoding="utf-8") if path.is_file() else "")
        for name in (
            "Ada",
            "Sommer",
            "Jun-ho",
            "Park",
            "van Dijk",
            "s001",
            "s002",
            "sub-0000",
            "Bo Li",
            "readme",
            "Moodle zip",
        ):
            assert name not in text, (path, name)
    key = tmp_path / "report-key.csv"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    rows = list(csv.DictReader(key.open(encoding="utf-8")))
    assert {row["name"] for row in rows} == {"Ada Sommer", "Jun-ho Park", "Noor van Dijk"}
    for row in rows:
        assert (out / "students" / f"{row['pseudonym']}.html").is_file()
    before = {row["submission"]: row["pseudonym"] for row in rows}
    write_report([*people, perfect(50, "New Person")], out, title=TITLE, pseudonymous=True)
    after = {row["submission"]: row["pseudonym"] for row in csv.DictReader(key.open(encoding="utf-8"))}
    assert before.items() <= after.items()
    assert len(after) == 4


def test_the_key_file_is_no_spreadsheet_formula(tmp_path):
    write_report(
        [replace(perfect(), display_name="=HYPERLINK(1)", student="@SUM(1)x", submission="+cmd-12345")],
        tmp_path / "r",
        title="T",
        pseudonymous=True,
    )
    (row,) = csv.DictReader((tmp_path / "r-key.csv").open(encoding="utf-8"))
    assert [row["submission"], row["name"]] == ["'+cmd-12345", "'=HYPERLINK(1)"]


# Drawings.


def test_a_padded_window_draws_the_frame_of_zeros():
    case = diagnosed(
        "conv2d_padded", lambda image, kernel, padding=0: right("conv2d_padded")(image, kernel, padding) + padding
    ).counterexample
    picture = drawing(case)
    grid = picture.inputs[0].grids[0]
    assert {text for text, _ in grid.rows[0]} == {"0"}
    assert grid.rows[0][0][1] == {"window", "padding"}
    assert "[(0)]" in as_text(picture)
    json.dumps(case, allow_nan=False)


def test_many_slices_are_bounded_and_those_that_matter_are_drawn():
    value = {"shape": [6, 2, 2], "cells": [[[i, i], [i, i]] for i in range(6)]}
    case = {
        "question": "f",
        "call": "f(x)",
        "inputs": [{"name": "x", "value": value}],
        "got": value,
        "want": value,
        "wrong": [[5, 0, 1]],
        "where": [5, 0, 1],
    }
    picture = drawing({**case, "window": {"x": [[5, 0, 0]]}})
    assert [grid.label for grid in picture.inputs[0].grids] == ["[5]"]
    assert picture.inputs[0].more == 5
    assert picture.outputs[0].grids[0].rows[0][1][1] == {"wrong", "first"}


@pytest.mark.parametrize("shape", [[], [3], [2, 2], [1, 2, 2], [2, 1, 2, 2]])
def test_values_of_every_dimension_are_drawn(shape, tmp_path):
    cells = 1.23456
    for n in reversed(shape):
        cells = [cells] * n
    value = {"shape": shape, "cells": cells}
    where = [0] * len(shape)
    case = {
        "question": "f",
        "call": "f(x)",
        "inputs": [{"name": "x", "value": value}],
        "got": value,
        "want": value,
        "wrong": [where],
        "where": where,
    }
    one = replace(perfect().questions[0], counterexample=case)
    assert "1.235" in told(page_of(replace(perfect(), questions=(one,)), tmp_path))
    assert "1.235" in render_question_markdown(one)


def test_a_case_that_only_raises_or_only_changes_is_told():
    case = {
        "question": "f",
        "call": "f(x=1)",
        "inputs": [],
        "got": None,
        "want": None,
        "error": "KeyError: 'a'",
        "expected_error": "ValueError",
        "wrong": [],
        "where": None,
        "window": {},
        "working": "",
        "changed": [{"name": "x", "value": {"text": "None"}}],
        "note": "",
    }
    text = as_text(drawing(case))
    assert "KeyError: 'a'" in text
    assert "raises ValueError" in text
    assert drawing(case).sentences == ("The call changed its argument x.",)


# Scale.

_MEASURE = """
import sys, tracemalloc
sys.path.insert(0, {tests!r})
from pathlib import Path
from tests.test_feedback_samples import klass
from autograder.feedback import write_report
list(klass(1))
write_report(klass(3), Path({out!r}) / "warm", title="T")
tracemalloc.start()
write_report(klass({count}), Path({out!r}), title="T")
print(tracemalloc.get_traced_memory()[1])
"""


def test_memory_grows_by_a_small_row_a_submission(tmp_path):
    def peak(count: int) -> int:
        code = _MEASURE.format(tests=str(Path(__file__).parents[1]), out=str(tmp_path / str(count)), count=count)
        return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)

    few, many = peak(20), peak(180)
    assert (many - few) / 160 < 8_000  # bytes a submission: 10,000 stay under 80 MB


def test_every_status_has_a_word():
    assert {q.status for q in mixed().questions} >= {
        "passed",
        "partial",
        "failed",
        "missing",
        "timeout",
        "crashed",
        "unanswered",
        "manual",
    }
    assert set(QUESTIONS) == {q.name for q in perfect().questions if q.score is not None}
    assert all(r.status in ("graded", "rejected") for r in klass(5))

"""Feedback: what becomes of hostile text and odd names, and what pseudonyms hide."""

from __future__ import annotations

import csv
import re
import stat
from pathlib import Path

import pytest

from autograder.feedback import About, render_html_fragment, student_page_name, write_report
from autograder.records.submission import Ignored
from autograder.records.text import clean
from tests.support import records
from tests.support.feedback_pages import Page, page_of
from tests.support.feedback_samples import (
    ABOUT,
    HOSTILE,
    SECRET,
    TITLE,
    hostile,
    mixed,
    perfect,
    rejected,
)


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
    name = student_page_name(records.changed(perfect(), submission=submission))
    assert re.fullmatch(r"[a-z0-9-]{8,64}\.html", name)
    page_of(records.changed(perfect(), submission=submission), tmp_path)


def test_page_names_differ_where_submissions_do():
    names = [
        student_page_name(records.changed(perfect(), submission=s)).lower()
        for s in ("Sub-00000001", "sub-00000001", "SUB-00000001", "s/1", "s\\1")
    ]
    assert len(set(names)) == 5


def test_hostile_text_is_text(tmp_path):
    report = tmp_path / "r"
    write_report(
        [hostile(), mixed()],
        report,
        title=HOSTILE,
        about=About(HOSTILE, (Ignored(HOSTILE, HOSTILE),), HOSTILE),
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


def test_hostile_text_in_the_fragment_is_text():
    page = Page(render_html_fragment(hostile()))
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
    loud = records.changed(perfect().questions[0], output="x" * 100_000)
    html = page_of(records.changed(perfect(), questions=(loud,)), tmp_path)
    assert "100,000 characters in all" in html
    assert len(html) < 60_000


def test_pseudonyms_are_everywhere_and_the_key_lies_apart(tmp_path):
    out = tmp_path / "report"
    people = [
        records.changed(mixed(), flags=("answers equal those of Ada Sommer (s001)",)),
        records.changed(perfect(), members=("Ada Sommer", "Bo Li")),
        rejected(reason="Noor_convolution.py of Noor van Dijk is empty"),
    ]
    people[0] = records.changed(
        people[0], questions=tuple(records.changed(q, output="hello from Park") for q in people[0].questions)
    )
    write_report(people, out, title=TITLE, pseudonymous=True, about=ABOUT)
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
    rows = _rows(key)
    assert {row["name"] for row in rows} == {"Ada Sommer", "Jun-ho Park", "Noor van Dijk"}
    for row in rows:
        assert (out / "students" / f"{row['pseudonym']}.html").is_file()
    before = {row["submission"]: row["pseudonym"] for row in rows}
    write_report([*people, perfect(50, "New Person")], out, title=TITLE, pseudonymous=True)
    after = {row["submission"]: row["pseudonym"] for row in _rows(key)}
    assert before.items() <= after.items()
    assert len(after) == 4


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_key_file_is_no_spreadsheet_formula(tmp_path):
    write_report(
        [records.changed(perfect(), display_name="=HYPERLINK(1)", student="@SUM(1)x", submission="+cmd-12345")],
        tmp_path / "r",
        title="T",
        pseudonymous=True,
    )
    (row,) = _rows(tmp_path / "r-key.csv")
    assert [row["submission"], row["name"]] == ["'+cmd-12345", "'=HYPERLINK(1)"]

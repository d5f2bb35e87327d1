"""Feedback: what the pages of a student and of the class say, and what they never say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from autograder.feedback import (
    render_html_fragment,
    write_report,
)
from tests.support import records
from tests.support.feedback_pages import Page, page_of, told
from tests.support.feedback_samples import (
    ABOUT,
    QUESTIONS,
    SECRET,
    TITLE,
    everyone,
    klass,
    mixed,
    perfect,
    rejected,
    result,
)


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
        "a NumPy array is expected",
        "Your answer has the shape (3, 3); (4, 4) is right.",
        "IndexError: index 3 is out of bounds",
    ):
        assert words in text, words


def test_a_student_page_tells_nothing_that_is_not_the_students(tmp_path):
    one = records.changed(mixed(), members=("Someone Else",), student="jun@uni.example", flags=("like Someone Else's",))
    for html in (page_of(one, tmp_path), render_html_fragment(one)):
        for secret in (SECRET, "Someone Else", "@uni", "s009", "sealed"):
            assert secret not in html, secret


def test_all_passed_checks_are_folded_and_one_message_for_all_is_said_once(tmp_path):
    html = page_of(mixed(), tmp_path)
    assert html.count("The module defines no <code>convolve_2d</code>") == 1
    assert told(html).count("most values are wrong") > 1


def test_a_rejected_submission_says_why(tmp_path):
    html = page_of(rejected(), tmp_path)
    assert "could not be graded" in told(html)
    assert "has a syntax error in line 12: expected ':'." in told(html)
    assert "Slide a kernel" not in html
    assert "Not graded:" in render_html_fragment(rejected())


def test_pages_are_self_contained_and_well_formed(tmp_path):
    write_report(everyone(20), tmp_path / "r", title=TITLE, about=ABOUT)
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
    index = write_report(everyone(40), tmp_path / "r", title=TITLE, about=ABOUT)
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
        q = records.question(
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
    table = html[html.index('id="class"') :]
    body = table[table.index("<tbody>") : table.index("</tbody>")]
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
    write_report(everyone(10), tmp_path / "a", title="T", about=ABOUT)
    write_report(everyone(10), tmp_path / "b", title="T", about=ABOUT)
    for path in (tmp_path / "a").rglob("*.html"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


# Scale.

_MEASURE = """
import sys, tracemalloc
sys.path.insert(0, {tests!r})
from pathlib import Path
from tests.support.feedback_samples import klass
from autograder.feedback import write_report
from tests.support import records
list(klass(1))
write_report(klass(3), Path({out!r}) / "warm", title="T")
tracemalloc.start()
write_report(klass({count}), Path({out!r}), title="T")
print(tracemalloc.get_traced_memory()[1])
"""


def test_memory_grows_by_a_small_row_a_submission(tmp_path):
    def peak(count: int) -> int:
        code = _MEASURE.format(tests=str(Path(__file__).parents[2]), out=str(tmp_path / str(count)), count=count)
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

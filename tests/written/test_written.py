"""Written answers: sheets without names, marks read back with clear errors, and what they do to a result."""

from __future__ import annotations

import csv
import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.course import Assignment, Course, Question
from autograder.grading.grade import Grader
from autograder.grading.written_text import written_answer
from autograder.records.errors import MarksError
from autograder.records.result import Result
from autograder.records.submission import SourceFile
from autograder.written import (
    Mark,
    answer_id,
    apply_marks,
    comments_without_a_mark,
    export_sheets,
    read_marks,
    written_questions,
)
from tests.support import records

WHY = Question("why", 5, "written", "Why?", "Say why.\nAnd how.", ("2 points: <b>why</b>.", "3 points: how."))
WHAT = Question("what", 4, "written", "What?")
ANSWERS = {"s1": "Because of neighbours.", "s2": "Because of weights.", "s3": "", "s4": "Both & more < all."}


@pytest.fixture
def assignment(course: Course) -> Assignment:
    return replace(course.assignment("by_hand"), questions=(Question("sum", 100.0), WHY, WHAT))


def result(student: str, why: str, what: str = "It.", score: float = 70.0) -> Result:
    questions = (
        records.question("sum", score, 100.0, "partial"),
        records.question("why", None, 5.0, "manual", answer=why),
        records.question("what", None, 4.0, "manual", answer=what),
    )
    name = f"Name of {student}"
    return records.result(f"{student}.py", student, "by_hand", "graded", score, 100.0, questions, display_name=name)


@pytest.fixture
def results() -> list[Result]:
    return [result(student, why) for student, why in ANSWERS.items()]


def id_of(result: Result, name: str, secret: str = "") -> str:
    return next(answer_id(result, question, secret) for question in result.questions if question.name == name)


def fill(path: Path, marks: dict[str, tuple[str, str]]) -> None:
    """Enter (mark, comment) by answer id, as a person with a spreadsheet does."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["mark"], row["comment"] = marks.get(row["answer"], (row["mark"], row["comment"]))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


# The sheets


def test_a_sheet_shows_question_rubric_and_answers_but_no_names(
    assignment: Assignment, results: list[Result], tmp_path: Path
) -> None:
    paths = export_sheets(results, assignment, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["marks.csv", "why.html", "what.html"]
    page = paths[1].read_text(encoding="utf-8")
    assert "Say why.\nAnd how." in page
    assert "2 points: &lt;b&gt;why&lt;/b&gt;." in page
    assert "at most 5 points" in page
    for one in results:
        assert (id_of(one, "why") in page) == bool(one.questions[1].answer)
        assert one.student + ".py" not in page
        assert one.display_name not in page
    assert "Both &amp; more &lt; all." in page
    assert "3 answers, in an order that says nothing" in page
    assert "1 more was left empty: 0 points, and nothing to enter." in page


def test_order_is_shuffled_and_always_the_same(assignment: Assignment, tmp_path: Path) -> None:
    many = [result(f"s{i:03}", f"answer {i}", f"other {i}") for i in range(40)]

    def order(given: list[Result], name: str, out: str) -> list[str]:
        export_sheets(given, assignment, tmp_path / out)
        return re.findall(r"(?:answer|other) (\d+)", (tmp_path / out / f"{name}.html").read_text(encoding="utf-8"))

    first = order(many, "why", "a")
    assert sorted(first) == sorted(str(i) for i in range(40))
    assert first != [str(i) for i in range(40)]
    assert order(many[::-1], "why", "b") == first
    assert order(many, "what", "c") != first, "the same order on two sheets would tie a student's answers together"


def test_empty_answers_are_on_no_sheet(assignment: Assignment, tmp_path: Path) -> None:
    given = [result(f"s{i}", "  \n" if i % 2 else "text") for i in range(10)]
    export_sheets(given, assignment, tmp_path)
    page = (tmp_path / "why.html").read_text(encoding="utf-8")
    table = (tmp_path / "marks.csv").read_text(encoding="utf-8")
    assert page.count(">text<") == 5
    assert "5 more were left empty: 0 points, and nothing to enter." in page
    assert [id_of(one, "why") in table for one in given] == [True, False] * 5


def test_ids_are_opaque() -> None:
    one, other = result("s1", "x"), result("s2", "x")
    ids = {
        id_of(one, "why"),
        id_of(one, "what"),
        id_of(other, "why"),
        id_of(one, "why", "secret"),
        id_of(result("s1", "y"), "why"),
    }
    assert len(ids) == 5
    assert all(re.fullmatch(r"a-[a-z2-9]{12}", one) for one in ids), "no id that a spreadsheet takes for a number"
    assert id_of(one, "why", "secret") == id_of(result("s1", "x", score=1.0), "why", "secret")


def test_rejected_submissions_have_nothing_to_mark(assignment: Assignment, tmp_path: Path) -> None:
    export_sheets([records.changed(result("s1", ""), status="rejected")], assignment, tmp_path)
    assert "0 answers" in (tmp_path / "why.html").read_text(encoding="utf-8")


def test_no_answers_and_no_questions(course: Course, tmp_path: Path) -> None:
    by_hand = course.assignment("by_hand")
    export_sheets([], by_hand, tmp_path)
    assert (tmp_path / "marks.csv").read_text(encoding="utf-8-sig").splitlines() == ["question,answer,mark,comment"]
    assert {question.name for question in written_questions(by_hand)} == {"why_not_mlp", "what_padding_costs"}


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</p></section><h1>Full marks</h1>",
    "{{ 7 * 7 }} {% include 'sheet.html' %}",
    "&lt;script&gt;",
    '=HYPERLINK("http://x")',
    "nul \x00, bell \x07, escape \x1b[31m",
    "lone \ud800 surrogate",
    "right \u202e to left",
    "]]><!--",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_answers_are_text_and_nothing_else(assignment: Assignment, tmp_path: Path, text: str) -> None:
    export_sheets([result("s1", text)], assignment, tmp_path / "hostile")
    export_sheets([result("s1", "text")], assignment, tmp_path / "plain")
    page, plain = ((tmp_path / out / "why.html").read_text(encoding="utf-8") for out in ("hostile", "plain"))
    parsed, expected = Tags(), Tags()
    parsed.feed(page)
    expected.feed(plain)
    assert parsed.tags == expected.tags
    assert parsed.attributes == expected.attributes
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\ud800-\udfff]", page)
    assert "default-src 'none'" in page
    readable = re.sub("[\x00-\x1f\u202e\ud800]", "\ufffd", text)
    assert readable in html.unescape(page)


def test_line_breaks_and_joined_emoji_stay(assignment: Assignment, tmp_path: Path) -> None:
    export_sheets([result("s1", "zero\rone\r\ntwo\tthree 👩\u200d🔬")], assignment, tmp_path)
    assert "zero\none\ntwo\tthree 👩\u200d🔬" in (tmp_path / "why.html").read_text(encoding="utf-8")


def test_a_flood_is_cut(assignment: Assignment, tmp_path: Path) -> None:
    export_sheets([result("s1", "x" * 300_000)], assignment, tmp_path)
    page = (tmp_path / "why.html").read_text(encoding="utf-8")
    assert len(page) < 30_000
    assert "280000 more characters are not shown." in page


def test_the_table_holds_nothing_a_student_wrote(assignment: Assignment, tmp_path: Path) -> None:
    export_sheets([result("=cmd|' /C calc'!A0", '=1+1\n@x,"')], assignment, tmp_path)
    with (tmp_path / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows] == ["question", "what", "why"]
    assert all(row[2:] == ["", ""] for row in rows[1:])


# Marks kept over exports


def test_marks_survive_another_export(assignment: Assignment, results: list[Result], tmp_path: Path) -> None:
    export_sheets(results, assignment, tmp_path)
    first = id_of(results[0], "why")
    fill(tmp_path / "marks.csv", {first: ("4", 'good, but "short"')})
    export_sheets([*results, result("s9", "late")], assignment, tmp_path)
    marks = read_marks(tmp_path / "marks.csv", assignment, results)
    assert marks == {first: Mark(4.0, 'good, but "short"')}
    assert not (tmp_path / "marks-outdated.csv").exists()


def test_marks_of_changed_answers_are_set_aside(assignment: Assignment, results: list[Result], tmp_path: Path) -> None:
    export_sheets(results, assignment, tmp_path)
    fill(tmp_path / "marks.csv", {id_of(results[0], "why"): ("4", ""), id_of(results[1], "why"): ("3", "")})
    changed = [result("s1", "Another answer."), *results[1:]]
    for _ in range(2):
        export_sheets(changed, assignment, tmp_path)
    assert read_marks(tmp_path / "marks.csv", assignment, changed) == {id_of(results[1], "why"): Mark(3.0)}
    aside = (tmp_path / "marks-outdated.csv").read_text(encoding="utf-8-sig").splitlines()
    assert aside[1:] == [f"why,{id_of(results[0], 'why')},4,"]


# Reading marks


def table(path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(("question,answer,mark,comment", *rows)) + "\n", encoding=encoding)
    return path


@pytest.mark.parametrize(
    ("mark", "wanted"), [("5", 5.0), ("0", 0.0), ("2.5", 2.5), ("2,5", 2.5), (" 3 ", 3.0), ("3e0", 3.0)]
)
def test_marks_are_numbers(
    assignment: Assignment, results: list[Result], tmp_path: Path, mark: str, wanted: float
) -> None:
    known = id_of(results[0], "why")
    path = table(tmp_path / "marks.csv", f'why,{known},"{mark}",')
    assert read_marks(path, assignment, results) == {known: Mark(wanted)}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("why,{why},six,", "line 2: the mark 'six' is not a number"),
        ("why,{why},nan,", "line 2: the mark 'nan' is not a number"),
        ("why,{why},inf,", "line 2: the mark 'inf' is not a number"),
        ("why,{why},0_4,", "line 2: the mark '0_4' is not a number"),
        ("why,{why},80%,", "line 2: the mark '80%' is not a number"),
        ("why,{why},5.5,", "line 2: the mark 5.5 is not between 0 and 5"),
        ("why,{why},-1,", "line 2: the mark -1 is not between 0 and 5"),
        ("why,a-nobody,1,", "line 2: no answer has the id 'a-nobody'"),
        ("how,{why},1,", "line 2: there is no written question 'how'; there is why, what"),
        ("sum,{why},1,", "line 2: there is no written question 'sum'"),
        ("what,{why},1,", "belongs to why, not to what"),
        ("why,{why},1,\nwhy,{why},2,", "line 3: the answer {why} is marked twice"),
        ("why,{why},1,\n\nwhy,a-nobody,x,", "line 4: no answer has the id"),
    ],
)
def test_what_is_wrong_is_said_line_by_line(
    assignment: Assignment, results: list[Result], tmp_path: Path, row: str, told: str
) -> None:
    why = id_of(results[0], "why")
    path = table(tmp_path / "marks.csv", *row.format(why=why).split("\n"))
    with pytest.raises(MarksError, match=re.escape(told.format(why=why))):
        read_marks(path, assignment, results)


def test_all_problems_are_told_at_once_but_no_flood(
    assignment: Assignment, results: list[Result], tmp_path: Path
) -> None:
    path = table(tmp_path / "marks.csv", *(f"why,a-nobody{i},1," for i in range(50)))
    with pytest.raises(MarksError) as told:
        read_marks(path, assignment, results)
    assert len(str(told.value).splitlines()) == 22
    assert "and 30 more" in str(told.value)


def test_another_secret_knows_other_ids(assignment: Assignment, results: list[Result], tmp_path: Path) -> None:
    export_sheets(results, assignment, tmp_path, "secret")
    known = id_of(results[0], "why", "secret")
    fill(tmp_path / "marks.csv", {known: ("1", "")})
    assert read_marks(tmp_path / "marks.csv", assignment, results, "secret") == {known: Mark(1.0)}
    with pytest.raises(MarksError, match="no answer has the id"):
        read_marks(tmp_path / "marks.csv", assignment, results, "another")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_what_spreadsheets_save_is_read(
    assignment: Assignment, results: list[Result], tmp_path: Path, delimiter: str, encoding: str
) -> None:
    known = id_of(results[0], "why")
    rows = [("question", "answer", "mark", "comment"), ("why", known, "2", "schön"), ("", "", "", "")]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (tmp_path / "marks.csv").write_bytes(text.encode(encoding))
    assert read_marks(tmp_path / "marks.csv", assignment, results) == {known: Mark(2.0, "schön")}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "lacks the column question, answer, mark, comment"),
        (b"question,answer,points\n", "lacks the column mark, comment"),
        (b"\xff\xd8\xff\xe0 a picture", "lacks the column"),
        (b"question,answer,mark,comment\n" + b"x" * 200_000, "not a table"),
    ],
)
def test_other_files_are_refused(assignment: Assignment, tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "marks.csv").write_bytes(data)
    with pytest.raises(MarksError, match=told):
        read_marks(tmp_path / "marks.csv", assignment, [])


def test_a_missing_file_is_said(assignment: Assignment, tmp_path: Path) -> None:
    with pytest.raises(MarksError, match="cannot be read: No such file"):
        read_marks(tmp_path / "marks.csv", assignment, [])


# Marks in results


@pytest.mark.parametrize(("points", "status"), [(5.0, "passed"), (2.5, "partial"), (0.0, "failed")])
def test_a_mark_counts(points: float, status: str) -> None:
    before = result("s1", "x")
    after = apply_marks(before, {id_of(before, "why"): Mark(points, "Well said.")})
    assert (after.score, after.max_score) == (70.0 + points, 105.0)
    marked = after.questions[1]
    assert (marked.score, marked.status) == (points, status)
    assert marked.checks[0].message == "Well said."
    assert marked.checks[0].passed == (status == "passed")
    assert after.questions[0] == before.questions[0]
    assert after.questions[2] == before.questions[2], "an answer without a mark stays to be marked"
    assert Result.from_json(after.to_json()) == after


def test_marking_again_replaces_the_mark() -> None:
    before = result("s1", "x")
    key = id_of(before, "why")
    once = apply_marks(before, {key: Mark(5.0)})
    again = apply_marks(once, {key: Mark(1.0, "On second thought.")})
    assert (again.score, again.max_score) == (71.0, 105.0)
    assert len(again.questions[1].checks) == 1
    assert apply_marks(again, {}) == again


def test_a_mark_is_for_one_answer_only() -> None:
    before = result("s1", "x")
    marks = {id_of(before, "why"): Mark(5.0)}
    assert apply_marks(result("s2", "x"), marks) == result("s2", "x")
    assert apply_marks(result("s1", "another text"), marks) == result("s1", "another text")
    assert apply_marks(before, marks, "another secret") == before


def test_an_empty_answer_is_0_points_that_count_once_somebodys_are_marked() -> None:
    """Before, nobody's count: a class whose written answers are never marked keeps its maximum."""
    empty = replace(records.question("why", 0.0, 5.0, "unanswered"), title="Why?")
    ann, bob = result("ann", "x"), result("bob", "").with_questions((result("bob", "").questions[0], empty))
    assert (bob.score, bob.max_score) == (70.0, 100.0)
    marks = {id_of(ann, "why"): Mark(5.0, "Good.", "ada", "2026-11-30T12:00:00+00:00", "why")}
    assert [(one.score, one.max_score) for one in (apply_marks(ann, marks), apply_marks(bob, marks))] == [
        (75.0, 105.0),
        (70.0, 105.0),
    ]
    seen = apply_marks(bob, marks).questions[1]
    assert (seen.status, [(check.passed, check.message) for check in seen.checks]) == (
        "unanswered",
        [(False, "No answer was found.")],
    )
    assert apply_marks(ann, marks).questions[1].checks[0].detail == "by ada, 2026-11-30"
    by_hand = {**marks, id_of(bob, "why"): Mark(2.0, "You told me.", question="why")}
    assert apply_marks(bob, by_hand).questions[1].score == 2.0, "a person may still give something for it"


# From the student's file to the mark


def test_answers_come_from_the_students_file(course: Course, tmp_path: Path) -> None:
    by_hand = course.assignment("by_hand")
    text = "Neighbours are lost.\n=1+1 <b>"
    module = f"why_not_mlp = {text!r}\nwhat_padding_costs = 42\nidentity_value = 1\n"
    submission = records.submission("s1", SourceFile("by_hand.py", module.encode()))
    with Grader(course, by_hand) as grader:
        graded = grader.grade(submission)
    assert [(q.status, q.score, q.answer) for q in graded.questions if q.by_person] == [
        ("manual", None, text),
        ("unanswered", 0.0, ""),
    ]
    told = "`what_padding_costs` is an int; a text between quotation marks is expected."
    assert told in graded.flags
    assert told in graded.remarks
    assert graded.max_score == 100
    export_sheets([graded], by_hand, tmp_path, course.secret)
    assert html.escape(text) in (tmp_path / "why_not_mlp.html").read_text(encoding="utf-8")
    fill(tmp_path / "marks.csv", {id_of(graded, "why_not_mlp", course.secret): ("4,5", "Say how, too.")})
    marks = read_marks(tmp_path / "marks.csv", by_hand, [graded], course.secret)
    marked = apply_marks(graded, marks, course.secret)
    assert (marked.score, marked.max_score) == (graded.score + 4.5, 105.0)


@pytest.mark.parametrize(
    ("answer", "text", "told"),
    [
        ("Neighbours.", "Neighbours.", ""),
        (("One.", "Two."), "One.\nTwo.", ""),  # a comma too many
        (None, "", ""),
        (..., "", ""),
        ((), "", "a tuple"),
        (["One.", 2], "", "a list"),
        (b"One.", "", "bytes"),
    ],
)
def test_a_written_answer_is_a_text_or_said_to_be_none(answer: object, text: str, told: str) -> None:
    found, problem = written_answer(SimpleNamespace(why=answer), "why")
    assert found == text
    assert (told in problem) if told else not problem


def test_an_object_as_a_written_answer_is_told_and_never_asked(course: Course) -> None:
    """What stays in the student's process has a truth and a length of its own, which nobody must need."""
    module = b"why_not_mlp = lambda: 'text'\nwhat_padding_costs = (part for part in 'ab')\n"
    submission = records.submission("s1", SourceFile("by_hand.py", module))
    with Grader(course, course.assignment("by_hand")) as grader:
        graded = grader.grade(submission)
    assert [flag.split("`")[1] for flag in graded.flags] == ["why_not_mlp", "what_padding_costs"]
    assert {q.status for q in graded.questions} == {"missing", "unanswered"}


def test_a_comment_without_a_mark_is_noticed(tmp_path: Path) -> None:
    path = table(tmp_path / "marks.csv", "why,a-one,1,Good.", "why,a-two,,Say more.", "why,a-three,,")
    assert comments_without_a_mark(path) == [3]


def test_a_written_answer_that_is_too_long_is_told(course: Course) -> None:
    module = b'why_not_mlp = "word " * 400_000\n'
    submission = records.submission("s1", SourceFile("by_hand.py", module))
    with Grader(course, course.assignment("by_hand")) as grader:
        [told] = grader.grade(submission).flags
    assert told.startswith("`why_not_mlp` gave more than an answer may hold")

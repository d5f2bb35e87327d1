"""Gradescope, Brightspace, Blackboard, the plain CSV, the zip of pages; and the same bytes for the same run."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from autograder.lms import export
from autograder.lms.systems.gradescope.results import results_json
from autograder.records.errors import LmsError
from tests.support import records
from tests.support.lms_judges import NASTY, python_rows, result, ruby_rows, write

ITEM = "Convolution Points Grade <Numeric MaxPoints:100 Weight:10>"
BRIGHT = ["OrgDefinedId", "Username", "Last Name", "First Name", "Email", "HW0 Points Grade <Numeric MaxPoints:5>", ITEM,
          "Calculated Final Grade Numerator", "End-of-Line Indicator"]  # fmt: skip
COLUMN = "Convolution [Total Pts: 100 Score] |4045949"
BOARD = ["Last Name", "First Name", "Username", "Student ID", "Last Access", "HW0 [Total Pts: 5 Score] |1", COLUMN]


def brightspace(tmp_path: Path) -> Path:
    rows = [
        ["#0012", "#ana", 'O\'Neil, "A"', "Ana", "a@x", "5", "", "", "#"],
        ["#12", "#bo", "=cmd", "Bo", "b@x", "4", "80", "", "#"],
        ["#120", "#cy", "Ek", "Cy", "c@x", "3", "", "", "#"],
    ]
    return write(tmp_path / "bright.csv", [BRIGHT, *rows])


def test_brightspace(tmp_path: Path) -> None:
    results = [result("0012", 55.5), result("bo", 0.0, key="username", lms="blackboard")]
    report = export(results, "brightspace", tmp_path / "up.csv", template=brightspace(tmp_path))
    assert python_rows((tmp_path / "up.csv").read_bytes()) == [
        [*BRIGHT[:5], ITEM, "End-of-Line Indicator"],
        ["#0012", "#ana", 'O\'Neil, "A"', "Ana", "a@x", "55.5", "#"],
        ["#12", "#bo", "=cmd", "Bo", "b@x", "0", "#"],
    ]
    assert report.not_graded == ("Cy Ek #120",)
    assert report.zeros == ("Bo =cmd #12",)


def test_brightspace_matches_downloads_by_name_only_where_nothing_else_is_known(tmp_path: Path) -> None:
    found = result("397063", 9.0, lms="brightspace", key="brightspace_id", name="Cy Ek")
    assert export([found], "brightspace", tmp_path / "up.csv", template=brightspace(tmp_path)).matched == (
        "Cy Ek (397063)",
    )


def test_blackboard(tmp_path: Path) -> None:
    rows = [["Smith", "Ann", "asmith", "007", "x", "5", ""], ["Ek", "Bo", "bo_ek", "7", "x", "", "9"]]
    for separator, encoding in ((",", "utf-8-sig"), ("\t", "utf-16")):
        template = write(tmp_path / "gc.xls", [BOARD, *rows], separator, encoding)
        results = [result("asmith", 70.0, lms="blackboard", key="username"), result("7", 80.5)]
        export(results, "blackboard", tmp_path / "up.txt", template=template)
        data = (tmp_path / "up.txt").read_bytes()
        assert data[:2] == template.read_bytes()[:2]
        text = data.decode("utf-8-sig" if separator == "," else "utf-16")
        assert [line.split(separator) for line in text.splitlines()] == [
            ["Last Name", "First Name", "Username", "Student ID", COLUMN],
            ["Smith", "Ann", "asmith", "007", "70"],
            ["Ek", "Bo", "bo_ek", "7", "80.5"],
        ]


def test_templates_of_the_wrong_kind_are_refused(tmp_path: Path) -> None:
    bright = brightspace(tmp_path)
    board = write(tmp_path / "gc.csv", [BOARD, ["S", "A", "asmith", "7", "x", "", ""]])
    text = write(
        tmp_path / "t.csv", [[*BOARD[:5], "Essay [Total Pts: 100 Text] |77"], ["S", "A", "asmith", "7", "x", ""]]
    )
    new = write(tmp_path / "n.csv", [[*BOARD[:5], "Convolution"], ["S", "A", "asmith", "7", "x", ""]])
    one = [result("0012", 5.0)]
    for target, template, why in (
        ("brightspace", board, "not a Brightspace grades export"),
        ("blackboard", bright, "has no column of an assignment"),
        ("blackboard", text, "has columns of text only"),
        ("blackboard", new, "has no column of an assignment"),
        ("canvas", bright, "not a Canvas gradebook"),
        ("moodle", bright, "not a Moodle grading worksheet"),
        ("brightspace", None, "give it with --template"),
    ):
        with pytest.raises(LmsError, match=why):
            export(one, target, tmp_path / "up.csv", template=template)
    with pytest.raises(LmsError, match="counts to 5: say --scale 5"):
        export(one, "brightspace", tmp_path / "up.csv", template=bright, column="HW0")


def test_gradescope(tmp_path: Path) -> None:
    source = {"lms": "gradescope", "key": "student_id", "gradescope": "submission_42"}
    results = [result("0123", 87.5, source=source, message=NASTY[4]), result("a/../b", 0.0)]
    report = export(results, "gradescope", tmp_path / "up.zip")
    with zipfile.ZipFile(tmp_path / "up.zip") as archive:
        assert archive.namelist() == ["submission_42/results.json", "a_.._b/results.json"]
        found = json.loads(archive.read("submission_42/results.json"))
    assert found["score"] == 87.5
    assert [test["name"] for test in found["tests"]] == [
        "conv2d: The kernel slides over the whole image",
        "why: written answer",
    ]
    assert found["tests"][0]["status"] == "failed"
    assert "score" not in found["tests"][1]
    assert "SECRET" not in json.dumps(found)
    assert report.zeros == ("a/../b",)
    known = {
        "score",
        "execution_time",
        "output",
        "visibility",
        "stdout_visibility",
        "extra_data",
        "tests",
        "output_format",
        "test_output_format",
        "test_name_format",
    }
    assert set(results_json(results[0])) == known
    in_a_test = {"score", "max_score", "status", "name", "output", "output_format", "visibility"}
    assert all(set(test) <= in_a_test for test in found["tests"])


def test_the_plain_csv_opens_safely_and_reads_back(tmp_path: Path) -> None:
    results = [
        result(f"{number:03}", number / 2, name=nasty, lms="moodle", flags=(nasty,), late=number % 2 == 0)
        for number, nasty in enumerate(NASTY)
    ]
    rejected = result("=evil()", 0.0, status="rejected", reason="+convolution.py is empty")
    report = export([*results, rejected], "csv", tmp_path / "m.csv")
    data = (tmp_path / "m.csv").read_bytes()
    header, *rows = python_rows(data)
    assert ruby_rows(data) == [header, *rows]
    assert header[:6] == ["student", "name", "members", "status", "score", "max_score"]
    assert header[6:8] == ["conv2d", "why"]
    assert [float(row[4]) for row in rows[:-1]] == [number / 2 for number in range(len(NASTY))]
    assert all(row[7] == "" for row in rows)
    assert rows[-1][0] == "'=evil()"
    assert rows[-1][header.index("reason")] == "'+convolution.py is empty"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\0")) for row in rows for cell in row)
    assert not any(ord(char) < 32 or char == "\u202e" for row in rows for cell in row for char in cell)
    assert report.rows == len(NASTY) + 1
    assert report.zeros == ("plain (000)", "=evil()")


def test_the_plain_csv_scales_the_mark_only(tmp_path: Path) -> None:
    export([result("s1", 50.0)], "csv", tmp_path / "m.csv", scale=20)
    row = python_rows((tmp_path / "m.csv").read_bytes())[1]
    assert row[4:7] == ["10", "20", "50"]


def test_pages_by_student_id(tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    page.write_text("<html>")
    results = [result(student, 1.0) for student in ("s1", "S1", "a/b", "CON", "..", "x\n")]
    pages = {one.submission: page for one in results}
    export(results, "feedback", tmp_path / "f.zip", pages=pages)
    with zipfile.ZipFile(tmp_path / "f.zip") as archive:
        names = archive.namelist()
    assert sorted(names) == sorted(["S1.html", "s1-id-s1.html", "a_b.html", "_CON.html", "_.html", "x.html"])
    page.unlink()
    with pytest.raises(LmsError, match="cannot be read"):
        export(results, "feedback", tmp_path / "f.zip", pages=pages)


@pytest.mark.parametrize("target", ["csv", "gradescope", "brightspace", "feedback"])
def test_the_same_run_gives_the_same_bytes(tmp_path: Path, target: str) -> None:
    page = tmp_path / "p.html"
    page.write_text("<html>")
    results = [result(student, 40.0) for student in ("0012", "12", "120")]
    pages = {one.submission: page for one in results}
    template = brightspace(tmp_path)
    for number, order in enumerate((results, results[::-1])):
        export(order, target, tmp_path / f"{number}.out", template=template, pages=pages)
    assert (tmp_path / "0.out").read_bytes() == (tmp_path / "1.out").read_bytes()


def test_nothing_is_left_behind_when_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(LmsError, match="cannot be written"):
        export([result("s1", 1.0)], "csv", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_written_question_is_blank_until_it_is_marked(tmp_path: Path) -> None:
    marked = result(
        "s2",
        55.0,
        questions=(records.question("conv2d", 50.0, 100.0, "partial"), records.question("why", 5.0, 5.0, "manual")),
    )
    export([result("s1", 50.0), marked], "csv", tmp_path / "m.csv")
    assert [row[7] for row in python_rows((tmp_path / "m.csv").read_bytes())[1:]] == ["", "5"]

"""Canvas's gradebook: written from the instructor's own, and only as Canvas will take it."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.ingest import Handout, read_submissions
from autograder.lms import export
from autograder.records.decision import Decision, Kind, decided
from autograder.records.errors import LmsError
from autograder.records.result import Result
from tests.support import records
from tests.support.handed_in import zipped
from tests.support.lms_judges import NASTY, canvas_takes, python_rows, result, ruby_rows, write

HEADER = [
    "Student",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Section",
    "Warm-up (400)",
    "Convolution (501)",
    "Current Score",
]
POINTS = ["    Points Possible", "", "", "", "", "10", "100", "(read only)"]
ROWS = [
    ["O'Neil-García, Ana", "101", "0007", "ana", "A", "9", "", "90"],
    ["Ek, Bo", "102", "7", "bo.ek", "A and B", "8", "55", "80"],
    ['=cmd(), "X"', "103", "70", "x", "", "", "EX", ""],
    ["Ek, Bo", "104", "1e5", "bo", "B", "7", "12", "70"],
    ["Student, Test", "105", "", "abc", "A", "", "", ""],
]


def gradebook(tmp_path: Path, rows: list[list[str]] | None = None, **options: str) -> Path:
    return write(tmp_path / "2026-grades.csv", rows or [HEADER, POINTS, *ROWS], **options)


def test_only_graded_rows_and_one_column(tmp_path: Path) -> None:
    results = [result("101", 87.456, lms="canvas", key="canvas_id"), result("102", 0.0, lms="canvas", key="canvas_id")]
    out = tmp_path / "up.csv"
    report = export(results, "canvas", out, template=gradebook(tmp_path))
    assert out.read_text().splitlines() == [
        "Student,ID,SIS User ID,SIS Login ID,Section,Convolution (501)",
        "    Points Possible,,,,,100",
        '"O\'Neil-García, Ana",101,0007,ana,A,87.46',
        '"Ek, Bo",102,7,bo.ek,A and B,0',
    ]
    assert report.rows == 2
    assert report.matched == ("O'Neil-García, Ana 101", "Ek, Bo 102")
    assert report.zeros == ("Ek, Bo 102",)
    assert len(report.not_graded) == 3
    assert report.lines() == [
        "up.csv: 2 rows for Canvas's gradebook.",
        "  matched: 2",
        "  unmatched in the run (not in 2026-grades.csv, not written): 0",
        '  unmatched in 2026-grades.csv (not in the run, left as they are): 3: =cmd(), "X" 103; Ek, Bo 104; Student, Test 105',
        "  zeros: 1: Ek, Bo 102",
        "  blanks (without a mark, not written): 0",
        "  above the maximum: 0",
    ]


@pytest.mark.parametrize("bom", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_identity_columns_come_back_byte_for_byte(tmp_path: Path, bom: str, separator: str) -> None:
    names = [f"{number} {name}" for number, name in enumerate(NASTY)]
    rows = [[name, str(1000 + n), f"{n:05}", f"l.{n}", f"sec{n}", "", "", ""] for n, name in enumerate(names)]
    template = gradebook(tmp_path, [HEADER, POINTS, *rows], separator=separator, encoding=bom)
    results = [result(str(1000 + n), n + 0.5, lms="canvas", key="canvas_id") for n in range(len(names))]
    out = tmp_path / "up.csv"
    export(results, "canvas", out, template=template)
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == (bom == "utf-8-sig")
    for read in (python_rows, ruby_rows):
        written = read(data, separator)
        assert written[0] == [*HEADER[:5], HEADER[6]]
        assert [row[:5] for row in written[2:]] == [row[:5] for row in rows]
        assert [row[5] for row in written[2:]] == [f"{n}.5" for n in range(len(names))]
    raw = template.read_bytes()
    for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\r\n")[2:3]:
        assert line.rpartition(separator.encode())[0] in raw


def test_canvas_would_take_it(tmp_path: Path) -> None:
    results = [result(one, score, lms="canvas", key="canvas_id") for one, score in (("101", 12.3), ("104", 99.999))]
    out = tmp_path / "up.csv"
    export(results, "canvas", out, template=gradebook(tmp_path))
    students = {row[1]: row[0] for row in ROWS}
    assert canvas_takes(out.read_bytes(), students, {"501": "Convolution"}) == {"101": "12.3", "104": "100"}


def test_students_are_matched_by_sis_ids_and_never_by_a_bare_number(tmp_path: Path) -> None:
    report = export(
        [result("0007", 1.0), result("bo.ek", 2.0), result("bo", 3.0)],
        "canvas",
        tmp_path / "up.csv",
        template=gradebook(tmp_path),
    )
    assert report.matched == ("O'Neil-García, Ana 101", "Ek, Bo 102", "Ek, Bo 104")
    with pytest.raises(
        LmsError, match="The one student of this run is not"
    ):  # 101 is Ana's Canvas id, not a student number
        export([result("101", 1.0)], "canvas", tmp_path / "no.csv", template=gradebook(tmp_path))
    assert not (tmp_path / "no.csv").exists()


def test_excused_students_stay_excused(tmp_path: Path) -> None:
    results = [result("103", 50.0, lms="canvas", key="canvas_id"), result("101", 50.0, lms="canvas", key="canvas_id")]
    report = export(results, "canvas", tmp_path / "up.csv", template=gradebook(tmp_path))
    assert report.rows == 1
    assert any("excused in Canvas and left so" in note for note in report.notes)


def test_group_members_each_get_the_groups_mark(tmp_path: Path) -> None:
    group = result(
        "Team", 66.0, members=("101", "104"), source={"lms": "canvas", "key": "group", "members": "canvas_id"}
    )
    export([group], "canvas", tmp_path / "up.csv", template=gradebook(tmp_path))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "up.csv").read_text())))
    assert [(row["ID"], row["Convolution (501)"]) for row in rows[1:]] == [("101", "66"), ("104", "66")]


def test_another_name_in_the_download_is_pointed_out(tmp_path: Path) -> None:
    results = [result("101", 5.0, lms="canvas", key="canvas_id", name="projectteam")]
    report = export(results, "canvas", tmp_path / "up.csv", template=gradebook(tmp_path))
    assert any("is called 'projectteam' in the download" in note for note in report.notes)
    same = [result("101", 5.0, lms="canvas", key="canvas_id", name="oneilgarcíaana")]
    assert export(same, "canvas", tmp_path / "up.csv", template=gradebook(tmp_path)).notes == ()


def test_scaling_and_what_is_above(tmp_path: Path) -> None:
    results = [result("101", 87.5, lms="canvas", key="canvas_id"), result("102", 110.0, lms="canvas", key="canvas_id")]
    template = gradebook(tmp_path)
    with pytest.raises(LmsError, match=r"out of 100, .*'Warm-up \(400\)' counts to 10: say --scale 10"):
        export(results[:1], "canvas", tmp_path / "up.csv", template=template, column="400")
    report = export(results, "canvas", tmp_path / "up.csv", template=template, column="Warm-up", scale=10)
    assert python_rows((tmp_path / "up.csv").read_bytes())[2:] == [
        [*ROWS[0][:5], "8.75"],
        [*ROWS[1][:5], "11"],
    ]
    assert report.above == ("Ek, Bo 102",)


def test_the_column_is_never_guessed(tmp_path: Path) -> None:
    results = [result("101", 5.0, lms="canvas", key="canvas_id", assignment="layers")]
    template = gradebook(tmp_path)
    with pytest.raises(
        LmsError, match=r"has 2 assignments: say which with --column.*'Warm-up \(400\)', 'Convolution \(501\)'"
    ):
        export(results, "canvas", tmp_path / "up.csv", template=template)
    for column in ("501", "Convolution", "Convolution (501)"):
        assert export(results, "canvas", tmp_path / "up.csv", template=template, column=column).rows == 1
    with pytest.raises(LmsError, match="fits 0 columns"):
        export(results, "canvas", tmp_path / "up.csv", template=template, column="Layers")


def test_a_column_with_the_assignments_name_in_its_title(tmp_path: Path) -> None:
    header = [*HEADER[:5], "HW 3: Convolution, from scratch (501)", "Deconvolution (502)"]
    template = gradebook(tmp_path, [header, *[row[:7] for row in ROWS]])
    report = export(good(), "canvas", tmp_path / "up.csv", template=template)
    assert python_rows((tmp_path / "up.csv").read_bytes())[0][5] == header[5]
    assert report.notes[0].startswith("written into the column 'HW 3: Convolution, from scratch (501)'")


@pytest.mark.parametrize(
    "title", ["HW 3", "CNN assignment 1", "Convolutions", "Week05: Conv", "Lab II", "From scratch"]
)
def test_the_only_column_is_the_one_where_its_title_may_be_the_assignments(tmp_path: Path, title: str) -> None:
    only = gradebook(tmp_path, [[*HEADER[:5], f"{title} (400)"], *[row[:6] for row in ROWS]])
    report = export(good(), "canvas", tmp_path / "up.csv", template=only, title="Convolution from scratch")
    assert f"{title} (400)" in report.notes[0]


@pytest.mark.parametrize("title", ["Warm-up", "Pooling", "Essay 2", "Midterm", "Torch CNN", "Deconvolution"])
def test_the_only_column_of_another_assignment_is_refused(tmp_path: Path, title: str) -> None:
    only = gradebook(tmp_path, [[*HEADER[:5], f"{title} (400)"], *[row[:6] for row in ROWS]])
    with pytest.raises(LmsError, match=f"does not look like convolution.*say --column '{title}' if this is the one"):
        export(good(), "canvas", tmp_path / "up.csv", template=only, title="Convolution from scratch")
    assert not (tmp_path / "up.csv").exists()
    assert export(good(), "canvas", tmp_path / "up.csv", template=only, column=title).rows == 2


def test_a_mark_given_by_hand_outlives_a_submission_that_cannot_be_graded(tmp_path: Path) -> None:
    lost = [records.changed(one, status="rejected", score=0.0, reason="no module found") for one in good()]
    report = export(lost, "canvas", tmp_path / "up.csv", template=gradebook(tmp_path))
    assert python_rows((tmp_path / "up.csv").read_bytes())[2:] == [[*ROWS[0][:5], "0"]]
    assert report.kept == ("Ek, Bo 102 has 55 (rejected: no module found)",)
    assert any(
        "have a mark in the LMS, which is left as it is: 1: Ek, Bo 102 has 55" in line for line in report.lines()
    )


def test_what_the_scale_means_is_said(tmp_path: Path) -> None:
    report = export(good(), "canvas", tmp_path / "up.csv", template=gradebook(tmp_path), scale=10)
    assert "marks are scaled to 10, as told, though the column counts to 100" in report.notes
    one, other = good()
    marked = replace(
        one, max_score=105.0, questions=(one.questions[0], replace(one.questions[1], score=4.0, status="partial"))
    )
    report = export([marked, other], "canvas", tmp_path / "up.csv", template=gradebook(tmp_path), scale=100)
    assert report.notes == ("written answers of 1 student are not all marked yet, and count as 0 till then: 102",)


def test_semicolons_in_a_title_do_not_separate(tmp_path: Path) -> None:
    header = [*HEADER[:5], "Convolution; a; b; c; d; e; f; g; h (501)"]
    template = gradebook(tmp_path, [header, *[row[:6] for row in ROWS]])
    assert export(good(), "canvas", tmp_path / "up.csv", template=template).rows == 2


def test_a_stray_quote_is_refused_as_canvas_would(tmp_path: Path) -> None:
    template = gradebook(tmp_path)
    template.write_bytes(template.read_bytes().replace(b"bo.ek", b'bo"ek'))
    with pytest.raises(LmsError, match=r"Row 4 .* stray quote"):
        export(good(), "canvas", tmp_path / "up.csv", template=template)


def test_anonymous_submissions_wait_for_their_names(tmp_path: Path) -> None:
    hidden = [result("aB3xY", 5.0, lms="canvas", key="anonymous_id")]
    with pytest.raises(LmsError, match=r"anonymous.*reveal the names"):
        export(hidden, "canvas", tmp_path / "up.csv", template=gradebook(tmp_path))


def good() -> list:
    return [result("101", 5.0, lms="canvas", key="canvas_id"), result("102", 6.0, lms="canvas", key="canvas_id")]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["Schüler", "ID", "Abschnitt", "Convolution (501)"], ["A", "101", "", ""]], "not a Canvas gradebook"),
        ([["Student", "ID", "Convolution (501)"], ["A", "101", ""]], "not a Canvas gradebook"),
        ([HEADER, POINTS, ROWS[0], ROWS[1][:-1]], "Row 4 .* has 7 cells where the header has 8"),
        ([[""], HEADER, *ROWS], "begins with a blank line"),
        ([HEADER, POINTS, ROWS[4]], "None of the 2 students"),
        ([HEADER, POINTS, ROWS[0], ["Twin", *ROWS[0][1:]]], "101 fits rows 3, 4"),
        ([HEADER[:5], *[row[:5] for row in ROWS]], "has no column of an assignment"),
        ([[*HEADER[:5], "Final Score of HW (9)"], *[row[:6] for row in ROWS]], "silently drops"),
        ([HEADER, [*POINTS[:6], "0", ""], *ROWS], "maximum of 0"),
        ([HEADER, [*POINTS[:6], "(read only)", ""], *ROWS], "read-only"),
        ([[*HEADER, "Convolution (501)"], *[[*row, ""] for row in ROWS]], "fits 2 columns|has 3 assignments"),
    ],
)
def test_a_template_that_will_not_do_is_refused(tmp_path: Path, rows: list[list[str]], why: str) -> None:
    with pytest.raises(LmsError, match=why) as caught:
        export(good(), "canvas", tmp_path / "up.csv", template=gradebook(tmp_path, rows))
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "up.csv").exists()


def test_a_dropped_title_is_refused_when_asked_for(tmp_path: Path) -> None:
    header = [*HEADER[:6], "Final Grade essay (502)", "Convolution (501)"]
    template = gradebook(tmp_path, [header, POINTS, *ROWS])
    with pytest.raises(LmsError, match="rename the assignment in Canvas"):
        export(good(), "canvas", tmp_path / "up.csv", template=template, column="502")


def test_files_that_are_no_csv_are_refused(tmp_path: Path) -> None:
    for data, why in (
        ("Student,ID\n".encode("utf-16"), "UTF-16"),
        ("Student,ID,Section,É\n".encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04....", "a spreadsheet"),
        (b"", "is empty"),
        (b'Student,ID,"Sec\n', "not well-formed|stray quote"),
        (b"Student\tID\tSection\tHW (5)\n", "separates its cells with tabs"),
    ):
        (tmp_path / "t.csv").write_bytes(data)
        with pytest.raises(LmsError, match=why):
            export(good(), "canvas", tmp_path / "up.csv", template=tmp_path / "t.csv")
    with pytest.raises(LmsError, match="give it with --template"):
        export(good(), "canvas", tmp_path / "up.csv")
    with pytest.raises(LmsError, match="cannot be read"):
        export(good(), "canvas", tmp_path / "up.csv", template=tmp_path / "none.csv")


def test_runs_that_will_not_do_are_refused(tmp_path: Path) -> None:
    template = gradebook(tmp_path)
    two = [result("0007", 1.0), result("ana", 2.0)]
    for results, options, why in (
        ([], {}, "has no results"),
        ([*good(), result("x", 1.0, assignment="layers")], {}, "several assignments"),
        (two, {}, "0007 and ana both fit row 3"),
        (good(), {"scale": 0.0}, "must be more than 0"),
        (good(), {"scale": float("nan")}, "must be more than 0"),
        (good(), {"scale": -5.0}, "must be more than 0"),
        ([result("101", 0.0, lms="canvas", key="canvas_id", max_score=0.0)], {"scale": 10.0}, "out of 0"),
        ([*good(), *(result(f"z{n}", 1.0) for n in range(9))], {}, "Only 2 of the 11 students .*--partial"),
    ):
        with pytest.raises(LmsError, match=why):
            export(results, "canvas", tmp_path / "up.csv", template=template, **options)  # type: ignore[arg-type]
    assert not (tmp_path / "up.csv").exists()
    results = [*good(), *(result(f"z{n}", 1.0) for n in range(9))]
    report = export(results, "canvas", tmp_path / "up.csv", template=template, partial=True)
    assert len(report.unmatched) == 9
    with pytest.raises(LmsError, match="the template itself"):
        export(good(), "canvas", template, template=template)
    with pytest.raises(LmsError, match="not something to export to"):
        export(good(), "sakai", tmp_path / "up.csv")
    with pytest.raises(LmsError, match="cannot be written"):
        export(good(), "canvas", tmp_path / "no" / "up.csv", template=template)


def test_a_name_is_used_only_where_no_number_is_known(tmp_path: Path) -> None:
    named = result("s1", 5.0, name="O'Neil-García, Ana")
    assert export([named], "canvas", tmp_path / "up.csv", template=gradebook(tmp_path)).matched == (
        "O'Neil-García, Ana (s1)",
    )
    with pytest.raises(LmsError, match=r"Ek, Bo \(s1\) fits rows 4, 6"):
        export([result("s1", 5.0, name="Ek, Bo")], "canvas", tmp_path / "up.csv", template=gradebook(tmp_path))
    gone = result("999", 5.0, lms="canvas", key="canvas_id", display_name="O'Neil-García, Ana")
    with pytest.raises(LmsError, match="The one student of this run is not"):
        export([gone], "canvas", tmp_path / "up.csv", template=gradebook(tmp_path))


def test_a_squeezed_name_is_spelt_out_by_the_gradebook(tmp_path: Path) -> None:
    known = {"lms": "canvas", "key": "canvas_id"}
    results = [result("102", 0.0, **known, name="ekbo"), result("101", 0.0, **known, name="oneilgarcía")]
    report = export(results, "canvas", tmp_path / "up.csv", template=gradebook(tmp_path))
    assert report.zeros == ("oneilgarcía (101)", "Ek, Bo (102)"), "what Canvas makes of another name is left as it is"
    assert report.names == {results[0].submission: "Ek, Bo"}


def test_a_mark_that_is_no_number_is_not_written(tmp_path: Path) -> None:
    results = [
        result("101", float("nan"), lms="canvas", key="canvas_id"),
        result("102", 5.0, lms="canvas", key="canvas_id"),
    ]
    report = export(results, "canvas", tmp_path / "up.csv", template=gradebook(tmp_path))
    assert report.blanks == ("O'Neil-García, Ana 101",)
    assert report.rows == 1


def test_feedback_files_bear_names_that_canvas_reads(tmp_path: Path) -> None:
    """Canvas takes the first two parts that are numbers alone, between underscores, for user and attachment."""
    names = [
        "ek_LATE_12_460_convolution.py",
        "team_7_3_14_461_convolution-1.py",
        "lee_15_462_work.zip",
        "no_16_text.html",
    ]
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("convolution.py", b"x = 1")
    data = {name: inside.getvalue() if name.endswith(".zip") else b"x = 1" for name in names}
    roster = write(tmp_path / "r.csv", [["canvas_id", "id", "name"], ["12", "s12", "Ek"], ["14", "s14", "Team"]])
    intake = read_submissions([zipped(tmp_path / "s.zip", data)], Handout("convolution"), roster=roster)
    made = [result(one.student, 5.0, source=one.source) for one in (*intake.submissions, *intake.rejections)]
    pages = {}
    for one in made:
        pages[one.submission] = tmp_path / f"{one.student}.html"
        pages[one.submission].write_text(f"page of {one.student}")
    report = export(made, "canvas-feedback", tmp_path / "f.zip", pages=pages)
    with zipfile.ZipFile(tmp_path / "f.zip") as archive:
        found = {tuple(part for part in name.split("_") if part.isdecimal())[:2]: archive.read(name).decode()
                 for name in archive.namelist()}  # fmt: skip
    assert found == {("12", "460"): "page of s12", ("14", "461"): "page of s14", ("15", "462"): "page of 15"}
    assert report.unmatched == ("16",)
    source = {"lms": "canvas", "key": "anonymous_id", "file": "anon_aB3xY_456_convolution.py"}
    with pytest.raises(LmsError, match="are anonymous"):
        export([result("aB3xY", 1.0, source=source)], "canvas-feedback", tmp_path / "g.zip", pages=pages)


def test_whom_a_person_excused_is_excused_in_canvas(tmp_path: Path) -> None:
    def excused(student: str) -> Result:
        return decided(result(student, 50.0, lms="canvas", key="canvas_id"), [Decision(Kind.EXCUSE, student)])

    results = [excused("101"), excused("102"), excused("103"), result("104", 9.0, lms="canvas", key="canvas_id")]
    report = export(results, "canvas", tmp_path / "up.csv", template=gradebook(tmp_path))
    rows = {row[1]: row[5] for row in python_rows((tmp_path / "up.csv").read_bytes(), ",")[2:]}
    assert rows == {"101": "EX", "102": "EX", "104": "9"}  # 103 is so already
    assert report.excused == ("O'Neil-García, Ana 101", "Ek, Bo 102, in place of 55")
    assert report.blanks == report.zeros == ()
    assert "  excused: 2: O'Neil-García, Ana 101; Ek, Bo 102, in place of 55" in report.lines()

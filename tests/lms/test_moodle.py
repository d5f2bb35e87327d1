"""Moodle's worksheet and feedback files, against files a real Moodle 4.4 wrote and the reader it uses (PHP's fgetcsv)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.ingest import Handout, read_submissions
from autograder.lms import export
from autograder.records.errors import LmsError
from autograder.records.result import CheckResult, Result
from tests.support import records
from tests.support.lms_judges import NASTY, php_rows, python_rows, result, ruby_rows, write

MOODLE = Path(__file__).parents[1] / "fixtures" / "moodle-4.4"
HEADER = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
          "Last modified (submission)", "Last modified (grade)", "Feedback comments"]  # fmt: skip
Reader = Callable[[bytes], list[list[str]]]


def results_of(name: str, roster: str | None = None, **more: object) -> list[Result]:
    """What grading makes of a fixture's zip; marks 10, 20, 30 ... in the order of the students."""
    intake = read_submissions(
        [MOODLE / f"moodle44_{name}.zip"], Handout("cnn"), roster=MOODLE / roster if roster else None
    )
    maximum = 10.0 if "team" in name else 100.0
    return [
        result(one.student, (number + 1) * maximum / 10, source=one.source, display_name=one.display_name,
               members=one.members, max_score=maximum, assignment="cnn", **more)
        for number, one in enumerate(intake.submissions)
    ]  # fmt: skip


def worksheet(tmp_path: Path, rows: list[list[str]], header: list[str] | None = None, **options: str) -> Path:
    return write(tmp_path / "worksheet.csv", [header or HEADER, *rows], **options)


def row(number: int, name: str = "Ann Lee", grade: str = "", maximum: str = "100.00") -> list[str]:
    return [f"Participant {number}", name, f"s{number}@x.org", "Submitted", grade, maximum, "Yes", "-", "-", ""]


def marks(*numbers: int, **more: object) -> list[Result]:
    return [result(str(number), number + 0.25, lms="moodle", key="participant", **more) for number in numbers]  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["flat", "folders"])
@pytest.mark.parametrize("name", ["plain", "blind"])
@pytest.mark.parametrize("read", [php_rows, ruby_rows, python_rows], ids=["php", "ruby", "python"])
def test_the_fixtures_round_trip(tmp_path: Path, form: str, name: str, read: Reader) -> None:
    template = MOODLE / f"moodle44_{name}_worksheet.csv"
    results = results_of(f"{name}_{form}")
    report = export(results, "moodle", tmp_path / "up.csv", template=template)
    before = {line[0]: line for line in python_rows(template.read_bytes())[1:]}
    header, *rows = read((tmp_path / "up.csv").read_bytes())
    assert header == python_rows(template.read_bytes())[0]
    assert len(rows) == len(results) == report.rows
    grades = {f"Participant {one.student}": one.score for one in results}
    for line in rows:
        kept = [cell for cell, column in zip(line, header, strict=True) if column not in ("Grade", "Feedback comments")]
        was = [
            cell
            for cell, column in zip(before[line[0]], header, strict=True)
            if column not in ("Grade", "Feedback comments")
        ]
        assert kept == was
        assert float(line[header.index("Grade")]) == grades[line[0]]
        assert line[-1].startswith("<p><strong>")
    assert len(report.not_graded) == 1


def test_identity_columns_are_byte_for_byte(tmp_path: Path) -> None:
    template = MOODLE / "moodle44_plain_worksheet.csv"
    export(results_of("plain_flat"), "moodle", tmp_path / "up.csv", template=template)
    written = (tmp_path / "up.csv").read_bytes().splitlines()
    given = template.read_bytes().splitlines()
    assert written[0] == given[0]
    for old, new in zip(given[1:5], written[1:5], strict=True):
        start = old.index(b"@example.com")
        assert new[:start] == old[:start]


@pytest.mark.parametrize("roster", [None, "moodle44_team_worksheet.csv"])
@pytest.mark.parametrize("form", ["flat", "folders"])
def test_teams_reach_every_member(tmp_path: Path, form: str, roster: str | None) -> None:
    results = results_of(f"team_{form}", roster)
    template = MOODLE / "moodle44_team_worksheet.csv"
    report = export(results, "moodle", tmp_path / "up.csv", template=template)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "up.csv").read_text("utf-8-sig"))))
    by_group = {"Team_A conv": set(), "Default group": set()}
    for line in rows:
        by_group[line["Group"]].add((line["Identifier"], float(line["Grade"])))
    team = next(one.score for one in results if one.source["name"] == "Team A conv")
    rest = next(one.score for one in results if one.source["name"] == "Default group")
    assert by_group["Team_A conv"] == {("Participant 16", team), ("Participant 14", team)}
    assert by_group["Default group"] == {(f"Participant {n}", rest) for n in (12, 13, 15)}
    assert (report.rows, report.not_graded, report.unmatched) == (5, (), ())


def test_feedback_that_would_break_moodles_reader(tmp_path: Path) -> None:
    """Hostile feedback in every second row: no reader may lose, add or move a single cell of the rows between."""
    numbers = range(1, 2 * len(NASTY) + 1)
    template = worksheet(tmp_path, [row(number) for number in numbers])
    results = [*marks(*numbers[1::2])]
    for number, nasty in zip(numbers[::2], NASTY, strict=True):
        results += marks(number, message=nasty)
    long = tuple(CheckResult(f"c{n}", False, message='a "word" and \\ ' * 70, intent="Long") for n in range(50))
    results[0] = replace(
        results[0],
        questions=(records.changed(results[0].questions[0], checks=(*results[0].questions[0].checks, *long)),),
    )
    out = tmp_path / "up.csv"
    export(results, "moodle", out, template=template)
    data = out.read_bytes()
    for forbidden in (b"\\", b"\x1b", b"<script", b"SECRET"):
        assert forbidden not in data
    rows = php_rows(data)
    assert rows == ruby_rows(data)
    assert rows == python_rows(data)
    assert [(line[0], line[4]) for line in rows[1:]] == [(f"Participant {n}", f"{n}.25") for n in numbers]
    assert len({line[9] for line in rows[2::2]}) == len(NASTY), "every other row has its own plain feedback"
    assert all(line[9].startswith(f"<p><strong>{n}.25 of 100 points") for n, line in enumerate(rows[1:], 1))
    assert len(rows[2][9]) > 100_000
    assert all("The kernel slides over the whole image" in line[9] for line in rows[1:])


def test_names_with_backslashes_lose_their_column_not_their_mark(tmp_path: Path) -> None:
    rows = [row(1, "Ann\\"), row(2, 'Bob "B\\" Ek'), row(3)]
    report = export(marks(1, 2, 3), "moodle", tmp_path / "up.csv", template=worksheet(tmp_path, rows))
    written = php_rows((tmp_path / "up.csv").read_bytes())
    assert written[0] == [name for name in HEADER if name != "Full name"]
    assert [(line[0], line[3]) for line in written[1:]] == [(f"Participant {n}", f"{n}.25") for n in (1, 2, 3)]
    assert any("trips over a backslash" in note and "Full name" in note for note in report.notes)


def test_a_worksheet_with_feedback_as_php_wrote_it(tmp_path: Path) -> None:
    text = (
        ",".join(HEADER)
        + '\n"Participant 1",A,a,S,5.00,100.00,Yes,-,-,"he said \\"hi\\", twice"\n'
        + ",".join(row(2))
        + "\n"
    )
    path = tmp_path / "w.csv"
    path.write_text(text)
    report = export(marks(1, 2), "moodle", tmp_path / "up.csv", template=path)
    assert report.rows == 2
    assert [line[0] for line in php_rows((tmp_path / "up.csv").read_bytes())[1:]] == ["Participant 1", "Participant 2"]


def test_zeros_are_warned_of_and_marks_above_are_left_out(tmp_path: Path) -> None:
    results = [
        *marks(1),
        result("2", 0.0, lms="moodle", key="participant"),
        result("3", 120.0, lms="moodle", key="participant"),
    ]
    report = export(
        results, "moodle", tmp_path / "up.csv", template=worksheet(tmp_path, [row(n) for n in (1, 2, 3, 4)])
    )
    assert report.zeros == ("Participant 2 Ann Lee",)
    assert report.above == ("Participant 3 Ann Lee",)
    assert report.not_graded == ("Participant 4 Ann Lee",)
    assert report.rows == 2
    assert any("may ignore a grade of 0" in note for note in report.notes)


def test_locked_grades_are_pointed_out(tmp_path: Path) -> None:
    report = export(
        results_of("plain_flat"), "moodle", tmp_path / "u.csv", template=MOODLE / "moodle44_plain_worksheet.csv"
    )
    assert any("cannot be changed" in note and "Participant 10, Participant 9" in note for note in report.notes)


def test_a_four_column_worksheet_is_enough(tmp_path: Path) -> None:
    header = ["Identifier", "Grade", "Last modified (grade)", "Feedback comments"]
    template = worksheet(tmp_path, [["Participant 1", "", "-", ""], ["Participant 12", "", "-", ""]], header)
    with pytest.raises(LmsError, match="does not say what the assignment counts to"):
        export(marks(1), "moodle", tmp_path / "up.csv", template=template)
    export(marks(1), "moodle", tmp_path / "up.csv", template=template, scale=100)
    assert [line[:3] for line in python_rows((tmp_path / "up.csv").read_bytes())[1:]] == [
        ["Participant 1", "1.25", "-"]
    ]


def test_students_from_elsewhere_match_by_id_number_or_mail(tmp_path: Path) -> None:
    header = ["Identifier", "ID number", "Email address", "Grade", "Last modified (grade)"]
    template = worksheet(
        tmp_path, [["Participant 1", "007", "a@x", "", "-"], ["Participant 7", "7", "b@x", "", "-"]], header
    )
    report = export(
        [result("007", 1.0), result("b@x", 2.0, key="email")],
        "moodle",
        tmp_path / "up.csv",
        template=template,
        scale=100,
    )
    assert report.rows == 2
    with pytest.raises(LmsError, match="The one student of this run is not"):  # a student number is not a participant
        export([result("1", 1.0)], "moodle", tmp_path / "no.csv", template=template, scale=100)


@pytest.mark.parametrize(
    ("name", "sheet"), [("plain", "blind"), ("plain", "team"), ("blind", "plain"), ("team", "plain")]
)
def test_another_assignments_worksheet_is_refused(tmp_path: Path, name: str, sheet: str) -> None:
    scale = 10.0 if sheet == "team" else 100.0
    with pytest.raises(LmsError, match="None of the"):
        export(
            results_of(f"{name}_flat"),
            "moodle",
            tmp_path / "u.csv",
            template=MOODLE / f"moodle44_{sheet}_worksheet.csv",
            scale=scale,
        )


def test_numbers_that_fit_while_names_do_not(tmp_path: Path) -> None:
    template = worksheet(
        tmp_path, [row(7, "Somebody Else"), row(9, "And Another"), row(10, "Third"), row(11, "Fourth")]
    )
    with pytest.raises(LmsError, match="is another assignment's worksheet"):
        export(results_of("plain_flat"), "moodle", tmp_path / "up.csv", template=template)


@pytest.mark.parametrize(
    ("header", "rows", "options", "why"),
    [
        (
            ["ID", "Vollständiger Name", "Bewertung"],
            [["Teilnehmer/in1", "A", ""]],
            {},
            "Switch your Moodle language to English",
        ),
        (None, [row(1)], {"separator": ";"}, "separates its cells with semicolons"),
        (None, [row(1)], {"encoding": "utf-16"}, "UTF-16"),
        (None, [row(1), row(2)[:-1]], {}, "Row 3 .* has 9 cells"),
        (None, [row(1), row(1)], {}, "1 fits rows 2, 3"),
        (None, [row(1, maximum="0.00")], {}, "maximum of 0"),
        (None, [row(1, maximum="50.00")], {}, "say --scale 50"),
        (None, [row(1, maximum="50.00"), row(2)], {}, "several maximum grades"),
        (["Feedback comments", *HEADER[:-1]], [["", *row(1)[:-1]]], {}, "begins with 'Feedback comments'"),
    ],
)
def test_a_worksheet_that_will_not_do_is_refused(
    tmp_path: Path, header: list[str] | None, rows: list[list[str]], options: dict[str, str], why: str
) -> None:
    with pytest.raises(LmsError, match=why):
        export(marks(1), "moodle", tmp_path / "up.csv", template=worksheet(tmp_path, rows, header, **options))
    assert not (tmp_path / "up.csv").exists()


def test_feedback_files(tmp_path: Path) -> None:
    results = results_of("plain_folders")
    pages = {}
    for one in results:
        pages[one.submission] = tmp_path / f"{one.submission}.html"
        pages[one.submission].write_text(f"<html>page of {one.student}</html>")
    export(results, "moodle-feedback", tmp_path / "f.zip", pages=pages)
    with zipfile.ZipFile(tmp_path / "f.zip") as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    assert len(found) == 4
    for name, page in found.items():
        match = re.fullmatch(r"([^_]+)_(\d+)_assignsubmission_file/feedback\.html", name)
        assert match, name
        assert page == f"<html>page of {match[2]}</html>"
    worksheet_file = MOODLE / "moodle44_plain_worksheet.csv"
    report = export(results, "moodle-feedback", tmp_path / "g.zip", pages=pages, template=worksheet_file)
    assert (report.rows, report.blanks, report.not_graded) == (4, (), ("Participant 8",))


@pytest.mark.parametrize("target", ["feedback", "moodle-feedback"])
def test_who_is_graded_has_a_page_or_nothing_is_written(tmp_path: Path, target: str) -> None:
    results = results_of("plain_folders")
    pages = {one.submission: tmp_path / "page.html" for one in results[1:]}
    (tmp_path / "page.html").write_text("<html></html>")
    with pytest.raises(
        LmsError, match=re.escape(f"no feedback page for {results[0].called} yet: run `convgrade report RUN` again")
    ):
        export(results, target, tmp_path / "f.zip", pages=pages)
    assert not (tmp_path / "f.zip").exists()


def test_feedback_files_for_teams_need_the_worksheet(tmp_path: Path) -> None:
    results = results_of("team_folders")
    page = tmp_path / "p.html"
    page.write_text("<html></html>")
    pages = {one.submission: page for one in results}
    # Team A's number is 1, and so is somebody's: without the worksheet nobody gets anything.
    with pytest.raises(LmsError, match="give the grading worksheet with --template"):
        export(results, "moodle-feedback", tmp_path / "f.zip", pages=pages)
    report = export(
        results, "moodle-feedback", tmp_path / "f.zip", pages=pages, template=MOODLE / "moodle44_team_worksheet.csv"
    )
    assert report.rows == 5
    with pytest.raises(LmsError, match="convgrade report"):
        export(results, "moodle-feedback", tmp_path / "no.zip", template=MOODLE / "moodle44_team_worksheet.csv")

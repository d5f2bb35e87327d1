"""What a real Moodle 4.5.6 wrote, read and written back: hard names, ids that cross over, teams alike, attempts, scales, workflow."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from autograder.ingest import Handout, read_submissions
from autograder.lms import Reconciliation, export
from autograder.records.errors import LmsError
from autograder.records.result import Result
from tests.support.command import convgrade
from tests.support.lms_judges import php_rows, result, write

MOODLE = Path(__file__).parents[1] / "fixtures" / "moodle-4.5"
ROSTERS = pytest.mark.parametrize("roster", [False, True], ids=["no roster", "roster"])
FORMS = pytest.mark.parametrize("form", ["flat", "folders"])


def sheet(name: str) -> Path:
    return MOODLE / f"moodle45_{name}_worksheet.csv"


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def graded(zipped: str, roster: str | None = None, maximum: float = 100.0, **more: Any) -> list[Result]:
    """What grading makes of a fixture's zip: marks that tell the submissions apart."""
    intake = read_submissions(
        [MOODLE / f"moodle45_{zipped}.zip"], Handout("convolution"), roster=sheet(roster) if roster else None
    )
    return [
        result(one.student, (number + 1) * maximum / 50, source=one.source, display_name=one.display_name, members=one.members,
               max_score=maximum, **more)
        for number, one in enumerate(intake.submissions)
    ]  # fmt: skip


def sent(tmp_path: Path, results: list[Result], template: Path, **more: Any) -> tuple[Reconciliation, dict[str, float]]:
    report = export(results, "moodle", tmp_path / "up.csv", template=template, **more)
    header, *written = php_rows((tmp_path / "up.csv").read_bytes())
    at = header.index("Grade")
    return report, {row[0].removeprefix("Participant "): float(row[at]) for row in written}


@FORMS
@ROSTERS
@pytest.mark.parametrize("name", ["plain", "blind"])
def test_every_mark_reaches_its_participant(tmp_path: Path, name: str, form: str, roster: bool) -> None:
    results = graded(f"{name}_{form}", name if roster else None)
    report, marks = sent(tmp_path, results, sheet(name))
    assert marks == {one.source.get("participant", one.student): one.score for one in results}
    assert report.missing == ()


@ROSTERS
def test_every_member_of_every_team(tmp_path: Path, roster: bool) -> None:
    """Members without an ID number, a team named as a student, ids that cross over: by the worksheet's participants, nobody missing."""
    results = graded("team_folders", "team" if roster else None)
    report, marks = sent(tmp_path, results, sheet("team"))
    by_name = {one.source["name"]: one.score for one in results}
    groups = {"Team_B": "Team B", "O'Team 7": "OTeam 7"}
    assert marks == {
        row["Identifier"].removeprefix("Participant "): by_name[groups.get(row["Group"], row["Group"])]
        for row in rows(sheet("team"))
    }
    assert (len(marks), report.missing, report.not_graded) == (22, (), ())


@FORMS
@ROSTERS
@pytest.mark.parametrize("template", ["team_twins", "team"])
def test_teams_that_moodle_writes_alike_are_refused_by_name(
    tmp_path: Path, form: str, roster: bool, template: str
) -> None:
    results = graded(f"team_twins_{form}", "team_twins" if roster else None)
    assert len(results) == 8  # not one of them taken for another
    with pytest.raises(LmsError) as caught:
        export(results, "moodle", tmp_path / "up.csv", template=sheet(template))
    assert "Twin_20 and Twin_21" in str(caught.value)
    assert not (tmp_path / "up.csv").exists()


@ROSTERS
def test_one_of_two_teams_written_alike_is_told_by_who_handed_in(tmp_path: Path, roster: bool) -> None:
    text = sheet("team").read_text("utf-8-sig").replace('"Team A conv"', "Twi_n").replace(",Twin,", ",Twi n,")
    lines = text.splitlines()
    lines = [
        line.replace("Submitted for grading - 1 hour late -  - ", "No submission -  - ") if ",Twi_n," in line else line
        for line in lines
    ]
    template = tmp_path / "w.csv"
    template.write_text("\n".join(lines) + "\n", "utf-8")
    source = {"lms": "moodle", "key": "group", "name": "Twi n"}
    team = result("20", 50.0, source=source)
    for only in (True, False):
        if only:
            _, marks = sent(tmp_path, [team], template, partial=True)
            assert marks == {"57": 50.0, "48": 50.0}
        else:
            template.write_text(text, "utf-8")
            with pytest.raises(LmsError, match="'Twi n' and 'Twi_n'"):
                export([team], "moodle", tmp_path / "up.csv", template=template)


def test_the_maximum_is_known_under_either_name(tmp_path: Path) -> None:
    ten = [
        result(row["Identifier"].removeprefix("Participant "), 87.0, lms="moodle", key="participant")
        for row in rows(sheet("max10"))[:8]
    ]
    with pytest.raises(LmsError, match="say --scale 10"):
        export(ten, "moodle", tmp_path / "up.csv", template=sheet("max10"))
    _, marks = sent(tmp_path, ten, sheet("max10"), scale=10)
    assert set(marks.values()) == {8.7}
    without = sheet("max10").read_text("utf-8-sig").replace('"Maximum grade",', "").replace(",10.00,", ",")
    (tmp_path / "w.csv").write_text(without, "utf-8")
    with pytest.raises(LmsError, match="say it with --scale"):
        export(ten, "moodle", tmp_path / "up.csv", template=tmp_path / "w.csv")
    with pytest.raises(LmsError, match="scale of words"):
        export(ten, "moodle", tmp_path / "up.csv", template=sheet("scale"), scale=10)


def test_marks_above_the_maximum_are_no_success(tmp_path: Path) -> None:
    one = result("112", 12.0, lms="moodle", key="participant", max_score=10.0)
    report, marks = sent(
        tmp_path, [one, result("111", 9.0, lms="moodle", key="participant", max_score=10.0)], sheet("max10")
    )
    assert marks == {"111": 9.0}
    assert report.missing == ("Participant 112 Ana One",)


def test_markers_and_workflow_states_pass_through(tmp_path: Path) -> None:
    results = [result(number, 50.0, lms="moodle", key="participant") for number in ("101", "109")]
    sent(tmp_path, results, sheet("workflow"))
    before = {row["Identifier"]: row for row in rows(sheet("workflow"))}
    for row in rows(tmp_path / "up.csv"):
        was = before[row["Identifier"]]
        same = [name for name in was if name not in ("Grade", "Feedback comments")]
        assert {name: row[name] for name in same} == {name: was[name] for name in same}
        assert row["Marking workflow state"] == "Not marked"


def test_an_attempt_that_moodle_has_reopened_gets_no_mark(tmp_path: Path) -> None:
    results = [*graded("attempts_folders"), result("69", 33.0, lms="moodle", key="participant")]
    report, marks = sent(tmp_path, results, sheet("attempts"))
    assert "69" not in marks
    assert len(marks) == 7
    assert any("another attempt that is still empty: Participant 69 Back" in note for note in report.notes)


def test_locked_rows_are_named(tmp_path: Path) -> None:
    results = [result(row["Identifier"].removeprefix("Participant "), 5.0, lms="moodle", key="participant")
               for row in rows(sheet("locked"))]  # fmt: skip
    report, _ = sent(tmp_path, results, sheet("locked"))
    assert any(note.startswith("Moodle says of 2 students that the grade cannot be changed") for note in report.notes)


def test_comments_in_the_template_are_listed_or_kept(tmp_path: Path) -> None:
    header = ["Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments"]
    ours = "50 of 100 points conv2d (Slide a kernel): 50 of 100, partly right The kernel slides over the whole image Look at the stride. "
    template = write(
        tmp_path / "w.csv",
        [header,
         ["Participant 1", "Ana", "", "100.00", "-", "<p>Come to my office, C:\\temp\\</p>"],
         ["Participant 2", "Bo", "", "100.00", "-", ""],
         ["Participant 3", "Cy", "50", "100.00", "-", f"<p>{ours}why: not marked yet</p>"]],
    )  # fmt: skip
    results = [result(number, 50.0, lms="moodle", key="participant") for number in ("1", "2", "3")]
    report, _ = sent(tmp_path, results, template)
    assert report.replaced == ("Participant 1 Ana",)
    assert any("are replaced (--keep-comments keeps them): 1: Participant 1 Ana" in line for line in report.lines())
    assert all(row["Feedback comments"].startswith("<p><strong>50 of") for row in rows(tmp_path / "up.csv"))
    report, _ = sent(tmp_path, results, template, keep_comments=True)
    comments = [row[-1] for row in php_rows((tmp_path / "up.csv").read_bytes())[1:]]
    assert comments[0] == "<p>Come to my office, C:&#92;temp&#92;</p>"
    assert comments[1].startswith("<p><strong>50 of")
    assert report.replaced == ()


@pytest.mark.slow
def test_nobody_is_missing_with_exit_code_0(tmp_path: Path) -> None:
    """The whole way, by the command: a class of teams and its worksheet; then one student who is not in it."""
    run = tmp_path / "run"
    convgrade("grade", "convolution", MOODLE / "moodle45_team_folders.zip", "--out", run, "--roster", sheet("team"))
    out = tmp_path / "up.csv"
    done = convgrade("export", run, "--to", "moodle", "--template", sheet("team"), "--out", out)
    assert done.returncode == 0
    assert len(rows(out)) == 22
    lines = sheet("team").read_text("utf-8").splitlines()
    (tmp_path / "less.csv").write_text(
        "\n".join(line for line in lines if "Participant 57" not in line) + "\n", "utf-8"
    )
    done = convgrade("export", run, "--to", "moodle", "--template", tmp_path / "less.csv", "--out", out)
    assert done.returncode == 1
    assert "unmatched in the run (not in less.csv, not written): 1: 57" in done.stdout

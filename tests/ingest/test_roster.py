"""The roster: columns by name, exact identifiers, no guess where two people fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.ingest.roster import read_roster
from autograder.records.errors import IngestError
from tests.support.handed_in import CODE, folder, read, students, zipped


def roster(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_are_found_by_name(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [["E-mail", "Last Name", "Student ID", "First name", "Group"], ["a@x.org", "Lée", "007", "Ann", "T1"]]
    people = read_roster(roster(tmp_path, "\n".join(separator.join(line) for line in lines), encoding)).people
    assert [(one.key, one.kind, one.name, one.group) for one in people] == [("007", "student_id", "Ann Lée", "T1")]


def test_students_are_known_by_any_of_their_identifiers(tmp_path: Path) -> None:
    path = roster(tmp_path, "id,username,email,name\n007,ann,a@x.org,Ann\n7,bob,b@x.org,Bob\n70,ann.b,c@x.org,Cy\n")
    files = {"ann.py": CODE, "B@x.org/convolution.py": CODE, "70.py": CODE}
    intake = read(folder(tmp_path / "class", files), roster=path)
    assert students(intake) == ["007", "7", "70"]
    assert [one.display_name for one in intake.submissions] == ["Ann", "Bob", "Cy"]
    assert intake.found.endswith("0 of the roster's 3 handed in nothing.")
    assert all("@" not in str(one.source) for one in intake.submissions if one.student != "7")


def test_two_names_of_one_student_are_one_student(tmp_path: Path) -> None:
    path = roster(tmp_path, "id,username\n007,ann\n")
    intake = read(folder(tmp_path / "class", {"007.py": b"x = 1", "ann/convolution.py": b"x = 2"}), roster=path)
    assert len(intake.submissions) + len(intake.rejections) == 1
    assert any("two names" in flag for one in (*intake.submissions, *intake.rejections) for flag in one.flags)


def test_where_two_people_fit_nobody_is_chosen(tmp_path: Path) -> None:
    path = roster(tmp_path, "id,username,name\n1,2,Ann\n2,5,Bob\n")
    intake = read(folder(tmp_path / "class", {"2.py": CODE}), roster=path)
    assert students(intake) == ["2"]
    assert intake.submissions[0].display_name == ""
    assert "fits 2 students of the roster: 1, 2" in intake.submissions[0].flags


def test_names_count_only_when_they_are_one_persons(tmp_path: Path) -> None:
    path = roster(tmp_path, "id,name\n1,Ann Lee\n2,Bo Ek\n3,Bo Ek\n")
    files = {
        "Ann Lee_10_assignsubmission_file/convolution.py": CODE,
        "Bo Ek_11_assignsubmission_file/convolution.py": CODE,
        "Cy Ode_12_assignsubmission_file/convolution.py": CODE,
    }
    intake = read(zipped(tmp_path / "m.zip", files), roster=path)
    assert students(intake) == ["1", "11", "12"]
    assert "several students of the roster have this name" in intake.submissions[1].flags
    assert "not in the roster" in intake.submissions[2].flags


def test_two_people_of_one_name_in_the_download(tmp_path: Path) -> None:
    path = roster(tmp_path, "id,name\n1,Bo Ek\n")
    files = {f"Bo Ek_{number}_assignsubmission_file/convolution.py": CODE for number in (11, 12)}
    intake = read(zipped(tmp_path / "m.zip", files), roster=path)
    assert students(intake) == ["11", "12"]
    assert "the roster knows one student of this name, but several handed in" in intake.submissions[0].flags


def test_a_students_number_is_never_taken_for_canvass(tmp_path: Path) -> None:
    path = roster(tmp_path, "Student,ID,SIS User ID,SIS Login ID,Section\nAnn,101,202,ann,A\nBob,202,303,bob,A\n")
    intake = read(folder(tmp_path / "class", {"202.py": CODE}), roster=path)
    assert intake.submissions[0].display_name == "Ann"
    assert intake.submissions[0].source["canvas_id"] == "101"


def test_groups_join_their_members(tmp_path: Path) -> None:
    path = roster(tmp_path, "id,name,group\n1,Ann,Team A\n2,Bo,Team A\n3,Cy,Team B\n4,Di,\n")
    intake = read(folder(tmp_path / "class", {"Team A/convolution.py": CODE, "4.py": CODE}), roster=path)
    assert [(one.student, one.members) for one in intake.submissions] == [("4", ()), ("Team A", ("1", "2"))]
    assert intake.found.endswith("1 of the roster's 4 handed in nothing.")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("name,section\nAnn,A\n", "no column that identifies students"),
        ("id,name\n1,Ann,extra\n", "Row 2 .* has 3 cells where the header has 2"),
        ("id,name\n1,Ann\n1,Bob\n", "Rows 2 and 3 .* have the same id, '1'"),
        ('id,name\n1,"Ann\n', "not a readable CSV"),
    ],
)
def test_a_broken_roster_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(IngestError, match=why):
        read_roster(roster(tmp_path, text))


def test_a_roster_in_another_encoding_or_missing(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="not UTF-8"):
        read_roster(roster(tmp_path, "id,name\n1,Zoé\n", "latin-1"))
    with pytest.raises(IngestError, match="cannot be read"):
        read_roster(tmp_path / "none.csv")

"""File names that can be read in several ways: settled by what is certain, else told and never filed under a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.lms import export
from autograder.records.errors import LmsError
from tests.support import records
from tests.support.handed_in import by_student, read, students, zipped
from tests.support.lms_judges import result

HEADER = "Student,ID,SIS Login ID,Section,Convolution (501)\n    Points Possible,,,,100\n"


def code(name: str) -> bytes:
    return f"# {name}\n".encode()


def download(tmp_path: Path, *names: str) -> Path:
    return zipped(tmp_path / "submissions.zip", {name: code(name) for name in names})


def test_canvas_readings_are_settled_by_the_rest_of_the_download(tmp_path: Path) -> None:
    path = download(
        tmp_path,
        "bobvictim_999_456_convolution.py",
        "eve_5_600_999_888_convolution.py",  # her file is called 999_888_convolution.py
        "eve_5_601_notes.txt",
        "team_999_125_458_convolution.py",  # the team is called team_999
        "mal_6_602_999_text.html",  # a file called 999_text.html is not Bob's online text
    )
    intake = read(path)
    found = by_student(intake)
    assert found["999"].main.data == code("bobvictim_999_456_convolution.py")
    assert found["5"].main.data == code("eve_5_600_999_888_convolution.py")
    assert found["125"].source["name"] == "team_999"
    assert all("can be read" not in flag for key in ("999", "5", "125") for flag in found[key].flags)
    assert not any(key.startswith("999") for key in {one.student for one in intake.rejections})


def test_canvas_readings_are_settled_by_names_of_a_roster(tmp_path: Path) -> None:
    path = download(
        tmp_path, "group_3_125_458_convolution.py", "xiao_1_99_888_convolution.py", "mei_1_459_convolution.py"
    )
    roster = tmp_path / "r.csv"
    roster.write_text("canvas_id,name,group\n3,Cat,\n125,Dan,Group_3\n126,Eva,Group_3\n1,Mei,\n99,Xiao_1,\n")
    found = by_student(read(path, roster=roster))
    assert found["125"].members == ("125", "126")
    assert found["99"].main.data == code("xiao_1_99_888_convolution.py")
    assert found["1"].main.data == code("mei_1_459_convolution.py")


def test_two_unsettled_readings_are_not_one_student(tmp_path: Path) -> None:
    path = download(tmp_path, "ann_7_8_9_convolution.py", "bob_7_8_10_convolution.py")
    intake = read(path)
    assert students(intake) == ["ann 7", "bob 7"]
    assert all("Canvas user 7 or 8" in one.flags[0] for one in intake.submissions)


def test_the_gradebook_settles_what_the_name_leaves_open(tmp_path: Path) -> None:
    intake = read(download(tmp_path, "eve_999_5_600_convolution.py", "ann_7_601_convolution.py"))
    results = [
        records.changed(result(one.student, 50.0), source=dict(one.source), display_name=one.display_name)
        for one in intake.submissions
    ]
    assert [one.student for one in results] == ["7", "999"]
    template = tmp_path / "g.csv"
    template.write_text(HEADER + "Bob,999,b,S,80\nEve_999,5,e,S,\nAnn,7,a,S,\n")
    report = export(results, "canvas", tmp_path / "out.csv", template=template)
    assert report.matched == ("Eve_999 5", "Ann (7)")
    assert "Bob" not in (tmp_path / "out.csv").read_text()
    template.write_text(HEADER + "Bob,999,b,S,80\nEva,5,e,S,\nAnn,7,a,S,\n")
    report = export(results, "canvas", tmp_path / "out.csv", template=template)
    assert report.matched == ("Ann (7)",)
    assert report.unmatched == ("999 (its file's name can be read in several ways)",)


def test_canvas_files_uploaded_again_count_in_their_last_form(tmp_path: Path) -> None:
    path = download(
        tmp_path,
        "ann_1_10_convolution.py", "ann_1_12_convolution-1.py", "ann_1_14_convolution-2.py", "ann_1_11_helper-1.py",
        "bob_2_20_convolution-1.py", "bob_2_21_convolution-10.py",
        "cat_3_30_part-1.py", "cat_3_31_part-2.py",
        "dan_LATE_4_41_convolution.py", "dan_LATE_4_40_convolution-1.py",
    )  # fmt: skip
    intake = read(path)
    found = by_student(intake)
    assert found["1"].main.name == "convolution-2.py"
    assert [file.name for file in found["1"].others] == ["helper-1.py"]
    assert found["2"].main.name == "convolution-10.py"
    assert found["4"].main.name == "convolution.py"  # the greater number of Canvas's is the later upload
    assert [one.student for one in intake.rejections] == ["3"]  # two parts: which is the answer nobody can say
    again = {one.path: one.reason.split()[0] for one in intake.ignored if "was uploaded after it" in one.reason}
    assert again == {
        "ann_1_10_convolution.py": "convolution-2.py",
        "ann_1_12_convolution-1.py": "convolution-2.py",
        "bob_2_20_convolution-1.py": "convolution-10.py",
        "dan_LATE_4_40_convolution-1.py": "convolution.py",
    }
    assert found["4"].flags == (
        "handed in twice under one name: convolution.py counts, the later upload, not convolution-1.py",
    )


def test_a_canvas_name_of_signs_alone_is_empty_in_the_file(tmp_path: Path) -> None:
    assert students(read(download(tmp_path, "_12_460_convolution.py"))) == ["12"]


T = "attempt_2026-11-22-06-05-00"


def test_blackboards_own_texts_tell_the_title(tmp_path: Path) -> None:
    files = {
        f"HW_1_ana_smith_{T}_convolution.py": code("1"),
        f"HW_1_smith_{T}_convolution.py": code("2"),
        f"HW_1_smith_{T}.txt": b"Name: S (smith)\n",
    }
    assert students(read(zipped(tmp_path / "g.zip", files))) == ["ana_smith", "smith"]


def test_a_blackboard_title_is_certain_where_one_name_leaves_no_choice(tmp_path: Path) -> None:
    path = download(tmp_path, f"HW_ana_smith_{T}_convolution.py", f"HW_smith_{T}_convolution.py")
    assert students(read(path)) == ["ana_smith", "smith"]


def test_doubtful_blackboard_names_wait_for_the_gradebook(tmp_path: Path) -> None:
    intake = read(download(tmp_path, f"HW_1_ana_smith_{T}_convolution.py", f"HW_1_smith_{T}_convolution.py"))
    assert students(intake) == ["HW_1_ana_smith", "HW_1_smith"]
    assert all("a roster with the column Username settles it" in one.flags[0] for one in intake.submissions)
    results = [
        records.changed(result(one.student, 9.0 if "ana" in one.student else 5.0), source=dict(one.source))
        for one in intake.submissions
    ]
    template = tmp_path / "g.csv"
    template.write_text(
        "Last Name,First Name,Username,Convolution [Total Pts: 100 Score] |1\nS,A,1_smith,\nS,B,ana_smith,\n"
    )
    export(results, "blackboard", tmp_path / "out.csv", template=template)
    assert (tmp_path / "out.csv").read_text().splitlines()[1:] == ["S,A,1_smith,5", "S,B,ana_smith,9"]
    template.write_text(template.read_text() + "X,Y,smith,\n")
    with pytest.raises(LmsError, match="None of the 2 students"):  # now both names have two readings among the rows
        export(results, "blackboard", tmp_path / "two.csv", template=template)


def test_brightspace_writes_dashes_and_times_as_it_likes(tmp_path: Path) -> None:
    path = download(
        tmp_path,
        "397063-2557369 – Mary-Ann Smith – Sep 24, 2024 926 PM/convolution.py",
        "397064-2557369 — Bob – Jr — Sep 24, 2024 9:26 PM/convolution.py",
        "397065-2557369 - Ann - 24 September 2024 2126/convolution.py",
        "397065-2557369 - Ann - 25 September, 2024 0026/convolution.py",
    )
    intake = read(path)
    assert intake.found == "Brightspace submissions: 3 students, 4 attempts, 0 late."
    found = by_student(intake)
    assert {one.display_name for one in found.values()} == {"Mary-Ann Smith", "Bob – Jr", "Ann"}
    assert found["397065"].attempt == "25 September, 2024 0026"


def test_equal_names_in_brightspace_are_settled_by_a_roster(tmp_path: Path) -> None:
    path = download(tmp_path, *(f"{n}-9 - Bo Ek - Sep 24, 2024 926 PM/convolution.py" for n in (7, 8)))
    roster = tmp_path / "r.csv"
    roster.write_text("OrgDefinedId,Name,Brightspace ID\n#001,Bo Ek,7\n#002,Bo Ek,8\n")
    found = by_student(read(path, roster=roster))
    assert {key: one.source["brightspace_id"] for key, one in found.items()} == {"001": "7", "002": "8"}


def test_a_gradescope_member_without_a_student_id_is_not_lost(tmp_path: Path) -> None:
    metadata = (
        "submission_1:\n  :submitters:\n  - :name: E\n    :sid: '5'\n    :email: e@x.y\n"
        "  - :name: F\n    :email: f@x.y\n  :created_at: 2024-09-24\n"
    )
    files = {"submission_metadata.yml": metadata.encode(), "submission_1/convolution.py": code("1")}
    (one,) = read(zipped(tmp_path / "e.zip", files)).submissions
    assert one.members == ("e@x.y", "f@x.y")
    assert one.source["members"] == "email"

"""ILIAS, Teams, Sakai, Google Classroom by the file names that are known of them; and --source, which settles a wrong guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.ingest import Handout, read_submissions
from autograder.lms import readers
from autograder.records.errors import IngestError, LmsError
from autograder.records.submission import Intake
from tests.support.handed_in import by_student, students, zipped
from tests.support.lms_judges import write

CODE = b"def conv2d(x, k):\n    return x\n"


def read(tmp_path: Path, *names: str, roster: Path | None = None, source: str | None = None, **data: bytes) -> Intake:
    files = {
        name: data.get(name.rpartition("/")[2].partition(".")[0], CODE + b"# " + name.encode().hex().encode())
        for name in names
    }
    return read_submissions([zipped(tmp_path / "d.zip", files)], Handout("convolution"), roster=roster, source=source)


def left(intake: Intake) -> dict[str, str]:
    return {one.path: one.reason for one in intake.ignored}


def test_sakai_folders(tmp_path: Path) -> None:
    intake = read(
        tmp_path,
        "Lab 1/grades.csv",
        "Lab 1/Lee, Ann(alee)/Submission attachment(s)/convolution.py",
        "Lab 1/Lee, Ann(alee)/timestamp.txt",
        "Lab 1/O'Neil (X), Bo(bo.n)/Submission attachment(s)/sub/convolution.py",
        "Lab 1/O'Neil (X), Bo(bo.n)/comments.txt",
        "Lab 1/Ek, Cy(cy)/Ek, Cy(cy)_submissionText.html",
        "Lab 1/No, Di(di)/timestamp.txt",
        timestamp=b"20261122060500000\n",
    )
    assert intake.kind == "sakai"
    assert students(intake) == ["alee", "bo.n"]
    found = by_student(intake)
    assert (found["alee"].display_name, found["alee"].source["key"]) == ("Lee, Ann", "username")
    assert found["alee"].attempt == "20261122060500000"
    assert {one.student: one.reason for one in intake.rejections}.keys() == {"cy", "di"}
    assert "an online text" in next(one.reason for one in intake.rejections if one.student == "cy")
    assert left(intake)["Lab 1/grades.csv"] == "Sakai's own: grades, time stamps, feedback"


def test_sakai_flat(tmp_path: Path) -> None:
    intake = read(
        tmp_path,
        "Number, Student(stdnum001)_Submission attachment(s)_convolution.py",
        "Student, Example(stdexa001)_Submission attachment(s)_my_convolution.py",
    )
    assert intake.kind == "sakai"
    assert students(intake) == ["stdexa001", "stdnum001"]


def test_teams_versions_and_assignments(tmp_path: Path) -> None:
    base = "CNN - Student Work/Submitted files"
    names = (
        f"{base}/Ann Lee/Lab: Convolution/Version 1/convolution.py",
        f"{base}/Ann Lee/Lab: Convolution/Version 10/convolution.py",
        f"{base}/Ann Lee/Lab: Convolution/Version 9/convolution.py",
        f"{base}/Bo Ek/Lab: Convolution/Wersja 2/convolution (1).py",
        f"{base}/Bo Ek/Pooling/Version 1/pooling.py",
        "CNN - Student Work/Working files/Cy Lee/Lab: Convolution/convolution.py",
    )
    roster = write(tmp_path / "r.csv", [["id", "name"], ["s1", "Ann Lee"], ["s2", "Bo Ek"]])
    intake = read(tmp_path, *names, roster=roster)
    assert intake.kind == "teams"
    found = by_student(intake)
    assert sorted(found) == ["s1", "s2"]
    assert found["s1"].attempt == "Version 10"
    assert b"Version 10".hex().encode() in found["s1"].main.data
    listed = left(intake)
    assert listed[names[0]].startswith("superseded")
    assert listed[names[4]] == "of another assignment, Pooling"
    assert listed[names[5]] == "not under Submitted files/STUDENT/ASSIGNMENT"
    with pytest.raises(LmsError, match="not exactly one that is called like convolution"):
        read(tmp_path, f"{base}/Ann Lee/A/x.py", f"{base}/Bo Ek/B/y.py")


@pytest.mark.parametrize("top", ["", "Blatt 1/Abgaben/", "Submissions/"])
def test_ilias_students(tmp_path: Path, top: str) -> None:
    roster = write(tmp_path / "r.csv", [["username", "name"], ["anna_l", "Anna Lößl"], ["bek", "Bo Ek"]])
    names = [
        f"{top}Loessl_Anna_anna_l_1234/convolution.py",
        f"{top}Ek_Bo_bek_99/convolution.py",
        f"{top}Ek_Bo_bek2_100/convolution.py",
    ]
    intake = read(tmp_path, *names)
    assert intake.kind == "ilias"
    assert students(intake) == ["bek", "bek2", "l"]
    intake = read(tmp_path, *names, roster=roster)
    found = by_student(intake)
    assert sorted(found) == ["anna_l", "bek", "bek2"]
    assert found["anna_l"].source["ilias_id"] == "1234"
    assert found["anna_l"].display_name == "Anna Lößl"


def test_ilias_teams(tmp_path: Path) -> None:
    base = "Blatt 1/Abgaben"
    intake = read(
        tmp_path,
        f"{base}/Team 17/Lee_Ann_alee_1/convolution.py",
        f"{base}/Team 17/Ek_Bo_bek_2/notes.txt",
        f"{base}/Team 18/Cy_Di_dcy_3/convolution.py",
    )
    assert intake.kind == "ilias"
    found = by_student(intake)
    assert sorted(found) == ["Team 17", "Team 18"]
    assert (found["Team 17"].members, found["Team 17"].source["members"]) == (("bek", "alee"), "group")


def test_google_classroom_files(tmp_path: Path) -> None:
    intake = read(
        tmp_path,
        "Convolution/Ann Lee - convolution.ipynb",
        "Convolution/Ann Lee - convolution (1).py",
        "Convolution/Bo-Li Ek - convolution.py",
        "Convolution/IMG_2041.jpg",
        "Convolution/solution.py",
    )
    assert intake.kind == "google"
    assert students(intake) == ["Ann Lee", "Bo-Li Ek"]
    assert left(intake)["Convolution/solution.py"].startswith("without a student's name")


PLAIN = ["lab_conv_ann_2/convolution.py", "lab_conv_bo_3/convolution.py"]


def test_source_settles_a_wrong_guess(tmp_path: Path) -> None:
    assert students(read(tmp_path, *PLAIN)) == ["ann", "bo"]  # as ILIAS would write them
    assert students(read(tmp_path, *PLAIN, source="plain")) == ["lab_conv_ann_2", "lab_conv_bo_3"]
    with pytest.raises(IngestError, match=r"d\.zip is not read as a download of Moodle"):
        read(tmp_path, *PLAIN, source="moodle")
    with pytest.raises(LmsError, match=r"'moodel' is not a source: choose one of .*moodle"):
        read(tmp_path, *PLAIN, source="moodel")


def test_source_reads_what_most_of_the_names_do_not_tell(tmp_path: Path) -> None:
    mixed = ["Ann Lee_9_assignsubmission_file/convolution.py", "Ek, Bo(bo)/Submission attachment(s)/convolution.py"]
    assert students(read(tmp_path, *mixed, source="moodle")) == ["9"]
    assert students(read(tmp_path, *mixed, source="sakai")) == ["bo"]


@pytest.mark.parametrize("lms", [lms.name for lms in readers()])
def test_no_reader_takes_a_plain_class(lms: str, tmp_path: Path) -> None:
    names = [f"s{number:03}/convolution.py" for number in range(5)] + [
        "ann.lee@x.org/convolution.py",
        "12345678/convolution.ipynb",
    ]
    with pytest.raises((IngestError, LmsError)):
        read(tmp_path, *names, source=lms)

"""What each learning management system lets instructors download: detected by itself, read to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.cli.summary import print_ignored
from autograder.ingest import Handout, Ignored, read_submissions
from autograder.records.errors import IngestError, LmsError
from autograder.runs.store import Store
from tests.support.handed_in import CODE, NOTEBOOK, by_student, folder, read, reasons, students, zip_bytes, zipped

MOODLE = Path(__file__).parents[1] / "fixtures" / "moodle-4.4"


# Moodle: files that a real Moodle 4.4 wrote


@pytest.mark.parametrize("form", ["flat", "folders"])
def test_moodle_plain(form: str, tmp_path: Path) -> None:
    path = MOODLE / f"moodle44_plain_{form}.zip"
    intake = read_submissions([path], Handout("cnn"))
    assert intake.found == "Moodle submissions: 4 students, 4 attempts, 0 late."
    names = {one.student: one.display_name for one in intake.submissions}
    assert names == {"7": "李 小龙", "9": "Ana María ONeil-García", "10": "Zero Grade", "11": "=cmd() Under score"}
    assert all(one.main.name == "cnn.py" and one.source["key"] == "participant" for one in intake.submissions)
    assert len(intake.ignored) == 4
    import zipfile

    zipfile.ZipFile(path).extractall(tmp_path / "unzipped")  # our own fixture
    again = read_submissions([tmp_path / "unzipped"], Handout("cnn"))
    assert [(one.id, one.student, one.main) for one in again.submissions] == [
        (o.id, o.student, o.main) for o in intake.submissions
    ]


@pytest.mark.parametrize("form", ["flat", "folders"])
def test_moodle_blind_has_no_names(form: str) -> None:
    intake = read_submissions([MOODLE / f"moodle44_blind_{form}.zip"], Handout("cnn"))
    assert intake.found == "Moodle submissions, blind marking: 4 students, 4 attempts, 0 late."
    assert students(intake) == ["1", "2", "3", "5"]
    assert all(one.display_name == "" for one in intake.submissions)


@pytest.mark.parametrize("form", ["flat", "folders"])
def test_moodle_teams_join_through_the_worksheet(form: str) -> None:
    path, worksheet = MOODLE / f"moodle44_team_{form}.zip", MOODLE / "moodle44_team_worksheet.csv"
    alone = read_submissions([path], Handout("cnn"))
    assert students(alone) == ["1", "Default group"]
    intake = read_submissions([path], Handout("cnn"), roster=worksheet)
    teams = by_student(intake)
    assert teams["Team_A conv"].members == ("16", "14")
    assert teams["Default group"].members == ("15", "13", "12")
    assert "2 groups with 5 members; 0 of the roster's 5 handed in nothing." in intake.found


def test_moodle_worksheet_as_roster_gives_names_and_late(tmp_path: Path) -> None:
    intake = read_submissions(
        [MOODLE / "moodle44_plain_folders.zip"], Handout("cnn"), roster=MOODLE / "moodle44_plain_worksheet.csv"
    )
    assert by_student(intake)["9"].display_name == "Ana María O'Neil-García"
    assert all(one.late for one in intake.submissions)
    assert intake.found.endswith("4 late; 1 of the roster's 5 handed in nothing.")


def test_moodle_before_4_1_and_online_texts(tmp_path: Path) -> None:
    files = {
        "Ann Lee_12_assignsubmission_file_/convolution.py": CODE,
        "Bo Ek_13_assignsubmission_onlinetext/onlinetext.html": b"<p>",
        "Cy Ode_14_assignsubmission_file/x_15_assignsubmission_file_convolution.py": CODE,
    }
    intake = read(zipped(tmp_path / "c.zip", files))
    assert students(intake) == ["12", "14"]
    assert reasons(intake)["13"].startswith("handed in an online text, not a file")


# Canvas


def test_canvas(tmp_path: Path) -> None:
    files = {
        "oneilana_123_456_convolution.py": CODE,
        "oneilana_123_457_helpers.py": b"h = 1",
        "smithbob_LATE_124_458_convolution-1.py": CODE,
        "weber_125_459_my_1_file.py": CODE,
        "eve_126_text.html": b"<p>my text",
        "dan_LATE_127_link.html": b"",
        "李小龙_128_460_convolution.ipynb": NOTEBOOK,
        "zoe_129_461_work.zip": zip_bytes({"w/convolution.py": CODE}),
        "index.txt": b"",
    }
    intake = read(zipped(tmp_path / "submissions.zip", files))
    assert intake.kind == "canvas"
    assert intake.found == "Canvas submissions: 7 students, 7 attempts, 2 late."
    found = by_student(intake)
    assert sorted(found) == ["123", "124", "125", "128", "129"]
    assert [file.name for file in found["123"].others] == ["helpers.py"]
    assert found["124"].late
    assert not found["123"].late
    assert found["125"].main.name == "my_1_file.py"
    assert sorted(reasons(intake)) == ["126", "127"]
    assert next((one.path, one.reason) for one in intake.ignored) == (
        "index.txt",
        "not named as Canvas names submissions",
    )


def test_canvas_anonymous(tmp_path: Path) -> None:
    files = {
        "anon_aB3xY_456_convolution.py": CODE,
        "LATE_anon_Qq7Zz_457_convolution.py": CODE,
        "anon_x9x9x_text.html": b"",
    }
    intake = read(zipped(tmp_path / "s.zip", files))
    assert intake.found == "Canvas submissions, anonymous: 3 students, 3 attempts, 1 late."
    assert students(intake) == ["Qq7Zz", "aB3xY"]
    assert all(one.display_name == "" and one.source["key"] == "anonymous_id" for one in intake.submissions)


def test_canvas_names_with_digits_need_a_roster(tmp_path: Path) -> None:
    path = zipped(tmp_path / "s.zip", {"team_1_130_460_convolution.py": CODE, "ann_131_461_convolution.py": CODE})
    flagged = [one for one in read(path).submissions if one.flags]
    assert len(flagged) == 1
    assert "a roster with the column ID settles it" in flagged[0].flags[0]
    roster = tmp_path / "gradebook.csv"
    roster.write_text(
        'Student,ID,SIS Login ID,Section\n    Points Possible,,,\n"Ek, Bo",130,bo,A\n"Lee, Ann",131,ann,A\n'
    )
    settled = by_student(read(path, roster=roster))
    assert settled["bo"].source["canvas_id"] == "130"
    assert settled["bo"].main.name == "convolution.py"
    assert settled["bo"].display_name == "Ek, Bo"


# Gradescope


def test_gradescope(tmp_path: Path) -> None:
    metadata = """
submission_1:
  :submitters:
  - :name: Ana
    :sid: 0123
    :email: ana@example.com
  :created_at: 2026-01-01 10:00:00 Z
submission_2:
  :submitters: [{":name": "B", ":sid": "77"}, {":name": "C", ":sid": "78"}]
  :created_at: 2026-01-02
submission_3:
  :submitters:
  - :name: Ana
    :sid: "0123"
  :created_at: 2026-01-03 10:00:00 Z
submission_4:
  :submitters: [{":name": "D", ":email": "d@example.com"}]
submission_5: {}
"""
    files = {
        "assignment_9_export/submission_metadata.yml": metadata.encode(),
        "assignment_9_export/submission_1/convolution.py": b"x = 1",
        "assignment_9_export/submission_2/convolution.py": CODE,
        "assignment_9_export/submission_3/convolution.py": b"x = 3",
        "assignment_9_export/submission_4/convolution.py": CODE,
        "assignment_9_export/submission_8/convolution.py": CODE,
    }
    intake = read(zipped(tmp_path / "export.zip", files))
    assert intake.found == "Gradescope export: 4 students, 5 attempts, 0 late, 1 group with 2 members."
    found = by_student(intake)
    assert found["0123"].main.data == b"x = 3"
    assert found["77"].members == ("77", "78")
    assert found["d@example.com"].source["key"] == "email"
    assert reasons(intake) == {"submission_5": "the folder is empty: nothing was handed in"}
    listed = {one.path.rpartition("export/")[2]: one.reason for one in intake.ignored}
    assert listed["submission_1/convolution.py"] == "superseded by the attempt of 2026-01-03 10:00:00 Z"
    assert listed["submission_8/convolution.py"] == "not in submission_metadata.yml"


def test_gradescope_with_broken_metadata(tmp_path: Path) -> None:
    for text in (b"a: [", b"- 1\n- 2", b"!!python/object/apply:os.system ['true']"):
        path = zipped(tmp_path / "export.zip", {"x/submission_metadata.yml": text, "x/submission_1/a.py": CODE})
        with pytest.raises(LmsError, match="download the export again"):
            read(path)


# Blackboard, Brightspace


def test_blackboard(tmp_path: Path) -> None:
    files = {
        "HW 1_asmith_attempt_2026-11-22-06-05-00_convolution.py": b"old",
        "HW 1_asmith_attempt_2026-11-23-06-05-00_convolution.py": b"new",
        "HW 1_asmith_attempt_2026-11-23-06-05-00.txt": b"Name: Ann Smith (asmith)\nAssignment: HW 1\n",
        "HW 1_j_doe_attempt_2026-11-22-06-05-00_convolution.py": CODE,
        "HW 1_j_doe_attempt_2026-11-22-06-05-00.txt": b"Name: J Doe (j_doe)\n",
        "HW 1_solo_attempt_2026-11-22-06-05-00.txt": b"Name: So Lo (solo)\n",
        "HW 1_evil_attempt_2026-11-22-06-05-00_x_attempt_2027-01-01-00-00-00_convolution.py": CODE,
    }
    intake = read(zipped(tmp_path / "gradebook_C_HW1_2026.zip", files))
    assert intake.found == "Blackboard submissions: 4 students, 5 attempts, 0 late."
    found = by_student(intake)
    assert sorted(found) == ["asmith", "evil", "j_doe"]
    assert found["asmith"].main.data == b"new"
    assert found["asmith"].display_name == "Ann Smith"
    assert found["asmith"].attempt == "2026-11-23-06-05-00"
    assert "without a file" in reasons(intake)["solo"]
    superseded = [one.path for one in intake.ignored if "superseded" in one.reason]
    assert superseded == ["HW 1_asmith_attempt_2026-11-22-06-05-00_convolution.py"]
    notes = {one.path: one.reason for one in intake.ignored if one.path.endswith(".txt")}
    assert notes["HW 1_j_doe_attempt_2026-11-22-06-05-00.txt"] == "Blackboard's own note of the attempt"


def test_blackboard_underscores_are_settled_by_a_roster(tmp_path: Path) -> None:
    path = zipped(tmp_path / "g.zip", {"HW_1_j_doe_attempt_2026-11-22-06-05-00_convolution.py": CODE})
    assert students(read(path)) == ["doe"]
    roster = tmp_path / "r.csv"
    roster.write_text("Username,Name\nj_doe,J Doe\n")
    assert students(read(path, roster=roster)) == ["j_doe"]


def test_brightspace(tmp_path: Path) -> None:
    files = {
        "397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM/convolution.py": b"old",
        "397063-2557369 - Mary-Ann Smith - Sep 25, 2024 1026 AM/convolution.py": b"new",
        "397064-2557369 - Bob- Sep 24, 2024 1200 AM/convolution.py": CODE,
        "397065-2557369 - Zoé O'Neil - Dec 1, 2024 1201 PM - convolution.py": CODE,
        "index.html": b"",
    }
    intake = read(zipped(tmp_path / "b.zip", files))
    assert intake.found == "Brightspace submissions: 3 students, 4 attempts, 0 late."
    found = by_student(intake)
    assert found["397063"].main.data == b"new"
    assert {one.display_name for one in found.values()} == {"Mary-Ann Smith", "Bob", "Zoé O'Neil"}


def test_brightspace_when_the_first_number_is_the_folder(tmp_path: Path) -> None:
    files = {f"99-{number} - S {number} - Sep 24, 2024 926 PM/convolution.py": CODE for number in (1, 2, 3)}
    assert students(read(zipped(tmp_path / "b.zip", files))) == ["1", "2", "3"]


# nbgrader, GitHub Classroom


def test_nbgrader(tmp_path: Path) -> None:
    files = {
        "submitted/ann/convolution/convolution.ipynb": NOTEBOOK,
        "submitted/ann/convolution/timestamp.txt": b"2026-02-03 10:00:00 UTC",
        "submitted/bob/convolution/other.txt": b"",
        "submitted/bob/ps1/ps1.ipynb": NOTEBOOK,
        "source/convolution/convolution.ipynb": NOTEBOOK,
        "nbgrader_config.py": b"",
    }
    root = folder(tmp_path / "course", files)
    for path in (root, root / "submitted"):
        intake = read(path)
        assert students(intake) == ["ann"]
        assert intake.submissions[0].attempt == "2026-02-03 10:00:00 UTC"
        assert list(reasons(intake)) == ["bob"]
    with pytest.raises(LmsError, match="no assignment called training"):
        read_submissions([root], Handout("training"))


def test_github_classroom(tmp_path: Path) -> None:
    files = {}
    for user in ("ann-a", "ann-b"):
        files |= {f"conv-{user}/.git/HEAD": b"", f"conv-{user}/convolution.py": CODE, f"conv-{user}/README.md": b""}
    root = folder(tmp_path / "conv-submissions", files)
    intake = read(root)
    assert intake.found == "GitHub clones: 2 students, 2 attempts, 0 late."
    assert students(intake) == ["ann-a", "ann-b"]
    other = root.rename(tmp_path / "downloads")
    assert students(read(other)) == ["conv-ann-a", "conv-ann-b"]
    roster = tmp_path / "classroom_roster.csv"
    roster.write_text(
        '"identifier","github_username","github_id","name"\n"007","ann-a","1","Ann A"\n"008","ann-b","2","Ann B"\n'
    )
    assert students(read(other, roster=roster)) == ["007", "008"]


def test_a_plain_class_is_not_taken_for_an_lms(tmp_path: Path) -> None:
    files = {
        "s1/ann_12_34_convolution.py": CODE,
        "s2/Ann_9_assignsubmission_file/convolution.py": CODE,
        "s3/submission_metadata.yml": b"a: 1",
        "s3/convolution.py": CODE,
        "s4/submitted/x/convolution/convolution.py": CODE,
    }
    intake = read(folder(tmp_path / "class", files))
    assert intake.kind == "plain"
    assert students(intake) == ["s1", "s2", "s3", "s4"]


# Several inputs


def test_one_zip_per_student_whatever_lies_in_it(tmp_path: Path) -> None:
    """A student's zip cannot make itself a class, and so cannot hand in for others."""
    evil = {
        "submission_metadata.yml": b'submission_1: {":submitters": [{":sid": "s1"}], ":created_at": "2099"}',
        "submission_1/convolution.py": b"evil = 1",
    }
    paths = [
        zipped(tmp_path / "s1.zip", {"hw/convolution.py": b"x = 1"}),
        zipped(tmp_path / "s2.zip", {"hw/convolution.py": b"x = 2"}),
        zipped(tmp_path / "s3.zip", {"convolution.py": b"x = 3"}),
        zipped(tmp_path / "s8.zip", {"s1/convolution.py": b"evil = 2", "s2/convolution.py": b"evil = 3"}),
        zipped(tmp_path / "s9.zip", evil),
    ]
    intake = read(*paths)
    assert {one.student: one.main.data for one in intake.submissions} == {
        "s1": b"x = 1", "s2": b"x = 2", "s3": b"x = 3", "s9": b"evil = 1",
    }  # fmt: skip
    assert reasons(intake)["s8"].startswith("2 files could be the answer")
    pair = read(paths[2], zipped(tmp_path / "s7.zip", {"s3/convolution.py": b"evil", "s4/convolution.py": b"y"}))
    assert by_student(pair)["s3"].main.data == b"x = 3"


def test_two_classes_of_one_lms_and_a_folder(tmp_path: Path) -> None:
    late = folder(tmp_path / "by-mail", {"zoe/convolution.py": CODE})
    files = [{f"A B_{n}_assignsubmission_file/convolution.py": CODE for n in numbers} for numbers in ((1, 2), (3, 4))]
    intake = read(zipped(tmp_path / "a.zip", files[0]), zipped(tmp_path / "b.zip", files[1]), late)
    assert students(intake) == ["1", "2", "3", "4", "zoe"]
    assert intake.found == "Moodle submissions and plain folder: 5 students, 5 attempts, 0 late."


def test_equal_keys_of_different_systems_stay_apart(tmp_path: Path) -> None:
    moodle = zipped(tmp_path / "m.zip", {"Ann Lee_9_assignsubmission_file/convolution.py": b"x = 1"})
    canvas = zipped(tmp_path / "c.zip", {"bo_9_100_convolution.py": b"x = 2"})
    intake = read(moodle, canvas)
    assert sorted(one.main.data for one in intake.submissions) == [b"x = 1", b"x = 2"]
    assert len({one.id for one in intake.submissions}) == 2


def test_canvas_groups_with_a_roster(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "s.zip", {"projectteam1_LATE_101_9_convolution.py": CODE, "leecy_103_10_convolution.py": CODE}
    )
    roster = tmp_path / "groups.csv"
    roster.write_text("canvas_id,name,group\n101,Ana,Project Team 1\n102,Bo,Project Team 1\n103,Cy,\n")
    intake = read(path, roster=roster)
    found = by_student(intake)
    assert found["101"].members == ("101", "102")
    assert found["101"].source["members"] == "canvas_id"
    assert found["101"].display_name == "Project Team 1"
    assert found["103"].members == ()
    assert "0 of the roster's 3 handed in nothing" in intake.found


def test_downloads_of_classes_zipped_in_a_folder(tmp_path: Path) -> None:
    one = zip_bytes({"ann_1_2_convolution.py": CODE, "bob_2_3_convolution.py": CODE})
    two = zip_bytes({"Cy Ek_7_assignsubmission_file/convolution.py": CODE, "Di Ek_8_assignsubmission_file/x.txt": b""})
    files = {"downloads/canvas.zip": one, "downloads/moodle.zip": two, "downloads/Grades.csv": b"Student,ID\n"}
    intake = read(folder(tmp_path, files) / "downloads")
    assert intake.kind == "canvas+moodle"
    assert students(intake) == ["1", "2", "7"]
    assert list(reasons(intake)) == ["8"]
    assert tuple(one.path for one in intake.ignored) == ("Grades.csv", "moodle.zip/Di Ek_8_assignsubmission_file/x.txt")
    assert students(read(zipped(tmp_path / "again.zip", {"submissions.zip": one}))) == ["1", "2"]


def test_a_students_zip_that_looks_like_a_class_stays_the_students(tmp_path: Path) -> None:
    forged = zip_bytes({"ann_1_2_convolution.py": CODE, "bob_2_3_convolution.py": CODE + b"#"})
    honest = zip_bytes({"convolution.py": CODE})
    files = {"eve.zip": forged, "ann.zip": honest, "bob.zip": honest}
    intake = read(folder(tmp_path / "class", files))
    assert students(intake) == ["ann", "bob"]
    assert list(reasons(intake)) == ["eve"]


@pytest.mark.parametrize(
    ("ending", "head"), [(".7z", b"7z\xbc\xaf\x27\x1c"), (".rar", b"Rar!\x1a\x07"), (".zst", b"\x28\xb5\x2f\xfd")]
)
def test_other_archives_are_refused_by_name(ending: str, head: bytes, tmp_path: Path) -> None:
    path = folder(tmp_path / "class", {f"s001{ending}": head + b"data", "s002.py": CODE})
    assert reasons(read(path))["s001"].startswith(f"s001{ending} is a {ending} archive, which is not opened: hand in")
    with pytest.raises(IngestError, match="archive, which is not read: unpack it and give the folder"):
        read(path / f"s001{ending}")


def test_files_that_are_nobodys_are_printed_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = {f"ann{number}_{number}_1{number}_convolution.py": CODE for number in (1, 2)}
    notes = {f"__pycache__/s{number:02}.pyc": b"x" for number in range(2)}
    intake = read(zipped(tmp_path / "class.zip", {**known, **notes, "stray.pdf": b"%PDF", "../up.py": CODE}))
    assert {one.path for one in intake.ignored if one.stray} == {"stray.pdf", "../up.py"}
    litter = [Ignored(f"s{number:02}/notes.txt", "not a module, a notebook or weights") for number in range(25)]
    with Store(tmp_path / "run", create=True) as store:
        store.set_ignored([*litter, Ignored("stray.pdf", "not named as Canvas names submissions", stray=True)])
        print_ignored(store.ignored())
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "Ignored files: 26",
        "  stray.pdf: not named as Canvas names submissions",
        "  s00/notes.txt: not a module, a notebook or weights",
    ]
    assert lines[-1] == "  and 6 more, listed by `convgrade report`"


def test_two_systems_in_one_folder_are_refused(tmp_path: Path) -> None:
    canvas = {f"ann{number}_{number}_1{number}_convolution.py": CODE for number in (1, 2)}
    moodle = {f"Bo Ek{number}_{number}_assignsubmission_file/convolution.py": CODE for number in (3, 4)}
    with pytest.raises(
        IngestError, match="two systems, Moodle submissions and Canvas submissions: give each its own folder"
    ):
        read(folder(tmp_path / "mixed", {**canvas, **moodle}))
    one, two = folder(tmp_path / "one", canvas), folder(tmp_path / "two", moodle)
    assert students(read(one, two)) == ["1", "2", "3", "4"]
    stray = folder(tmp_path / "stray", {**moodle, "my_notes_1.py": CODE, "helper.py": CODE})
    assert students(read(stray)) == ["3", "4"]


def test_the_folder_that_ilias_makes_for_feedback_is_nobody(tmp_path: Path) -> None:
    """``multi_feedback_TITLE_NUMBER`` around the people's folders looks like one of them."""
    names = ("Lee_Ann_alee_4711", "Roe_Bob_broe_4712")
    files = {f"multi_feedback_Faltung_12345/{name}/convolution.py": CODE for name in names}
    assert students(read(zipped(tmp_path / "c.zip", files))) == ["alee", "broe"]

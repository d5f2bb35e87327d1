"""Plain folders, zips and single files: who handed in, which file is the answer, and what is said about the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.ingest import Handout, read_submissions
from autograder.records.errors import IngestError
from tests.support.handed_in import CODE, NOTEBOOK, folder, read, reasons, students, zip_bytes, zipped


def test_a_plain_folder_of_every_kind(tmp_path: Path) -> None:
    files = {
        "s001/convolution.py": CODE,
        "s002.py": CODE,
        "s003.ipynb": NOTEBOOK,
        "s004/deep/er/convolution.ipynb": NOTEBOOK,
        "s005.zip": zip_bytes({"work/convolution.py": CODE}),
    }
    intake = read(folder(tmp_path / "class", files))
    assert students(intake) == ["s001", "s002", "s003", "s004", "s005"]
    assert [one.main.name for one in intake.submissions] == ["convolution.py"] * 2 + ["convolution.ipynb"] * 2 + [
        "convolution.py"
    ]
    assert not intake.rejections
    assert intake.found == "plain folder: 5 students, 5 attempts, 0 late."
    assert all(not one.flags for one in intake.submissions)


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_same_class_as_a_zip(tmp_path: Path, wrapped: bool) -> None:
    files = {"s001/convolution.py": CODE, "s002.py": CODE, "s003/x/convolution.ipynb": NOTEBOOK}
    inside = {f"class/{name}" if wrapped else name: data for name, data in files.items()}
    intake = read(zipped(tmp_path / "class.zip", inside))
    assert students(intake) == ["s001", "s002", "s003"]


def test_one_students_own_folder_zip_or_file(tmp_path: Path) -> None:
    files = {"convolution.py": b"import helpers\n" + CODE, "helpers.py": b"def pad(x): return x\n"}
    for path in (folder(tmp_path / "ann", files), zipped(tmp_path / "ann.zip", files)):
        (one,) = read(path).submissions
        assert (one.student, one.main.name) == ("ann", "convolution.py")
        assert [file.name for file in one.others] == ["helpers.py"]
    (one,) = read(tmp_path / "ann" / "convolution.py").submissions
    assert one.student == "ann"


def test_a_stub_left_among_students_files_is_nobodys(tmp_path: Path) -> None:
    files = {"convolution.py": CODE, "s001.py": CODE, "s002.py": CODE, "test_convolution.py": b""}
    intake = read(folder(tmp_path / "class", files))
    assert students(intake) == ["s001", "s002"]
    assert {one.path for one in intake.ignored} == {"convolution.py", "test_convolution.py"}


def test_files_named_by_the_shell(tmp_path: Path) -> None:
    root = folder(tmp_path, {"s1/convolution.py": CODE, "s2/convolution.py": CODE, "s3.py": CODE, "s4.ipynb": NOTEBOOK})
    paths = [root / "s1/convolution.py", root / "s2/convolution.py", root / "s3.py", root / "s4.ipynb"]
    assert students(read(*paths)) == ["s1", "s2", "s3", "s4"]
    assert students(read(root / "s1", root / "s2", root / "s3.py")) == ["s1", "s2", "s3"]
    assert students(read(root / "s1", root / "s1", root / "s1/../s1")) == ["s1"]


@pytest.mark.parametrize(
    "name",
    ["convolution-1.py", "convolution (1).py", "convolution_2.py", "Convolution.py", "convolution copy.py",
     "Copy of convolution.ipynb", "convolution-Copy1.ipynb", "CONVOLUTION (3).ipynb", "cnn.py", "my work.ipynb"],
)  # fmt: skip
def test_renamed_answers_are_taken_and_flagged(tmp_path: Path, name: str) -> None:
    (one,) = read(folder(tmp_path, {f"s1/{name}": NOTEBOOK if name.endswith(".ipynb") else CODE})).submissions
    assert one.main.name == name
    assert len(one.flags) == 1
    assert name in one.flags[0]


def test_the_modules_own_name_wins(tmp_path: Path) -> None:
    files = {
        "s1/convolution.py": CODE,
        "s1/convolution-1.py": b"x = 1",
        "s1/other.py": b"y = 1",
        "s1/old/convolution.py": b"z",
    }
    (one,) = read(folder(tmp_path, files)).submissions
    assert one.main.data == CODE
    assert sorted(file.name for file in one.others) == ["convolution-1.py", "old/convolution.py", "other.py"]
    assert any("convolution-1.py" in flag for flag in one.flags)


def test_module_and_notebook_of_one_name(tmp_path: Path) -> None:
    files = {"s1/convolution.py": CODE, "s1/convolution.ipynb": NOTEBOOK, "s2.py": CODE, "s2.ipynb": NOTEBOOK}
    intake = read(folder(tmp_path, files))
    assert [one.main.name for one in intake.submissions] == ["convolution.py", "convolution.py"]
    assert all("convolution.ipynb" in one.flags[0] or "s2.ipynb" in one.flags[0] for one in intake.submissions)
    assert all(one.others == () for one in intake.submissions)


def test_an_empty_module_beside_a_full_notebook(tmp_path: Path) -> None:
    (one,) = read(folder(tmp_path, {"s1/convolution.py": b" \n", "s1/convolution.ipynb": NOTEBOOK})).submissions
    assert one.main.name == "convolution.ipynb"
    assert any("convolution.py is empty" in flag for flag in one.flags)


def test_rejections_say_why_in_one_sentence(tmp_path: Path) -> None:
    files = {
        "two/a.py": b"x = 1",
        "two/b.py": b"y = 1",
        "mixed/a.py": b"x = 1",
        "mixed/b.ipynb": NOTEBOOK,
        "renamed/convolution-1.py": b"x = 1",
        "renamed/convolution-2.py": b"y = 1",
        "none/report.pdf": b"%PDF",
        "tests/test_convolution.py": b"x = 1",
        "empty/convolution.py": b"",
        "blank.py": b"\xef\xbb\xbf \n",
        "packed/work.rar": b"Rar!",
        "notzip/work.zip": b"PK nothing",
        "broken.zip": b"",
    }
    root = folder(tmp_path, files)
    (root / "nothing").mkdir()
    found = reasons(read(root))
    assert found.pop("two").startswith("2 files could be the answer: a.py, b.py;")
    assert found.pop("mixed").startswith("2 files could be the answer: a.py, b.ipynb;")
    assert found.pop("renamed").startswith("2 files could be the answer: convolution-1.py, convolution-2.py;")
    wanted = ": hand in convolution.py, convolution.ipynb or a zip of them"
    assert found.pop("none") == f"report.pdf is a PDF document{wanted}"
    assert found.pop("tests") == f"no answer was found in test_convolution.py{wanted}"
    assert found.pop("empty") == f"convolution.py is empty{wanted}"
    assert found.pop("blank") == f"blank.py is empty{wanted}"
    assert found.pop("packed") == f"work.rar is a .rar archive, which is not opened{wanted}"
    assert found.pop("notzip") == f"work.zip is not a zip that can be opened{wanted}"
    assert found.pop("broken") == f"broken.zip is not a zip that can be opened{wanted}"
    assert found.pop("nothing") == "the folder is empty: nothing was handed in"
    assert not found


def test_every_file_is_a_result_a_rejection_or_listed(tmp_path: Path) -> None:
    files = {
        "s1/convolution.py": CODE,
        "s1/notes.txt": b"",
        "s1/.DS_Store": b"",
        "s1/__pycache__/convolution.cpython-311.pyc": b"",
        "s1/.ipynb_checkpoints/convolution-checkpoint.ipynb": NOTEBOOK,
        "s1/.git/HEAD": b"",
        "s2/readme.md": b"",
        "__MACOSX/s1/._convolution.py": b"",
        "stray.docx": b"",
    }
    intake = read(folder(tmp_path / "class", files))
    listed = {one.path: one.reason for one in intake.ignored}
    assert listed == {
        "s1/notes.txt": "not a module, a notebook or weights",
        "s1/.DS_Store": "made by macOS",
        "s1/__pycache__": "compiled Python",
        "s1/.ipynb_checkpoints": "Jupyter's own copies",
        "s1/.git": "git's own folder",
        "s2/readme.md": "the submission is rejected",
        "__MACOSX": "made by macOS",
        "stray.docx": "neither a module, a notebook nor a folder: belongs to no student",
    }
    in_a_zip = read(zipped(tmp_path / "class.zip", files))
    assert {one.path for one in in_a_zip.ignored} == set(listed)


def test_weights_and_helpers_lie_beside_the_answer(tmp_path: Path) -> None:
    files = {
        "s1/work/torch_cnn.py": CODE,
        "s1/work/lib/util.py": b"u = 1",
        "s1/model.pt": b"\x80weights",
        "s1/work/notes.ipynb": NOTEBOOK,
    }
    root = folder(tmp_path, files)
    (one,) = read_submissions([root], Handout("torch_cnn")).submissions
    assert [(file.name, file.data) for file in one.others] == [("lib/util.py", b"u = 1"), ("model.pt", b"\x80weights")]


def test_bytes_stay_bytes(tmp_path: Path) -> None:
    data = "\ufeffx = 'é'\r\n".encode("utf-16")
    (one,) = read(folder(tmp_path, {"s1.py": data})).submissions
    assert one.main.data == data


def test_ids_are_opaque_and_the_same_in_every_run(tmp_path: Path) -> None:
    small = read(folder(tmp_path / "a", {"ann.py": CODE, "bob/convolution.py": CODE}))
    large = read(folder(tmp_path / "b", {f"s{n}.py": CODE for n in range(50)} | {"ann.py": b"x = 2"}))
    ids = {one.student: one.id for one in large.submissions}
    assert ids["ann"] == small.submissions[0].id
    assert len(set(ids.values())) == 51
    assert all("ann" not in one.id for one in small.submissions)


def test_a_pattern_settles_what_names_cannot(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        {"2026-ann-v1.py": b"x = 1", "2026-ann-v10.py": b"x = 10", "2026-bob-v2-LATE.py": b"y", "misc.txt": b""},
    )
    intake = read(root, pattern=r"2026-(?P<student>\w+)-v(?P<attempt>\d+)(?P<late>-LATE)?\.py")
    assert [(one.student, one.main.data, one.late) for one in intake.submissions] == [
        ("ann", b"x = 10", False),
        ("bob", b"y", True),
    ]
    assert {(one.path, one.reason) for one in intake.ignored} == {
        ("2026-ann-v1.py", "superseded by the attempt of 1" + "0"),
        ("misc.txt", "does not match --pattern"),
    }
    with pytest.raises(IngestError, match="not a regular expression"):
        read(root, pattern="(")
    with pytest.raises(IngestError, match="named group"):
        read(root, pattern="(.*)")
    with pytest.raises(IngestError, match="no file matches --pattern"):
        read(root, pattern="(?P<student>nobody)")


def test_unusable_inputs_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "fake.zip").write_bytes(b"not a zip at all")
    (tmp_path / "cut.zip").write_bytes(zip_bytes({"s1.py": CODE})[:-30])
    (tmp_path / "word.docx").write_bytes(b"hello")
    for name, text in {
        "missing": "does not exist",
        "empty": "No submission was found",
        "fake.zip": "is not a zip that can be opened: download it again",
        "cut.zip": "is not a zip that can be opened: download it again",
        "word.docx": "is not a folder, a zip, a module or a notebook",
    }.items():
        with pytest.raises(IngestError, match=text) as caught:
            read(tmp_path / name)
        assert "\n" not in str(caught.value)
    with pytest.raises(IngestError, match="at least one"):
        read_submissions([], Handout("convolution"))


def test_one_broken_zip_among_many_inputs_is_a_rejection(tmp_path: Path) -> None:
    good = zipped(tmp_path / "s1.zip", {"convolution.py": CODE})
    (tmp_path / "s2.zip").write_bytes(b"PK broken")
    intake = read(good, tmp_path / "s2.zip")
    assert students(intake) == ["s1"]
    assert reasons(intake)["s2"].startswith("s2.zip is not a zip that can be opened")


def test_a_student_in_two_inputs_counts_once(tmp_path: Path) -> None:
    first = folder(tmp_path / "first", {"ann/convolution.py": b"x = 1", "bob.py": b"b"})
    second = folder(tmp_path / "second", {"ann/convolution.py": b"x = 2"})
    intake = read(first, second)
    ann = intake.submissions[0]
    assert (ann.main.data, students(intake)) == (b"x = 2", ["ann", "bob"])
    assert "handed in through several inputs: the one given last counts" in ann.flags
    assert ("first/ann/convolution.py", "superseded by the input given later") in [
        (i.path, i.reason) for i in intake.ignored
    ]

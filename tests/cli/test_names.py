"""What a student is called: the same words in every list of the terminal and on every page; and what marks are made of."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.support.command import convgrade
from tests.support.tiny_course import hand_in, write_course

GRADEBOOK = """Student,ID,SIS User ID,SIS Login ID,Section,Tiny numbers (501)
    Points Possible,,,,,100
"Baker, Ned",11,s11,nbaker,A,
"O'Neil-García, Ana",12,s12,aoneil,A,
"Ek, Bo",13,s13,bek,A,
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over a Canvas download, which squeezes names: Ned wrong in one question, Ana's file empty, Bo right; Ned and Bo wrote why."""
    folder = tmp_path_factory.mktemp("named")
    course = write_course(folder / "course")
    inbox = folder / "in"
    hand_in(inbox, "bakerned_11_501_tiny", "value / 2", double="7", why="Because.")
    (inbox / "oneilgarcíaana_12_502_tiny.py").write_text("", encoding="utf-8")
    hand_in(inbox, "ekbo_LATE_13_503_tiny", "value / 2")
    (folder / "gradebook.csv").write_text(GRADEBOOK, encoding="utf-8")
    run = folder / "run"
    told = convgrade("grade", "tiny", inbox, "--out", run, "--course", course.root, "--workers", 1, check=False)
    assert told.returncode == 1
    assert re.search(r"oneilgarcíaana \(12\) +tiny.py is empty", told.stdout)
    return run


def test_names_are_spelt_out_by_the_gradebook_and_are_the_same_everywhere(run: Path, tmp_path: Path) -> None:
    template = run.parent / "gradebook.csv"
    assert "bakerned (11)" in convgrade("results", run).stdout
    told = convgrade("export", run, "--to", "canvas", "--template", template, "--out", tmp_path / "up.csv").stdout
    assert "zeros: 1: O'Neil-García, Ana (12) (rejected: tiny.py is empty" in told
    called = "Baker, Ned (11)"
    assert called in convgrade("results", run).stdout
    assert convgrade("show", run, "bakerned").stdout.startswith(f"{called}, 40 of 100")
    decided = ("adjust", run, "--student", "ned b", "--question", "double", "--points", 30, "--why", "a mail")
    assert f"{called}: double: 30 points (a mail; " in convgrade(*decided).stdout
    assert f"{called}: double: 30 points (a mail; " in convgrade("adjust", run).stdout
    assert f"{called}: 70 of 100 (automatic: 40)" in convgrade(*decided).stdout
    assert f"{called}: half (" in convgrade("regrade", run, "--student", 11, "--question", "half", "--dry-run").stdout
    told = convgrade("export", run, "--to", "csv", "--out", tmp_path / "marks.csv").stdout
    assert f"Note: decided by a person: {called}: 70, automatic 40" in told
    index = convgrade("report", run).stdout.removeprefix("Report: ").strip()
    page = Path(index).read_text(encoding="utf-8")
    assert '<bdi>Baker, Ned</bdi></a> <bdi class="key">11</bdi>' in page
    assert "bakerned" not in page
    convgrade("adjust", run, "--student", "11", "--question", "double", "--withdraw")


def test_what_marks_are_made_of_is_told_where_they_are_shown(run: Path, tmp_path: Path) -> None:
    told = convgrade("results", run).stdout
    assert (
        "Written answers of 1 student are still to be marked; their points come on top and are not counted yet" in told
    )
    page = Path(convgrade("report", run).stdout.removeprefix("Report: ").strip())
    assert "Written answers of 1 student are still to be marked." in page.read_text(encoding="utf-8")
    convgrade("written", run, "--out", tmp_path)
    sheet = tmp_path / "marks.csv"
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    sheet.write_text(f"question,answer,mark,comment\nwhy,{row['answer']},2.5,\n", encoding="utf-8")
    told = convgrade("marks", run, sheet, "--who", "ada").stdout
    assert "1 mark read, results of 3 students changed, 0 answers still to be marked." in told
    assert "1 written answer marked by ada." in convgrade("adjust", run).stdout
    made = "100 for checks and 3 on top for written answers"
    told = convgrade("results", run).stdout
    assert re.search(r"\(11\) +42.5/103\n", told)
    assert told.endswith(f"Marks are out of 103: {made}.\n")
    template = run.parent / "gradebook.csv"
    aim = ("export", run, "--to", "canvas", "--template", template, "--out", tmp_path / "up.csv")
    refused = convgrade(*aim, check=False)
    assert refused.returncode == 2
    assert f"out of 103 ({made}), the column 'Tiny numbers (501)' counts to 100" in refused.stderr
    assert "--scale 100 to scale them (all checks right and nothing written is 97.09 then)" in refused.stderr
    note = f"marks out of 103 ({made}) are written out of 100 (all checks right and nothing written is 97.09 then)"
    assert note in convgrade(*aim, "--scale", 100).stdout
    page = Path(convgrade("report", run).stdout.removeprefix("Report: ").strip())
    told = page.read_text(encoding="utf-8")
    assert (
        f"Marks are out of 103: {made}, which a person marks. From the first mark for a question on, its points" in told
    )
    assert "are in the maximum of all whose answer is marked or empty; an empty one has 0 of them." in told
    pages = [one.read_text(encoding="utf-8") for one in (page.parent / "students").iterdir()]
    assert sum(f"The 103 points are {made}, which a person marks." in one for one in pages) == 2, "all but the rejected"

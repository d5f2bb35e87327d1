"""Where no system's way of naming is recognised, the message shows a --pattern that would do: it is tried here as it is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.ingest import IngestError
from autograder.ingest.suggest import pattern_for
from tests.support.handed_in import CODE, folder, read, students

PEOPLE = ("mueller", "smith.j", "李娜")
FORMS = {
    "hw3_{}_final.py": PEOPLE,
    "{}-hw3.ipynb": PEOPLE,
    "Abgabe ({}).py": PEOPLE,
    "HW 3/{}/work.py": PEOPLE,
    "Tutorial A/{}/convolution.py": PEOPLE,
    "{}/src/convolution.py": PEOPLE,
    "x/y/group-{}/submission/convolution.py": PEOPLE,
    "2026.05.01_{}_convolution.py": PEOPLE,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_pattern_finds_the_students(form: str) -> None:
    paths = [form.format(name) for name in FORMS[form]]
    found = [re.search(pattern_for(paths), path) for path in paths]
    assert [hit["student"] for hit in found if hit] == list(PEOPLE)


def test_sections_are_told_apart_by_the_folder_below(tmp_path: Path) -> None:
    files = {f"class/Tutorial {t}/{name}{t}/convolution.py": CODE for t in (1, 2) for name in ("ann", "bob", "cem")}
    files["class/Tutorial 1/ann1/helper.py"] = CODE
    root = folder(tmp_path, files) / "class"
    with pytest.raises(
        IngestError, match=r"Tutorial 1 holds 3 folders with a convolution in them.*--pattern '(.*)'"
    ) as caught:
        read(root)
    shown = re.search("--pattern '(.*)'", str(caught.value))
    assert shown
    assert students(read(root, pattern=shown[1])) == ["ann1", "ann2", "bob1", "bob2", "cem1", "cem2"]


def test_names_with_a_shared_part_are_graded_and_the_pattern_shown(tmp_path: Path) -> None:
    root = folder(tmp_path / "class", {f"hw3_{name}.py": CODE for name in ("ann", "bob", "cem")})
    intake = read(root)
    assert students(intake) == ["hw3_ann", "hw3_bob", "hw3_cem"]
    shown = re.search("--pattern '(.*)'", intake.found)
    assert shown
    again = read(root, pattern=shown[1])
    assert students(again) == ["ann", "bob", "cem"]
    assert all(one.main.name == "convolution.py" and not one.flags for one in again.submissions)
    assert "--pattern" not in read(folder(tmp_path / "ids", {f"s00{n}.py": CODE for n in range(4)})).found
    roster = tmp_path / "r.csv"
    roster.write_text("id\nhw3_ann\nhw3_bob\nhw3_cem\n")
    assert "--pattern" not in read(root, roster=roster).found


def test_where_nothing_is_found_names_are_shown(tmp_path: Path) -> None:
    root = folder(tmp_path / "class", {f"conv {name}.docx": b"x" for name in ("ann", "bob")})
    with pytest.raises(
        IngestError, match=r"No submission was found .* For names like conv ann.docx, conv bob.docx, this would do"
    ):
        read(root)
    with pytest.raises(IngestError, match=r"no file matches --pattern. For names like"):
        read(root, pattern="(?P<student>nobody)")


@pytest.mark.parametrize(
    "paths", [[], ["a.py"], ["a/b.py", "a/b.py"], ["a/x.py", "a/b/x.py", "c.py"], ["[a](b)", "[c](d)"], ["\n", "\r"]]
)
def test_odd_names_never_raise(paths: list[str]) -> None:
    pattern = pattern_for(paths)
    assert not pattern or re.compile(pattern)

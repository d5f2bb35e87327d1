"""The suites are as good as docs/kill-sheet.md says: the kill sheet of every assignment holds."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.validate.sheet import MACHINES_OWN, MOST_OF_LIMIT, KillSheet, rows
from tests.support.command import ROOT, convgrade

COURSE = Course.read(ROOT)


@pytest.mark.slow
@pytest.mark.parametrize("name", COURSE.names)
def test_the_kill_sheet_holds(name: str) -> None:
    done = convgrade("validate", name, "--json", "--seeds", 5, check=False, timeout=1800)
    sheets = json.loads(done.stdout)
    complaints = [
        (s["question"], what, s[what])
        for s in sheets
        for what in ("wheats_rejected", "chaffs_accepted", "chaffs_elsewhere", "flakes", "problems")
        if s[what]
    ]
    assert not complaints
    for sheet in sheets:
        assert sheet["stub_points"] == 0, sheet["question"]
        assert sheet["reference_points"] == sheet["points"], sheet["question"]
        assert sheet["checks"] >= 1
        assert 0 < max(sheet["call_share"], sheet["question_share"]) <= MOST_OF_LIMIT, sheet["slowest"]
    judged = sum(sheet["mutants"] - sheet["argued"] for sheet in sheets)
    killed = sum(sheet["killed"] for sheet in sheets)
    assert killed >= 0.98 * judged, [sheet["survivors"] for sheet in sheets if sheet["survivors"]]
    assert _without_times(sheets) == _page_rows(name), "docs/kill-sheet.md is out of date: make validate"


def _without_times(sheets: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The table's rows as `validate` prints them, but for the last columns: how long it took here."""
    known = {field.name for field in fields(KillSheet)}
    return [
        row[:-MACHINES_OWN]
        for row in rows(KillSheet(**{k: v for k, v in sheet.items() if k in known}) for sheet in sheets)
    ]


def _page_rows(name: str) -> list[tuple[str, ...]]:
    lines = (ROOT / "docs" / "kill-sheet.md").read_text(encoding="utf-8").splitlines()
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    return [row[:-MACHINES_OWN] for row in cells if row[0] == name]


def test_the_sentence_above_the_table_adds_it_up() -> None:
    page = [row for name in COURSE.names for row in _page_rows(name)]
    wheats, chaffs, killed = (
        [sum(int(cell) for cell in column) for column in zip(*(row[place].split("/") for row in page), strict=True)]
        for place in (3, 4, 5)
    )
    text = (ROOT / "docs" / "kill-sheet.md").read_text(encoding="utf-8")
    assert f"{wheats[0]} of {wheats[1]} right answers accepted, {chaffs[0]} of {chaffs[1]} wrong ones rejected." in text
    assert f"{killed[0]} of {killed[1]} mutants killed" in text


def test_flakes_of_one_check_are_one_complaint() -> None:
    sheet = KillSheet("tiny", "double", seeds=3)
    sheet.flakes += ["seed 0: far: f(x): out[0] = 1", "seed 2: far: f(x): out[0] = 7", "seed 2: near: it raises"]
    assert sheet.complaints() == ["flake: seeds 0, 2: far: f(x): out[0] = 1", "flake: seed 2: near: it raises"]


@pytest.mark.slow
def test_validation_sees_a_weak_suite_and_a_broken_one(tmp_path: Path) -> None:
    """A suite that accepts a wrong answer, rejects a right one and lets a mutant live is told so."""
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "course.toml").write_text(
        'title = "t"\nassignments = []\nsecret = "of the tests"\n', encoding="utf-8"
    )
    convgrade("new", "tiny", "--course", tmp_path)
    good = json.loads(convgrade("validate", "tiny", "--course", tmp_path, "--json").stdout)[0]
    assert good["good"], good
    assert 0 < good["seconds"] < 60
    assert 0 < good["call_share"] < MOST_OF_LIMIT
    wheats = tmp_path / "reference" / "tiny" / "alternatives" / "double.py"
    right = wheats.read_text(encoding="utf-8")
    slow = 'def slowly(x):\n    """Takes its time."""\n    import time\n\n    time.sleep(0.4)\n    return x * 2\n'
    wheats.write_text(f"{right}\n\n{slow}", encoding="utf-8")
    done = convgrade("validate", "tiny", "--course", tmp_path, check=False)
    assert done.returncode == 1
    assert "the limits are tight: the right answer slowly needs 4" in done.stdout
    wheats.write_text(right, encoding="utf-8")
    public = tmp_path / "assignments" / "tiny" / "test_tiny.py"
    picky = public.read_text(encoding="utf-8") + "    assert student.double(np.array([3.0])).dtype.kind == 'i'\n"
    public.write_text(picky, encoding="utf-8")
    sheet = json.loads(convgrade("validate", "tiny", "--course", tmp_path, "--json", check=False).stdout)[0]
    assert sheet["wheats_rejected"], "right answers that fail a public check go unseen"
    solution = tmp_path / "reference" / "tiny" / "solution.py"
    right = solution.read_text(encoding="utf-8")
    solution.write_text(right + "def broken(:\n", encoding="utf-8")
    done = convgrade("validate", "tiny", "--course", tmp_path, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert f"{solution}, line {len(right.splitlines()) + 1}: invalid syntax." in done.stderr
    solution.write_text(right, encoding="utf-8")
    suite = tmp_path / "tests" / "hidden" / "tiny" / "test_double.py"
    weak = '''"""Weak."""


def test_two(student, reference, rng):
    """Two becomes four."""
    assert student.double(2) == 4
'''
    suite.write_text(weak, encoding="utf-8")
    sheet = json.loads(convgrade("validate", "tiny", "--course", tmp_path, "--json", check=False).stdout)[0]
    assert sheet["chaffs_accepted"]
    assert sheet["survivors"]
    assert not sheet["good"]
    strict = weak.replace("== 4", "== 5")
    suite.write_text(strict, encoding="utf-8")
    sheet = json.loads(convgrade("validate", "tiny", "--course", tmp_path, "--json", check=False).stdout)[0]
    assert sheet["wheats_rejected"]
    assert sheet["problems"]

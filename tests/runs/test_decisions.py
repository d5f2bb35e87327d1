"""Decisions kept beside results: made, listed, replaced, withdrawn, by table, through every regrade, on every output."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import ConvgradeError, Course, Run
from autograder.records.errors import MarksError
from autograder.runs.decisions import COLUMNS
from autograder.runs.store import Store
from tests.support.command import convgrade
from tests.support.tiny_course import edit, hand_in, write_course


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of three: ann 100, bob 40, cid rejected."""
    folder = tmp_path_factory.mktemp("decided")
    course = write_course(folder / "course")
    hand_in(folder / "in", "ann", "value / 2")
    hand_in(folder / "in", "bob", "value / 2", double="7")
    (folder / "in" / "cid.py").write_text("", encoding="utf-8")
    with Run.new(folder / "run", course, "tiny", [folder / "in"]) as run:
        run.grade(workers=1)
    return folder


@pytest.fixture
def place(graded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(graded, tmp_path / "place")


@pytest.fixture
def run(place: Path) -> Iterator[Run]:
    with Run.new(place / "run", Course.read(place / "course"), "tiny", [place / "in"]) as run:
        yield run


def scores(run: Run) -> dict[str, float]:
    return {result.student: result.score for result in run.results()}


def test_a_decision_takes_the_place_of_the_earlier_one(run: Run) -> None:
    run.decisions.make("points", student="bob", question="double", value=30, why="half right")
    run.decisions.make("add", student="bob", question="double", value=5, why="a better reason")
    run.decisions.make("add", student="bob", value=1, why="a typo found")
    assert [str(one) for one in run.decisions] == ["double: plus 5 points", "plus 1 point"]
    assert scores(run)["bob"] == 46
    assert run.decisions.withdraw(student="bob", question="double") == 1
    assert scores(run)["bob"] == 41
    assert run._store.db.execute("SELECT count(*) FROM decisions").fetchone() == (3,), "nothing is deleted"


def test_no_regrade_and_no_resubmission_loses_one(run: Run, place: Path) -> None:
    run.decisions.make("points", student="bob", question="double", value=30, why="half right")
    edit(place / "course", "tests/hidden/tiny/test_half.py", "== reference.half(2.0)", "in (reference.half(2.0), 7)")
    run.regrade(workers=1)
    assert scores(run)["bob"] == 70
    hand_in(place / "in", "bob", "3", double="7")
    done = run.regrade(workers=1)
    assert scores(run)["bob"] == 30
    (move,) = done.moves
    assert (move.before, move.after) == (70, 30)
    hand_in(place / "in", "bob", "3", double="2 * value")
    (move,) = run.regrade(workers=1).moves
    told = str(move)
    assert told.startswith("bob: 30 -> 30  (double 0 -> 60: now passes")
    assert told.endswith("decided, and so it stands: double: 30 points; the automatic mark is 60)")
    (place / "in" / "bob.py").unlink()
    run.regrade(workers=1)
    hand_in(place / "in", "bob", "value / 2", double="7")
    run.regrade(workers=1)
    assert scores(run)["bob"] == 70


def test_points_taken_off_do_not_make_a_rejected_file_graded(run: Run) -> None:
    for value, status in ((-5, "rejected"), (5, "graded")):
        run.decisions.make("add", student="cid", value=value, why="two days late, two days ill")
        result = run.result("cid")
        assert result is not None
        assert (result.status, result.score, bool(result.reason)) == (status, max(0, value), status == "rejected")


def test_a_note_alone_is_signed_without_a_reason(run: Run) -> None:
    made = run.decisions.make("note", student="ann", note="Well done.", who="ana")
    assert made.signed.startswith("a note (ana, ")


def test_a_broken_question_is_one_command(run: Run) -> None:
    run.decisions.make("left out", question="double", why="its check was wrong")
    assert scores(run) == {"ann": 100, "bob": 100, "cid": 0}
    run.decisions.make("full marks", question="double", why="its check was wrong")
    assert scores(run) == {"ann": 100, "bob": 100, "cid": 60}, "cid's file was rejected: everybody is everybody"
    run.decisions.make("best of both", question="half", why="its check was wrong")
    assert len(list(run.decisions)) == 2
    assert run.decisions.withdraw(question="double") == 1


@pytest.mark.parametrize(
    ("decision", "problem"),
    [
        ({"kind": "points", "student": "bob", "question": "double", "value": 61, "why": "x"}, "not between 0 and 60"),
        ({"kind": "points", "student": "bob", "question": "double", "value": -1, "why": "x"}, "not between 0 and 60"),
        (
            {"kind": "points", "student": "bob", "question": "double", "value": float("nan"), "why": "x"},
            "not a plausible number",
        ),
        ({"kind": "points", "student": "bob", "question": "double", "why": "x"}, "needs a number of points"),
        ({"kind": "points", "student": "bob", "value": 3, "why": "x"}, "^'points' needs a question"),
        ({"kind": "points", "student": "bob", "question": "triple", "value": 3, "why": "x"}, "no question 'triple'"),
        ({"kind": "points", "student": "eve", "question": "half", "value": 3, "why": "x"}, "no student 'eve'"),
        ({"kind": "add", "student": "bob", "value": 1e9, "why": "x"}, "not a plausible number"),
        ({"kind": "add", "student": "bob", "value": 5}, "say why"),
        ({"kind": "add", "value": 5, "why": "x"}, "'add' is about a student: say whose"),
        ({"kind": "excuse", "student": "bob", "value": 5, "why": "x"}, "takes no points"),
        ({"kind": "excuse", "student": "bob", "question": "half", "why": "x"}, "about the whole"),
        ({"kind": "full marks", "student": "bob", "question": "half", "why": "x"}, "for everybody"),
        ({"kind": "left out", "why": "x"}, "needs a question"),
        ({"kind": "note", "student": "bob"}, "needs its text"),
        ({"kind": "praise", "student": "bob", "why": "x"}, "nothing that can be decided"),
    ],
)
def test_what_cannot_be_decided_is_said(run: Run, decision: dict[str, Any], problem: str) -> None:
    with pytest.raises(MarksError, match=problem):
        run.decisions.make(**decision)
    assert list(run.decisions) == []


def table(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


def test_a_hundred_at_once_all_or_none(run: Run, tmp_path: Path) -> None:
    good = [
        ("bob", "double", "points", "12,5", "by mail", ""),
        ("ann", "", "note", "", "", "Well done."),
        ("", "half", "best of both", "", "x", ""),
    ]
    bad = table(
        tmp_path / "bad.csv",
        *good,
        ("eve", "", "add", "1", "x", ""),
        ("bob", "double", "add", "1", "x", ""),
        ("ann", "", "add", "one", "x", ""),
    )
    with pytest.raises(MarksError) as caught:
        run.decisions.read(bad)
    told = str(caught.value)
    assert "line 5: this run has no student 'eve'" in told
    assert "line 6: line 2 decides the same" in told
    assert "line 7: the value 'one' is not a number" in told
    assert list(run.decisions) == []
    assert run.decisions.read(table(tmp_path / "good.csv", *good)) == 3
    assert scores(run)["bob"] == 52.5
    before = list(run.decisions)
    assert run.decisions.write(tmp_path / "out.csv") == 3
    assert run.decisions.read(tmp_path / "out.csv", "ben") == 3
    assert list(run.decisions) == before, "what stands already keeps who made it, and when"
    (tmp_path / "out.csv").write_text(
        (tmp_path / "out.csv").read_text(encoding="utf-8-sig").replace("12.5", "13"), encoding="utf-8"
    )
    assert run.decisions.read(tmp_path / "out.csv", "ben") == 3
    assert [one.value for one in run.decisions if one.who == "ben"] == [13]
    assert {one.place for one in run.decisions} == {one.place for one in before}


def test_a_table_that_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "marks.csv").write_text("student,mark\nbob,3\n", encoding="utf-8")
    with pytest.raises(MarksError, match="lacks the column question"):
        run.decisions.read(tmp_path / "marks.csv")
    with pytest.raises(MarksError, match="cannot be read"):
        run.decisions.read(tmp_path / "nothing.csv")


def test_cells_that_spreadsheets_take_for_formulas_come_back(run: Run, tmp_path: Path) -> None:
    run.decisions.make("note", student="ann", note="=1+1")
    run.decisions.write(tmp_path / "out.csv")
    assert "'=1+1" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    run.decisions.read(tmp_path / "out.csv")
    assert [one.note for one in run.decisions] == ["=1+1"]


def test_every_output_tells_it(place: Path, tmp_path: Path) -> None:
    run = place / "run"
    adjust = ("adjust", run, "--who", "ana")
    told = convgrade(
        *adjust, "--student", "bob", "--question", "double", "--points", "30", "--why", "mail", "--note", "See my mail."
    )
    assert "bob: double: 30 points (mail; ana, " in told.stdout
    assert "bob: 70 of 100" in told.stdout
    convgrade(*adjust, "--student", "cid", "--question", "half", "--points", "40", "--why", "read by hand")
    convgrade(*adjust, "--student", "ann", "--excuse", "--why", "ill")
    assert "3 decisions stand" in convgrade("adjust", run).stdout
    lines = {line["student"]: line for line in map(json.loads, convgrade("results", run, "--json").stdout.splitlines())}
    bob = lines["bob"]
    assert (bob["score"], bob["automatic"], bob["excused"]) == (70, 40, False)
    assert bob["decisions"][0]["question"] == "double"
    assert bob["decisions"][0]["why"] == "mail"
    assert (lines["cid"]["status"], lines["cid"]["score"], lines["ann"]["excused"]) == ("graded", 40, True)
    with Run(run) as opened:
        opened.report()
        pages = {
            result.student: opened.pages()[result.submission].read_text(encoding="utf-8") for result in opened.results()
        }
    assert "A person decided: double: 30 points. Automatic mark: 40; mark: 70." in pages["bob"]
    assert "See my mail." in pages["bob"]
    assert "ana" not in pages["bob"]
    index = (run / "report" / "index.html").read_text(encoding="utf-8")
    assert "decided: double: 30 points (mail; ana, " in index
    out = convgrade("export", run, "--to", "csv", "--out", tmp_path / "marks.csv").stdout
    with (tmp_path / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        marks = {row["student"]: row for row in csv.DictReader(file)}
    assert float(marks["bob"]["score"]) == 70
    assert "ann" in out
    assert convgrade("adjust", run, "--student", "bob", "--points", "3", "--why", "x", check=False).returncode == 2
    assert convgrade("adjust", run, "--student", "bob", "--points", "3", "--add", "3", check=False).returncode == 2


def test_pages_older_than_a_decision_are_not_handed_on(run: Run, tmp_path: Path) -> None:
    run.report()
    assert len(run.pages()) == 3
    run.decisions.make("add", student="bob", value=5, why="x")
    assert len(run.pages()) == 2
    run.report()
    assert len(run.pages()) == 3
    run.regrade(students=["ann"], workers=1)
    assert len(run.pages()) == 3, "the same result again needs no new page"
    (run.folder / "report" / "pages.json").unlink()
    with pytest.raises(ConvgradeError, match="convgrade report"):
        run.export("feedback", tmp_path / "pages.zip")


def test_one_decision_for_many_is_taken_for_all_or_for_none(run: Run) -> None:
    with pytest.raises(MarksError, match="no student 'eve'"):
        run.decisions.make_all("add", ["ann", "bob", "eve"], value=-5, why="two days late")
    assert list(run.decisions) == []
    made = run.decisions.make_all("add", ["ann", "bob", "ann"], value=-5, why="two days late", who="ana")
    assert made == list(run.decisions)
    assert [(one.student, one.value, one.who) for one in made] == [("ann", -5, "ana"), ("bob", -5, "ana")]
    assert scores(run) == {"ann": 95, "bob": 35, "cid": 0}


def test_a_damaged_record_of_one_student_keeps_nobody_from_deciding_about_another(run: Run) -> None:
    run._store.db.execute("UPDATE results SET record = '{' WHERE student = 'ann'")
    run.decisions.make("points", student="bob", question="half", value=3, why="half right")
    assert [str(one) for one in run.decisions] == ["half: 3 points"]


def test_what_was_looked_at_is_kept(run: Run) -> None:
    before = run.version()
    run.look(["one", "two"], "ana")
    run.look(["two"], "ana", again=True)
    assert run.looked() == {"one"}
    assert run.version() == before, "what it wrote itself is nothing new"
    with Run(run.folder) as other:
        assert other.looked() == {"one"}
        other.decisions.make("points", student="bob", question="half", value=3, why="half right")
    assert run.version() != before


def test_written_answers_are_marked_one_by_one_as_by_a_table(place: Path, run: Run, tmp_path: Path) -> None:
    hand_in(place / "in", "bob", "value / 2", why="because")
    run.regrade(workers=1)
    bob = run.result("bob")
    assert bob is not None
    run.mark("why", [bob.submission], 2.5, "Nearly.")
    marked = run.result("bob")
    assert marked is not None
    run.mark("why", [bob.submission], None)
    assert run.result("bob") == bob
    run.write_sheets(tmp_path)
    sheet = tmp_path / "marks.csv"
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    key = marked.questions[-1]
    assert (key.name, key.score, key.checks[0].message) == ("why", 2.5, "Nearly.")
    from autograder.written import answer_id

    wanted = answer_id(bob, bob.questions[-1], run.course.secret)
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], ["why", wanted, "2.5", "Nearly."]])
    run.read_marks(sheet)
    assert run.result("bob") == marked
    for question, submission, points, told in (
        ("why", bob.submission, 3.5, "not between 0 and 3"),
        ("why", bob.submission, float("nan"), "not between"),
        ("half", bob.submission, 1, "marked by checks"),
        ("why", "nobody", 1, "has no answer"),
    ):
        with pytest.raises(MarksError, match=told):
            run.mark(question, [submission], points)
    assert run.result("bob") == marked
    with Store(run.folder) as store:  # the course has been moved: the marks are read all the same
        store.set_meta(course=str(tmp_path / "moved"))
    with Run(run.folder) as moved:
        assert moved.result("bob") == marked


def test_what_is_decided_is_told_where_marks_are_handed_on(run: Run, tmp_path: Path) -> None:
    run.decisions.make("points", student="bob", question="double", value=30, why="mail", who="ana")
    run.decisions.make("excuse", student="ann", why="ill", who="ana")
    told = run.export("csv", tmp_path / "marks.csv").lines()
    assert "  Note: decided by a person: bob: 70, automatic 40 (double: 30 points)" in told
    assert "  Note: decided by a person: ann: excused, automatic 100 (excused)" in told
    with (tmp_path / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        marks = {row["student"]: row for row in csv.DictReader(file)}
    assert [(marks[key]["automatic"], marks[key]["decided"]) for key in ("bob", "ann", "cid")] == [
        ("40", "double: 30 points"),
        ("100", "excused"),
        ("0", ""),
    ]


def test_points_above_what_a_question_counts_by_now_are_flagged(run: Run, place: Path) -> None:
    run.decisions.make("points", student="bob", question="double", value=60, why="x", who="ana")
    for old, new in (("points = 60", "points = 50"), ("points = 40", "points = 50")):
        edit(place / "course", "assignments/tiny/assignment.toml", old, new)
    with Run(run.folder) as again:
        again.regrade(workers=1)
        bob = again.result("bob")
    assert bob is not None
    assert "decided: 60 points of double, which counts 50 by now: look at it" in bob.flags


def test_a_person_is_understood(place: Path) -> None:
    run = place / "run"
    told = convgrade("adjust", run, "--student", "BO", "--question", "dou", "--add", "1", "--why", "x").stdout
    assert "bob: double: plus 1 point" in told
    assert "bob: 41 of 100 (automatic: 40)" in told
    assert (
        "1 mark of 3 changes."
        in convgrade("adjust", run, "--question", "half", "--everybody", "left", "--why", "x").stdout
    )
    none = convgrade("adjust", run, "--student", "bob", "--withdraw", check=False)
    assert none.returncode == 2
    assert "Nothing was decided about bob as a whole; there is: double: plus 1 point." in none.stderr
    told = convgrade("results", run).stdout
    assert "automatic 40; double: plus 1 point; half: left out, the rest counts as much more" in told
    told = convgrade("regrade", run, "--student", "bob", "--dry-run").stdout
    assert "bob: everything (requested); decided, and stays: double: plus 1 point" in told

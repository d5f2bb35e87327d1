"""Runs from Python: graded, followed, read, graded again in parts, handed on."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import ConvgradeError, Course, Run
from autograder.records.errors import CourseError, IngestError, NotInRun, RunFileError
from autograder.runs.progress import Progress
from tests.support.command import ROOT, convgrade
from tests.support.tiny_course import LOG, edit, hand_in, ran, write_course

HIDDEN = "tests/hidden/tiny"
TOML = "assignments/tiny/assignment.toml"
ALSO_SEVEN = ("assert answer == reference.half(2.0)", "assert answer in (reference.half(2.0), 7)")
ALSO_ONE = ("== reference.double(-1.0)", "in (reference.double(-1.0), 1.0)")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where hidden checks note that they ran."""
    monkeypatch.setenv(LOG, str(tmp_path / "log"))
    return tmp_path / "log"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a course, what was handed in, and a run of it."""
    folder = tmp_path_factory.mktemp("graded")
    course = write_course(folder / "course")
    hand_in(folder / "in", "ann", "value / 2", why="So.")
    hand_in(folder / "in", "bob", "value / 2", double="value ** 2")
    hand_in(folder / "in", "cid", 7)
    (folder / "in" / "dan.py").write_text("", encoding="utf-8")
    with Run.new(folder / "run", course, "tiny", [folder / "in"]) as run:
        run.grade(workers=1)
    return folder


@pytest.fixture
def place(graded: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(graded, tmp_path / "place")


@pytest.fixture
def course(place: Path) -> Course:
    return Course.read(place / "course")


@pytest.fixture
def handed_in(place: Path) -> Path:
    return place / "in"


@pytest.fixture
def run(place: Path, course: Course, handed_in: Path, log: Path) -> Iterator[Run]:
    """The run over the copy; nothing has changed for it."""
    with Run.new(place / "run", course, "tiny", [handed_in]) as run:
        yield run


def scores(run: Run) -> dict[str, float]:
    return {result.student: result.score for result in run.results()}


def test_a_class_is_graded_and_followed(tmp_path: Path, course: Course, handed_in: Path) -> None:
    told: list[Progress] = []
    run = Run.new(tmp_path / "new", course, "tiny", [handed_in])
    assert run.found == "plain folder: 4 students, 4 attempts, 0 late."
    done = run.grade(workers=2, progress=told.append)
    assert (done.graded, done.kept, done.rejected, done.broken, done.code) == (3, 0, 1, "", 1)
    assert [each.done for each in told] == [0, 1, 2, 3]
    assert {each.result.student for each in told if each.result} == {"ann", "bob", "cid"}
    assert str(told[0]) == "0 of 3 graded"
    assert "2 of 3 graded" in str(told[2])
    assert "a second" in str(told[2])
    assert str(told[3]) == "3 of 3 graded"
    assert scores(run) == {"ann": 100, "bob": 40, "cid": 60, "dan": 0}
    assert repr(run) == f"<Run {tmp_path / 'new'}: tiny, 4 results>"


def test_a_second_look_does_nothing(run: Run, log: Path) -> None:
    done = Run(run.folder).grade()
    assert (done.graded, done.kept, done.moves) == (0, 3, ())
    assert ran(log) == []


def test_rows_make_a_table(run: Run) -> None:
    pandas = pytest.importorskip(
        "pandas", reason="rows are plain values; pandas only shows that a table is a line away"
    )
    table = pandas.DataFrame(run.rows()).set_index("student")
    assert table.loc["bob", ["double", "half", "score"]].tolist() == [0, 40, 40]
    assert table.loc["dan", "reason"] == "dan.py is empty: hand in tiny.py, tiny.ipynb or a zip of them"
    by_question = pandas.DataFrame(run.rows("question"))
    assert by_question.query("student == 'bob' and question == 'double'").diagnosis.tolist() == ["squared"]
    assert len(run.rows("check")) == 3 * 3
    with pytest.raises(ValueError, match="by submission, question or check"):
        run.rows("students")  # type: ignore[arg-type]


def test_what_a_notebook_shows_is_short_and_no_secret(run: Run, course: Course) -> None:
    bob = run.result("bob")
    assert course.secret not in repr(course)
    assert "half" not in repr(bob)
    assert len(repr(Run(run.folder).grade())) < 150
    assert repr(run.decisions) == "<Decisions: none>"
    assert str(run.export("csv", run.folder / "marks.csv")).splitlines()[0].endswith("4 rows for a plain CSV.")


def test_a_course_and_one_path_as_they_are_typed(run: Run, course: Course, handed_in: Path) -> None:
    with Run.new(run.folder, str(course.root), "tiny", str(handed_in)) as again:
        assert again.found == run.found


def test_who_is_not_there_is_no_student_to_grade_again(run: Run, log: Path) -> None:
    for ask in (run.changes, run.regrade):
        with pytest.raises(NotInRun, match="no student 'bop'; perhaps bob"):
            ask(students=["ann", "bop"])
    assert ran(log) == []
    assert [step.submission.student for step in run.changes(students=["BO"])] == ["bob"]


def test_one_result_by_its_student(run: Run) -> None:
    bob = run.result("bob")
    assert bob is not None
    assert bob.score == 40
    assert run.result(bob.submission) == bob
    assert run.result("eve") is None


def test_a_change_to_one_suite_file_grades_one_question(run: Run, log: Path, course: Course) -> None:
    edit(course.root, f"{HIDDEN}/test_half.py", *ALSO_SEVEN)
    steps = run.changes()
    assert {(step.submission.student, step.questions, step.why) for step in steps} == {
        (student, ("half",), "the checks of half changed") for student in ("ann", "bob", "cid")
    }
    assert ran(log) == []
    done = run.regrade(workers=1)
    # The rehearsal asks everything of the reference, once.
    assert ran(log) == sorted(["double minus one", "double three", "half two", *["half two"] * 3])
    assert scores(run) == {"ann": 100, "bob": 40, "cid": 100, "dan": 0}
    assert [str(move) for move in done.moves] == ["cid: 60 -> 100  (half 0 -> 40: now passes: Half of two is one.)"]
    bob = run.result("bob")
    assert bob is not None
    assert bob.questions[0].diagnosis == ("squared",)  # kept from the first time
    assert [question.name for question in bob.questions] == ["double", "half", "why"]


@pytest.mark.parametrize(
    ("file", "old", "new", "bob", "why", "told"),
    [
        (TOML, "points = 40", "points = 10", None, "", ""),
        (
            TOML,
            "points = 60\n",
            "points = 80\n",
            20,
            "half 40 -> 20: 40 → 20 points",
            "double 60 → 80 points; half 40 → 20 points",
        ),
        (f"{HIDDEN}/test_double.py", "weight(2)", "weight(5)", 40, "", "double three weighs 2 → 5"),
        (TOML, "Twice as much", "Doubled", 40, "", "titles, sentences or hints changed"),
    ],
)
def test_changed_points_and_weights_run_no_student_code(
    run: Run, log: Path, course: Course, file: str, old: str, new: str, bob: float | None, why: str, told: str
) -> None:
    if bob is None:  # points that do not add up to 100
        edit(course.root, file, old, new)
        with pytest.raises(CourseError, match="not 100"):
            Run(run.folder).regrade()
        return
    edit(course.root, file, old, new)
    if "80" in new:
        edit(course.root, TOML, "points = 40", "points = 20")
    with Run(run.folder) as again:
        assert {step.why for step in again.changes()} == {told}
        done = again.regrade()
        assert again.changes() == []
    assert (done.graded, done.marked) == (0, 3)
    assert ran(log) == []
    assert scores(run)["bob"] == bob
    assert why in "".join(map(str, done.moves))


def test_points_of_a_rejected_submission_change_without_its_code(
    run: Run, log: Path, course: Course, handed_in: Path
) -> None:
    (handed_in / "eve.py").write_text("def (:\n", encoding="utf-8")
    run.regrade(workers=1)
    ran(log)
    edit(course.root, TOML, "points = 60", "points = 80")
    edit(course.root, TOML, "points = 40", "points = 20")
    dry = convgrade("regrade", run.folder, "--dry-run").stdout
    assert "eve: from its record, no code is run (double 60 → 80 points; half 40 → 20 points)" in dry
    assert "No submission would be graded again, 4 marked anew from their records." in dry
    done = run.regrade()
    assert (done.graded, done.marked) == (0, 4)
    eve = run.result("eve")
    assert eve is not None
    assert (eve.status, eve.score, eve.max_score) == ("rejected", 0, 100)
    assert [question.max_score for question in eve.questions if question.counts] == [80, 20]


def test_a_heavier_check_moves_marks_without_student_code(run: Run, log: Path, course: Course, handed_in: Path) -> None:
    hand_in(handed_in, "bob", "value / 2", double="abs(2 * value)")
    run.regrade(workers=1)
    assert scores(run)["bob"] == 80
    ran(log)
    edit(course.root, f"{HIDDEN}/test_double.py", "weight(2)", "weight(5)")
    edit(course.root, "reference/tiny/misconceptions/double.py", "twice three is six", "twice three is six, not nine")
    edit(course.root, f"{HIDDEN}/test_double.py", "Three doubled is six.", "Three doubled makes six.")
    done = run.regrade()
    assert ran(log) == []
    assert [str(move) for move in done.moves] == ["bob: 80 -> 90  (double 40 -> 50: three weighs 2 → 5)"]
    bob = run.result("bob")
    assert bob is not None
    assert bob.questions[0].checks[0].intent == "Three doubled makes six."


def test_changed_hints_reach_the_students(run: Run, log: Path, course: Course) -> None:
    edit(course.root, "reference/tiny/misconceptions/double.py", "twice three is six", "twice three is not nine")
    run.regrade()
    assert ran(log) == []
    bob = run.result("bob")
    assert bob is not None
    assert bob.questions[0].hints == ("Try your function on 3: twice three is not nine.",)


def test_one_question_or_student_is_graded_again_on_purpose(run: Run, log: Path) -> None:
    assert run.regrade(questions=["half"], students=["cid"], workers=1).graded == 1
    assert ran(log) == ["half two"]
    assert run.regrade(questions=["double"], workers=1).graded == 3
    assert ran(log) == sorted(["double minus one", "double three"] * 3)
    assert run.regrade(students=["ann"], workers=1).graded == 1
    assert ran(log) == ["double minus one", "double three", "half two"]
    assert scores(run) == {"ann": 100, "bob": 40, "cid": 60, "dan": 0}
    with pytest.raises(CourseError, match="no question 'halve'"):
        run.regrade(questions=["halve"])


def test_a_question_alone_leaves_other_changes_for_later(run: Run, log: Path, course: Course) -> None:
    edit(course.root, f"{HIDDEN}/test_half.py", *ALSO_SEVEN)
    edit(course.root, f"{HIDDEN}/test_double.py", *ALSO_ONE)
    run.regrade(questions=["half"], workers=1)
    assert scores(run) == {"ann": 100, "bob": 40, "cid": 100, "dan": 0}
    ran(log)
    run.regrade(workers=1)
    assert ran(log) == sorted(["double minus one", "double three"] * 3)
    assert scores(run) == {"ann": 100, "bob": 60, "cid": 100, "dan": 0}


def test_new_work_and_work_that_is_gone(run: Run, handed_in: Path) -> None:
    hand_in(handed_in, "eve", "value / 2")
    (handed_in / "cid.py").unlink()
    done = run.regrade(workers=1)
    assert sorted(map(str, done.moves)) == ["cid: 60 -> no longer handed in", "eve: 100  (new)"]
    assert (done.graded, done.gone) == (1, 1)


def test_a_damaged_record_is_graded_again(run: Run) -> None:
    bob = run.result("bob")
    assert bob is not None
    run._store.db.execute("UPDATE results SET record = '{' WHERE student = 'bob'")
    with pytest.raises(RunFileError, match=f"--student {bob.submission}"):
        list(run.results())
    run.regrade(students=[bob.submission], workers=1)
    assert scores(run) == {"ann": 100, "bob": 40, "cid": 60, "dan": 0}


def test_the_report_and_the_marks(run: Run, tmp_path: Path) -> None:
    assert run.report() == run.folder / "report" / "index.html"
    assert len(run.pages()) == 4
    told = run.export("csv", tmp_path / "marks.csv")
    assert told.rows == 4
    with (tmp_path / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 4


def test_marks_of_a_person_outlast_a_regrade(run: Run, tmp_path: Path, course: Course) -> None:
    run.write_sheets(tmp_path / "sheets")
    path = tmp_path / "sheets" / "marks.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    ann = next(row for row in lines if row["answer"] in _answers(run, "ann"))
    path.write_text(f"question,answer,mark,comment\nwhy,{ann['answer']},2.5,Well put.\n", encoding="utf-8")
    read = run.read_marks(path)
    assert (read.marks, read.changed) == (1, 4), "nobody else wrote anything, and that is 0 of 3 from now on"
    assert scores(run)["ann"] == 102.5
    edit(course.root, f"{HIDDEN}/test_double.py", "Three doubled", "Three, doubled,")
    run.regrade(workers=1)
    run.regrade(students=["ann"], workers=1)
    assert scores(run)["ann"] == 102.5
    record = run._store.result(next(r.submission for r in run.results() if r.student == "ann"))
    assert record is not None
    assert record.score == 100, "what a person decides is no change of the record"


def _answers(run: Run, student: str) -> list[str]:
    from autograder.written import answer_id

    result = run.result(student)
    assert result is not None
    return [answer_id(result, question, run.course.secret) for question in result.questions]


def test_mistakes_are_errors_of_one_tree(tmp_path: Path, course: Course, run: Run) -> None:
    with pytest.raises(RunFileError, match="holds no run"):
        Run(tmp_path / "nothing")
    with pytest.raises(IngestError):
        Run.new(tmp_path / "new", course, "tiny", [tmp_path / "nowhere"])
    assert not (tmp_path / "new").exists()
    with pytest.raises(CourseError, match="no assignment 'huge'"):
        Run.new(tmp_path / "new", course, "huge", [run.folder])
    assert issubclass(RunFileError, ConvgradeError)
    with pytest.raises(ConvgradeError, match="to export to"):
        run.export("paper", tmp_path / "out")


def test_a_script_needs_no_guard(place: Path) -> None:
    """Worker processes of the standard library import the caller's script anew: one that grades where it stands graded for ever."""
    script = place / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from autograder import Course, Run\n"
        f"place = Path({str(place)!r})\n"
        "with Run.new(place / 'new', Course.read(place / 'course'), 'tiny', [place / 'in']) as run:\n"
        "    print(run.grade(workers=2).graded)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout == "3\n"

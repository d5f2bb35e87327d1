"""Personal numbers: equal in difficulty, handed out in modules that say whose they are, judged by the right person's."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import replace
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from autograder.course import Assignment, Course
from autograder.grading.grade import Grader
from autograder.records.errors import StudentError, SuiteError, TooMuch
from autograder.records.submission import SourceFile
from autograder.runs.work import reference_submission
from autograder.suite.notes import CheckFailed, collecting_notes, fail
from autograder.suite.personal import (
    Personal,
    numbers_in,
    write_personal_modules,
    write_personal_notebooks,
)
from autograder.validate.mutants import mutants
from autograder.validate.variants import compose, read_variants
from tests.support import records

SECRET = "a secret for tests"
CLASS = ("ada", "bob", "cyd", "dov")
NAMES = ("by_hand", "shapes")

PINNED_SHAPES = {"network_sizes": [48, 24, 12, 6], "network_parameters": 5404, "network_field": 12}
PINNED_BY_HAND = {
    "sizes": [34, 26, 42, 10, 21, 66],
    "five_by_five": [[0, -4, -3], [-1, 1, -1], [-2, 0, 1]],
    "two_by_two": [[2, -3], [-8, 3]],
}
"""Sheets of "ada" under `SECRET`."""


@pytest.fixture(params=NAMES)
def assignment(request: pytest.FixtureRequest, course: Course) -> Assignment:
    return course.assignment(request.param)


@pytest.fixture
def by_hand(course: Course) -> Assignment:
    return course.assignment("by_hand")


def reference_of(assignment: Assignment) -> ModuleType:
    return SimpleNamespace(__file__=str(assignment.solution))  # type: ignore[return-value]


def answers_of(assignment: Assignment, student: str) -> dict[str, object]:
    numbers = numbers_in(assignment.staff)
    return numbers.answers(numbers.draw(Personal(SECRET, assignment.name, student).rng()))


def module_of(student: str, answers: dict[str, object]) -> SimpleNamespace:
    return SimpleNamespace(STUDENT_ID=student, **answers)


class Reading(SimpleNamespace):
    """A module of which one name cannot be read, as one that holds more than fits through the wire."""

    def __getattribute__(self, name: str) -> object:
        value = super().__getattribute__(name)
        if value is TooMuch:
            raise TooMuch("gave more than an answer may hold.")
        return value


def decided(
    assignment: Assignment, submitter: str, module: object, **options: bool
) -> tuple[str, list[str], list[str]]:
    """(whose sheet, remarks, flags) for a module handed in by ``submitter``, copies included."""
    personal = Personal(SECRET, assignment.name, submitter, CLASS, **options)
    with collecting_notes() as (remarks, flags, _):
        sheet = personal.sheet(module, reference_of(assignment))
    return sheet.student, remarks, [*flags, *personal.copies()]


# The numbers


def test_numbers_depend_on_secret_assignment_and_student() -> None:
    def first(secret: str, assignment: str, student: str) -> int:
        return int(Personal(secret, assignment, student).rng().integers(0, 2**60))

    draws = {
        first(*key) for key in (("s", "a", "x"), ("t", "a", "x"), ("s", "b", "x"), ("s", "a", "y"), ("s", "ax", ""))
    }
    assert len(draws) == 5
    assert first("s", "a", "x") == first("s", "a", "x") == first("s", "a", " X ")
    assert Personal("s", "a", "x").rng("y").integers(0, 2**60) == first("s", "a", "y")


def test_numbers_stay_the_same_from_version_to_version(course: Course) -> None:
    """A sheet handed out in October is graded in January: should this test fail, the sheets of running courses break."""
    assert answers_of(course.assignment("shapes"), "ada") == PINNED_SHAPES
    assert {name: answers_of(course.assignment("by_hand"), "ada")[name] for name in PINNED_BY_HAND} == PINNED_BY_HAND


def test_shared_answers_are_the_reference(assignment: Assignment) -> None:
    numbers = numbers_in(assignment.staff)
    spec = importlib.util.spec_from_file_location(f"_solution_of_{assignment.name}", assignment.solution)
    solution = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(solution)
    answers = numbers.answers(numbers.SHARED)
    assert {name: getattr(solution, name) for name in answers} == answers
    assert set(numbers.TELLING) <= answers.keys()


def test_drawn_answers_agree_with_torch(assignment: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    monkeypatch.syspath_prepend(str(assignment.hidden_suite))
    cases = importlib.import_module(f"{assignment.name}_cases")
    numbers = numbers_in(assignment.staff)
    for student in range(10):
        parameters = numbers.draw(Personal(SECRET, assignment.name, str(student)).rng())
        right = numbers.answers(parameters)
        second = (
            {name: oracle(parameters) for name, oracle in cases.SECOND_ORACLE.items()}
            if assignment.name == "by_hand"
            else cases.torch_network(parameters)
        )
        for name, answer in second.items():
            np.testing.assert_allclose(np.asarray(right[name]), np.asarray(answer), err_msg=name)


def weights(kernel: object) -> list[int]:
    return sorted(np.abs(kernel).ravel().tolist())


def test_by_hand_sheets_are_equal_in_difficulty(by_hand: Assignment) -> None:
    numbers = numbers_in(by_hand.staff)
    shared, shared_answers = numbers.SHARED, numbers.answers(numbers.SHARED)
    for student in range(200):
        drawn = numbers.draw(Personal(SECRET, "by_hand", str(student)).rng())
        answers = numbers.answers(drawn)
        assert drawn.keys() == shared.keys()
        for name in drawn:
            assert np.shape(drawn[name]) == np.shape(shared[name]), name
        for name in ("kernel", "large_kernel", "small_kernel", "sobel"):
            assert weights(drawn[name]) == weights(shared[name])
            assert np.sum(np.array(drawn[name]) < 0) == np.sum(np.array(shared[name]) < 0)
        for name in ("image", "large_image"):
            assert abs(np.sum(np.array(drawn[name]) == 0) - np.sum(np.array(shared[name]) == 0)) <= 1
        remainders = [(n + 2 * p - k) % s for n, k, p, s in drawn["configurations"]]
        assert remainders == [(n + 2 * p - k) % s for n, k, p, s in shared["configurations"]]
        assert all((s * (n - 1) - n + k) % 2 == 0 for n, k, s in drawn["keeping"])
        same = {name for name in answers if np.array_equal(answers[name], shared_answers[name])}
        assert same <= {
            "first_convolution_shape",
            "detects",
            "identity_value",
            "box_blur_value",
            "design",
            "same_paddings",
        }


def test_by_hand_maps_are_not_degenerate(by_hand: Assignment) -> None:
    for student in range(200):
        answers = answers_of(by_hand, str(student))
        for name in ("first_convolution", "padded_convolution", "five_by_five", "two_by_two"):
            grid = np.array(answers[name])
            assert np.all(np.any(grid != 0, axis=1)), (name, grid)
            assert len(np.unique(grid, axis=0)) == len(grid)
            assert np.sum(grid == 0) <= 3
        for name in ("first_convolution", "five_by_five"):
            grid = np.array(answers[name])
            assert not np.array_equal(grid, grid.T)
            assert not np.array_equal(grid, -grid)
            assert len(np.unique(grid, axis=1).T) == len(grid.T), "read from right to left, it would be the same"
        assert answers["identity_value"] != 0
        assert answers["box_blur_value"] * 3 != round(answers["box_blur_value"] * 3)


def test_shapes_networks_are_equal_in_difficulty(course: Course) -> None:
    numbers = numbers_in(course.assignment("shapes").staff)
    sheets = [numbers.draw(Personal(SECRET, "shapes", str(student)).rng()) for student in range(200)]
    assert len({tuple(numbers.answers(sheet)["network_sizes"]) for sheet in sheets}) > 10
    for sheet in sheets:
        answers = numbers.answers(sheet)
        first, _half, second, last = answers["network_sizes"]
        assert first % 2 == 0, "the first pooling leaves nothing over, as on the shared sheet"
        assert second % 2 == 0
        assert last >= 2
        assert len(set(answers["network_sizes"])) == 4
        assert answers != numbers.answers(numbers.SHARED)


# What is handed out


def test_modules_hold_the_student_and_their_numbers(assignment: Assignment) -> None:
    numbers, stub = numbers_in(assignment.staff), assignment.stub.read_text(encoding="utf-8")
    written = dict(write_personal_modules(assignment, SECRET, CLASS))
    assert list(written) == list(CLASS)
    assert len(set(written.values())) == len(CLASS)
    for student, source in written.items():
        scope: dict[str, object] = {}
        exec(compile(source, "sheet", "exec"), scope)
        assert scope["STUDENT_ID"] == student
        assert f'STUDENT_ID = "{student}"' in source
        drawn = numbers.draw(Personal(SECRET, assignment.name, student).rng())
        assert numbers.render(stub, student, drawn) == source
        assert len(source.splitlines()) == len(stub.splitlines())


def test_every_shared_number_is_replaced(by_hand: Assignment) -> None:
    numbers, stub = numbers_in(by_hand.staff), by_hand.stub.read_text(encoding="utf-8")
    [(_, source)] = write_personal_modules(by_hand, SECRET, ["ada"])
    drawn = numbers.draw(Personal(SECRET, "by_hand", "ada").rng())
    for name, text in numbers.texts(numbers.SHARED).items():
        assert stub.count(text) == 1, name
        assert numbers.texts(drawn)[name] in source, name


def test_shared_network_is_replaced(course: Course) -> None:
    shapes = course.assignment("shapes")
    numbers = numbers_in(shapes.staff)
    [(_, source)] = write_personal_modules(shapes, SECRET, ["ada"])
    drawn = numbers.draw(Personal(SECRET, "shapes", "ada").rng())
    assert shapes.stub.read_text(encoding="utf-8").count(numbers.text(numbers.SHARED)) == 1
    assert numbers.text(drawn) in source


def test_notebooks_ask_what_the_modules_ask(assignment: Assignment) -> None:
    modules = dict(write_personal_modules(assignment, SECRET, CLASS))
    shared = json.loads(assignment.notebook.read_text(encoding="utf-8"))
    for student, text in write_personal_notebooks(assignment, SECRET, CLASS):
        notebook = json.loads(text)
        code = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
        assert f'STUDENT_ID = "{student}"' in code
        asked = [line for line in code.splitlines() if re.match(r"#   \S", line)]
        assert asked
        assert all(line in modules[student] for line in asked)
        assert [cell["metadata"] for cell in notebook["cells"]] == [cell["metadata"] for cell in shared["cells"]]


@pytest.mark.parametrize("student", ['o"brien', "back\\slash", "two\nlines", "élodie 🎓", "'''", "1; import os"])
def test_any_id_stays_a_text(assignment: Assignment, student: str) -> None:
    [(_, source)] = write_personal_modules(assignment, SECRET, [student])
    scope: dict[str, object] = {}
    exec(compile(source, "sheet", "exec"), scope)
    assert scope["STUDENT_ID"] == student


def test_an_assignment_without_numbers_says_so(course: Course) -> None:
    with pytest.raises(SuiteError, match=r"personal\.py is missing"):
        list(write_personal_modules(course.assignment("convolution"), SECRET, ["ada"]))


# Whose numbers a module is judged by


@pytest.mark.parametrize("stated", ["", "  ", None])
def test_without_an_id_the_shared_sheet_counts(assignment: Assignment, stated: str | None) -> None:
    module = SimpleNamespace() if stated is None else module_of(stated, {})
    assert decided(assignment, "ada", module) == ("", [], [])


def test_an_accent_of_its_own_makes_no_other_student(assignment: Assignment) -> None:
    module = module_of("zoe\u0308", answers_of(assignment, "zo\u00eb"))
    assert decided(assignment, "zo\u00eb", module) == ("zo\u00eb", [], [])


@pytest.mark.parametrize("stated", ["ada", " ADA "])
def test_the_own_sheet_is_judged_quietly(assignment: Assignment, stated: str) -> None:
    assert decided(assignment, "ada", module_of(stated, answers_of(assignment, "ada"))) == ("ada", [], [])


def test_another_students_sheet_is_flagged_and_judged_by_the_own_numbers(assignment: Assignment) -> None:
    whose, remarks, flags = decided(assignment, "ada", module_of("bob", answers_of(assignment, "bob")))
    assert whose == "ada"
    assert "another student's" in remarks[0]
    assert "'bob'" in flags[0]
    assert "answers are those of the sheet of student 'bob'" in flags[1]


def test_an_id_of_nobody_else_is_judged_by_its_own_numbers(assignment: Assignment) -> None:
    """The LMS may know a student by another id than the roster did."""
    whose, remarks, flags = decided(assignment, "10472", module_of("s001", answers_of(assignment, "s001")))
    assert (whose, remarks) == ("s001", [])
    assert len(flags) == 1
    assert "'s001'" in flags[0]


@pytest.mark.parametrize("stated", ["", None])
def test_a_lost_id_is_found_by_the_answers(assignment: Assignment, stated: str | None) -> None:
    module = module_of(stated or "", answers_of(assignment, "ada"))
    if stated is None:
        del module.STUDENT_ID
    whose, remarks, flags = decided(assignment, "ada", module)
    assert whose == "ada"
    assert "STUDENT_ID" in remarks[0]
    assert len(flags) == 1
    assert "names no STUDENT_ID" in flags[0]


def test_a_misspelt_id_is_found_by_the_answers(assignment: Assignment) -> None:
    whose, _, flags = decided(assignment, "ada", module_of("Ada Lovelace", answers_of(assignment, "ada")))
    assert whose == "ada"
    assert len(flags) == 1
    assert "'Ada Lovelace'" in flags[0]


def test_another_students_answers_without_an_id_are_recognised(assignment: Assignment) -> None:
    whose, _, flags = decided(assignment, "ada", module_of("", answers_of(assignment, "bob")))
    assert whose == ""
    assert len(flags) == 1
    assert "student 'bob'" in flags[0]


def test_an_unknown_submitter_is_judged_by_the_sheet(assignment: Assignment) -> None:
    """Under Otter nobody may know who handed a file in."""
    whose, remarks, flags = decided(assignment, "", module_of("bob", answers_of(assignment, "bob")))
    assert (whose, remarks) == ("bob", [])
    assert len(flags) == 1


def test_required_sheets_leave_no_way_back_to_the_shared_one(assignment: Assignment) -> None:
    numbers = numbers_in(assignment.staff)
    module = module_of("", numbers.answers(numbers.SHARED))
    whose, remarks, flags = decided(assignment, "ada", module, required=True)
    assert whose == "ada"
    assert remarks
    assert "names no STUDENT_ID" in flags[0]
    assert "the shared sheet" in flags[1]


def test_required_sheets_ask_the_shared_one_of_nobody(assignment: Assignment) -> None:
    """The reference is rehearsed so, and whoever cannot be told is flagged."""
    numbers = numbers_in(assignment.staff)
    module = module_of("", numbers.answers(numbers.SHARED))
    whose, remarks, flags = decided(assignment, "", module, required=True)
    assert (whose, remarks) == ("", [])
    assert len(flags) == 1
    assert "nothing tells who handed this in" in flags[0]


def test_the_suite_is_rehearsed_where_sheets_are_required(course: Course, assignment: Assignment) -> None:
    strict = replace(course, personal=(assignment.name,))
    with Grader(strict, assignment) as grader:
        assert grader.grade(reference_submission(assignment)).score == 100


def test_what_staff_know_is_handed_in_by_nobody(assignment: Assignment) -> None:
    """Otherwise a drawn sheet would be asked of it where own sheets are required."""
    question = assignment.graded_questions[-1]
    variant = read_variants(assignment.variants("alternatives", question.name))[0]
    known = (
        reference_submission(assignment),
        next(mutants(assignment)).submission(assignment),
        compose(assignment, question, "alternatives", variant),
    )
    assert {submission.student for submission in known} == {""}


@pytest.mark.parametrize("stated", [7, ["ada"], ..., "x" * 5000])
def test_an_id_that_is_no_short_text_counts_as_none(assignment: Assignment, stated: object) -> None:
    whose, remarks, flags = decided(assignment, "ada", SimpleNamespace(STUDENT_ID=stated))
    assert (whose, flags) == ("", [])
    assert "STUDENT_ID" in remarks[0]


def test_the_note_is_added_to_what_fails(assignment: Assignment) -> None:
    personal = Personal(SECRET, assignment.name, "ada", CLASS)
    with collecting_notes():
        sheet = personal.sheet(module_of("bob", {}), reference_of(assignment))
    with pytest.raises(CheckFailed) as told, sheet.explained():
        fail("values", "It is wrong.", "3, not 4")
    assert told.value.for_student.startswith("It is wrong. (The numbers in this module are another student's")
    assert told.value.for_staff.startswith("3, not 4 (")


def test_dots_are_unanswered_and_none_is_not_an_answer(assignment: Assignment) -> None:
    name = numbers_in(assignment.staff).TELLING[0]
    personal = Personal(SECRET, assignment.name, "ada", CLASS)
    with (
        pytest.raises(StudentError) as unanswered,
        personal.question(name, module_of("", {name: ...}), reference_of(assignment)),
    ):
        pass
    assert unanswered.value.type_name == "NotImplementedError"
    with (
        pytest.raises(CheckFailed, match="None"),
        personal.question(name, module_of("", {name: None}), reference_of(assignment)),
    ):
        pass


# Copied answers


def test_a_copied_sheet_with_the_own_id_is_recognised(assignment: Assignment) -> None:
    whose, remarks, flags = decided(assignment, "ada", module_of("ada", answers_of(assignment, "cyd")))
    assert (whose, remarks) == ("ada", [])
    assert len(flags) == 1
    assert "student 'cyd'" in flags[0]


def test_a_flag_spells_an_id_as_the_class_does(by_hand: Assignment) -> None:
    personal = Personal(SECRET, by_hand.name, "ada", ("Ada", "S-02"))
    personal.sheet(module_of("ada", answers_of(by_hand, "S-02")), reference_of(by_hand))
    assert "student 'S-02':" in personal.copies()[0]


def test_answers_of_the_shared_sheet_are_recognised(assignment: Assignment) -> None:
    numbers = numbers_in(assignment.staff)
    _, _, flags = decided(assignment, "ada", module_of("ada", numbers.answers(numbers.SHARED)))
    assert len(flags) == 1
    assert "the shared sheet" in flags[0]


def test_types_do_not_hide_a_copy(by_hand: Assignment) -> None:
    copied = {
        name: np.array(answer, dtype=float) for name, answer in answers_of(by_hand, "cyd").items() if name != "detects"
    }
    assert "student 'cyd'" in decided(by_hand, "ada", module_of("ada", copied))[2][0]


def test_own_slips_are_no_copies(by_hand: Assignment) -> None:
    """Half the answers right, the others wrong on their own: nothing to flag."""
    numbers = numbers_in(by_hand.staff)
    answers = answers_of(by_hand, "ada")
    for name in numbers.TELLING[::2]:
        answers[name] = np.asarray(answers[name]) + 1
    assert decided(by_hand, "ada", module_of("ada", answers))[2] == []


def test_a_single_coincidence_is_no_copy(assignment: Assignment) -> None:
    numbers = numbers_in(assignment.staff)
    name = numbers.TELLING[0]
    answers = dict.fromkeys(numbers.TELLING, -1) | {name: answers_of(assignment, "cyd")[name]}
    assert decided(assignment, "ada", module_of("ada", answers))[2] == []


def test_strange_answers_are_looked_at_without_harm(by_hand: Assignment) -> None:
    names = numbers_in(by_hand.staff).TELLING
    strange = [
        "text",
        None,
        ...,
        [],
        [[1, 2], [3]],
        [1, "x"],
        {1: 2},
        float("nan"),
        10**400,
        np.zeros((200, 200)),
        object(),
    ]
    for answer in strange:
        assert decided(by_hand, "ada", module_of("ada", dict.fromkeys(names, answer))) == ("ada", [], [])


def test_an_answer_too_large_to_read_costs_only_its_own_question(by_hand: Assignment) -> None:
    names = numbers_in(by_hand.staff).TELLING
    answers = answers_of(by_hand, "ada") | {names[0]: TooMuch}
    module = Reading(STUDENT_ID="ada", **answers)
    assert decided(by_hand, "ada", module) == ("ada", [], [])
    personal = Personal(SECRET, by_hand.name, "ada", CLASS)
    with personal.question(names[1], module, reference_of(by_hand)) as (given, right):
        assert given == right
    with pytest.raises(TooMuch), personal.question(names[0], module, reference_of(by_hand)):
        pass


# All of it, sealed


def solved(source: str, answers: dict[str, object]) -> bytes:
    """The module with ``answers`` in place of the dots."""
    for name, answer in answers.items():
        source = re.sub(rf"^{name} = \.\.\.$", f"{name} = {answer!r}", source, flags=re.MULTILINE)
    return source.encode()


def test_sealed_grading_judges_by_the_right_persons_numbers(course: Course, by_hand: Assignment) -> None:
    sheets = dict(write_personal_modules(by_hand, course.secret, CLASS))
    numbers = numbers_in(by_hand.staff)
    draw = {student: numbers.draw(Personal(course.secret, "by_hand", student).rng()) for student in CLASS}
    work = {student: solved(sheets[student], numbers.answers(draw[student])) for student in CLASS}
    with Grader(course, by_hand) as grader:

        def grade(student: str, module: bytes):
            submission = records.submission(student, SourceFile("by_hand.py", module))
            return grader.grade(submission, CLASS)

        own = grade("ada", work["ada"])
        assert (own.score, own.flags, own.remarks) == (100.0, (), ())
        copied = grade("ada", work["bob"])
        assert copied.status == "graded"
        assert 0 < copied.score < 40, "questions whose answers are the same on both sheets stay right"
        assert any("sheet of student 'bob'" in flag for flag in copied.flags)
        [question] = [question for question in copied.questions if question.name == "five_by_five"]
        told = [check.message for check in question.checks if not check.passed and check.visibility == "hidden"]
        assert told
        assert all("another student's" in message for message in told)

        def layer_parameters(answer: int) -> object:
            module = work["ada"] + f"\nlayer_parameters = {answer}".encode()
            return next(one for one in grade("ada", module).questions if one.name == "layer_parameters")

        # 400 is what the shared layer learns without biases; on this sheet it is nothing of the kind.
        wrong = layer_parameters(400)
        assert (wrong.status, wrong.diagnosis) == ("failed", ())
        _, filters, kernel = draw["ada"]["layer"]
        wrong = layer_parameters(filters * kernel**2)
        assert wrong.diagnosis == ("bias-forgotten",)
        assert wrong.hints[0].startswith("Those are the weights.")
        assert wrong.counterexample["note"].startswith("These are not your numbers")
        shown = wrong.counterexample["want"]["cells"] - wrong.counterexample["got"]["cells"]
        assert shown > 0  # the biases
        assert wrong.counterexample["want"]["cells"] not in (filters * (kernel**2 + 1), 416)
        blank = grade("ada", sheets["ada"].encode())
        assert blank.score == 0
        assert {q.status for q in blank.questions} == {"unanswered"}

"""The student's zip: complete, small, the same every time, usable anywhere, and nothing of the staff's in it."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import nbformat
import pytest

from autograder.bundle.public_tests import otter_tests
from autograder.bundle.student import file_name, personal_files, student_files
from autograder.course import Assignment, Course
from autograder.grading.collect import collect
from autograder.records.errors import CourseError
from autograder.records.zips import write_zip

ROOT = Path(__file__).resolve().parents[2]
NAMES = Course.read(ROOT).names
TELLING = 40
"""A line of staff's files at least this long that a student holds too is a leak, not chance."""


@pytest.fixture(scope="module", params=NAMES)
def assignment(request: pytest.FixtureRequest, course: Course) -> Assignment:
    return course.assignment(request.param)


@pytest.fixture(scope="module")
def convolution(course: Course) -> Assignment:
    return course.assignment("convolution")


@cache
def handed_out(assignment: Assignment) -> dict[str, bytes]:
    """What its students get."""
    return student_files(assignment)


@pytest.fixture(scope="module")
def files(assignment: Assignment) -> dict[str, bytes]:
    return handed_out(assignment)


def unzipped(assignment: Assignment, folder: Path, *, solved: bool) -> Path:
    """The student's zip unpacked in ``folder``, with the reference handed in if ``solved``."""
    folder.mkdir(exist_ok=True)
    write_zip(folder / "student.zip", handed_out(assignment))
    with zipfile.ZipFile(folder / "student.zip") as archive:
        archive.extractall(folder / "work")
    if solved:
        (folder / "work" / assignment.stub.name).write_bytes(assignment.solution.read_bytes())
    return folder / "work"


def test_holds_what_a_student_needs(assignment: Assignment, files: dict[str, bytes]) -> None:
    wanted = {assignment.stub.name, assignment.notebook.name, assignment.public_suite.name, "assignment.toml"}
    assert wanted | {"conftest.py", "README.md"} <= files.keys()
    # Tests that are handed in are tried on implementations in a closed-off process, which no notebook has.
    in_the_notebook = {question.name for question in assignment.graded_questions if question.kind != "tests"}
    assert {f"tests/{name}.py" for name in in_the_notebook} == {name for name in files if name.startswith("tests/")}
    assert ("otter" in files["README.md"].decode()) == bool(in_the_notebook)
    for path in assignment.handout.iterdir():
        assert path.name in files or path.name == "__pycache__"


def test_the_readme_says_what_gives_a_question_away(course: Course) -> None:
    whole = handed_out(course.assignment("convolution"))["README.md"].decode()
    assert "`numpy.ma.correlate`: that is what you are to build." in whole
    parts = handed_out(course.assignment("architectures"))["README.md"].decode()
    assert "Not `torch.nn.functional.unfold` and `torch.nn.functional.conv2d` in `im2col`: that is" in parts
    assert " in `ResidualBlock`" not in parts


def test_the_readme_says_what_to_install(course: Course) -> None:
    text = handed_out(course.assignment("torch_cnn"))["README.md"].decode()
    assert "`pip install pytest numpy torch torchvision matplotlib pillow`" in text


def test_is_small_and_the_same_every_time(assignment: Assignment, files: dict[str, bytes], tmp_path: Path) -> None:
    write_zip(tmp_path / "one.zip", files)
    write_zip(tmp_path / "two.zip", dict(reversed(student_files(assignment).items())))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert (tmp_path / "one.zip").stat().st_size < 1_000_000


def test_holds_nothing_of_the_staff(course: Course, assignment: Assignment, files: dict[str, bytes]) -> None:
    handed_out = b"\n".join(path.read_bytes() for path in assignment.handout.iterdir() if path.is_file())
    handed_out += files["conftest.py"]
    text = b"\n".join(files.values())
    assert course.secret.encode() not in text
    leaks = []
    for room in (assignment.staff, assignment.hidden_suite):
        for path in room.rglob("*"):
            if path.is_dir() or "__pycache__" in path.parts:
                continue
            lines = {line.strip() for line in path.read_bytes().splitlines()}
            leaks += [line for line in lines if len(line) >= TELLING and line in text and line not in handed_out]
    assert leaks == []
    rubrics = [line for question in assignment.questions for line in question.rubric]
    assert [line for line in rubrics if line.encode() in text] == []
    assert b"rubric" not in files["assignment.toml"]


def test_the_toml_without_rubrics_reads_the_same(
    assignment: Assignment, files: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "assignment.toml").write_bytes(files["assignment.toml"])
    read = Assignment.read(assignment.name, tmp_path, tmp_path)
    assert (read.title, read.rules, read.limits) == (assignment.title, assignment.rules, assignment.limits)
    assert [(q.name, q.points, q.kind, q.prompt) for q in read.questions] == [
        (q.name, q.points, q.kind, q.prompt) for q in assignment.questions
    ]


@pytest.mark.parametrize("plugin", [["-p", "no:convgrade"], []], ids=["without convgrade", "with convgrade"])
def test_pytest_runs_the_public_checks_anywhere(convolution: Assignment, tmp_path: Path, plugin: list[str]) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "--strict-markers", *plugin]
    solved = unzipped(convolution, tmp_path / "solved", solved=True)
    passing = subprocess.run(command, cwd=solved, capture_output=True, text=True)
    assert passing.returncode == 0, passing.stdout
    assert "passed" in passing.stdout
    assert "warning" not in passing.stdout
    untouched = unzipped(convolution, tmp_path / "stub", solved=False)
    failing = subprocess.run(command, cwd=untouched, capture_output=True, text=True)
    assert failing.returncode == 1
    assert "passed" not in failing.stdout.splitlines()[-1]


def test_convgrade_check_runs_them_anywhere(convolution: Assignment, tmp_path: Path) -> None:
    """Without a course above the folder: what was handed out is enough, for the module and for the notebook."""
    solved = unzipped(convolution, tmp_path / "solved", solved=True)
    convgrade = str(Path(sys.executable).parent / "convgrade")
    right = subprocess.run([convgrade, "check", "convolution.py"], cwd=solved, capture_output=True, text=True)
    assert right.returncode == 0, right.stdout + right.stderr
    untouched = subprocess.run([convgrade, "check", "convolution.ipynb"], cwd=solved, capture_output=True, text=True)
    assert untouched.returncode == 1, untouched.stdout + untouched.stderr
    assert "0 of" in untouched.stdout


def test_a_missing_module_is_told(convolution: Assignment, tmp_path: Path) -> None:
    folder = unzipped(convolution, tmp_path, solved=False)
    (folder / "convolution.py").unlink()
    (folder / "convolution.ipynb").unlink()  # else that is what is looked at
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:convgrade"], cwd=folder, capture_output=True, text=True
    )
    assert "convolution.py is missing: it has to lie beside test_convolution.py" in ran.stdout


def loaded(path: Path, name: str) -> dict[str, object]:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(vars(module))


def outcomes(text: str, variables: dict[str, object]) -> dict[str, tuple[bool, str]]:
    """What Otter says of each test case in ``text`` for a notebook with these variables."""
    from otter.test_files.exception_test import ExceptionTestFile

    file = ExceptionTestFile.from_string(text)
    file.run(variables)
    return {one.test_case.name: (one.passed, one.message or "") for one in file.test_case_results}


def test_otter_finds_every_public_check_and_the_reference_passes_all(assignment: Assignment) -> None:
    checks = collect(assignment, public_only=True)
    tests = otter_tests(assignment, checks)
    solution = loaded(assignment.solution, f"{assignment.name}_for_otter")
    stub = loaded(assignment.stub, f"{assignment.name}_stub_for_otter")
    for question in (one for one in assignment.graded_questions if one.kind != "tests"):
        text = tests[f"{question.name}.py"]
        right = outcomes(text, solution)
        assert right.keys() == {check.name for check in checks if check.question == question.name}
        assert all(passed for passed, _ in right.values()), right
        assert not any(passed for passed, _ in outcomes(text, stub).values())
        assert all("run its cell first" in message for _, message in outcomes(text, {}).values())


def test_otter_shows_the_line_that_failed(convolution: Assignment) -> None:
    tests = otter_tests(convolution, collect(convolution, public_only=True))
    [(_, message), *_] = outcomes(tests["conv2d.py"], {"conv2d": lambda image, kernel: None}).values()
    assert "Error at line" in message
    assert "student" in message or "assert" in message


SMALL_SUITE = '''"""Public checks."""

import numpy as np
import pytest

SIZES = (1, 2)


def twice(values):
    return 2 * np.asarray(values)


@pytest.mark.question("double")
@pytest.mark.parametrize(("size", "text"), [(1, "a"), (3, "it's")])
@pytest.mark.parametrize("odd", [ODD])
def test_sizes(student, size, text, odd):
    """Every size is doubled."""
    assert np.array_equal(student.double(np.ones(size)), twice(np.ones(size))), text
'''


def small_assignment(folder: Path, name: str, odd: str) -> Assignment:
    """An assignment of one question, whose public check has parameters (pytest wants another name for another suite)."""
    toml = 'title = "t"\n[[questions]]\nname = "double"\npoints = 100\n'
    for file, text in (
        ("assignment.toml", toml),
        (f"{name}.py", ""),
        (f"test_{name}.py", SMALL_SUITE.replace("ODD", odd)),
    ):
        (folder / file).write_text(text, encoding="utf-8")
    return Assignment.read(name, folder, folder)


def test_parameters_of_public_checks_are_written_down(tmp_path: Path) -> None:
    assignment = small_assignment(tmp_path, "small", "None")
    text = otter_tests(assignment, collect(assignment, public_only=True))["double.py"]
    right = outcomes(text, {"double": lambda values: values * 2})
    assert len(right) == 2
    assert all(passed for passed, _ in right.values())
    wrong = outcomes(text, {"double": lambda values: values * 2 if len(values) == 1 else values})
    assert sorted(passed for passed, _ in wrong.values()) == [False, True]
    assert any("it's" in message for _, message in wrong.values())
    assert "SIZES" not in text
    assert "import pytest" not in text


def test_a_parameter_that_cannot_be_written_down_is_told(tmp_path: Path) -> None:
    assignment = small_assignment(tmp_path, "odd", "object()")
    with pytest.raises(CourseError, match="parameter odd that cannot be written down"):
        otter_tests(assignment, collect(assignment, public_only=True))


def test_personal_zips_differ_in_their_numbers_only(course: Course) -> None:
    assignment = course.assignment("by_hand")
    zips = dict(personal_files(course, assignment, ["s001", "s/002"]))
    assert zips.keys() == {"s001", "s/002"}
    common = student_files(assignment)
    for student, files in zips.items():
        differing = {name for name in files if files[name] != common[name]}
        assert differing == {"by_hand.py", "by_hand.ipynb"}
        assert f'STUDENT_ID = "{student}"' in files["by_hand.py"].decode()
    assert zips["s001"]["by_hand.py"] != zips["s/002"]["by_hand.py"]


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("s001", "s001"),
        ("../up", "%2e%2e%2fup"),
        (".a", "%2ea"),
        ("a b@c.de", "a%20b%40c.de"),
        ("é", "%e9"),
        ("..", "%2e%2e"),
        ("", "%"),
    ],
)
def test_ids_make_file_names(student: str, name: str) -> None:
    assert file_name(student) == name


@pytest.mark.slow
def test_otter_checks_inside_the_notebook(convolution: Assignment, tmp_path: Path) -> None:
    """The companion notebook, solved, run by Jupyter where the zip was unpacked: Otter's check passes for every question."""
    from nbclient import NotebookClient

    folder = unzipped(convolution, tmp_path, solved=True)
    path = folder / convolution.notebook.name
    notebook = nbformat.read(path, as_version=4)
    names = [question.name for question in convolution.graded_questions]
    source = f"from convolution import *\nimport json, otter\ngrader = otter.Notebook()\nresults = {{}}\nfor name in {names}:\n"
    source += (
        "    results[name] = [one.passed for one in grader.check(name).test_case_results]\nprint(json.dumps(results))"
    )
    notebook.cells = [nbformat.v4.new_code_cell(source)]
    nbformat.write(notebook, path)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    [printed] = [output.text for output in notebook.cells[0].outputs if output.get("name") == "stdout"]
    results = json.loads(printed.strip().splitlines()[-1])
    assert results.keys() == set(names)
    assert all(passed and all(passed) for passed in results.values())


def test_the_students_zip_needs_no_otter(tmp_path: Path) -> None:
    """As on an instructor's machine that never had Otter: its import fails, its metadata are not there."""
    code = (
        "import sys, importlib.metadata as m\n"
        "sys.modules['otter'] = None\n"
        "find = m.distribution\n"
        "def distribution(name):\n"
        "    if name.startswith('otter'):\n"
        "        raise m.PackageNotFoundError(name)\n"
        "    return find(name)\n"
        "m.distribution = distribution\n"
        "from autograder.cli import main\n"
        f"sys.argv = ['convgrade', 'bundle', 'convolution', '--out', {str(tmp_path)!r}, '--student']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["convolution-student.zip"]
    assert "hidden suite" not in done.stdout


def test_the_readme_names_all_there_is_to_install(assignment: Assignment, files: dict[str, bytes]) -> None:
    text = files["README.md"].decode()
    in_the_notebook = ["otter-grader"] if any(name.startswith("tests/") for name in files) else []
    for package in ("pytest", "numpy", "notebook", "convgrade", *in_the_notebook):
        assert re.search(rf"pip install [^`]*\b{package}\b", text), package
    uses = b"matplotlib" in files[assignment.notebook.name]
    assert (
        bool(re.search(r"pip install [^`]*\bmatplotlib\b", text)) == uses or "matplotlib" in assignment.rules.libraries
    )


def test_tests_that_are_handed_in_run_on_ones_own_implementations(course: Course, tmp_path: Path) -> None:
    """Plain pytest in the student's folder, on the modules of other assignments that lie there; what is not there is skipped."""
    folder = unzipped(course.assignment("convolution_tests"), tmp_path, solved=True)
    (folder / "pooling.py").write_bytes(course.assignment("pooling").solution.read_bytes())
    shapes = course.assignment("shapes").solution.read_text(encoding="utf-8")
    (folder / "shapes.py").write_text(
        f"{shapes}\n\ndef conv_output_size(*sizes, **named):\n    return 0\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:convgrade", "convolution_tests.py"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    outcomes = re.search(r"(\d+) failed, (\d+) passed, (\d+) skipped", ran.stdout)
    assert outcomes, ran.stdout
    assert all(int(count) >= 8 for count in outcomes.groups())
    assert "there is no conv2d_full to try this on" in ran.stdout
    assert "there is no max_pool_2d" not in ran.stdout


@pytest.mark.slow
def test_in_colab_as_the_readme_says(convolution: Assignment, tmp_path: Path) -> None:
    """The README's own cell, in a kernel whose shell says it is Colab's; the upload is a file that lies there, pip has done its work."""
    from nbclient import NotebookClient

    text = handed_out(convolution)["README.md"].decode()
    cell = text.partition("## In Google Colab")[2].partition("```python\n")[2].partition("```")[0]
    assert "!unzip" in cell
    content = tmp_path / "content"
    content.mkdir()
    write_zip(content / "convolution-student.zip", handed_out(convolution))
    (content / "answers_of_the_staff.py").write_bytes(convolution.solution.read_bytes())
    as_colab = (
        "import sys, types\n"
        "Shell = type('Shell', (type(get_ipython()),), {'__module__': 'google.colab._shell'})\n"
        "get_ipython().__class__ = Shell\n"
        "colab = types.ModuleType('google.colab')\n"
        "colab.files = types.SimpleNamespace(upload=lambda: None)\n"
        "sys.modules |= {'google': types.ModuleType('google'), 'google.colab': colab}\n"
    )
    first = convolution.graded_questions[0].name
    check = (
        f"import otter, json\ngrader = otter.Notebook()\nassert str(grader.interpreter) == 'IPythonInterpreter.COLAB'\n"
        f"print(json.dumps([test.passed for test in grader.check({first!r}).test_case_results]))"
    )
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source)
               for source in (as_colab, cell.replace("!pip install", "!echo"), f"from answers_of_the_staff import {first}", check)]
    )  # fmt: skip
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(content)}}).execute()
    [printed] = [output.text for output in book.cells[-1].outputs if output.get("name") == "stdout"]
    passed = json.loads(printed.strip().splitlines()[-1])
    assert passed
    assert all(passed)

"""A suite's own fixtures and conftest.py work the same in an author's pytest, in `validate` and in `grade`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.grading.collect import collect
from autograder.grading.grade import Grader
from autograder.records.errors import SuiteError
from autograder.records.result import QuestionResult
from autograder.records.submission import SourceFile
from autograder.runs.work import reference_submission
from tests.support import records
from tests.support.command import ROOT, convgrade

CONFTEST = """
import pytest

ready = []

@pytest.fixture(autouse=True)
def _ready(tmp_path):
    ready.append(tmp_path)
    yield
    ready.remove(tmp_path)

@pytest.fixture(scope="module")
def rows():
    opened = {"count": 0}
    yield opened
    opened["count"] = None
    assert not ready, "the module's fixture outlives its checks'"

@pytest.fixture(params=[2, 3])
def image(request, rng, rows):
    rows["count"] += 1
    return rng.normal(size=(request.param, 5))

@pytest.fixture
def doubled(student, image):
    return student.double(image)

def pytest_collection_modifyitems(items):
    for item in items:
        item.user_properties.append(("seen", "by conftest"))
"""
CHECKS = '''"""Hidden checks of `double`."""

import pytest

from autograder.suite import assert_values, fail


def setup_function():
    global begun
    begun = True


def test_begun():
    """What pytest does before a check is done."""
    if not begun:
        fail("values", "It has not begun.")


@pytest.fixture
def want(image):
    return 2 * image


def test_fixtures(doubled, want, image, rows, request):
    """Every number is doubled."""
    assert ("seen", "by conftest") in request.node.user_properties
    assert rows["count"] >= 1
    assert_values(doubled, want, "double(x)", [image])


class TestMore:
    """Checks in a class, with a method that runs before each."""

    def setup_method(self):
        self.factor = 2

    @pytest.mark.parametrize("size", [1, 4])
    def test_sizes(self, student, process, rng, size):
        """Short arrays and long ones."""
        x = rng.normal(size=size)
        assert_values(process.module.double(x), self.factor * x, "double(x)", [x])
'''
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
WRONG = "import numpy as np\ndef double(x):\n    return np.asarray(x) + np.asarray(x).mean()\n"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A course with one question whose suite has fixtures of its own."""
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "course.toml").write_text(
        'title = "t"\nassignments = []\nsecret = "s"\n', encoding="utf-8"
    )
    convgrade("new", "tiny", "--course", tmp_path)
    suite = tmp_path / "tests" / "hidden" / "tiny"
    (suite / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (suite / "test_double.py").write_text(CHECKS, encoding="utf-8")
    return tmp_path


def _graded(root: Path, *sources: str | None) -> list[QuestionResult]:
    course = Course.read(root)
    task = course.assignment("tiny")
    with Grader(course, task) as grader:
        found = []
        for source in sources:
            own = reference_submission(task)
            if source is not None:
                own = records.submission("x", SourceFile("tiny.py", source.encode()))
            found.append(grader.grade(own).questions[0])
    return found


def _pytest(root: Path, submission: str) -> tuple[dict[str, str], str]:
    """What an author's pytest says of each hidden check, and all it prints."""
    suite = root / "tests" / "hidden" / "tiny"
    command = [sys.executable, "-m", "pytest", str(suite), "--submission", submission, "-v", "-p", "no:cacheprovider"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False, timeout=120, env=_ENVIRONMENT)
    lines = [line.split("::")[-1].split() for line in done.stdout.splitlines() if "::" in line and "%" in line]
    return {words[0].removeprefix("test_"): words[1] for words in lines}, done.stdout


def _hidden(question: QuestionResult) -> dict[str, str]:
    return {c.name: "PASSED" if c.passed else "FAILED" for c in question.checks if c.visibility == "hidden"}


def test_fixtures_of_a_suites_own_work_on_every_path_alike(tiny: Path) -> None:
    wrong = tiny / "wrong.py"
    wrong.write_text(WRONG, encoding="utf-8")
    right, bad, again = _graded(tiny, None, WRONG, None)
    assert right.score == right.max_score
    assert right == again, "the same checks, run again in the same session"
    assert _pytest(tiny, "reference")[0] == _hidden(right)
    said, output = _pytest(tiny, str(wrong))
    assert said == _hidden(bad)
    assert {"PASSED", "FAILED"} == set(said.values())
    message = next(check.message for check in bad.checks if check.name == "fixtures[2]")
    assert "What a student reads" in output
    assert message in output
    sheet = convgrade("validate", "tiny", "--course", tiny)
    assert "100" in sheet.stdout


@pytest.mark.slow
def test_both_judge_alike_whatever_is_handed_in(tiny: Path) -> None:
    """Missing, not loaded, endless, ending the program, slow to load: the same checks fail in `grade` and in an author's pytest."""
    sources = [
        "x = 1\n",
        "raise SystemExit\n",
        "def double(x):\n    while True: pass\n",
        "import os\ndef double(x):\n    os._exit(3)\n",
        "def double(x):\n    raise KeyError('x')\n",
        "double = None\n",
        "def double(x):\n    raise NotImplementedError\n",
    ]
    for source, question in zip(sources, _graded(tiny, *sources), strict=True):
        file = tiny / "handed_in.py"
        file.write_text(source, encoding="utf-8")
        said = {name: word.replace("ERROR", "FAILED") for name, word in _pytest(tiny, str(file))[0].items()}
        assert said == (_hidden(question) or dict.fromkeys(said, "FAILED")), source


@pytest.mark.parametrize(
    ("where", "text", "told"),
    [
        ("hidden", "def test_x(student, nothing):\n    '''It is.'''\n", "asks for nothing. A check may ask for student, "),
        ("hidden", "@pytest.mark.skip\ndef test_x(student):\n    '''It is.'''\n", "is marked skip: a check must judge"),
        ("hidden", "@pytest.mark.xfail\ndef test_x(student):\n    '''It is.'''\n", "is marked xfail: a check must judge"),
        ("hidden", "def test_x(student):\n    pass\n", "needs a docstring"),
        ("hidden", "import nothing\n", "No module named 'nothing'"),
        ("public", "@pytest.mark.question('double')\ndef test_x(student, reference):\n    '''It is.'''\n",
         "a public check may ask for `student` or `trial` alone"),
    ],
)  # fmt: skip
def test_a_suite_that_cannot_judge_is_told_so(tiny: Path, where: str, text: str, told: str) -> None:
    task = Course.read(tiny).assignment("tiny")
    path = task.public_suite if where == "public" else task.hidden_suite / "test_double.py"
    path.write_text(f"import pytest\n{text}", encoding="utf-8")
    with pytest.raises(SuiteError) as raised:
        collect(task)
    assert told in str(raised.value)


def test_a_check_that_skips_is_a_broken_suite(tiny: Path) -> None:
    task = Course.read(tiny).assignment("tiny")
    text = "import pytest\ndef test_x(student):\n    '''It is.'''\n    pytest.skip('not today')\n"
    (task.hidden_suite / "test_double.py").write_text(text, encoding="utf-8")
    with pytest.raises(SuiteError, match=r"skips .*not today"):
        _graded(tiny, None)


def test_what_stands_above_a_course_is_not_read(tiny: Path) -> None:
    above = tiny / "semester"
    course = above / "course"
    course.mkdir(parents=True)
    for room in ("assignments", "reference", "tests"):
        (tiny / room).rename(course / room)
    (above / "conftest.py").write_text("raise RuntimeError('somebody else\\'s')\n", encoding="utf-8")
    (right,) = _graded(course, None)
    assert right.score == right.max_score

"""The autograder's zip: made by Otter's own generator, with the engine and the assignment's rooms inside.

::

    run_autograder setup.sh environment.yml run_otter.py otter_config.json   what `otter grade` and Gradescope expect
    requirements.txt               the same pins for a virtual environment (`pip install -r requirements.txt` in this folder)
    tests/QUESTION.py              one test case a check; each only says the engine's verdict
    files/NAME.ipynb               an empty notebook: what Otter executes instead of the submission
    files/convgrade/               the engine, the assignment's rooms, bundle.json
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

import autograder
from autograder.bundle.folders import read_folder
from autograder.bundle.gradescope import ungraded_json
from autograder.bundle.requirements import pinned_requirements
from autograder.bundle.settings import EMPTY_NOTEBOOK, ENGINE, FILE, START, UNGRADED, Settings, seconds_in_all
from autograder.course import Assignment, Course, Question
from autograder.grading.collect import Check, collect
from autograder.lms.systems.gradescope.results import shares

RUNNABLE = ("run_autograder", "setup.sh")
_PLUGIN = "autograder.bundle.otter_plugin.SealedGrading"
_START = '''\
"""Starts the engine that lies beside this file, and no other that may be installed. Python must be started with -I."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from autograder.bundle.grade_one import main

main()
'''
_RUN_OTTER = '''\
"""Grades /autograder/submission, on Gradescope and under `otter grade`; see autograder/bundle/container.py in files/convgrade."""

import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent
sys.path.insert(0, str(SOURCE / "files" / "convgrade"))

from autograder.bundle.container import main

main(SOURCE.parent)
'''
_TEST_HEAD = '''\
"""{name}: what the sealed engine found, check by check. Nothing is computed here, and no student code is run."""

import importlib.util
import sys
from pathlib import Path

from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}

if "convgrade_ask" not in sys.modules:
    # From `source`, not from the submission's folder: nothing handed in can take its place.
    _path = Path.cwd().parent / "source" / "files" / "convgrade" / "autograder" / "bundle" / "ask.py"
    _spec = importlib.util.spec_from_file_location("convgrade_ask", _path)
    sys.modules["convgrade_ask"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["convgrade_ask"])
passes = sys.modules["convgrade_ask"].passes
'''
_TEST_CASE = """

@test_case(name={check!r}, points={points!r}, hidden={hidden!r})
def check_{number}():
    passes({question!r}, {check!r}, {seconds!r})
"""


def autograder_files(
    course: Course, assignment: Assignment, settings: Settings, any_notebook: bool = False
) -> dict[str, bytes]:
    """Name -> bytes of everything in the zip. Raises `CourseError` and `SuiteError`.

    With ``any_notebook`` there is no driver notebook: see `autograder.bundle.write_bundle`.
    """
    checks = collect(assignment)
    requirements = pinned_requirements(assignment)
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        _write_test_files(Path("tests"), assignment, checks)
        Path("requirements.txt").write_text("\n".join(requirements) + "\n", encoding="utf-8")
        Path("otter_config.json").write_text(json.dumps(_otter_config(settings)), encoding="utf-8")
        Path(assignment.notebook.name).write_text(EMPTY_NOTEBOOK, encoding="utf-8")
        _generate(Path("made.zip"), [] if any_notebook else [assignment.notebook.name])
        with zipfile.ZipFile("made.zip") as made:
            files = {info.filename: made.read(info) for info in made.infolist()}
    files["run_autograder"] = _run_autograder(files["run_autograder"].decode()).encode()
    files["run_otter.py"] = _RUN_OTTER.encode()
    files["requirements.txt"] = "\n".join([*requirements, f"./files/{ENGINE}", ""]).encode()
    files |= {f"files/{ENGINE}/{name}": data for name, data in _engine_files(course, assignment, settings).items()}
    return files


def _generate(out: Path, drivers: list[str]) -> None:
    """Otter's generator, in the current folder, with our own list of requirements in place of its floating one."""
    from otter.generate import main as generate

    generate(
        tests_dir="tests",
        output_path=str(out),
        config="otter_config.json",
        requirements="requirements.txt",
        overwrite_requirements=True,
        no_environment=True,
        files=drivers,
        python_version=f"{sys.version_info.major}.{sys.version_info.minor}",
    )


def _otter_config(settings: Settings) -> dict[str, object]:
    return {"plugins": [_PLUGIN], "show_hidden": settings.hidden != "hidden"}


def _run_autograder(generated: str) -> str:
    """Otter's script, with what it lacks: a result that is there from the start, and a Python that looks into no folder by itself."""
    shebang, _, rest = generated.partition("\n")
    command = "python /autograder/source/run_otter.py"
    if command not in rest:
        raise RuntimeError("Otter's run_autograder is not the one this was written for (otter-grader 7.0.0)")
    first = [
        f"cp /autograder/source/files/{ENGINE}/{UNGRADED} /autograder/results/results.json",
        "export PYTHONSAFEPATH=1",
        "cd /",
    ]
    return "\n".join([shebang, *first, rest.replace(command, command.replace("python ", "python -I "))])


def _engine_files(course: Course, assignment: Assignment, settings: Settings) -> dict[str, bytes]:
    """The engine's source, the rooms of this one assignment, and how to start them."""
    rooms = {"assignments": assignment.handout, "reference": assignment.staff, "tests/hidden": assignment.hidden_suite}
    files = read_folder(Path(autograder.__file__).parent, "autograder/")
    for room, folder in rooms.items():
        files |= read_folder(folder, f"course/{room}/{assignment.name}/")
    files |= read_folder(course.locale, "course/reference/locale/") if course.locale.is_dir() else {}
    # The secret in force, which CONVGRADE_SECRET may have set: the bundle draws the same inputs as `convgrade grade` here.
    lines = [f"title = {json.dumps(course.title)}", f"assignments = [{json.dumps(assignment.name)}]"]
    lines += [f"personal = {json.dumps([name for name in course.personal if name == assignment.name])}"]
    lines += [f"secret = {json.dumps(course.secret)}", ""]
    files["course/reference/course.toml"] = "\n".join(lines).encode()
    files["pyproject.toml"] = _PYPROJECT.format(version=autograder.__version__).encode()
    files[START] = _START.encode()
    files[FILE] = settings.to_bytes()
    files[UNGRADED] = (json.dumps(ungraded_json(assignment), indent=1) + "\n").encode()
    return files


_PYPROJECT = """\
# Makes `pip install ./files/convgrade` work, for `otter run` without a container; the requirements lie in requirements.txt.
[build-system]
requires = ["setuptools>=68"]
build-backend = "setuptools.build_meta"

[project]
name = "convgrade"
version = "{version}"
requires-python = ">=3.11"

[tool.setuptools.packages.find]
include = ["autograder*"]

[tool.setuptools.package-data]
autograder = ["**/*"]
"""


def _write_test_files(folder: Path, assignment: Assignment, checks: Sequence[Check]) -> None:
    folder.mkdir()
    for question in assignment.graded_questions:
        mine = [check for check in checks if check.question == question.name]
        text = _test_file(question, mine, seconds_in_all(assignment.limits.submission_seconds))
        (folder / f"{question.name}.py").write_text(text, encoding="utf-8")


def _test_file(question: Question, checks: Sequence[Check], seconds: float) -> str:
    parts = shares(question.points, [check.weight for check in checks])
    cases = [
        _TEST_CASE.format(
            number=number,
            check=check.name,
            question=question.name,
            points=points,
            hidden=check.visibility == "hidden",
            seconds=seconds,
        )
        for number, (check, points) in enumerate(zip(checks, parts, strict=True), 1)
    ]
    return _TEST_HEAD.format(name=question.name) + "".join(cases)

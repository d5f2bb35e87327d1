"""What `pytest` needs in this folder: the fixture `student` is your work, loaded afresh for every check.

That is your module or your notebook, whichever you have written more in. What fails is said in the words of `convgrade check`; with
`--tb=long` pytest says it its own way.
"""

import inspect
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from check_words import MISSING, intent, load, told, worked_on


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks of the public checks known, where convgrade is not installed."""
    config.addinivalue_line("markers", "question(name): the question a check belongs to")
    config.addinivalue_line("markers", "weight(n): the share of a check in its question's points")


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Which file is looked at."""
    return [f"checked: {worked_on(path).name}" for path in sorted(Path(__file__).parent.glob("test_*.py"))]


@pytest.fixture
def student(request: pytest.FixtureRequest) -> object:
    """The work that the file of checks beside it is about: `test_convolution.py` looks at `convolution.py` or `convolution.ipynb`."""
    checks = Path(str(request.path))
    path = worked_on(checks)
    if not path.is_file():
        pytest.fail(f"{path.name} is missing: it has to lie beside {checks.name}", pytrace=False)
    return load(path)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: Any, call: Any) -> Generator[None, Any, None]:
    """Say what fails in a sentence, in the place of a traceback."""
    report = (yield).get_result()
    question = item.get_closest_marker("question")
    if report.failed and question and item.config.getoption("tbstyle", None) == "auto":
        name, error = question.args[0], call.excinfo.value
        work = item.funcargs.get("student")
        bound = None if work is None else getattr(work, name, MISSING)
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        report.longrepr = f"{name}: {intent(inspect.getdoc(item.obj) or '', parameters)}\n{told(name, error, bound)}"

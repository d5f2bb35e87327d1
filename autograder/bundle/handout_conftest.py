"""What `pytest` needs in this folder: the fixture `student` is your work, loaded afresh for every check.

That is your module or your notebook, whichever you have written more in. What Python cannot read or run of it is left out, and the
report's end says so. What fails is said in the words of `convgrade check`; with `--tb=long` pytest says it its own way.
"""

import contextlib
import functools
import inspect
import io
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from check_words import (
    MISSING,
    Unreadable,
    Work,
    intent,
    load,
    looked_at,
    mistakes_in,
    speaking,
    spoken,
    tell,
    told,
    words_beside,
    worked_on,
)

LOADED = pytest.StashKey[Work]()
LEFT_OUT = pytest.StashKey[dict[str, None]]()
ASKED, FAILED = pytest.StashKey[dict[str, list[Any]]](), pytest.StashKey[dict[str, Path]]()
"""By question those of its checks that came to an end, and the file of checks of those of which one failed."""


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks of the public checks known, where convgrade is not installed."""
    config.addinivalue_line("markers", "question(name): the question a check belongs to")
    config.addinivalue_line("markers", "weight(n): the share of a check in its question's points")


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Which file is looked at."""
    with speaking(words_beside()):
        return [line for path in sorted(Path(__file__).parent.glob("test_*.py")) for line in looked_at(path)]


@pytest.fixture
def student(request: pytest.FixtureRequest) -> object:
    """The work that the file of checks beside it is about: `test_convolution.py` looks at `convolution.py` or `convolution.ipynb`."""
    checks = Path(str(request.path))
    path = worked_on(checks)
    if not path.is_file():
        with speaking(words_beside()):
            missing = spoken("{file} is missing: it has to lie beside {checks}", file=path.name, checks=checks.name)
        pytest.fail(missing, pytrace=False)
    try:
        with speaking(words_beside()):
            work = load(path)
    except Unreadable as error:
        pytest.fail(str(error), pytrace=False)
    request.node.stash[LOADED] = work
    request.config.stash.setdefault(LEFT_OUT, {}).update(dict.fromkeys(why for _, why in work.left_out))
    return work.module


@pytest.fixture
def subject(request: pytest.FixtureRequest) -> object:
    """What tests that you hand in are about: your own implementations, in the modules beside them."""
    folder, own = Path(__file__).parent, Path(str(request.path)).name
    checks = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("test_*.py")}
    wrong = {path.name for path in folder.glob("*.py") if any(path.name in text for text in checks.values())}
    aside = {own, "conftest.py", "check_words.py", *checks, *wrong}
    found: dict[str, object] = {}
    for path in sorted(folder.glob("*.py")):
        if path.name not in aside:
            try:
                found.update(vars(load(path).module))
            except Unreadable as error:
                pytest.fail(str(error), pytrace=False)
    return _Subject(found)


class _Subject:
    def __init__(self, found: dict[str, object]) -> None:
        self._found = found

    def __getattr__(self, name: str) -> object:
        if name not in self._found:
            with speaking(words_beside()):
                pytest.skip(
                    spoken("there is no {name} to try this on: put the module with your own beside it", name=name)
                )
        return self._found[name]


@pytest.fixture
def trial() -> None:
    """Tests that are handed in are tried on implementations in a closed-off process."""
    with speaking(words_beside()):
        pytest.skip(spoken("`convgrade check` tries your tests on this implementation"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: Any, call: Any) -> Generator[None, Any, None]:
    """Say what fails in a sentence, in the place of a traceback."""
    report = (yield).get_result()
    question = item.get_closest_marker("question")
    if question and call.when == "call":
        item.config.stash.setdefault(ASKED, {}).setdefault(question.args[0], []).append(item)
    if report.failed and question:
        item.config.stash.setdefault(FAILED, {})[question.args[0]] = Path(str(item.path))
    if report.failed and question and item.config.getoption("tbstyle", None) == "auto":
        name, error = question.args[0], call.excinfo.value
        work = item.stash.get(LOADED, None)
        bound = None if work is None else getattr(work.module, name, MISSING)
        left_out = "" if work is None else work.why_missing(name)
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        with speaking(words_beside()):
            sentence = tell(intent(inspect.getdoc(item.obj) or "", parameters))
            report.longrepr = f"{name}: {sentence}\n{tell(told(name, error, bound, left_out=left_out))}"


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What was left out, whatever the checks say of the rest, and the mistakes that are known by their answers."""
    with speaking(words_beside()):
        for why in config.stash.get(LEFT_OUT, {}):
            terminalreporter.write_line(spoken("left out: {why}", why=why))
        for question, checks in config.stash.get(FAILED, {}).items():
            for title, hint in _known(question, config.stash.get(ASKED, {}).get(question, []), checks):
                terminalreporter.write_line(f"{question} → {title}")
                for paragraph in hint:
                    terminalreporter.write_line(paragraph)


def _known(question: str, items: list[Any], checks: Path) -> tuple[Any, ...]:
    """The known mistakes that are at work in the answer to the question. Only what came to an end is asked again: a check that somebody
    ended would not end now."""
    asked = {item.name.removeprefix("test_"): functools.partial(_run, item) for item in items}
    unseen = io.StringIO()  # what it prints was shown before
    try:
        with contextlib.redirect_stdout(unseen), contextlib.redirect_stderr(unseen):
            student = load(worked_on(checks)).module
        return tuple(mistakes_in(Path(__file__).parent, question, student, asked).mistakes)
    except (OSError, Unreadable, KeyboardInterrupt):  # Ctrl-C: what all checks say is worth more than the wait
        return ()


def _run(item: Any, student: object) -> None:
    item.obj(student=student, **(item.callspec.params if hasattr(item, "callspec") else {}))

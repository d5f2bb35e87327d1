"""The suite's helpers: each question's process gets its own part of them when it is asked, and what student code does to them is seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.records.errors import SandboxError, StudentError, SuiteError
from autograder.sandbox import RestartableProcess, Sandbox
from autograder.sandbox.host.helpers import Helpers
from autograder.sandbox.inside.scan import scan
from tests.support.student_process import py, running, started

_PROPS = '''"""Helpers."""

import numpy as np


def for_all():
    return np.arange(3)


# for: first, second
# for: third


def shared():
    return "shared"


class Shape:
    def area(self):
        return 6


# for: second


def alone():
    return shared() + " alone"


# for: fourth


def broken_off():
    raise ValueError("here")
'''


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    props = tmp_path_factory.mktemp("suite") / "props.py"
    props.write_text(_PROPS)
    with started(props=props) as made:
        yield made


def _process(sandbox: Sandbox, text: str, question: str) -> RestartableProcess:
    return RestartableProcess(lambda: sandbox.start(py(text), (), "work"), question=question)


@pytest.mark.parametrize(
    ("question", "there"),
    [
        ("first", {"for_all", "shared", "Shape"}),
        ("second", {"for_all", "shared", "Shape", "alone"}),
        ("third", {"for_all", "shared", "Shape"}),
        ("fourth", {"for_all", "broken_off"}),
        ("fifth", {"for_all"}),
        ("", {"for_all", "shared", "Shape", "alone", "broken_off"}),
    ],
)
def test_a_process_gets_the_parts_for_its_question(sandbox: Sandbox, question: str, there: set[str]) -> None:
    process = _process(sandbox, "def names(props):\n    return [n for n in vars(props) if n[0] != '_']\n", question)
    assert set(process.module.names(process.props)) == there | {"np"}
    process.close()


_SEARCH = """
import gc, sys

def found(word):
    texts = [word in repr(vars(o)) for o in gc.get_objects() if type(o) is type(sys)]
    keys = [word in o for o in gc.get_objects() if type(o) is dict]
    code = [word in o.co_names + o.co_consts for o in gc.get_objects() if type(o) is type(found.__code__)]
    return any(texts) or any(keys) or any(code) or any("props" in name for name in sys.modules)
"""


def test_nothing_of_another_question_can_be_found(sandbox: Sandbox) -> None:
    process = _process(sandbox, _SEARCH, "first")
    assert not process.module.found("shared"), "before the helpers are asked for nothing of them is there"
    assert process.props.shared() == "shared"
    assert process.module.found("shared"), "the search finds what is there"
    assert not process.module.found("alone")
    assert not process.module.found("broken_off")
    process.close()


def test_every_process_has_helpers_of_its_own(sandbox: Sandbox) -> None:
    process = _process(sandbox, "def spoil(props):\n    props.shared = lambda: 'spoilt'\n", "first")
    process.module.spoil(process.props)
    assert process.props.shared() == "spoilt"
    process.fresh()
    assert process.props.shared() == "shared"
    process.close()


def test_errors_in_helpers_say_their_line(sandbox: Sandbox) -> None:
    process = _process(sandbox, "x = 1\n", "fourth")
    with pytest.raises(StudentError, match="here"):
        process.props.broken_off()
    process.close()
    helpers = Helpers(sandbox.helpers.path)
    assert helpers.part("fourth").splitlines().index("def broken_off():") == _PROPS.splitlines().index(
        "def broken_off():"
    )


def test_a_part_that_needs_another_one_is_named_before_anybody_is_graded(tmp_path: Path) -> None:
    props = tmp_path / "props.py"
    props.write_text("# for: one\n\nclass A: pass\n\n# for: two\n\nclass B(A): pass\n")
    with (
        pytest.raises(SandboxError, match=r"props\.py, line 7: NameError: name 'A' is not defined"),
        started(props=props),
    ):
        pass


def test_helpers_that_are_no_python_are_named(tmp_path: Path) -> None:
    props = tmp_path / "props.py"
    props.write_text("x = 1\ndef f(:\n")
    with pytest.raises(SandboxError, match=r"props\.py, line 2"), started(props=props):
        pass


def test_a_suite_without_helpers_says_so() -> None:
    with started() as made, running(made, "x = 1\n") as process, pytest.raises(SuiteError, match="no props"):
        _ = process.props


# ---------------------------------------------------------------- what student code does to them

_TAMPERS = {
    "a helper": ("import gc\ndef f(props):\n    props.shared = print\n", "shared of the suite's helpers was replaced"),
    "its code": (
        "def other():\n    return 1\ndef f(props):\n    props.shared.__code__ = other.__code__\n",
        "shared of the suite's helpers was replaced",
    ),
    "a method": (
        "def f(props):\n    props.Shape.area = lambda self: 7\n",
        "Shape.area of the suite's helpers was replaced",
    ),
    "a helper, gone": ("def f(props):\n    del props.shared\n", "shared of the suite's helpers was replaced"),
    "the engine": (
        "import sys\ndef f(props):\n    m = sys.modules['autograder.sandbox.inside.child']\n    m.Server.value = m.Server.call = print\n",
        "Server.call of autograder.sandbox.inside.child was replaced",
    ),
    "a module": (
        "import sys, types\ndef f(props):\n    sys.modules['autograder.sandbox.protocol.wire'] = types.ModuleType('wire')\n",
        "the module autograder.sandbox.protocol.wire was replaced",
    ),
}


@pytest.mark.parametrize("what", list(_TAMPERS))
def test_what_was_replaced_is_told(sandbox: Sandbox, what: str) -> None:
    text, told = _TAMPERS[what]
    process = _process(sandbox, text, "first")
    assert process.props.shared() == "shared"
    assert process.process.changed() == ()
    process.module.f(process.props)
    assert told in process.process.changed()
    process.close()


def test_honest_code_changes_nothing(sandbox: Sandbox) -> None:
    process = _process(
        sandbox, "import numpy as np\nshared = 3\ndef f(props):\n    return props.shared(), np.ones(2)\n", "first"
    )
    process.module.f(process.props)
    assert process.process.changed() == ()
    process.close()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import sys\np = sys.modules['_suite_props']\n", "line 2 looks for _suite_props"),
        ("import _suite_props as p\n", "line 1 looks for _suite_props"),
        ("x = object.__subclasses__()\n", "line 1 looks for __subclasses__"),
        ("x = getattr(object, '__subclasses__')()\n", "line 1 looks for __subclasses__"),
        ("from autograder.suite import values_agree\n", "line 1 looks for autograder"),
        ("import sys\nx = sys.modules['autograder.sandbox']\n", "line 2 looks for autograder"),
    ],
)
def test_looking_around_is_flagged(text: str, told: str) -> None:
    assert any(told in flag for flag in scan([("work.py", text)], ["numpy"], []))


@pytest.mark.parametrize(
    "text",
    [
        "# the autograder runs this\nx = 1\n",
        '"""For the autograder. It calls f."""\n',
        "print('sent to the autograder.')\nprint('autograder')\n",
        "autograder = True\nif autograder:\n    x = 1\n",
    ],
)
def test_a_word_is_no_suspicion(text: str) -> None:
    assert scan([("work.py", text)], ["numpy"], []) == []

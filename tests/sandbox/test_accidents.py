"""One accident costs one thing: what cannot be read or run of a submission is left out, and the rest is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.course import Rules
from autograder.records.errors import StudentCrash
from autograder.sandbox import Sandbox
from autograder.sandbox.inside.report import ELSEWHERE
from tests.support.student_process import notebook, py, running, started


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


def test_a_module_goes_on_after_a_statement_that_fails(sandbox: Sandbox) -> None:
    with running(
        sandbox,
        "def f():\n    return 7\ndef g():\n    return f() / 0\ng()\n@abs\ndef h():\n    return 1\ndef k():\n    return 2\n",
    ) as process:
        assert process.report.loaded
        assert process.report.names == ("f", "g", "h", "k")
        assert process.report.flags == (
            "work.py, line 6 (`h`): the decorator was left out (TypeError: bad operand type for abs(): 'function')",
            "work.py, line 4, in g: stopped there by ZeroDivisionError: division by zero",
            ELSEWHERE,
        )
        assert process.module.f() == 7
        assert process.module.k() == 2


@pytest.mark.parametrize(
    "before",
    ["import convolutionary", "import os; os.listdir('data')", "image = open('cat.png').read()"],
)
def test_what_is_not_here_costs_no_function_below_it(sandbox: Sandbox, before: str) -> None:
    text = f"from __future__ import annotations\n{before}\ndef f(x: unknown):\n    return x + 1\n"
    with running(sandbox, text) as process:
        assert len(process.report.flags) == 1
        assert process.module.f(1) == 2


def test_what_ran_is_not_run_again(sandbox: Sandbox) -> None:
    text = "ran = []\nran.append(1)\n" + "ran.append(2); raise ZeroDivisionError\n" * 3 + "def f():\n    return ran\n"
    with running(sandbox, text) as process:
        assert process.module.f() == [1, 2, 2, 2]


@pytest.mark.parametrize(
    "statement",
    [
        "import sys; sys.exit(0)",
        "raise SystemExit",
        "exit()",
        "quit()",
        "raise KeyboardInterrupt",
        "class E(BaseException):\n    @property\n    def __traceback__(self): raise self\n    __str__ = __repr__ = __traceback__\nraise E",
    ],
)
def test_leaving_while_loading_is_a_stop_like_any_other(sandbox: Sandbox, statement: str) -> None:
    with running(sandbox, f"x = 1\n{statement}\nx = 2\n") as process:
        assert process.report.loaded
        assert process.module.x == 2
        assert process.report.flags[1:] == (ELSEWHERE,)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("import os; os._exit(0)", "it left with exit code 0."),
        ("import os; os._exit(7)", "it left with exit code 7."),
        ("import os; os.abort()", "signal SIGSEGV."),
        ("import ctypes; ctypes.string_at(0)", "signal SIGSEGV."),
        ("import os; os.close(3)\nwhile True: pass", "it closed its connection to the grader."),
    ],
)
def test_ending_the_process_while_loading(sandbox: Sandbox, statement: str, told: str) -> None:
    """What ends the process is left out, with all that is neither an import nor a definition nor an assignment."""
    with running(sandbox, f"x = 1\n{statement}\ny = 2\nprint(y)\n") as process:
        assert process.report.loaded
        assert process.report.output == ""
        assert process.module.y == 2
        assert process.report.flags == (
            f"work.py ended the program while it was loaded: {told} So only its imports, definitions and assignments were run.",
        )


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("def g()\n    return 1", "line 2 (`g`): expected ':'."),
        ("def g(:\n    return 1", "line 2 (`g`): invalid syntax."),
        ("def g():\n    if f()\n        return 1", "line 3 (`g`): expected ':'."),
        ("def g():\n    return (1", "line 3 (`g`): '(' was never closed."),
        ("def g():\nreturn 1", "line 2 (`g`): expected an indented block after function definition on line 2."),
        ("def g():\n\treturn 1\n        return 2", "line 4 (`g`): inconsistent use of tabs and spaces in indentation."),
        (
            "def g():\n    '''never closed\n    return 1",
            "line 3 (`g`): unterminated triple-quoted string literal (detected at line 4).",
        ),
        ("y = 'never closed", "line 2 (`y`): unterminated string literal (detected at line 2)."),
        ("y = foo(1,", "line 2 (`y`): '(' was never closed."),
        ("for i in range(3) print(i)", "line 2: invalid syntax."),
        ("Answer to question 2:\nplease see above", "line 2: invalid syntax."),
        ("print 'hello'", "line 2: Missing parentheses in call to 'print'. Did you mean print(...)?"),
        ("}", "line 2: unmatched '}'."),
        ("try:\n    import math", "line 3: expected 'except' or 'finally' block."),
        ("return 3", "line 2: 'return' outside function."),
        ("class A\n    def m(self):\n        return 1", "line 2 (`A`): expected ':'."),
    ],
)
@pytest.mark.parametrize("in_notebook", [False, True])
def test_what_does_not_compile_is_left_out_alone(sandbox: Sandbox, broken: str, told: str, in_notebook: bool) -> None:
    text = f"x = 1\n{broken}\n\ndef f():\n    '''Gives x.'''\n    return x\n\nclass Z:\n    pass\n"
    first = next((name for name in ("def g", "class A") if broken.startswith(name)), "def f")[-1]
    place = f"work.ipynb, the cell of {first}" if in_notebook else "work.py"
    with running(sandbox, notebook(text) if in_notebook else text) as process:
        assert process.report.flags[0] == f"left out: {place}, {told}"
        assert process.report.flags[-1] == ELSEWHERE
        assert {"x", "f", "Z"} <= set(process.report.names)
        assert process.module.f() == 1


def test_the_last_line_may_be_the_broken_one(sandbox: Sandbox) -> None:
    with running(sandbox, "def f():\n    return 1\n\nprint(f(\n") as process:
        assert process.report.flags == ("left out: work.py, line 4: '(' was never closed.", ELSEWHERE)
        assert process.module.f() == 1


def test_of_a_class_only_the_broken_method_is_left_out(sandbox: Sandbox) -> None:
    text = """
        class Layer:
            def __init__(self):
                self.x = 3

            def backward(self)
                return None

            def forward(self):
                return self.x

        def f():
            return Layer().forward()
    """
    with running(sandbox, py(text)) as process:
        assert process.report.flags == ("left out: work.py, line 6 (`Layer.backward`): expected ':'.", ELSEWHERE)
        assert process.module.f() == 3


def test_the_report_says_of_a_name_why_it_is_missing(sandbox: Sandbox) -> None:
    text = "def f()\n    return 1\n\ndef g(x=NOWHERE):\n    return 1\n\ndef h():\n    return 2\n"
    with running(sandbox, text) as process:
        assert process.report.names == ("h",)
        assert process.report.left_out == {
            "f": ("work.py, line 1: expected ':'.", ("work.py", 1, "")),
            "g": ("work.py, line 4: stopped there by NameError: name 'NOWHERE' is not defined.", ("work.py", 4, "")),
        }


def test_who_misses_a_helper_that_was_left_out_reads_why(sandbox: Sandbox) -> None:
    text, told = (
        "def f():\n    return _helper()\n\ndef _helper()\n    return 3\n",
        "it was left out: work.py, line 4: expected ':'",
    )
    with running(sandbox, text) as process, pytest.raises(NameError, match=told):
        process.module.f()


def test_a_text_too_large_for_the_tolerant_parser_is_read_by_its_definitions(sandbox: Sandbox) -> None:
    filler = "".join(f"def f{i}():\n    return {i}\n\n" for i in range(9000))
    with running(sandbox, f"{filler}def g()\n    return 1\n\ndef h():\n    return 3\n") as process:
        assert process.report.flags[0] == "left out: work.py, line 27001 (`g`): expected ':'."
        assert process.module.h() == 3


@pytest.mark.parametrize(
    "bomb", ["[" * 100_000, "'''\nx=(\n" * 20_000, "@a\n" * 60_000, "f'{" * 50_000, "\t x\n \tx\n" * 20_000]
)
def test_a_text_made_for_the_parser_ends_in_time(sandbox: Sandbox, bomb: str) -> None:
    with running(sandbox, bomb) as process:
        assert not process.report.ended


@pytest.mark.parametrize(
    "cells",
    [
        ["def f(x: np.ndarray = None) -> np.ndarray:\n    return int(np.ones(3).sum())", "import numpy as np"],
        ["def f(x=K):\n    return x", "K = 3"],
        ["print(f())", "def f():\n    return 3"],
        ["y = g() + 1", "def g():\n    return x", "x = 2", "def f():\n    return y"],
        ["@timer\ndef f():\n    return 1", "def timer(g):\n    return lambda: 3 * g()"],
        ["class B(A):\n    pass", "class A:\n    x = 3", "def f():\n    return B.x"],
        ["def f(x=LATER):\n    return 0", "def f(x=3):\n    return x", "LATER = 1"],
    ],
)
def test_a_name_used_too_early_is_asked_for_again_after_the_last_cell(sandbox: Sandbox, cells: list[str]) -> None:
    """And what has been given a value since keeps it."""
    with running(sandbox, notebook(*cells)) as process:
        assert process.module.f() == 3
        assert not [flag for flag in process.report.flags if "stopped" in flag or "left out" in flag]


@pytest.mark.parametrize(
    "definition",
    [
        "def f(x: Undefined = None) -> Nothing[3]:\n    return 3",
        "def f(x: 1 / 0 = None):\n    return 3",
        "def f(x: max | None = None):\n    return 3",
        "async def f(x: Undefined):\n    return 3",
        "class f:\n    x: Undefined = 3\n    def g(self, y: Undefined): return 3",
    ],
)
def test_an_annotation_costs_no_function(sandbox: Sandbox, definition: str) -> None:
    with running(sandbox, definition) as process:
        assert process.report.names == ("f",)
        assert process.report.flags == ()


def test_a_decorator_that_is_not_there_costs_no_function(sandbox: Sandbox) -> None:
    with running(sandbox, "@profile\ndef f():\n    return 3\n") as process:
        assert process.module.f() == 3
        told = "work.py, line 1 (`f`): the decorator was left out (NameError: name 'profile' is not defined)"
        assert process.report.flags == (told, ELSEWHERE)


def test_two_statements_in_a_line_are_told_apart(sandbox: Sandbox) -> None:
    with running(sandbox, "x = 1; y = 1 / 0; z = 3\n") as process:
        assert (process.module.x, process.module.z) == (1, 3)
        assert process.report.names == ("x", "z")


def test_a_loop_is_the_statement_that_stops_wherever_in_it_that_happens(sandbox: Sandbox) -> None:
    text = "x = 1\nran = []\nfor i in range(5):\n    ran.append(i) if i < 3 else None\n    1 / (4 - i)\nz = 3\n"
    with running(sandbox, text) as process:
        assert process.module.z == 3
        assert process.report.flags[0] == "work.py, line 5: stopped there by ZeroDivisionError: division by zero"


@pytest.fixture(scope="module")
def strict() -> Iterator[Sandbox]:
    with started(Rules(must_load=True)) as made:
        yield made


_AS_IT_IS = "Here a file has to load as it is."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("def f()\n    return 1\ndef g(): return 2\n", "work.py, line 1: expected ':'."),
        ("x = 1\ny = 1 / 0\n", f"work.py, line 2: stopped there by ZeroDivisionError: division by zero. {_AS_IT_IS}"),
        ("exit()\n", f"work.py, line 1: stopped there by SystemExit (take the `exit()` out). {_AS_IT_IS}"),
        ("import os\nos._exit(3)\n", "work.py ended the program while it was loaded: it left with exit code 3."),
        (
            "import helper\n",
            f"helper.py, line 2: stopped there by ZeroDivisionError: division by zero. {_AS_IT_IS}",
        ),
    ],
)
def test_a_course_may_ask_that_a_file_loads_as_it_is(strict: Sandbox, text: str, reason: str) -> None:
    with running(strict, text, [py("x = 1\n1 / 0\n", "helper.py")]) as process:
        assert not process.report.loaded
        assert process.report.reason == reason
        with pytest.raises(StudentCrash):
            process.module.x  # noqa: B018


def test_what_loads_as_it_is_loads_there_too(strict: Sandbox) -> None:
    with running(strict, notebook("%matplotlib inline\nx = 1", "!ls", "def f():\n    return x")) as process:
        assert process.module.f() == 1


_TOO_LONG = "line 3: it takes too long and was left out (loading may take 5 s in all)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("while True: pass", _TOO_LONG),
        ("out = [i for i in range(10**12) if i < 0]", _TOO_LONG),
        ("while True:\n    try: n = int(input('size? '))\n    except: print('a number please')", _TOO_LONG),
        ("import time; time.sleep(1000)", "work.py ran longer than its 5 s, the limit for loading."),
        ("sum(range(10**12))", "work.py ran longer than its 5 s, the limit for loading."),
        ("import signal; signal.signal(signal.SIGPROF, signal.SIG_IGN)\nwhile True: pass", "work.py ran longer than"),
    ],
)
def test_what_does_not_end_is_left_out(sandbox: Sandbox, statement: str, told: str) -> None:
    with running(sandbox, f"def f():\n    return 3\n{statement}\nx = 2\n") as process:
        assert process.module.f() == 3
        assert process.module.x == 2
        assert told in process.report.flags[0]


@pytest.mark.slow
def test_an_assignment_that_blocks_costs_no_function(sandbox: Sandbox) -> None:
    """It can neither be interrupted nor is it an expression: the last way to load has no calls."""
    with running(sandbox, "def f():\n    return x\nx = 3\ny = sum(range(10**12))\nz = x + 1\n") as process:
        assert process.module.f() == 3
        assert process.module.z == 4


@pytest.mark.slow
def test_every_process_of_a_submission_starts_alike(sandbox: Sandbox) -> None:
    """What was interrupted once is not begun by the next, whose time it would use up again."""
    loading = sandbox.loading()
    text = "ran = []\nfor i in range(10**12):\n    ran.append(i) if i < 3 else None\nx = 2\n"
    for _ in range(2):
        process = sandbox.start(py(text), (), "work", loading)
        try:
            assert process.module.ran == []
            assert process.module.x == 2
        finally:
            process.close()
    assert loading.slow == {("work.py", 2)}


@pytest.mark.parametrize(
    "deep",
    [
        "a = " + " + ".join(["1"] * 3000),
        "if a == 0: b = 0\n" + "".join(f"elif a == {i}: b = {i}\n" for i in range(1500)),
        "x = undefined" + " + 1" * 3000,
    ],
)
def test_deep_trees_cost_nothing_but_themselves(sandbox: Sandbox, deep: str) -> None:
    text = f"import torch\na = 1\n{deep}\ntry:\n    import cupy\nexcept ImportError:\n    pass\ndef f():\n    return 3\nnowhere\n"
    with running(sandbox, text) as process:
        assert process.module.f() == 3


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("def f(x，y=3)：\n    return（x＋y）", "，"),
        ("def f(x):\n    “””It’s a doc – of f.\n\n    More “quoted” text.\n    ”””\n    return x − -3", "“"),
        ("def f(x):\n    y = ‘it is’ + “” + “it's”\n    return x + 3 if x ≤ 3 else y", "‘"),
    ],
)
@pytest.mark.parametrize("in_notebook", [False, True])
def test_characters_that_look_like_pythons_own(sandbox: Sandbox, text: str, character: str, in_notebook: bool) -> None:
    """As word processors, printed pages and keyboards of other scripts make them. Inside texts they stay."""
    text = f"{text}\n\ndef g():\n    return '“（x）”'\n"
    with running(sandbox, notebook(text) if in_notebook else text) as process:
        assert process.module.f(1) == 4
        assert process.module.g() == "“（x）”"
        (flag,) = process.report.flags
        assert f"`{character}` is no character of Python's: it was read as what it stands for." in flag


def test_what_is_defined_only_for_the_script_is_read(sandbox: Sandbox) -> None:
    text = """
        x = 1
        if __name__ == "__main__":
            y = 2

            def f():
                return x + y

            print(f())
            1 / 0
    """
    with running(sandbox, py(text)) as process:
        assert process.module.f() == 3
        assert process.report.output == ""
        told = "work.py, line 6: `f` is defined only where the file is run as a script; it was read all the same"
        assert process.report.flags == (told,)


def test_a_script_that_only_tries_its_answers_stays_unrun(sandbox: Sandbox) -> None:
    text = "def f():\n    return 1\n\nif __name__ == '__main__':\n    def f():\n        return 2\n    y = f()\n"
    with running(sandbox, text) as process:
        assert process.module.f() == 1
        assert process.report.names == ("f",)
        assert process.report.flags == ()

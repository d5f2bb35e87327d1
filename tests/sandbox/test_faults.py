"""What goes wrong in student code, in real processes: exceptions by name, time, memory, output, crashes, and what is said of each."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Limits, Rules
from autograder.records.errors import LimitReached, StudentCrash, StudentError, StudentFailure, StudentTimeout
from autograder.sandbox import Budget, Sandbox
from autograder.sandbox.inside.report import ELSEWHERE
from tests.support.student_process import QUICK, py, running, started

_KILLED = (
    "it was killed, probably for using more than there is (the limits: 256 MB of memory, 100 s of processor time)."
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started(limits=replace(QUICK, call_seconds=0.4)) as made:
        yield made


@pytest.fixture(scope="module")
def patient() -> Iterator[Sandbox]:
    """For what is not about time."""
    with started(limits=replace(QUICK, call_seconds=20.0)) as made:
        yield made


@pytest.mark.parametrize(
    "kind",
    [
        ValueError, TypeError, IndexError, KeyError, ZeroDivisionError, AttributeError, NotImplementedError, ImportError, RuntimeError,
        RecursionError, NameError, AssertionError, OverflowError, FloatingPointError, MemoryError, LookupError, EOFError,
    ],
)  # fmt: skip
def test_exceptions_arrive_as_their_built_in(patient: Sandbox, kind: type[Exception]) -> None:
    with running(patient, f"def f():\n    raise {kind.__name__}('why')\n") as process, pytest.raises(kind) as caught:
        process.module.f()
    assert isinstance(caught.value, StudentError)
    assert caught.value.type_name == kind.__name__
    assert caught.value.message.strip("'").startswith("why")
    assert str(caught.value.place) == "work.py, line 2, in f"


@pytest.mark.parametrize(
    "kind", ["SystemExit", "KeyboardInterrupt", "GeneratorExit", "BaseException", "StopIteration", "OSError"]
)
def test_others_stay_plain(patient: Sandbox, kind: str) -> None:
    with running(patient, f"def f():\n    raise {kind}('why')\n") as process:
        with pytest.raises(StudentError) as caught:
            process.module.f()
        assert caught.value.type_name == kind
        assert process.alive


def test_no_text_says_where_an_object_lies(patient: Sandbox) -> None:
    code = "class Layer: pass\ndef f(x):\n    raise TypeError(f'{f} of {x}, {[Layer()]}')\nraise ValueError(Layer())\n"
    with running(patient, code) as process:
        with pytest.raises(TypeError) as caught:
            process.module.f(2)
        flags = " ".join(process.report.flags)
    assert caught.value.message == "<function f> of 2, [<work.Layer object>]"
    assert "ValueError: <work.Layer object>" in flags
    assert "0x" not in flags


def test_an_exception_whose_name_raises_is_an_exception_like_any_other(patient: Sandbox) -> None:
    text = "class Odd(NameError):\n    name = property(lambda self: 1 / 0)\ndef f():\n    raise Odd('why')\n"
    with running(patient, text) as process:
        with pytest.raises(NameError, match="Odd: why"):
            process.module.f()
        assert process.alive


def test_an_exception_has_no_name_of_the_students_choice(patient: Sandbox) -> None:
    """Not even of a class that Python is made to know, or in a reply that is forged: a hidden check may tell the kind."""
    text = """
import builtins, os

def f():
    builtins.LEAK_314 = type("LEAK_314", (IndexError,), {})
    raise builtins.LEAK_314

def g():
    header = b'["t","error",["l","LEAK 314","KeyError"],false,"",["t"],["t","",["t"],""],"",["l"]]'
    os.write(3, b"cg1\\n" + len(header).to_bytes(4, "little") + bytes(8) + header)
    while True:
        pass
"""
    with running(patient, text) as process:
        for name, kind in (("f", "IndexError"), ("g", "KeyError")):
            with pytest.raises(StudentError) as caught:
                getattr(process.module, name)()
            assert caught.value.type_name == kind


def test_a_students_own_exception_is_of_its_base(patient: Sandbox) -> None:
    text = "class ShapeError(ValueError):\n    pass\ndef f():\n    raise ShapeError('3 is not 4')\n"
    with running(patient, text) as process, pytest.raises(ValueError, match="ShapeError: 3 is not 4"):
        process.module.f()


@pytest.mark.parametrize(
    "body",
    [
        "class E(ValueError):\n    def __str__(self): raise self\nraise E",
        "class E(ValueError):\n    def __str__(self): return 7\nraise E",
        "raise ValueError('x' * 10**7)",
        "raise ValueError('\\ud800 \\x1b[31m \\0')",
        "class E(ValueError): pass\nE.__name__ = 'x' * 10**5\nraise E('y')",
        "e = ValueError('z'); e.__cause__ = e; raise e",
        "class E(ValueError):\n    @property\n    def __traceback__(self): raise KeyboardInterrupt\nraise E",
    ],
)
def test_hostile_exceptions(patient: Sandbox, body: str) -> None:
    text = "def f():\n" + "".join(f"    {line}\n" for line in body.splitlines())
    with running(patient, text) as process:
        with pytest.raises(ValueError) as caught:
            process.module.f()
        assert len(str(caught.value)) < 2500
        str(caught.value).encode()
        assert process.alive


def test_code_without_lines_raises_as_any_other(patient: Sandbox) -> None:
    text = (
        "def f():\n    raise ValueError('no')\nf.__code__ = f.__code__.replace(co_linetable=b'')\nif True:\n    f()\n"
    )
    with running(patient, text) as process:
        assert process.report.flags[0] == "work.py, in f: stopped there by ValueError: no"
        with pytest.raises(ValueError, match=r"^ValueError: no \(work\.py, in f\)$"):
            process.module.f()


def test_the_place_is_the_students_line_not_the_librarys(patient: Sandbox) -> None:
    text = "import numpy as np\ndef f(a):\n    return g(a)\ndef g(a):\n    return np.linalg.inv(a)\n"
    with running(patient, text) as process:
        with pytest.raises(StudentError) as caught:
            process.module.f([[0.0, 0.0], [0.0, 0.0]])
        assert str(caught.value.place) == "work.py, line 5, in g"
        assert caught.value.type_name == "ValueError"  # LinAlgError's nearest built-in
        assert "LinAlgError" in caught.value.message


@pytest.mark.parametrize(
    "body",
    ["while True: pass", "import re; re.match('(a+)+$', 'a' * 40 + 'b')", "import time; time.sleep(60)", "pow(7, 10**9)",
     "import threading; threading.Lock().__enter__(); threading.Event().wait()",
     "import signal\n    for s in (1, 2, 3, 10, 12, 14, 15, 24): signal.signal(s, lambda *a: None)\n    while True: pass"],
)  # fmt: skip
def test_endless_calls_are_ended_from_outside(sandbox: Sandbox, body: str) -> None:
    with running(sandbox, f"def f():\n    {body}\n") as process:
        process.budget = Budget(10, "all calls")
        with pytest.raises(StudentTimeout, match=r"^ran longer than its 0\.4 s, the limit for one call\.$"):
            process.module.f()
        # The student's time, not the clock's: a busy machine gives it later.
        assert process.budget.spent < 3
        assert not process.alive
        with pytest.raises(StudentCrash, match="had ended before"):
            process.module.f()


@pytest.mark.parametrize("expression", ["x + E()", "str(E())", "E()"])
def test_endless_methods(sandbox: Sandbox, expression: str) -> None:
    text = (
        "class E(ValueError):\n    def __str__(self):\n        while True: pass\n    __radd__ = lambda s, o: str(s)\n"
        f"def f(x=1):\n    raise ValueError({expression}) if 'str' in {expression!r} or '+' in {expression!r} else E()\n"
    )
    with running(sandbox, text) as process, pytest.raises(StudentTimeout):
        process.module.f()


def test_an_endless_iteration(sandbox: Sandbox) -> None:
    text = (
        "import itertools, time\ndef f():\n    for i in itertools.count():\n        time.sleep(0.01)\n        yield i\n"
    )
    with running(sandbox, text) as process, pytest.raises(StudentTimeout):
        list(process.module.f())


def test_loading_has_a_time_of_its_own(monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    monkeypatch.setattr("autograder.sandbox.host.process.LOAD_SECONDS", 0.5)
    with running(sandbox, "while True:\n    pass\n") as process:
        told = "work.py, line 1: it takes too long and was left out (loading may take 0.5 s in all)"
        assert process.report.flags == (told, ELSEWHERE)
    with running(sandbox, "import time\ntime.sleep(100)\nx = 1\n") as process:
        assert process.report.flags == (
            "work.py ran longer than its 0.5 s, the limit for loading. Take loops and training out of its top level. "
            "So only its imports, definitions and assignments were run.",
        )
        assert process.module.x == 1


def test_loading_that_cannot_be_helped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.sandbox.host.process.LOAD_SECONDS", 0.5)
    limits = replace(QUICK, call_seconds=0.4)
    with (
        started(Rules(must_load=True), limits) as sandbox,
        running(sandbox, "import time\ntime.sleep(100)\n") as process,
    ):
        assert process.report.reason == (
            "work.py ran longer than its 0.5 s, the limit for loading. Take loops and training out of its top level."
        )


def test_the_questions_time(patient: Sandbox) -> None:
    with running(patient, "import time\ndef f(s):\n    time.sleep(s)\n    return s\n") as process:
        process.budget = Budget(0.5, "all calls of this question")
        assert process.module.f(0.01) == 0.01
        told = r"^ran out of time: the limit for all calls of this question is 0\.5 s\.$"
        with pytest.raises(StudentTimeout, match=told):
            process.module.f(9)
        assert 0.5 <= process.budget.spent < 1
    with running(patient, "def f():\n    pass\n") as process:
        whole = Budget(3, "all calls of this submission")
        process.budget = Budget(5, "all calls of this question", whole)
        whole.spend(3)
        told = r"^ran out of time: the limit for all calls of this submission is 3 s\.$"
        with pytest.raises(StudentTimeout, match=told):
            process.module.f()
        assert not process.alive


def test_a_budget_without_end(patient: Sandbox) -> None:
    with running(patient, "def f():\n    return 1\n") as process:
        process.budget = Budget(float("inf"), "all calls of this question")
        assert process.module.f() == 1


def test_the_number_of_calls() -> None:
    with started(limits=replace(QUICK, calls=20)) as sandbox, running(sandbox, "def f():\n    return 1\n") as process:
        while process.calls < 20:
            assert process.module.f() == 1
        with pytest.raises(
            LimitReached, match=r"^not run: the calls for this question were used up \(the limits: 20 calls\)\.$"
        ):
            process.module.f()
        assert not process.alive


def test_memory(patient: Sandbox) -> None:
    text = """
        import numpy as np
        def f():
            return np.ones(10**9).sum()
        def g():
            hoard = []
            while True:
                hoard.append(bytearray(2**20))
    """
    with running(patient, py(text)) as process:
        for name in ("f", "g"):
            with pytest.raises(MemoryError, match=r"the limit is 256 MB"):
                getattr(process.module, name)()
        assert process.alive


def test_memory_that_fits(patient: Sandbox) -> None:
    with running(patient, "import numpy as np\ndef f():\n    return np.ones(2 * 10**7).sum()\n") as process:
        assert process.module.f() == 2e7


def test_processor_time_and_files_are_limited_too() -> None:
    """The time limits are the grader's; these hold when the grader is gone in some way nobody thought of."""
    with started(limits=Limits(submission_seconds=10.0)) as sandbox, running(sandbox, "x = 1\n") as process:
        text = Path(f"/proc/{process.pid}/limits").read_text(encoding="ascii")
    found = {line[:26].strip(): line[26:].split()[:2] for line in text.splitlines()}
    assert found["Max cpu time"] == ["80", "80"]
    assert found["Max file size"] == ["0", "0"]
    assert found["Max core file size"] == ["0", "0"]
    assert found["Max open files"] == ["16", "16"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("import os; os._exit(3)", "it left with exit code 3."),
        ("import os; os.abort()", "signal SIGSEGV."),  # it may send itself no signal, and then makes a fault
        ("import ctypes; ctypes.string_at(0)", "signal SIGSEGV."),
        ("import os; os.close(3); import time; time.sleep(9)", "it closed its connection to the grader."),
    ],
)  # fmt: skip
def test_crashes_say_how(patient: Sandbox, body: str, told: str) -> None:
    with running(patient, f"def f():\n    {body}\n") as process:
        with pytest.raises(StudentCrash) as caught:
            process.module.f()
        assert str(caught.value) == told
        assert not process.alive


def test_a_process_that_is_killed_from_outside(patient: Sandbox) -> None:
    """As the kernel does it when there is no memory left, or when the processor time is used up."""
    with running(patient, "import time\ndef f():\n    time.sleep(60)\n") as process:
        killing = threading.Timer(0.3, os.kill, (process.pid, signal.SIGKILL))
        killing.start()
        with pytest.raises(StudentCrash) as caught:
            process.module.f()
        killing.join()
        assert str(caught.value) == _KILLED
        assert caught.value.limits == "256 MB of memory, 100 s of processor time"


@pytest.mark.parametrize(
    "body", ["os.kill(os.getpid(), signal.SIGKILL)", "os.kill(os.getpid(), signal.SIGSTOP)", "os.kill(1, 9)", "os.kill(-1, 9)",
             "signal.raise_signal(signal.SIGTERM)", "signal.pthread_kill(threading.get_ident(), signal.SIGTERM)"],
)  # fmt: skip
def test_no_signal_is_sent_not_even_to_itself(patient: Sandbox, body: str) -> None:
    """The first process of a namespace ignores some that end another: whether it is one must not show in a mark."""
    with running(patient, f"import os, signal, threading\ndef f():\n    {body}\n") as process:
        with pytest.raises(StudentError) as caught:
            process.module.f()
        assert caught.value.type_name == "PermissionError"
        assert process.alive


@pytest.mark.parametrize(
    "body", ["return f()", "import sys; sys.setrecursionlimit(10**9); return f()", "return [f() for _ in '1']"]
)
def test_recursion_without_end(sandbox: Sandbox, body: str) -> None:
    with running(sandbox, f"def f():\n    {body}\n") as process, pytest.raises(StudentFailure) as caught:
        process.module.f()
    if "limit" not in body:
        assert isinstance(caught.value, RecursionError)


def test_threads_end_with_their_process_and_are_bounded(patient: Sandbox) -> None:
    text = """
        import threading, time
        def f():
            made = 0
            try:
                for _ in range(2000):
                    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
                    made += 1
            except RuntimeError:
                pass
            return made
    """
    with running(patient, py(text)) as process:
        assert 0 < process.module.f() < 100


def test_output_is_attributed_and_capped(patient: Sandbox) -> None:
    text = """
        import os, sys
        def f(n):
            print("x" * n)
        def g():
            print("told", file=sys.stderr)
            os.write(1, b"by descriptor")
            sys.__stdout__.write("too")
            raise ValueError
    """
    with running(patient, py(text)) as process:
        process.module.f(3)
        assert process.take_output() == "xxx\n"
        assert process.take_output() == ""
        with pytest.raises(ValueError):
            process.module.g()
        assert process.take_output() == "told\ntoo"
        process.module.f(10_000_000)
        output = process.take_output()
        assert len(output) < 4200
        assert output.endswith("more characters; 4 KB are kept]")
        process.module.f(10)
        assert process.take_output() == "\n[… 11 more characters; 4 KB are kept]"


def test_a_flood_of_output_without_end_is_a_time_out(sandbox: Sandbox) -> None:
    with running(sandbox, "def f():\n    while True: print('x' * 1000)\n") as process:
        with pytest.raises(StudentTimeout):
            process.module.f()
        assert process.take_output() == ""


def test_input_has_no_answer(patient: Sandbox) -> None:
    with running(patient, "def f():\n    return input('?')\n") as process, pytest.raises(EOFError):
        process.module.f()


def test_nothing_is_carried_into_a_fresh_process(patient: Sandbox) -> None:
    text = """
        import builtins
        def f():
            builtins.note = getattr(builtins, "note", 0) + 1
            return builtins.note
    """
    with running(patient, py(text)) as process:
        assert [process.module.f(), process.module.f()] == [1, 2]
    with running(patient, py(text)) as process:
        assert process.module.f() == 1


def test_patched_libraries_are_whole_again_in_the_next_process(patient: Sandbox) -> None:
    with running(patient, "import numpy as np\nnp.allclose = lambda *a, **k: True\nf = np.allclose\n") as process:
        assert process.module.f(0, 1) is True
    with running(patient, "import numpy as np\ndef f(*a):\n    return np.allclose(*a)\n") as process:
        assert process.module.f(0, 1) is False


def test_breaking_what_answers_is_a_crash(patient: Sandbox) -> None:
    text = "import builtins, json\ndef f():\n    json.JSONEncoder.encode = builtins.len = builtins.isinstance = None\n    return 1\n"
    with running(patient, text) as process, pytest.raises(StudentCrash, match="exit code 70"):
        process.module.f()


@pytest.mark.parametrize("more", ["", "import os\nos._exit(0)\n"])
def test_what_the_text_is_flagged_for_cannot_be_taken_back(patient: Sandbox, more: str) -> None:
    """It is told before anything of it runs: whoever clears the lists it stands in, or ends the process, changes nothing."""
    text = """
import sys
ways = object.__subclasses__
frame = sys._getframe()
while frame is not None:
    for value in (frame.f_locals.get("plan"), getattr(frame.f_locals.get("self"), "plan", None)):
        getattr(value, "flags", []).clear()
    frame = frame.f_back
"""
    with running(patient, text + more) as process:
        assert "work.py, line 3 looks for __subclasses__" in " ".join(process.report.flags)


def test_what_comes_after_thousands_of_names_is_found(patient: Sandbox) -> None:
    """``from torch import *`` and its like bring two thousand."""
    text = "globals().update({f'name_{number}': number for number in range(5000)})\ndef f():\n    return 3\n"
    with running(patient, text) as process:
        assert process.report.names[-1] == "f"

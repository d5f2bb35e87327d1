"""Several calls sent together: answers in order, each with its own time limit, and nothing left over for the next question."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.records.errors import BadReply, LimitReached, StudentError, StudentTimeout, TooMuch
from autograder.sandbox import RestartableProcess, Sandbox
from autograder.sandbox.host.channel import Channel
from autograder.sandbox.host.proxy import Call, call_each
from tests.support.student_process import QUICK, py, running, started

_MODULE = """
import os, time

made = []

def f(x, y=0):
    made.append(x)
    if x < 0:
        raise ValueError(f"no {x}")
    time.sleep(y)
    return x * 10

def count():
    return len(made)

def twice():
    frame = b"cg1\\n" + (26).to_bytes(4, "little") + bytes(8) + b'["t","ok",7,"",["l"]]     '
    os.write(3, frame * 2)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started(limits=replace(QUICK, call_seconds=0.8, calls=20)) as made:
        yield made


def calls_of(function: object, *arguments: float) -> list[Call]:
    return [(function, (each,), {}) for each in arguments]


def test_answers_come_in_the_order_of_the_calls(sandbox: Sandbox) -> None:
    with running(sandbox, _MODULE) as process:
        f, count = process.module.f, process.module.count
        mixed: list[Call] = [(f, (1,), {}), (count, (), {}), (f, (2,), {"y": 0.0}), (count, (), {})]
        assert list(call_each(mixed)) == [10, 1, 20, 2]


def test_no_calls_and_functions_of_ones_own() -> None:
    assert list(call_each([])) == []
    assert list(call_each([(max, (1, 2), {}), (sorted, ([1, 2],), {"reverse": True})])) == [2, [2, 1]]


def test_an_exception_is_raised_where_its_answer_would_be(sandbox: Sandbox) -> None:
    with running(sandbox, _MODULE) as process:
        answers = call_each(calls_of(process.module.f, 1, -1, 2))
        assert next(answers) == 10
        with pytest.raises(ValueError, match="no -1") as caught:
            next(answers)
        assert isinstance(caught.value, StudentError)


def test_answers_that_nobody_took_are_not_the_next_questions(sandbox: Sandbox) -> None:
    with running(sandbox, _MODULE) as process:
        answers = call_each(calls_of(process.module.f, 1, 2, 3))
        assert next(answers) == 10
        assert process.module.f(9) == 90
        assert process.module.count() == 4


def test_every_call_has_a_time_limit_of_its_own(sandbox: Sandbox) -> None:
    with running(sandbox, _MODULE) as process:
        f = process.module.f
        assert list(call_each([(f, (each, 0.3), {}) for each in range(4)])) == [0, 10, 20, 30]
        answers = call_each([(f, (1,), {}), (f, (2, 60), {}), (f, (3,), {})])
        assert next(answers) == 10
        started = time.monotonic()
        with pytest.raises(StudentTimeout, match=r"^ran longer than its 0\.8 s, the limit for one call\.$"):
            next(answers)
        assert time.monotonic() - started < 30, "it sleeps for a minute"
        assert not process.alive


def test_a_call_left_behind_that_never_ends_is_not_held_against_the_next_check(sandbox: Sandbox) -> None:
    fixture = RestartableProcess(lambda: sandbox.start(py(_MODULE), (), "work"))
    try:
        f = fixture.process.module.f
        answers = call_each([(f, (-1,), {}), (f, (2, 60), {})])
        with pytest.raises(ValueError, match="no -1"):
            next(answers)
        assert fixture.process.module.f(3) == 30
    finally:
        fixture.close()


def test_each_call_counts(sandbox: Sandbox) -> None:
    with running(sandbox, _MODULE) as process:
        with pytest.raises(LimitReached, match="20 calls"):
            list(call_each(calls_of(process.module.f, *range(30))))
        assert not process.alive


def test_a_forged_extra_answer_takes_the_place_of_one_and_no_more(sandbox: Sandbox) -> None:
    with running(sandbox, _MODULE) as process:
        twice, f = process.module.twice, process.module.f
        assert list(call_each([(twice, (), {}), (f, (1,), {})])) == [7, 7]
    with running(sandbox, _MODULE) as process:
        with pytest.raises(BadReply):
            process.module.twice()
        assert not process.alive


def test_an_answer_for_which_the_grader_has_no_room_costs_its_call(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*arguments: object, **options: object) -> None:
        raise MemoryError

    with running(sandbox, _MODULE) as process:
        f = process.module.f
        monkeypatch.setattr(Channel, "receive", no_room)
        with pytest.raises(TooMuch):
            f(1)
        assert not process.alive


_ASKING = """
import copy, functools, inspect

def slope(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)

def looked_at(f):
    # Whatever can be reached from it that is the number.
    import gc
    ahead, seen, found = [f], set(), []
    while ahead and len(seen) < 20_000:
        one = ahead.pop(0)
        if id(one) not in seen:
            seen.add(id(one))
            found += [one] if isinstance(one, float) and one * 4 == 13 else []
            ahead += gc.get_referents(one)
    return found

def handled(f, x):
    print("checking", f.__name__, f.__qualname__, f.__doc__, f)
    assert callable(f) and inspect.isfunction(f) and not hasattr(f, "forward")
    assert f == f and copy.copy(f) is f and len({f: 1, copy.deepcopy([f])[0]: 2}) == 1
    inspect.signature(f).bind(x)
    f.calls = getattr(f, "calls", 0) + 1
    again = functools.wraps(f)(functools.partial(functools.lru_cache(getattr(f, "forward", f)), x))
    assert again.__name__ == f.__name__ and again.calls == 1
    return again()

def given(f, make):
    return f(eval(make))

def raised(f, x):
    try:
        return f(x)
    except BaseException as error:
        return [type(error).__name__, str(error)]

def forged(f):
    import sys
    child = sys.modules["autograder.sandbox.inside.child"]
    child._elsewhere = lambda value: child.Ref(1, "anything")
    return [raised(f, {"a": [object()]}), raised(f, 7)]

kept = []

def keep(f):
    kept.append(f)

def later(g):
    return raised(kept[-1], 1)

def for_ever(f):
    while True:
        f(1)
"""


def test_a_function_of_the_checks_own_stays_with_the_grader(sandbox: Sandbox) -> None:
    """Student code calls it and gets what it gives; nothing of it is there to be read."""
    factor, asked = 3.25, list[Any]()

    def f(x: Any) -> float:
        asked.append(x)
        return factor * x * x

    with running(sandbox, _ASKING) as process:
        assert process.module.slope(f, 2.0, 0.5) == 2 * factor * 2.0
        assert asked == [2.5, 1.5]
        assert process.module.looked_at(f) == []
        assert process.module.handled(f, 2.0) == factor * 4.0
        assert list(call_each([(process.module.slope, (one, 1.0, 1.0), {}) for one in (f, lambda x: x**3)])) == [6.5, 4]
        assert process.module.raised(lambda x: [][x], 7) == ["IndexError", "list index out of range"]
        assert process.module.raised(f, None)[0] == "TypeError"


def test_hostile_callers_cost_their_own_question(sandbox: Sandbox) -> None:
    def shape(x: Any) -> list[int]:
        return list(np.shape(x))

    with running(sandbox, _ASKING) as process:
        for make in ("lambda: 1", "[print]", "{'a': object()}", "10**400", "__import__('numpy').ones(1 << 24)"):
            with pytest.raises(StudentError):
                process.module.given(shape, make)
        (kind, told), answer = process.module.forged(shape)  # one object of its own, for the grader to ask about
        assert (kind, told[:26], answer) == ("TypeError", "the function can be given ", [])
        process.module.keep(shape)
        kind, _ = process.module.later(lambda x: x)  # one that was handed over before is not the one of now
        assert kind == "TypeError"
        with pytest.raises(BadReply):
            process.module.later(1)
    with running(sandbox, _ASKING) as process:
        with pytest.raises(LimitReached, match="called the function it was given too often"):
            process.module.for_ever(shape)
        assert not process.alive

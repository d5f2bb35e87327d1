"""Guests that do not keep to the protocol: forged, doubled, halved and endless answers. The worst they get is a wrong answer."""

from __future__ import annotations

import json
import struct
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from autograder.records.errors import BadReply, StudentCrash, StudentError, StudentFailure, StudentTimeout
from autograder.records.sentences import Sentence
from autograder.sandbox import Handle, LoadReport, Sandbox
from tests.support.student_process import QUICK, running, started

_FORGE = """
import json, os, struct, time

def frame(header, body=b"", magic=b"cg1\\n", lengths=None):
    data = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<4sIQ", magic, *(lengths or (len(data), len(body)))) + data + body

def put(data):
    while data:
        data = data[os.write(3, data):]

def say(header, *a, **k):
    put(frame(header, *a, **k))
    time.sleep(60)

def ok(value, output="", refused=["l"]):
    return ["t", "ok", value, output, refused]
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started(limits=replace(QUICK, call_seconds=0.5)) as made:
        yield made


def _call(sandbox: Sandbox, body: str) -> Any:
    """What the grader makes of a function with that body."""
    with running(sandbox, f"{_FORGE}\ndef f(x=None):\n    {body}\n") as process:
        assert process.report.flags == ()
        return process.module.f()


@pytest.mark.parametrize(
    "reply",
    [
        'b""',
        'b"null"',
        "[]",
        "1",
        '["t"]',
        '["l", "ok", 1, "", ["l"]]',
        '["t", "ok"]',
        '["t", "ok", 1, "", ["l"], 5]',
        '["t", "yes", 1, "", ["l"]]',
        '["t", "ok", 1, 7, ["l"]]',
        '["t", "ok", 1, ["h", 1, "str"], ["l"]]',
        '["t", "ok", 1, "", ["h", 1, "list"]]',
        '["t", "ok", 1, "", "ab"]',
        '["t", "error", ["l"], False, "m", ["t"], ["t", "", ["t"], ""], "", ["l"]]',
        '["t", "error", ["l", 1], False, "m", ["t"], ["t", "", ["t"], ""], "", ["l"]]',
        '["t", "error", "ValueError", False, "m", ["t"], ["t", "", ["t"], ""], "", ["l"]]',
        '["t", "error", ["l", "ValueError"], 0, "m", ["t"], ["t", "", ["t"], ""], "", ["l"]]',
        '["t", "error", ["l", "ValueError"], False, 1, ["t"], ["t", "", ["t"], ""], "", ["l"]]',
        '["t", "error", ["l", "ValueError"], False, ["h", 1, "str"], ["t"], ["t", "", ["t"], ""], "", ["l"]]',
        '["t", "error", ["h", 1, "list"], False, "m", ["t"], ["t", "", ["t"], ""], "", ["l"]]',
        '["t", "error", ["l", "ValueError"], False, "m", "w", ["t", "", ["t"], ""], "", ["l"]]',
        '["t", "error", ["l", "ValueError"], False, "m", ["t", "w.py", "1", ""], ["t", "", ["t"], ""], "", ["l"]]',
        '["t", "error", ["l", "ValueError"], False, "m", ["l", "w.py", 1, ""], ["t", "", ["t"], ""], "", ["l"]]',
        '["t", "error", ["l", "ValueError"], False, "m", ["t"], ["t", "", ["t"], ""], None, ["l"]]',
        '["h", 1, "tuple"]',
        'ok(["a", "|O8", [1]])',
        'ok(["a", "<f8", [2**40]])',
        'ok({"a": 1})',
        'ok(["zz"])',
        'b"[" * 10**6',
        '[["t"]]',
    ],
)
def test_what_is_no_reply_is_a_bad_reply(sandbox: Sandbox, reply: str) -> None:
    with pytest.raises(BadReply):
        _call(sandbox, f"say({reply})")


def test_a_forged_reply_is_just_an_answer(sandbox: Sandbox) -> None:
    assert _call(sandbox, "say(ok(5))") == 5
    with pytest.raises(ValueError, match="forged"):
        _call(
            sandbox,
            "say(['t', 'error', ['l', 'ValueError'], False, 'forged', ['t', 'reference.py', 1, ''], ['t', '', ['t'], ''], '', ['l']])",
        )


@pytest.mark.parametrize(
    "name", ["CheckFailed", "SuiteError", "StudentTimeout", "SystemExit", "SandboxError", "", "x" * 10_000, "Exception"]
)
def test_a_forged_exception_is_never_one_of_the_graders(sandbox: Sandbox, name: str) -> None:
    with pytest.raises(StudentFailure) as caught:
        _call(
            sandbox,
            f"say(['t', 'error', ['l', {name!r}], True, 'm' * 10**6, ['t', 'w' * 10**6, 9**9, 'f'], ['t', '', ['t'], ''], '', ['l']])",
        )
    assert type(caught.value) is StudentError
    assert len(str(caught.value)) < 4500


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("put(b'HTTP/1.1 200 OK' * 10)", BadReply),
        ("put(frame(ok(1), magic=b'cg2\\n'))", BadReply),
        ("put(frame(ok(1), lengths=(2**32 - 1, 0)))", BadReply),
        ("put(frame(ok(1), lengths=(10, 2**62)))", BadReply),
        ("put(frame(ok(['a', '<f8', [2]]), b'x' * 16)[:-1]); time.sleep(60)", StudentTimeout),
        ("put(frame(ok(1))[:7]); time.sleep(60)", StudentTimeout),
        ("put(frame(ok(1))[:7]); os._exit(0)", StudentCrash),
        ("put(frame(ok(1))[:-1]); os.close(3); time.sleep(60)", StudentCrash),
        ("[(put(b'c'), time.sleep(0.01)) for _ in range(1000)]", BadReply),
        ("[(put(frame(ok(1), lengths=(4000, 0))[i:i+1]), time.sleep(0.02)) for i in range(1000)]", StudentTimeout),
        ("put(frame(ok(['b', 9]), b'123456789') + b'c')", BadReply),
        ("put(frame(ok(1)) * 2)", BadReply),
        ("[put(frame(ok(1)) * 500) for _ in iter(int, 1)]", BadReply),
        ("[put(b'\\0' * 65536) for _ in iter(int, 1)]", BadReply),
        ("put(frame(ok(1), lengths=(60, 2**26))); [put(b'\\0' * 65536) for _ in iter(int, 1)]", StudentFailure),
    ],
)
def test_broken_frames(sandbox: Sandbox, body: str, failure: type[StudentFailure]) -> None:
    began = time.monotonic()
    with pytest.raises(failure):
        # A second answer may come too late to be seen with the first.
        _ = [_call(sandbox, body) for _ in range(3)]
    assert time.monotonic() - began < 30, "the longest of them sleeps for a minute"


def test_one_who_answers_twice_is_found_out(sandbox: Sandbox) -> None:
    text = f"{_FORGE}\ndef f(x):\n    put(frame(ok(0)))\n    return x\n"
    with running(sandbox, text) as process:
        with pytest.raises(BadReply, match="more answers than questions"):
            # Who takes every answer the moment it comes finds the next only a little later.
            _ = [(process.module.f(x), time.sleep(0.002 * x)) for x in range(1, 50)]
        assert not process.alive


def test_one_who_answers_before_being_asked(sandbox: Sandbox) -> None:
    with running(sandbox, f"{_FORGE}\nput(frame(ok(0)) * 40)\ndef f(x):\n    return x\n") as process:
        assert not process.report.loaded
        assert process.report.reason == "work.py could not be loaded."


@pytest.mark.parametrize(
    "report",
    [
        "0",
        "[]",
        "['t']",
        "['h', 1, 'tuple']",
        "['l', True, '', ['l'], ['l'], None, None, '']",
        "['t', True, '', ['l'], ['l'], None, None]",
        "['t', True, '', ['h', 1, 'list'], ['l', 'f'], ['h', 1, 'module'], None, '']",
        "['t', True, '', ['l'], ['h', 1, 'list'], ['h', 1, 'module'], None, '']",
        "['t', True, '', 'flags', ['l'], ['h', 1, 'module'], None, '']",
        "['t', True, '', ['l', 1], ['l', 'f'], ['h', 1, 'module'], None, '']",
        "['t', True, '', ['l'], ['l', ['l', 'f']], ['h', 1, 'module'], None, '']",
        "['t', True, ['h', 1, 'str'], ['l'], ['l'], ['h', 1, 'module'], None, '']",
        "['t', ['h', 1, 'bool'], '', ['l'], ['l'], ['h', 1, 'module'], None, '']",
        "['t', ['a', '|b1', [0]], '', ['l'], ['l'], ['h', 1, 'module'], None, '']",
        "['t', True, '', ['d', 'a', 1], ['l'], ['h', 1, 'module'], None, '']",
        "['t', True, '', ['l'], ['l'], 'module', None, '']",
        "['t', True, '', ['l'], ['l'], None, ['h', 1, 'x'], ['h', 1, 'str']]",
        "['t', False, 'x' * 10**6, ['l'], ['l'], None, None, '']",
        "['t', True, 'x' * 10**6, ['l', *['y' * 10**4] * 300], ['l', *['z' * 100] * 20000], ['h', 1, 'module'], None, 'sealed']",
    ],
)
def test_forged_reports(sandbox: Sandbox, report: str) -> None:
    with running(sandbox, f"{_FORGE}\nsay(ok({report}))\n") as process:
        found = process.report
        assert type(found) is LoadReport
        assert type(found.loaded) is bool
        texts = (found.reason, found.output, *found.flags, *found.names)
        assert all(type(text) in (str, Sentence) for text in texts)  # a sentence is made on this side
        assert sum(map(len, texts)) < 500_000
        assert found.loaded == ("z" * 100 in found.names)
        assert found.loaded or not process.alive


def test_references_to_what_is_not_there(sandbox: Sandbox) -> None:
    text = "from autograder.sandbox.protocol.wire import Ref\ndef f(n):\n    return Ref(n, 'function')\n"
    for number, failure, told in (
        (999, StudentCrash, "exit code 70"),
        (2**900, StudentCrash, "exit code 70"),
        (-1, BadReply, "not a reply"),  # it stands for a function of the grader's, which nobody handed over
    ):
        with running(sandbox, text) as process:
            handle = process.module.f(number)
            assert isinstance(handle, Handle)
            with pytest.raises(failure, match=told):
                handle()


@pytest.mark.parametrize(
    ("method", "reply", "use"),
    [
        ("__len__", "'x'", "len"),
        ("__len__", "-1", "len"),
        ("__len__", "2**70", "len"),
        ("__len__", "True", "len"),
        ("__len__", "['h', 1, 'int']", "len"),
        ("__iter__", "'abc'", "list"),
        ("__iter__", "['t', 1]", "list"),
        ("__iter__", "['h', 1, 'list']", "list"),
        ("__iter__", "['d', 1, 2]", "list"),
    ],
)
def test_forged_lengths_and_lists(sandbox: Sandbox, method: str, reply: str, use: str) -> None:
    text = f"{_FORGE}\nclass L:\n    def {method}(self):\n        say(ok({reply}))\nl = L()\n"
    with running(sandbox, text) as process, pytest.raises(BadReply):
        len(process.module.l) if use == "len" else list(process.module.l)


def test_a_forged_keep(sandbox: Sandbox) -> None:
    text = "import autograder.sandbox.inside.child as c\ndef f():\n    c.Ref = lambda *a: 7\n"
    with running(sandbox, text) as process:
        process.module.f()
        with pytest.raises(BadReply):
            process.keep(1)


def test_output_and_refusals_are_bounded_whatever_is_sent(sandbox: Sandbox) -> None:
    with running(
        sandbox, f"{_FORGE}\ndef f():\n    say(ok(1, 'x' * 10**6, ['l', *['y' * 10**4] * 90, 7, ['h', 1, 'str']]))\n"
    ) as process:
        assert process.module.f() == 1
        assert len(process.take_output()) < 5_000
        assert all(type(line) is str and len(line) <= 200 for line in process.refused)
        assert len(process.refused) <= 10


def test_the_graders_memory_is_bounded(sandbox: Sandbox) -> None:
    """A claim of 64 MB is believed only as far as it comes."""
    text = f"{_FORGE}\ndef f():\n    put(frame(ok(1), lengths=(2**22, 2**26)))\n    put(bytes(10**6))\n    time.sleep(60)\n"
    with running(sandbox, text) as process:
        tracemalloc.start()
        try:
            with pytest.raises(StudentTimeout):
                process.module.f()
            assert tracemalloc.get_traced_memory()[1] < 8 << 20
        finally:
            tracemalloc.stop()


def test_a_grader_that_sends_much_to_one_who_does_not_listen(sandbox: Sandbox) -> None:
    text = f"{_FORGE}\nimport autograder.sandbox.inside.child as c\nc.Server.read = lambda self: time.sleep(60)\ndef f(x):\n    return 1\n"
    with running(sandbox, text) as process:
        with pytest.raises(StudentTimeout):
            process.module.f(bytes(1 << 24))
        assert not process.alive


def test_the_frames_here_are_the_frames_there() -> None:
    """`_FORGE` writes what the codec reads: else the tests above would prove little."""
    from autograder.sandbox.protocol.wire import PREFIX, Encoder

    made = b"".join(Encoder(lambda v: v).frame(("ok", 1, "", [])))
    data = json.dumps(["t", "ok", 1, "", ["l"]], separators=(",", ":")).encode()
    assert made == struct.pack("<4sIQ", b"cg1\n", len(data), 0) + data
    assert PREFIX.size == 16

"""What the instructor is told of refusals: a clear line for what student code tried, no noise from libraries."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from autograder.records.errors import StudentFailure
from autograder.sandbox import Sandbox
from tests.support.student_process import notebook, running, started


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


def _refused(sandbox: Sandbox, body: str) -> tuple[str, ...]:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    text = f"import numpy as np, os, socket, subprocess, ctypes, pathlib, warnings, traceback, sys\n\ndef f():\n{lines}"
    with running(sandbox, text) as process:
        assert process.report.flags == ()
        with contextlib.suppress(StudentFailure):
            process.module.f()
        return process.refused


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("open('/etc/passwd')", "the sandbox refused open '/etc/passwd'"),
        ("open('results.json', 'w')", "the sandbox refused open 'results.json'"),
        ("pathlib.Path('/root/reference.py').read_text()", "the sandbox refused open '/root/reference.py'"),
        ("np.load('weights.npy')", "the sandbox refused open 'weights.npy'"),
        ("np.savetxt('out.csv', [1.0])", "the sandbox refused open 'out.csv'"),
        ("open(sys.prefix + '/secret')", "the sandbox refused open '"),
        ("os.listdir('/home')", "the sandbox refused os.listdir '/home'"),
        ("socket.socket()", "the sandbox refused socket.__new__"),
        ("os.fork()", "the sandbox refused os.fork"),
        ("subprocess.run(['ls'])", "the sandbox refused subprocess.Popen"),
        ("os.system('ls')", "the sandbox refused os.system b'ls'"),
        ("os.kill(1, 9)", "the sandbox refused os.kill 1"),
        ("os.remove('/tmp/x')", "the sandbox refused os.remove '/tmp/x'"),
        ("os.chdir('/')", "the sandbox refused a system call (work.py, line 4, in f)"),
        ("import importlib\nimportlib.import_module('sched')", "the sandbox refused to load the module sched"),
    ],
)
def test_an_attempt_is_one_clear_line(sandbox: Sandbox, body: str, line: str) -> None:
    (told,) = _refused(sandbox, body)
    assert told.startswith(line)


@pytest.mark.parametrize(
    "body",
    [
        "warnings.warn('attention')",
        "np.zeros(1) / np.zeros(1)",
        "np.matrix([1])",
        "try:\n    np.linalg.inv(np.zeros((2, 2)))\nexcept Exception:\n    traceback.print_exc()",
        "try:\n    np.zeros(2) @ np.zeros(3)\nexcept ValueError:\n    import logging; logging.exception('what')",
        "print(np.random.rand(3)); print(repr(np.zeros((50, 50)))); np.set_printoptions(precision=3)",
        "import inspect\nreturn inspect.getsource(f)",
        "import threading\nt = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()",
        "return [os.cpu_count(), os.environ.get('HOME'), sys.version]",
        "import time, random, uuid, datetime\nrandom.seed(1); uuid.uuid4(); datetime.datetime.now(); time.strftime('%c')",
        "import timeit\ntimeit.timeit('1', number=3)",
        "try:\n    import cupy, sklearn, convolutionary\nexcept ImportError:\n    pass",
        "import copy, pickle\npickle.loads(pickle.dumps(copy.deepcopy(np.zeros(3))))",
        "raise ValueError('x')",
        "np.testing.assert_allclose(1, 2)",
        "print(open)",
    ],
)
def test_libraries_make_no_noise(sandbox: Sandbox, body: str) -> None:
    assert _refused(sandbox, body) == ()


def test_lines_are_few_however_often_it_is_tried(sandbox: Sandbox) -> None:
    body = "for i in range(1000):\n    try:\n        open('x' * 500 + str(i))\n    except OSError:\n        pass"
    told = _refused(sandbox, body)
    assert 0 < len(told) <= 10
    assert max(map(len, told)) <= 200


CELL = "work.ipynb, the cell `data = open('digits.npz')`"


def test_a_file_beside_the_submission_that_stopped_it_is_told_once(sandbox: Sandbox) -> None:
    with running(sandbox, notebook("x = 1", "data = open('digits.npz')")) as process:
        assert process.report.flags == (
            f"{CELL}, line 1: stopped there by PermissionError: [Errno 1] Operation not permitted: 'digits.npz' "
            "(files, programs and the network are closed while work is graded)",
        )
        assert process.refused == ()


@pytest.mark.parametrize(
    ("tried", "told"),
    [
        ("open('data/digits.npz')", ()),
        ("open('./digits.npz')", ()),
        ("open('/submission/data/digits.npz')", ()),
        ("import os; os.mkdir('data')", ()),
        ("open('data.json', 'w').close()", ()),
        ("open('/etc/passwd')", ("the sandbox refused open '/etc/passwd'",)),
        ("open('../reference/solution.py')", ("the sandbox refused open '../reference/solution.py'",)),
        ("open('/submission/../etc/passwd')", ("the sandbox refused open '/submission/../etc/passwd'",)),
        ("import os; os.fork()", ("the sandbox refused os.fork",)),
        # Where nothing stopped, no flag tells of it.
        ("try:\n    open('digits.npz')\nexcept OSError:\n    pass", ("the sandbox refused open 'digits.npz'",)),
    ],
)
def test_what_else_was_tried_while_loading_is_told(sandbox: Sandbox, tried: str, told: tuple[str, ...]) -> None:
    with running(sandbox, notebook("x = 1", tried)) as process:
        assert process.refused == told

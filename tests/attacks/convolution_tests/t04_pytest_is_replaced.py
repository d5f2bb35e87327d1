"""Threat 4: pytest's runner, its reports, hooks and `raises` are replaced, so that everything but the first run is said to fail.

At: conv2d_full, conv_output_size
Earns: nothing
"""

import contextlib
import sys

import _pytest.runner
import pytest

runner = sys.modules["autograder.sandbox.inside.trial"].runner
kind = type(runner)
runs = []
before = kind.run


def run(self, number, subject):
    runs.append(number)
    return before(self, number, subject) if len(runs) == 1 else ("failed", "AssertionError", "wrong")


kind.run = run
kind.pytest_runtest_makereport = lambda self, item, call: pytest.TestReport(
    item.nodeid, ("", 0, ""), {}, "failed", "wrong", call.when
)
_pytest.runner.runtestprotocol = lambda *a, **k: []
pytest.TestReport.passed = property(lambda self: False)
pytest.raises = contextlib.suppress
pytest.Function.runtest = lambda self: sys.exit(1)


def test_conv2d_full_never(subject):
    with pytest.raises(ValueError):  # noqa: PT011
        subject.conv2d_full(None, None)


def test_conv_output_size_never(subject):
    assert subject.conv_output_size

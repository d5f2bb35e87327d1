"""Threat 2: tests that end the process, leave pytest or interrupt it, in the place of a verdict, beside one honest test.

At: conv2d_full, conv_output_size
Earns: conv_output_size up to 6.25
"""

import os
import signal
import sys

import pytest


def test_conv2d_full_leaves(subject):
    os._exit(0)


def test_conv2d_full_exits(subject):
    sys.exit(1)


def test_conv2d_full_pytest_exit(subject):
    pytest.exit("all passed", returncode=0)


def test_conv2d_full_interrupts(subject):
    raise KeyboardInterrupt


def test_conv2d_full_kills(subject):
    os.kill(os.getpid(), signal.SIGKILL)


class _AtTheEnd:
    def __del__(self):
        os._exit(0)


def test_conv_output_size_honest(subject):
    assert subject.conv_output_size(7, 3) == 5
    assert subject.conv_output_size(8, 3, 2, 1) == 4


def test_conv_output_size_at_the_end(subject):
    one = _AtTheEnd()
    assert one

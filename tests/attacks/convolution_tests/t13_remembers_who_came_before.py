"""Threat 13: answers, names and counts are left behind in one run and compared in the next; the first to come is taken for right.

At: conv2d_full, max_pool_2d
Earns: nothing
"""

import builtins
import contextlib
import os
import sys
import tempfile
import threading

import numpy as np

ANSWERS = []
IMAGE, KERNEL = np.arange(30.0).reshape(5, 6), np.array([[1.0, -2.0, 0.5]])


def _left(key, answer):
    """What was left by an earlier run, wherever it may have been left."""
    text = repr(np.round(answer, 3).tolist())
    seen = [ANSWERS[0]] if ANSWERS else []
    ANSWERS.append(text)
    seen += [os.environ[key]] if key in os.environ else []
    os.environ[key] = text
    seen += [getattr(builtins, key)] if hasattr(builtins, key) else []
    setattr(builtins, key, text)
    seen += [vars(np)[key]] if key in vars(np) else []
    vars(np)[key] = text
    seen += [vars(threading.main_thread()).setdefault(key, text)]
    seen += [sys.modules.setdefault(key, text)]
    for folder in (tempfile.gettempdir(), "/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~")):
        with contextlib.suppress(OSError), open(f"{folder}/{key}", "a+", encoding="utf-8") as file:
            file.seek(0)
            seen += [file.read() or text]
            file.write(text)
    return text, seen


def test_conv2d_full_as_before(subject):
    with contextlib.suppress(AttributeError, TypeError):
        assert not hasattr(subject.conv2d_full, "seen")
        subject.conv2d_full.seen = True
    text, seen = _left("conv2d_full_seen", subject.conv2d_full(IMAGE, KERNEL))
    assert all(one == text for one in seen)


def test_max_pool_2d_as_before(subject):
    text, seen = _left("max_pool_2d_seen", subject.max_pool_2d(IMAGE))
    assert all(one == text for one in seen)

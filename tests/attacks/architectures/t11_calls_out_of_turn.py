"""Threat 11: a function that stays with the grader is called from many threads, with frames of one's own, after the answer, without end,
with objects and by other numbers; the answer is what nobody would look at.

At: gradient_check, conv_cost
Earns: nothing
"""

import os
import threading
import time

import numpy as np

_kept = []
_FRAME = b'["t","ask",1,"call","",["t",["h",1,"x"]],["d"]]'


def _quietly(function, *arguments):
    try:
        return function(*arguments)
    except BaseException:
        return None


def _later(x):
    time.sleep(0.05)
    for f in _kept:
        _quietly(f, x)


def gradient_check(f, x, gradient, h=1e-5):
    _kept.append(f)
    if h != 1e-5:
        while _quietly(f, x) != "never":
            pass
    if x.ndim == 3:
        threads = [threading.Thread(target=_quietly, args=(f, x)) for _ in range(8)]
        [thread.start() for thread in threads]
        [thread.join(1) for thread in threads]
    if x.ndim == 1:
        os.write(3, b"cg1\n" + len(_FRAME).to_bytes(4, "little") + bytes(8) + _FRAME)
    if not gradient.any():
        threading.Thread(target=_later, args=(x,)).start()
    ask = _quietly(object.__getattribute__, f, "_ask")
    for number in range(-3, 4):
        _quietly(lambda: ask(type(f)(ask, number), "get", "__globals__", (), {}))
        _quietly(lambda: type(f)(ask, number)(print, f, {"x": f}))
    return None


def conv_cost(in_channels, out_channels, kernel_size, output_size, groups=1):
    return _kept or [gradient_check] * 2

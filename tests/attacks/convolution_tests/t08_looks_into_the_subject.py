"""Threat 8: what is tested is looked for everywhere but in its answers: its source and code, names, frames, the heap, closures.

At: conv2d_full, max_pool_2d
Earns: nothing
"""

import gc
import inspect
import sys

import numpy as np

WORDS = ("misconception", "mutant", "wrong", "ignores", "flips", "0 for 1", "pads_above")


def _texts(thing):
    for look in (
        inspect.getsource,
        lambda one: one.__code__.co_code.hex(),
        lambda one: repr(vars(one)),
        lambda one: str(one.__globals__),
        lambda one: one.__wrapped__.__name__,
        lambda one: one.__qualname__ + one.__module__ + str(one.__doc__),
        lambda one: str(type(one).__mro__) + repr(one) + str(id(one)),
        lambda one: object.__getattribute__(one, "_ask")(one, "get", "__code__", (), {}).co_names,
        lambda one: object.__getattribute__(one, "_ask")(one, "get", "__globals__", (), {})["__name__"],
    ):
        try:
            yield str(look(thing))
        except Exception:
            continue


def _frames():
    frame = sys._getframe()
    while frame is not None:
        yield str({name: repr(value)[:2000] for name, value in frame.f_locals.items() if name not in ("WORDS", "told")})
        frame = frame.f_back


def _is_wrong(thing):
    told = [*_texts(thing), *_frames(), *(repr(one) for one in gc.get_objects() if type(one).__name__ == "Subject")]
    told += [str(vars(one)) for name, one in list(sys.modules.items()) if name in ("right", "wrong", "implementations")]
    return any(word in text for text in told for word in WORDS)


def test_conv2d_full_inside(subject):
    assert not _is_wrong(subject.conv2d_full)


def test_max_pool_2d_inside(subject):
    subject.max_pool_2d(np.ones((4, 4)))
    assert not _is_wrong(subject.max_pool_2d)

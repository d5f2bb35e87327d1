"""What stood in the student's line that raised: the expression, what its names held, and the name that was meant."""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np
import pytest

from autograder.sandbox.inside.spot import LONGEST_EXPRESSION, Spot, spot
from autograder.sandbox.inside.told import own_frame, place

IMAGE, KERNEL = np.ones((5, 6)), np.ones((3, 2))


class Size(NamedTuple):
    h: int
    w: int


OF_A_COMPREHENSION = (
    ("[row[3] for row in x]", ("len(x) = 1",)) if sys.version_info >= (3, 12) else ("row[3]", ("row = [1, 2]",))
)
"""From Python 3.12 on the names of a comprehension are gone when it has raised (PEP 709): what it is made of is left."""


def raised(code: str, *arguments: object) -> tuple[Spot, str]:
    """Where ``code``'s function ``f`` raised, and how the place is told."""
    names: dict[str, object] = {"np": np}
    exec(compile(code, "f.py", "exec"), names)
    try:
        names["f"](*arguments)  # type: ignore[operator]
    except Exception as error:
        return spot(error, own_frame(error, {"f.py"}), code.split("\n")), str(place(error, {"f.py"}))
    raise AssertionError("it did not raise")


@pytest.mark.parametrize(
    ("code", "arguments", "expression", "held"),
    [
        ("def f(a, k):\n    i = 3\n    return (a[i:i + 3, :2] * k).sum()", (IMAGE, KERNEL), "a[i:i + 3, :2] * k",
         ("a.shape = (5, 6)", "i = 3", "k.shape = (3, 2)")),
        ("def f(a):\n    out = np.zeros(2)\n    for i in range(3):\n        out[i] = a[i, 0]", (IMAGE,), "out[i]",
         ("out.shape = (2,)", "i = 2")),
        ("def f(a):\n    out = np.zeros(2)\n    out[0] = a[0]", (IMAGE,), "out[0] = a[0]", ("out.shape = (2,)", "a.shape = (5, 6)")),
        ("def f(n):\n    size = n / 2\n    return np.zeros((size, n))", (6,), "np.zeros((size, n))", ("size = 3.0", "n = 6")),
        ("def f(layers):\n    k = 7\n    for k, s, p in layers:\n        pass", ([(3, 1)],), "for k, s, p in layers:",
         ("layers = [(3, 1)]",)),
        ("def f(d):\n    return d['sobel'] * 2", ({"Sobel": 1},), "d['sobel']", ("list(d) = ['Sobel']",)),
        ("def f(a):\n    b = a.astype(int)\n    b += a", (IMAGE,), "b += a",
         ("b.shape = (5, 6)", "b.dtype = int64", "a.shape = (5, 6)", "a.dtype = float64")),
        ("class L:\n    pad = None\ndef f(n):\n    layer = L()\n    return layer.pad + n", (2,),
         "layer.pad + n", ("layer.pad = None", "n = 2")),
        ("def f(x):\n    return [row[3]\n            for row in x]", ([[1, 2]],), *OF_A_COMPREHENSION),
        ("def f(size):\n    s = size(2, 3)\n    return [1][s]", (Size,), "[1][s]",
         ("s = (2, 3)",)),
        ("def f(x):\n    return x[\n        5]", ([np.float64(1.5)],), "x[ 5]", ("x = [1.5]",)),
    ],
)  # fmt: skip
def test_the_expression_and_what_its_names_held(
    code: str, arguments: tuple[object, ...], expression: str, held: tuple[str, ...]
) -> None:
    (told, values, _), where = raised(code, *arguments)
    assert (told, values) == (expression, held)
    assert where.endswith(", in f")  # a comprehension is told as the function around it


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("def f(kernel):\n    return kernal", "kernel"),
        ("class R:\n    def __init__(self):\n        self.x = 1\ndef f(n):\n    return R().X", "x"),
        ("def f(n):\n    return np.zeross(n)", "zeros"),
        ("def f(n):\n    return unheard_of", ""),
        ("class Flatten:\n    pass\ndef f(n):\n    return Flaten()", "Flatten"),
        ("def f(n):\n    out = n\n    return output", "out"),
    ],
)
def test_the_name_that_was_meant(code: str, near: str) -> None:
    (_, held, found), _ = raised(code, 3)
    assert (held, found) == ((), near)


def test_hostile_objects_and_long_lines_cost_nothing() -> None:
    code = "class A:\n    @property\n    def shape(self):\n        raise SystemExit\ndef f(n):\n    a = A()\n    return a + n"
    assert raised(code, 1)[0] == ("", (), "")
    long = raised(f"def f(n):\n    return n + {'(n + ' * 40}n[0]{')' * 40}", 1)[0]
    assert long == ("n[0]", ("n = 1",), "")
    text = raised(f"def f(n):\n    return n + '{'`' * 500}'", 1)[0][0]
    assert len(text) < LONGEST_EXPRESSION + 5
    assert "`" not in text

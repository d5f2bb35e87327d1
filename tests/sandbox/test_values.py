"""Values both ways through real processes, and handles for what is no value."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from autograder.course import Limits, Rules
from autograder.records.errors import MissingName, StudentCrash, StudentError, StudentFailure
from autograder.sandbox import Handle, StudentProcess
from autograder.sandbox.protocol.values import TensorValue, to_array
from autograder.sandbox.protocol.wire import DTYPES
from tests.support.student_process import QUICK, running, started

_ECHO = """
import array, enum, collections, dataclasses, decimal, fractions, functools
import numpy as np

def echo(x): return x
def kind(x): return type(x).__name__
def text(x): return repr(x)
def many(*args, **kwargs): return [list(args), kwargs]

class Color(enum.IntEnum):
    RED = 3
class Name(str):
    pass
class Half(float):
    pass
class Bank(dict):
    def items(self): raise RuntimeError("its own items")
class Row(list):
    def __getitem__(self, key): raise RuntimeError("its own items")
Point = collections.namedtuple("Point", "x y")
@dataclasses.dataclass
class Record:
    a: int = 1
class Sub(np.ndarray):
    def __array_finalize__(self, obj): pass
    @property
    def shape(self): return (99,)
    @property
    def size(self): return 0
    @property
    def dtype(self): return np.dtype("f4")

class Held:
    def __init__(self, expression): self.x = eval(expression)

class Layer:
    def __init__(self, n): self.n, self.W = n, np.zeros(n)
    def forward(self, x): return x @ self.W
    def __len__(self): return self.n
    def __getitem__(self, i): return [self.n, i]
    def __iter__(self): return iter([1, 2.5, "a", Record()])
    @property
    def broken(self): raise ValueError("no")
"""


@pytest.fixture(scope="module")
def process() -> Iterator[StudentProcess]:
    limits = Limits(call_seconds=5.0, memory_mb=512, calls=100_000)
    with started(limits=limits) as made, running(made, _ECHO) as one:
        assert one.report.flags == ()
        yield one


@pytest.mark.parametrize(
    "value",
    [
        None, True, False, 0, -1, 2**63, -(2**1000), 0.0, -0.0, 1.5, math.inf, -math.inf, 1e-320, "", "é ∑ 🎓", "a\0b\n", b"", b"\xff\x00",
        [], (), {}, [1, [2.5, ["x", None]]], (1, (2, [3])), {"a": 1, 2: [3], (4, "b"): {"c": None}, None: True}, 1j, 2.5 - 0.0j,
        [[]] * 3, list(range(1000)), "x" * 100_000, [True, 1, 1.0], Ellipsis, (0, Ellipsis),
    ],
)  # fmt: skip
def test_plain_values_come_back_as_they_were(process: StudentProcess, value: Any) -> None:
    back = process.module.echo(value)
    assert back == value
    assert type(back) is type(value)
    assert repr(back) == repr(value)


def test_nan(process: StudentProcess) -> None:
    assert math.isnan(process.module.echo(math.nan))
    assert np.isnan(process.module.echo(np.array([1.0, np.nan]))).tolist() == [False, True]


@pytest.mark.parametrize("code", sorted(DTYPES))
def test_arrays_of_every_type_and_shape(process: StudentProcess, code: str) -> None:
    dtype = DTYPES[code]
    rng = np.random.default_rng(3)
    for shape in [(), (0,), (3,), (2, 3), (0, 4), (2, 1, 3, 2), (1,) * 8]:
        array = (rng.integers(0, 2, shape) if dtype.kind == "b" else rng.uniform(0, 100, shape)).astype(dtype)
        array = np.asarray(array)
        back = process.module.echo(array)
        assert type(back) is np.ndarray
        assert back.dtype == dtype
        assert back.shape == shape
        assert back.flags.writeable
        assert np.array_equal(back, array)
        assert process.module.kind(array) == "ndarray"


@pytest.mark.parametrize("code", sorted(DTYPES))
def test_scalars_keep_their_type(process: StudentProcess, code: str) -> None:
    value = DTYPES[code].type(1)
    back = process.module.echo(value)
    assert back == value
    assert type(back) is type(value)


def test_arrays_in_any_memory_order(process: StudentProcess) -> None:
    base = np.arange(24.0).reshape(4, 6)
    for array in (
        base.T,
        base[::2, ::-1],
        base[:, 2],
        np.asfortranarray(base),
        np.broadcast_to(base[0], (5, 6)),
        base.astype(">f8"),
    ):
        assert np.array_equal(process.module.echo(array), array)


def test_a_copy_crosses(process: StudentProcess) -> None:
    array = np.zeros(3)
    back = process.module.echo([array, array])
    back[0][0] = 1
    assert back[1][0] == 0
    assert array[0] == 0


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("Color.RED", 3), ("Name('ab')", "ab"), ("Half(0.5)", 0.5), ("Point(1, 2)", (1, 2)), ("np.str_('ab')", "ab"),
        ("np.array(['ab', 'c'])[0]", "ab"), ("collections.Counter('aab')", {"a": 2, "b": 1}),
        ("collections.OrderedDict(a=1)", {"a": 1}), ("collections.defaultdict(int, a=1)", {"a": 1}),
    ],
)  # fmt: skip
def test_relations_of_plain_types_come_as_plain(process: StudentProcess, expression: str, value: Any) -> None:
    back = _made(process, expression)
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("fractions.Fraction(1, 4)", 0.25), ("np.array(fractions.Fraction(1, 4), dtype=object)", 0.25),
        ("[decimal.Decimal('0.5'), fractions.Fraction(3)]", [0.5, 3.0]),
        ("array.array('i', [5, 24])", [5, 24]), ("array.array('d', [0.5])", [0.5]),
        ("np.array([1, 10**20, fractions.Fraction(1, 2)], dtype=object)", [1, 10**20, 0.5]),
        ("np.array([[1, 2]], dtype=object)", [[1, 2]]), ("Bank(a=1)", {"a": 1}), ("Row([1, 2])", [1, 2]),
    ],
)  # fmt: skip
def test_numbers_of_the_standard_library_come_as_numbers(process: StudentProcess, expression: str, value: Any) -> None:
    back = _made(process, expression)
    assert back == value
    assert type(back) is type(value)


def test_a_subclass_of_arrays_comes_as_what_is_in_it(process: StudentProcess) -> None:
    back = _made(process, "np.arange(6.0).reshape(2, 3).view(Sub)")
    assert type(back) is np.ndarray
    assert np.array_equal(back, np.arange(6.0).reshape(2, 3))
    assert np.array_equal(_made(process, "np.ma.masked_array([1.0, 2.0], [0, 1])"), [1.0, 2.0])


@pytest.mark.parametrize(
    "expression",
    [
        "echo", "Layer", "Layer(2)", "np.sum", "object()", "Record()", "{1, 2}", "frozenset()", "range(3)", "iter([])",
        "np.random.default_rng(0)",
        "np.array(None, dtype=object)", "np.array(['a'])", "np.array('2020', 'M8[D]')", "np.zeros(2, [('a', 'f4')])",
        "(i for i in [1])", "lambda: 1", "{'a': 1}.values()", "array.array('u', 'ab')",
        "functools.partial(echo, 1)", "np", "type", "NotImplemented", "bytearray(2)", "memoryview(b'a')",
    ],
)  # fmt: skip
def test_everything_else_stays_there_and_comes_as_a_handle(process: StudentProcess, expression: str) -> None:
    handle = _made(process, expression)
    assert isinstance(handle, Handle)
    assert process.value(handle).ref == handle.ref
    assert process.module.kind(handle) == handle.type_name


def test_handles_in_containers(process: StudentProcess) -> None:
    layers = process.module.echo([process.module.Layer(1), {"b": process.module.Layer(2)}, (3,)])
    assert len(layers[0]) == 1
    assert len(layers[1]["b"]) == 2
    assert layers[2] == (3,)


def test_what_handles_do(process: StudentProcess) -> None:
    layer = process.module.Layer(3)
    assert layer.type_name == "Layer"
    assert layer.n == 3
    layer.W = np.array([1.0, 2.0, 3.0])
    assert layer.forward(np.array([1.0, 0.0, 2.0])) == 7.0
    layer.W = 2 * layer.W
    assert np.array_equal(layer.W, [2.0, 4.0, 6.0])
    assert len(layer) == 3
    assert layer[5] == [3, 5]
    assert layer["k"] == [3, "k"]
    one, half, letter, record = list(layer)
    assert (one, half, letter) == (1, 2.5, "a")
    assert record.a == 1
    assert process.module.many(1, layer, k=layer)[1]["k"].n == 3
    assert "student's process" in repr(layer)
    assert not hasattr(layer, "__array__")


def test_setting_a_function_replaces_the_known_one(process: StudentProcess) -> None:
    assert process.module.kind(1) == "int"
    kind = process.module.kind
    process.module.kind = process.module.text
    assert process.module.kind(1) == "1"
    process.module.kind = kind
    assert process.module.kind(1) == "int"


def test_keeping_a_value_there(process: StudentProcess) -> None:
    array = np.arange(4.0)
    kept = process.keep(array)
    assert process.module.text(kept) == "array([0., 1., 2., 3.])"
    process.module.many(kept)
    assert np.array_equal(process.value(kept), array)
    assert process.keep(5).ref.number != process.keep(5).ref.number


def test_keyword_arguments(process: StudentProcess) -> None:
    assert process.module.many(1, b=2, c="x") == [[1], {"b": 2, "c": "x"}]


def test_missing_names(process: StudentProcess) -> None:
    with pytest.raises(MissingName, match="no `conv3d`"):
        process.module.conv3d  # noqa: B018
    layer = process.module.Layer(1)
    with pytest.raises(MissingName, match="no `bias`"):
        layer.bias  # noqa: B018
    assert not hasattr(layer, "bias")
    with pytest.raises(ValueError, match="no") as caught:
        layer.broken  # noqa: B018
    assert not isinstance(caught.value, MissingName)


def test_answers_that_are_too_large(process: StudentProcess) -> None:
    for expression in (
        "np.zeros(10**7)",
        "np.broadcast_to(np.zeros(1), (10**9,))",
        "'x' * 2**21",
        "10**400",
        "[0] * 10**6",
        "[[0]] * 10**6",
    ):
        with pytest.raises(StudentFailure, match=r"more than an answer may hold.*64 MB"):
            _made(process, expression)
    with pytest.raises(StudentFailure, match="more than an answer may hold"):
        _made(process, "(lambda x: [x.append(x), x][1])([])")
    assert process.alive


def test_the_suite_cannot_hand_over_just_anything(process: StudentProcess) -> None:
    with pytest.raises(TypeError, match="a object cannot be handed to student code"):
        process.module.echo(object())
    assert process.module.echo(1) == 1


def test_a_handle_of_another_process_is_not_mistaken(process: StudentProcess) -> None:
    with started(limits=QUICK) as other, running(other, "def f(): pass\n") as second:
        foreign = second.module.f
        with pytest.raises(StudentCrash, match="went with the process it was in"):
            process.module.echo(foreign)


@pytest.mark.parametrize("length", ["-1", "2**70", "1.0", "'3'", "None"])
def test_a_length_that_is_none(process: StudentProcess, length: str) -> None:
    made = _made(process, f"type('L', (), dict(__len__=lambda self: {length}))()")
    with pytest.raises(StudentError):
        len(made)


def _made(process: StudentProcess, expression: str) -> Any:
    """What an expression over there comes back as."""
    return process.module.Held(expression).x


@pytest.mark.slow
def test_tensors() -> None:
    torch = pytest.importorskip("torch")
    rules, limits = Rules(libraries=("numpy", "torch")), Limits(call_seconds=20.0, memory_mb=1024)
    text = "import torch\ndef echo(x): return x\ndef kind(x): return str(x.dtype) + str(x.requires_grad)\nmodel = torch.nn.Linear(2, 1)\n"
    with started(rules, limits) as sandbox, running(sandbox, text) as process:
        value = torch.arange(6.0).reshape(2, 3)
        back = process.module.echo(value)
        assert isinstance(back, TensorValue)
        assert np.array_equal(to_array(back), value.numpy())
        assert process.module.kind(value) == "torch.float32False"
        assert process.module.kind(value.clone().requires_grad_()) == "torch.float32True"
        assert process.module.echo(back).requires_grad is False
        assert process.module.echo([value, {"a": value}])[1]["a"].array.shape == (2, 3)
        model = process.module.model
        assert model.type_name == "Linear"
        model.load_state_dict({"weight": torch.tensor([[2.0, 3.0]]), "bias": torch.tensor([1.0])})
        assert to_array(model(torch.tensor([1.0, 1.0]))).tolist() == [6.0]
        weight, bias = list(model.parameters())
        assert weight.requires_grad
        assert bias.array.tolist() == [1.0]
        assert set(model.state_dict()) == {"weight", "bias"}
        for dtype in (torch.bool, torch.int64, torch.float16, torch.complex64):
            assert to_array(process.module.echo(torch.ones(2).to(dtype))).shape == (2,)

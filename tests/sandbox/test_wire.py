"""The codec: values come back as they were, and whatever else arrives is one kind of error."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from autograder.sandbox.protocol import wire
from autograder.sandbox.protocol.values import TensorValue
from autograder.sandbox.protocol.wire import DTYPES, PREFIX, Decoder, Encoder, Malformed, Ref, TooLarge, lengths

RELAXED = settings(deadline=None, suppress_health_check=list(HealthCheck))


def _frame(value: Any) -> bytes:
    return b"".join(bytes(buffer) for buffer in Encoder(_refer).frame(value))


def _refer(value: Any) -> Any:
    raise TooLarge(f"a {type(value).__name__} is no value")


def _read(frame: bytes) -> Any:
    """What a receiver does with a whole frame."""
    header, body = lengths(frame[: PREFIX.size])
    rest = frame[PREFIX.size :]
    if len(rest) != header + body:
        raise Malformed("cut short, or too long")
    return Decoder(lambda ref: ref).value(rest[:header], rest[header:])


def _node(node: Any, body: bytes = b"") -> Any:
    text = node if isinstance(node, bytes) else json.dumps(node).encode()
    return Decoder(lambda ref: ref).value(text, body)


def _same(one: Any, two: Any) -> bool:
    """Equal and of equal types all the way down; NaN is NaN."""
    if type(one) is not type(two):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == two.dtype and one.shape == two.shape and one.tobytes() == two.tobytes()
    if isinstance(one, np.generic):
        return one.tobytes() == two.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(two) and all(map(_same, one, two))
    if isinstance(one, dict):
        return all(map(_same, one, two)) and all(map(_same, one.values(), two.values())) and len(one) == len(two)
    if isinstance(one, TensorValue):
        return one.requires_grad == two.requires_grad and _same(one.array, two.array)
    return bool(repr(one) == repr(two))


_DTYPES = st.sampled_from([dtype for code, dtype in DTYPES.items() if code != "<f16"])
_ARRAYS = arrays.arrays(_DTYPES, arrays.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4))
_KEYS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.text(max_size=5)
    | st.tuples(st.integers(), st.text(max_size=2))
)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**1023), 2**1023)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary(max_size=40)
    | st.complex_numbers()
    | st.just(Ellipsis)
    | _ARRAYS
    | _ARRAYS.map(lambda array: array.reshape(-1)[0] if array.size else array)
    | st.builds(TensorValue, _ARRAYS, st.booleans())
    | st.builds(Ref, st.integers(0, 2**40), st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=5) | st.lists(inner, max_size=5).map(tuple) | st.dictionaries(_KEYS, inner, max_size=4)
    ),
    max_leaves=25,
)


@RELAXED
@given(_VALUES)
@example([np.float64("nan"), -0.0, float("inf"), 2**1023, "", (), [], {}])
@example(np.array(True))
def test_what_is_sent_is_what_arrives(value: Any) -> None:
    assert _same(_read(_frame(value)), value)


@RELAXED
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.sampled_from(["l", "t", "d", "a", "s", "b", "T", "h", "c", "e", *DTYPES]),
        lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=30,
    ),
    st.binary(max_size=64),
)
def test_any_json_is_a_value_or_malformed(node: Any, body: bytes) -> None:
    _check(json.dumps(node).encode(), body)


@RELAXED
@given(st.binary(max_size=200), st.binary(max_size=64))
@example(b"\xff\xfe", b"")
@example('"\u2028"'.encode(), b"")
@example(b"[" * 5000, b"")
def test_any_bytes_are_a_value_or_malformed(header: bytes, body: bytes) -> None:
    _check(header, body)


@RELAXED
@given(st.binary(min_size=PREFIX.size, max_size=PREFIX.size))
def test_any_beginning_is_two_lengths_or_malformed(prefix: bytes) -> None:
    try:
        header, body = lengths(prefix)
    except Malformed:
        return
    assert 0 <= header <= wire.MAX_HEADER
    assert 0 <= body <= wire.MAX_BODY


def _check(header: bytes, body: bytes) -> bool:
    try:
        value = Decoder(lambda ref: ref).value(header, body)
    except Malformed:
        return False
    for part in _parts(value):
        assert type(part) in _RECEIVED
        assert not isinstance(part, np.ndarray) or part.dtype in DTYPES.values()
        if isinstance(part, str):
            part.encode()
    return True


_RECEIVED = {
    type(None), bool, int, float, complex, str, bytes, list, tuple, dict, np.ndarray, type(Ellipsis), Ref, TensorValue,
    *(dtype.type for dtype in DTYPES.values()),
}  # fmt: skip


def _parts(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _parts(item)
    elif isinstance(value, dict):
        yield from (part for pair in value.items() for item in pair for part in _parts(item))


@pytest.mark.parametrize(
    ("node", "body"),
    [
        ({}, b""),
        ({"a": 1}, b""),
        ([], b""),
        ([[]], b""),
        (["x"], b""),
        (["l", []], b""),
        (["d", 1], b""),
        (["d", ["l"], 1], b""),
        (["d", ["d"], 1], b""),
        (["d", ["a", "|u1", [1]], 1], b"a"),
        (["a"], b""),
        (["a", "<f8"], b""),
        (["a", "|O", [1]], b"12345678"),
        (["a", "<U1", [1]], b"1234"),
        (["a", "<M8", [1]], b"12345678"),
        (["a", "|V8", [1]], b"12345678"),
        (["a", "f8", [1]], b"12345678"),
        (["a", ">f8", [1]], b"12345678"),
        (["a", "<f8", [2]], b"12345678"),
        (["a", "<f8", [1]], b"123456789"),
        (["a", "<f8", [-1]], b"12345678"),
        (["a", "<f8", [1, -1, -1]], b"12345678"),
        (["a", "<f8", [True]], b"12345678"),
        (["a", "<f8", [1.0]], b"12345678"),
        (["a", "<f8", ["1"]], b"12345678"),
        (["a", "<f8", 1], b"12345678"),
        (["a", "<f8", [2**62]], b""),
        (["a", "<f8", [2**32, 2**32]], b""),
        (["a", "<f8", [0, 2**40]], b""),
        (["a", "<f8", [0, 2**62]], b""),
        (["a", "<f8", [1] * 33], b"12345678"),
        (["a", ["l"], [1]], b"1"),
        (["a", {}, [1]], b"1"),
        (["a", None, [1]], b"1"),
        (["s", "<f8"], b"1234567"),
        (["s", "<f8", []], b"12345678"),
        (["b", -1], b""),
        (["b", 2], b"1"),
        (["b", "1"], b"1"),
        (["b", True], b"1"),
        (["b", 1.0], b"1"),
        (["T", 1, ["a", "<f4", [1]]], b"1234"),
        (["T", True, ["s", "<f4"]], b"1234"),
        (["T", True, ["T", True, ["a", "<f4", [1]]]], b"1234"),
        (["T", True, 1], b""),
        (["T", True, {}], b""),
        (["T", True, []], b""),
        (["h", "1", "x"], b""),
        (["h", 1.0, "x"], b""),
        (["h", True, "x"], b""),
        (["h", 1, 2], b""),
        (["h", 1, "x" * 201], b""),
        (["h", 2**1025, "x"], b""),
        (["h", 1], b""),
        (["c", 1, 2.0], b""),
        (["c", 1.0], b""),
        (["e", 1], b""),
        (2**1025, b""),
        (-(2**1025), b""),
        (["l", 2**1025], b""),
        (1, b"left over"),
        ([True, 1], b""),
        ([["l"]], b""),
        ([None], b""),
    ],
)
def test_what_is_no_value(node: Any, body: bytes) -> None:
    with pytest.raises(Malformed):
        _node(node, body)


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b" ",
        b"nul",
        b"1 2",
        b"[",
        b"]",
        b"'a'",
        b'["l",]',
        b"01",
        b"+1",
        b"0x1",
        b"\x00",
        b'"\xe9"',
        '"é"'.encode("utf-16"),
        b"[" * 100_000,
        b"9" * 5_000,
        b'["l"' + b',["l"' * 40 + b"]" * 41,
        b"-",
        b"1e",
        b"\xef\xbb\xbf1",
    ],
)
def test_what_is_no_json(header: bytes) -> None:
    with pytest.raises(Malformed):
        _node(header)


def test_what_json_allows_and_python_knows() -> None:
    assert math.isnan(_node(b"NaN"))
    assert _node(b"-Infinity") == -math.inf
    assert _node(b"1e999999") == math.inf
    assert _node(b'"\\ud800"') == "?"
    assert _node(b'["d", 1, "a", 1.0, "b", true, "c"]') == {1: "c"}


def test_a_bool_array_holds_only_bools() -> None:
    found = _node(["a", "|b1", [4]], bytes([0, 1, 2, 255]))
    assert found.tolist() == [False, True, True, True]
    assert found.view(np.uint8).tolist() == [0, 1, 1, 1]
    assert _node(["s", "|b1"], b"\x07").tobytes() == b"\x01"


def test_arrays_share_nothing_with_the_frame() -> None:
    body = bytearray(16)
    array = _node(["a", "<f8", [2]], body)
    body[:] = b"\xff" * 16
    array[0] += 1
    assert array.tolist() == [1.0, 0.0]


def test_long_doubles_of_any_bits_can_be_looked_at() -> None:
    rng = np.random.default_rng(0)
    with np.errstate(all="ignore"):
        for _ in range(300):
            found = _node(["a", "<f16", [2]], rng.bytes(32))
            assert isinstance(repr(found), str)
            assert found.astype(float).shape == (2,)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (2**1025, "a whole number of 1026 bits"),
        ("x" * (2**20 + 1), "a text of"),
        ([0] * 500_001, "more than 500000 parts"),
        ([[0]] * 300_000, "parts"),
        (np.zeros(2**23 + 1), "an array of 64 MB"),
        ([np.zeros(2**22)] * 3, "larger than 64 MB together"),
        (np.broadcast_to(0.0, (10**6, 10**6)), "an array of"),
        (np.empty((0, 1 << 39)), "an empty array of a vast shape"),
        (np.empty((6, 0, 1 << 40)).view(np.ma.MaskedArray), "an empty array of a vast shape"),
        (np.zeros((1,) * 40), "an array of 40 dimensions"),
        (["x" * 2**20] * 5, "too many parts"),
        (object(), "no value"),
    ],
)
def test_what_does_not_fit_is_not_sent(value: Any, told: str) -> None:
    with pytest.raises(TooLarge, match=told):
        _frame(value)


def test_an_array_of_objects_arrives_as_what_it_holds() -> None:
    assert _read(_frame(np.array([[1, 2.5], [True, None]], dtype=object))) == [[1, 2.5], [True, None]]
    loop = np.empty(1, dtype=object)
    loop[0] = loop
    with pytest.raises(TooLarge, match="nested more than 32 deep"):
        _frame(loop)
    with pytest.raises(TooLarge, match="is no value"):
        _frame(np.array(None, dtype=object))


def test_a_lone_element_that_is_no_number_is_referred_to() -> None:
    frame = b"".join(
        bytes(buffer) for buffer in Encoder(lambda value: Ref(7, type(value).__name__)).frame(np.datetime64(0, "s"))
    )
    assert _read(frame) == Ref(7, "datetime64")


def test_a_list_in_itself_is_too_deep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAX_NODES", 10_000)
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(TooLarge, match="nested more than 32 deep"):
        _frame(loop)
    twice: list[Any] = []
    for _ in range(31):
        twice = [twice, twice]
    with pytest.raises(TooLarge, match="parts"):
        _frame(twice)


def test_the_deepest_that_may_be() -> None:
    value: Any = 1
    for _ in range(wire.MAX_DEPTH):
        value = [value]
    assert _read(_frame(value)) == value

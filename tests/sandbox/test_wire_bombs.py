"""Frames made to cost: none takes the decoder long, and its memory grows with what came and not with what is claimed."""

from __future__ import annotations

import contextlib
import gc
import json
import time
import tracemalloc

import pytest

from autograder.sandbox.protocol import wire
from autograder.sandbox.protocol.wire import Decoder, Malformed

MACHINE_SLOW = 10.0
"""Seconds of processor time the worst frame may take on a slow machine; here it takes about a tenth of them."""
_MERSENNE = 2**61 - 1
"""``hash`` of a whole number is its remainder by this."""
_BOMBS = {
    "keys with one hash": b'["d",' + b",".join(b"%d,0" % (i * _MERSENNE) for i in range(100_000)) + b"]",
    "complex keys with one hash": b'["d",'
    + b",".join(b'["c",%d.0,%d.0],0' % (-1000003 * i, i) for i in range(80_000))
    + b"]",
    "tuples with one hash": json.dumps(
        ["d", *(x for i in range(20_000) for x in (["t", *(-1 - (i >> b & 1) for b in range(16))], 0))]
    ).encode(),
    "keys with equal low bits": b'["d",' + b",".join(b"%d,0" % (i << 41) for i in range(120_000)) + b"]",
    "keys in small groups of one hash": b'["d",'
    + b",".join(b"%d,0" % (i // 16 + i % 16 * _MERSENNE) for i in range(120_000))
    + b"]",
    "empty lists": b'["l"' + b",[]" * 1_390_000 + b"]",
    "lists": b'["l"' + b',["l"]' * 690_000 + b"]",
    "many numbers": b'["l"' + b",1" * 2_000_000 + b"]",
    "objects": b'["l"' + b',{"":0}' * 590_000 + b"]",
    "nested objects": b'{"":' * 1_000_000,
    "empty arrays": b'["l"' + b',["a","|b1",[0]]' * 260_000 + b"]",
    "empty arrays of many dimensions": b'["l"' + (b',["a","|b1",[' + b",".join([b"0"] * 32) + b"]]") * 50_000 + b"]",
    "whole numbers as long as may be": b'["l"' + (b"," + b"9" * 308) * 13_000 + b"]",
    "whole numbers that are too long": b'["l"' + (b"," + b"9" * 4300) * 970 + b"]",
    "one number": b"9" * 4_000_000,
    "one decimal": b"0." + b"1" * 4_000_000,
    "one exponent": b"1e" + b"9" * 4_000_000,
    "one text": b'"' + b"\\u00e9" * 690_000 + b'"',
    "texts": b'["l"' + b',"\\ud800"' * 400_000 + b"]",
    "blanks": b" " * 4_000_000 + b"1",
    "commas in a text": b'"' + b"," * 4_000_000 + b'"',
}


@pytest.mark.slow
@pytest.mark.parametrize("name", _BOMBS)
def test_the_worst_header_takes_bounded_time_and_memory(name: str) -> None:
    header = _BOMBS[name]
    assert len(header) <= wire.MAX_HEADER
    gc.freeze()  # the heap that a long run of tests has behind it is not the grader's: collections would go through all of it
    try:
        began = time.process_time()
        _look(header)
        assert time.process_time() - began < MACHINE_SLOW
    finally:
        gc.unfreeze()


@pytest.mark.parametrize(
    "part", [b",[]", b",[0]", b',["l"]', b',["a","|b1",[0]]', b',"\\ud800"', b',["l",1.5]', b',{"":0}']
)
def test_memory_grows_with_the_header_and_not_faster(part: bytes) -> None:
    header = b'["l"' + part * (150_000 // len(part)) + b"]"
    tracemalloc.start()
    try:
        _look(header)
        assert tracemalloc.get_traced_memory()[1] < 40 * len(header)
    finally:
        tracemalloc.stop()


def _look(header: bytes) -> None:
    with contextlib.suppress(Malformed):
        Decoder(lambda ref: ref).value(header, b"")


def test_the_worst_body_is_held_twice_at_most() -> None:
    body = bytes(wire.MAX_BODY)
    tracemalloc.start()
    try:
        array = Decoder(lambda ref: ref).value(f'["a", "|u1", [{wire.MAX_BODY}]]'.encode(), body)
        assert tracemalloc.get_traced_memory()[1] < wire.MAX_BODY + (1 << 20)
    finally:
        tracemalloc.stop()
    assert array.size == wire.MAX_BODY

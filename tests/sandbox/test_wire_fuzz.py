"""A hundred thousand frames that something has happened to: values or one kind of error, and never much time or memory."""

from __future__ import annotations

import json
import random
import resource
import time
from collections import Counter
from typing import Any

import numpy as np

from autograder.sandbox.protocol.values import TensorValue
from autograder.sandbox.protocol.wire import PREFIX, Decoder, Encoder, Malformed, Ref, lengths

FRAMES = 100_000
_WORDS = [
    "l",
    "t",
    "d",
    "a",
    "s",
    "b",
    "T",
    "h",
    "c",
    "e",
    "<f8",
    "|u1",
    "|b1",
    "<f16",
    "|O",
    "ok",
    "error",
    "",
    "\ud800",
    "x" * 300,
]
_NUMBERS = [
    0,
    1,
    -1,
    2,
    8,
    255,
    2**31,
    2**32,
    2**40,
    2**62,
    2**63,
    2**64,
    -(2**63),
    2**1025,
    2**61 - 1,
    1.5,
    -0.0,
    1e308,
]


def _samples() -> list[bytes]:
    rng = np.random.default_rng(1)
    values: list[Any] = [
        ("ok", rng.normal(size=(2, 3)), "printed", []),
        ("ok", [1, 2.5, None, True, "text", b"bytes", 1j, ...], "", ["the sandbox refused open"]),
        ("ok", {"weight": TensorValue(rng.normal(size=(2, 2)), True), "n": {1: (2, [3])}}, "", []),
        ("ok", Ref(7, "function"), "", []),
        ("ok", [np.float32(1), np.int64(2), np.bool_(True), rng.integers(0, 2, 5).astype(bool)], "", []),
        (
            "error",
            ["ValueError", "Exception"],
            False,
            "message",
            ("work.py", 3, ""),
            ("x[3]", ("x.shape = (3,)",), ""),
            "",
            [],
        ),
        (True, "", ["flag"], ["f", "g"], Ref(1, "module"), None, "seccomp"),
        [[[[[]]]]],
        np.zeros((0, 3), "f2"),
    ]
    return [b"".join(bytes(buffer) for buffer in Encoder(lambda value: value).frame(value)) for value in values]


def _read(frame: bytes) -> Any:
    header, body = lengths(frame[: PREFIX.size].ljust(PREFIX.size, b"\0"))
    rest = frame[PREFIX.size :]
    if len(rest) < header + body:
        raise Malformed("the receiver would wait for more")
    return Decoder(lambda ref: ref).value(rest[:header], rest[header : header + body])


class _Mutator:
    """Things that happen to frames: to their bytes, to the header as JSON, to the lengths."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.samples = _samples()

    def frame(self) -> bytes:
        kind = self.random.random()
        frame = self.random.choice(self.samples)
        if kind < 0.45:
            return self.bytes(frame)
        header, _ = lengths(frame[: PREFIX.size])
        node, rest = json.loads(frame[PREFIX.size : PREFIX.size + header]), frame[PREFIX.size + header :]
        if kind < 0.95:
            for _ in range(self.random.randint(1, 3)):
                node = self.node(node)
        else:
            rest = self.random.randbytes(self.random.randint(0, 80))
        text = json.dumps(node).encode()
        return PREFIX.pack(b"cg1\n", len(text), len(rest)) + text + rest

    def bytes(self, frame: bytes) -> bytes:
        data, at = bytearray(frame), self.random.randrange(len(frame))
        match self.random.randrange(6):
            case 0:
                data[at] ^= 1 << self.random.randrange(8)
            case 1:
                data[at] = self.random.randrange(256)
            case 2:
                del data[at : at + self.random.randint(1, 8)]
            case 3:
                data[at:at] = self.random.randbytes(self.random.randint(1, 8))
            case 4:
                other = self.random.choice(self.samples)
                data[at:] = other[self.random.randrange(len(other)) :]
            case _:
                data[PREFIX.size + self.random.randrange(len(data) - PREFIX.size)] = self.random.choice(
                    b'[]",0-.eE\\{}:'
                )
        return bytes(data)

    def node(self, node: Any) -> Any:
        if isinstance(node, list) and node and self.random.random() < 0.8:
            at = self.random.randrange(len(node))
            match self.random.randrange(6):
                case 0:
                    return node[:at] + node[at + 1 :]
                case 1:
                    return [*node[:at], self.leaf(), *node[at:]]
                case 2:
                    return [*node, *node]
                case 3:
                    return [*node[:at], node, *node[at:]]
                case _:
                    return [*node[:at], self.node(node[at]), *node[at + 1 :]]
        return self.leaf()

    def leaf(self) -> Any:
        return self.random.choice(
            (
                self.random.choice(_WORDS),
                self.random.choice(_NUMBERS),
                None,
                True,
                [],
                {},
                {"a": 1},
                [self.random.choice(_WORDS)],
            )
        )


def test_a_hundred_thousand_mutated_frames() -> None:
    mutator, came = _Mutator(20), Counter[str]()
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    slowest, began = 0.0, time.process_time()
    for _ in range(FRAMES):
        frame = mutator.frame()
        at = time.process_time()
        try:
            _read(frame)
            came["value"] += 1
        except Malformed:
            came["malformed"] += 1
        slowest = max(slowest, time.process_time() - at)
    assert came["value"] > FRAMES // 50
    assert came["malformed"] > FRAMES // 2
    assert slowest < 0.5
    assert time.process_time() - began < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held < 64 << 10  # KB


def test_another_seed_makes_other_frames() -> None:
    first, second = _Mutator(1), _Mutator(2)
    assert [first.frame() for _ in range(20)] != [second.frame() for _ in range(20)]
    first, again = _Mutator(1), _Mutator(1)
    assert [first.frame() for _ in range(20)] == [again.frame() for _ in range(20)]

"""The wire between the grader and a student's process: values as a JSON header and raw buffers, checked before anything is allocated.

A frame is ``MAGIC``, the header's length, the body's length (`PREFIX`), the JSON header, the body. The header is one value:

=====================================  =====================================================================
``null true false 1 1.5 NaN "text"``   themselves; whole numbers of at most `MAX_BITS` bits
``["l", …] ["t", …]``                  list, tuple
``["d", key, value, …]``               dict
``["a", dtype, shape]``                array; its bytes are the next ones of the body, C order
``["s", dtype]``                       NumPy scalar; its bytes likewise
``["b", length]``                      bytes; likewise
``["T", requires_grad, array]``        torch tensor
``["h", number, type name]``           an object that stays in the process
``["c", real, imaginary] ["e"]``       complex, Ellipsis
=====================================  =====================================================================

Whatever else arrives is one `Malformed`. Nothing here is pickled. Both sides use this module, so it imports NumPy and nothing else.
"""

from __future__ import annotations

import json
import math
import struct
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.sandbox.protocol.values import TensorValue

MAGIC = b"cg1\n"
PREFIX = struct.Struct("<4sIQ")
MAX_HEADER = 4 << 20
MAX_BODY = 64 << 20
MAX_DEPTH = 32
MAX_NODES = 500_000
MAX_BITS = 1024
MAX_TEXT = 1 << 20
MAX_DIMENSIONS = 32
MAX_EXTENT = 1 << 40
DTYPES = {code: np.dtype(code) for code in "|b1 |i1 |u1 <i2 <u2 <i4 <u4 <i8 <u8 <f2 <f4 <f8 <c8 <c16 <f16".split()}
_CODES = {dtype: code for code, dtype in DTYPES.items()}
_PLAIN = frozenset({type(None), bool, int, float})
_UNDERNEATH: dict[type, Callable[[Any], Any]] = {int: int.__int__, float: float.__float__, str: str.__str__}
_COLLISIONS = 16
"""Keys of one dict that may have the same hash."""


class Malformed(Exception):
    """What arrived is not a frame of this codec."""


class TooLarge(Exception):
    """The value does not fit through the wire; the text says in which way."""


@dataclass(frozen=True)
class Ref:
    """An object that stays in the process, by number."""

    number: int
    type_name: str = ""


FUNCTION = "function"
"""The type's name of Python's own functions."""


def _no_object(pairs: object) -> None:
    raise Malformed("a JSON object")


_JSON = json.JSONDecoder(object_pairs_hook=_no_object)


class Encoder:
    """Turns one value into the buffers of a frame. ``refer`` gives a `Ref` or a `TensorValue` for an object that is no plain data."""

    def __init__(self, refer: Callable[[Any], Any]) -> None:
        self._refer = refer
        self._buffers: list[Any] = []
        self._bytes = 0
        self._nodes = 0

    def frame(self, value: Any) -> list[Any]:
        """The frame of ``value`` as buffers to be written one after the other. Raises `TooLarge`."""
        header = json.dumps(self._node(value, 0), separators=(",", ":"), check_circular=False).encode("ascii")
        if len(header) > MAX_HEADER:
            raise TooLarge("the value has too many parts; NumPy arrays are the compact form")
        return [PREFIX.pack(MAGIC, len(header), self._bytes) + header, *self._buffers]

    def _node(self, value: Any, depth: int) -> Any:
        kind = type(value)
        self._count(1)
        if kind is int:
            if value.bit_length() > MAX_BITS:
                raise TooLarge(f"a whole number of {value.bit_length()} bits")
            return value
        if kind is float or kind is bool or value is None:
            return value
        if kind is str:
            if len(value) > MAX_TEXT:
                raise TooLarge(f"a text of {len(value)} characters")
            return value
        if kind is np.ndarray or (issubclass(kind, np.ndarray)):
            return self._array(value, depth)
        if issubclass(kind, np.generic):
            return self._scalar(value)
        if depth >= MAX_DEPTH:
            raise TooLarge(f"lists nested more than {MAX_DEPTH} deep")
        # The built-in methods, not those of a subclass: what matters are the items, however they are dressed up.
        if issubclass(kind, list):
            return ["l", *self._items(list.__getitem__(value, slice(None)), depth)]
        if issubclass(kind, tuple):
            return ["t", *self._items(tuple.__getitem__(value, slice(None)), depth)]
        if issubclass(kind, dict):
            return ["d", *self._items([part for item in dict.items(value) for part in item], depth)]
        return self._rare(value, kind, depth)

    def _rare(self, value: Any, kind: type, depth: int) -> Any:
        if value is Ellipsis:
            return ["e"]
        if kind is complex:
            return ["c", value.real, value.imag]
        if kind is bytes:
            self._buffer(value, len(value))
            return ["b", len(value)]
        if kind is Ref:
            return ["h", value.number, value.type_name[:200]]
        if kind is TensorValue:
            return ["T", bool(value.requires_grad), self._array(value.array, depth)]
        for plain, underneath in _UNDERNEATH.items():  # an enumeration's member, a text with methods of its own
            if issubclass(kind, plain):
                return self._node(underneath(value), depth)
        return self._node(self._refer(value), depth + 1)

    def _items(self, items: Any, depth: int) -> Any:
        if _PLAIN.issuperset(map(type, items)) and not any(
            type(item) is int and item.bit_length() > MAX_BITS for item in items
        ):
            self._count(len(items))
            return items
        return [self._node(item, depth + 1) for item in items]

    def _count(self, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise TooLarge(f"the value has more than {MAX_NODES} parts; NumPy arrays are the compact form")

    def _array(self, value: Any, depth: int) -> Any:
        size, itemsize = np.ndarray.size.__get__(value), np.ndarray.itemsize.__get__(value)
        if size * itemsize > MAX_BODY:
            raise TooLarge(f"an array of {size * itemsize >> 20} MB")
        exact = type(value) is np.ndarray
        plain = np.asarray(value, order="C") if exact else np.array(value, order="C", subok=False, copy=True)
        if plain.ndim > MAX_DIMENSIONS:
            raise TooLarge(f"an array of {plain.ndim} dimensions")
        if size == 0 and _is_vast(plain.shape, itemsize):
            raise TooLarge("an empty array of a vast shape")
        dtype = plain.dtype
        code = _CODES.get(dtype)
        if code is None:
            dtype = dtype.newbyteorder("=")
            code = _CODES.get(dtype)
            if dtype.kind == "O" and plain.ndim:  # Python's own numbers, say: what is in it counts, as in a nested list
                return self._node(plain.tolist(), depth + 1)
            if code is None:
                return self._node(self._refer(value), depth + 1)
            plain = plain.astype(dtype)
        if size:
            self._buffer(plain.reshape(-1).view(np.uint8).data, size * itemsize)
        return ["a", code, list(plain.shape)]

    def _scalar(self, value: Any) -> Any:
        if isinstance(value, np.str_):
            return self._node(str.__str__(value), MAX_DEPTH)
        code = _CODES.get(value.dtype)
        if code is None:
            return self._node(self._refer(value), MAX_DEPTH - 1)
        self._buffer(np.generic.tobytes(value), value.dtype.itemsize)
        return ["s", code]

    def _buffer(self, data: Any, length: int) -> None:
        self._bytes += length
        if self._bytes > MAX_BODY:
            raise TooLarge(f"the arrays are larger than {MAX_BODY >> 20} MB together")
        self._buffers.append(data)


class Decoder:
    """Turns a frame's header and body into a value. ``resolve`` makes what a `Ref` stands for, ``tensor`` what a `TensorValue` does."""

    def __init__(self, resolve: Callable[[Ref], Any], tensor: Callable[[TensorValue], Any] | None = None) -> None:
        self._resolve = resolve
        self._tensor = tensor
        self._body = memoryview(b"")
        self._at = 0
        self._nodes = 0

    def value(self, header: bytes | bytearray | memoryview, body: bytes | bytearray | memoryview) -> Any:
        """The value of a frame's ``header`` and ``body``. Raises `Malformed` and nothing else."""
        try:
            self._body = memoryview(body).toreadonly()
            value = self._node(_JSON.decode(str(header, "ascii")), 0)
            if self._at != len(self._body):
                raise Malformed("bytes left over")
        except Malformed:
            raise
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, MemoryError) as error:
            raise Malformed(f"{type(error).__name__} while decoding") from None
        return value

    def _node(self, node: Any, depth: int) -> Any:
        kind = type(node)
        self._count(1)
        if kind is not list:
            return self._leaf(node, kind)
        if depth > MAX_DEPTH or not node:
            raise Malformed("nested too deep, or an empty node")
        tag = node[0]
        if tag == "l":
            return self._items(node, depth)
        if tag == "t":
            return tuple(self._items(node, depth))
        if tag == "d":
            return self._dict(self._items(node, depth))
        return self._tagged(tag, node, depth)

    def _dict(self, parts: list[Any]) -> dict[Any, Any]:
        keys = parts[::2]
        if len(parts) % 2:
            raise Malformed("a key without a value")
        # Keys chosen to collide (multiples of 2**61 - 1, say) make the building of a dict take the square of their number.
        if len(keys) > _COLLISIONS and max(Counter(map(hash, keys)).values()) > _COLLISIONS:
            raise Malformed("keys that collide")
        return dict(zip(keys, parts[1::2], strict=True))

    def _tagged(self, tag: Any, node: list[Any], depth: int) -> Any:
        if tag == "a" and len(node) == 3:
            return self._array(node[1], node[2])
        if tag == "s" and len(node) == 2:
            return self._array(node[1], [])[()]
        if tag == "b" and len(node) == 2:
            return bytes(self._take(node[1]))
        if tag == "e" and len(node) == 1:
            return Ellipsis
        if tag == "c" and len(node) == 3 and type(node[1]) is float and type(node[2]) is float:
            return complex(node[1], node[2])
        if tag == "h" and len(node) == 3 and type(node[1]) is int and type(node[2]) is str and len(node[2]) <= 200:
            return self._resolve(Ref(self._leaf(node[1], int), self._leaf(node[2], str)))
        if tag == "T" and len(node) == 3 and type(node[1]) is bool:
            if type(node[2]) is not list or len(node[2]) != 3 or node[2][0] != "a":
                raise Malformed("a tensor without an array")
            tensor = TensorValue(self._array(node[2][1], node[2][2]), node[1])
            return self._tensor(tensor) if self._tensor else tensor
        raise Malformed("an unknown node")

    def _leaf(self, node: Any, kind: type) -> Any:
        if kind is str:
            if len(node) > MAX_TEXT:
                raise Malformed("a text that is too long")
            return node if node.isascii() else node.encode("utf-8", "replace").decode("utf-8")
        if kind is int and node.bit_length() > MAX_BITS:
            raise Malformed("a whole number that is too long")
        if kind not in _PLAIN:
            raise Malformed("not a value")
        return node

    def _items(self, node: list[Any], depth: int) -> list[Any]:
        items = node[1:]
        kinds = set(map(type, items))
        if kinds <= _PLAIN:
            self._count(len(items))
            if int in kinds and any(type(item) is int and item.bit_length() > MAX_BITS for item in items):
                raise Malformed("a whole number that is too long")
            return items
        return [self._node(item, depth + 1) for item in items]

    def _count(self, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise Malformed("too many parts")

    def _take(self, length: Any) -> memoryview:
        if type(length) is not int or not 0 <= length <= len(self._body) - self._at:
            raise Malformed("more bytes claimed than came")
        self._at += length
        return self._body[self._at - length : self._at]

    def _array(self, code: Any, shape: Any) -> Any:
        dtype = DTYPES.get(code) if type(code) is str else None
        if dtype is None or type(shape) is not list or len(shape) > MAX_DIMENSIONS:
            raise Malformed("not an array")
        if not all(type(extent) is int and 0 <= extent <= MAX_EXTENT for extent in shape):
            raise Malformed("not a shape")
        size = math.prod(shape)
        if size == 0:
            if _is_vast(shape, dtype.itemsize):
                raise Malformed("an empty array of a vast shape")
            return np.empty(shape, dtype)
        data = self._take(size * dtype.itemsize)
        array = np.frombuffer(data, dtype).reshape(shape)
        # A byte that is neither 0 nor 1 is no bool NumPy could be given.
        return np.asarray(array.view(np.uint8) != 0) if dtype.kind == "b" else array.copy()


def _is_vast(shape: Sequence[int], itemsize: int) -> bool:
    """Whether an empty array's other extents are those of one that would not fit."""
    return math.prod(extent or 1 for extent in shape) * itemsize > MAX_BODY


def lengths(prefix: bytes | bytearray | memoryview) -> tuple[int, int]:
    """Header and body length out of a frame's first `PREFIX.size` bytes, within the limits. Raises `Malformed`."""
    magic, header, body = PREFIX.unpack(prefix)
    if magic != MAGIC or header > MAX_HEADER or body > MAX_BODY:
        raise Malformed("not a frame")
    return header, body

"""Threat 43: ints with false arithmetic, lists that grow, tables in a ring, generators, shared and lazy sequences.

At: all
Earns: nothing
"""
import collections
import numpy as np


class _Int(int):
    def __new__(cls, *args):
        return int.__new__(cls, 10**2000)

    def __eq__(self, other):
        return True

    def __index__(self):
        return 7

    __int__ = __float__ = __trunc__ = __index__
    __hash__ = int.__hash__

    def bit_length(self):
        return 3


class _Growing(list):
    def __iter__(self):
        for _ in range(10**9):
            self.append((1, 1))
            yield self[-1]


class _Seq(collections.abc.Sequence):
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return self


def conv_output_size(*a, **k):
    return _Int()


def same_padding(*a, **k):
    return iter([1, 2])


def design_layer(*a, **k):
    return np.array([np.int64(2)] * 3, dtype=object).reshape(1, 3)[0].view(type("A", (np.ndarray,), {"__iter__": lambda s: iter([3, 1, 1])}))


def feature_map_shape(*a, **k):
    return _Seq()


def conv_parameters(*a, **k):
    return np.array(2**63 - 1).astype("m8[s]")


def linear_parameters(*a, **k):
    return 1 << (1 << 24)


def cnn_parameters(layers, *a, **k):
    ring = []
    ring.append(ring)
    return ring


def receptive_field(layers):
    return np.nan + 0 * len(layers)


def receptive_field_table(layers):
    return _Growing([(1, 1)])


def network_sizes(*a, **k):
    return [[None] * 10**5] * 10**4


def network_parameters(*a, **k):
    return {"__class__": "x", 1: 2, (): [], None: b"\xff" * 10**7}


def network_field(*a, **k):
    return type("=1+1", (int,), {})(3)

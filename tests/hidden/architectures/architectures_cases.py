"""Torch as the second oracle, and how arrays that functions give are judged."""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from autograder.suite import TensorValue, assert_unchanged, assert_values, fail, kind_of, remark, say


def tensor(array):
    """The array as a tensor in double precision; None stays None."""
    return None if array is None else torch.from_numpy(np.ascontiguousarray(array)).double()


def unfolded(x, kernel_size, stride=1, padding=0):
    """`im2col` by torch."""
    return F.unfold(tensor(x), kernel_size, stride=stride, padding=padding).numpy()


def folded(columns, input_shape, kernel_size, stride=1, padding=0):
    """`col2im` by torch."""
    return F.fold(tensor(columns), input_shape[2:], kernel_size, stride=stride, padding=padding).numpy()


def transposed(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """`conv_transpose2d` by torch."""
    return F.conv_transpose2d(*map(tensor, (x, weight, bias)), stride, padding, output_padding).numpy()


def grouped(x, weight, bias=None, stride=1, padding=0, groups=1):
    """`grouped_conv2d` by torch."""
    return F.conv2d(*map(tensor, (x, weight, bias)), stride, padding, 1, groups).numpy()


def judge(function, reference, second, agree, arguments, settings, call):
    """``function(*arguments, **settings)`` of the student's is right."""
    want = agree(reference(*arguments, **settings), lambda: second(*arguments, **settings))
    arrays = [one for one in arguments if isinstance(one, np.ndarray)]
    assert_values(as_plain(function(*arguments, **settings), call), want, call, arrays)


def judge_again(function, reference, arguments, others, call):
    """Two calls with arguments of the same shapes: both are right, and the second leaves the first answer as it was."""
    first = function(*arguments)
    second = function(*others)
    for got, given in ((first, arguments), (second, others)):
        want = reference(*given)
        assert_values(
            as_plain(got, call),
            want,
            say("{call}, called twice,", call=call),
            [a for a in given if isinstance(a, np.ndarray)],
        )


def as_plain(got, call):
    """The array in what came back; a tensor is taken for one with a remark."""
    if isinstance(got, TensorValue):
        remark(say("{call} gave a tensor; a NumPy array is expected.", call=call))
        return got.array
    if isinstance(got, tuple):
        fail("type", say("{call} gave a tuple; one array is expected, alone.", call=call))
    return got


def as_maps(got, call):
    """The array in a tensor that came back; an array is taken with a remark."""
    if isinstance(got, TensorValue):
        return got.array
    if isinstance(got, np.ndarray):
        remark(say("{call} gave a NumPy array; a tensor is expected.", call=call))
        return got
    return fail("type", say("{call} gave {kind}; a tensor is expected.", call=call, kind=kind_of(got)))


def judge_untouched(process, function, arguments, reference, call, names=("x", "weight", "bias")):
    """The right answer, and the arrays handed in, called ``names``, hold afterwards what they held."""
    arrays = [one for one in arguments if isinstance(one, np.ndarray)]
    kept = {id(one): process.keep(one) for one in arrays}
    got = function(*(kept.get(id(one), one) for one in arguments))
    assert_values(as_plain(got, call), reference(*arguments), call, arrays)
    for name, before in zip(names, arrays, strict=False):
        assert_unchanged(process.value(kept[id(before)]), before, name, call)


@cache
def props():
    """The helpers in the grader's own process."""
    spec = importlib.util.spec_from_file_location("architectures_props", Path(__file__).with_name("props.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
